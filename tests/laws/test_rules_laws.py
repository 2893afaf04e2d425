"""Laws of rules: what is told back is read as the same Problem, and two engines find the same."""

from __future__ import annotations

from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pysat.solvers import Solver

from suffice.records import Abstain, Code, Level, Reading, Status, Task
from suffice.symbolic.rules import problem
from suffice.symbolic.rules.check import check
from suffice.symbolic.rules.read import reader
from suffice.symbolic.rules.solve import solve
from suffice.symbolic.solution import Solution

# --- the way back -------------------------------------------------------------------------------------------------
PEOPLE = ("tom", "ann", "carla")
KINDS = ("is a member", "is a guest", "is a student", "is a zorp")
QUALITIES = ("is late", "is insured", "is hungry", "is tired")
DEEDS = ("get a coat", "pay a fee", "use a locker", "wear a badge", "have a ticket", "carry a lamp", "watch television")
RIGHTS = ("may enter", "may use a locker", "may is a guest", "must pay a fee", "may get a coat")
SAID = (*KINDS, *QUALITIES, *DEEDS, *RIGHTS)


def literals(terms: tuple[str, ...], said: tuple[str, ...] = SAID) -> st.SearchStrategy[Any]:
    atom = st.tuples(st.sampled_from(said), st.sampled_from(terms)).map(list)
    if said is SAID:
        others = st.sampled_from((*PEOPLE, "the cat"))
        atom = st.one_of(
            atom, atom, st.tuples(st.sampled_from(("chase", "like")), st.sampled_from(terms), others).map(list)
        )
    return st.one_of(atom, atom, atom.map(lambda one: ["not", one]))


def ages(terms: tuple[str, ...]) -> st.SearchStrategy[Any]:
    operator, years = st.sampled_from(("lt", "ge", "gt", "le")), st.integers(2, 90)
    return st.tuples(operator, st.sampled_from(terms), years).map(
        lambda t: ["cmp", t[0], ["age", t[1]], ["num", str(t[2])]]
    )


def joined(part: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """One to three different parts, joined by and, or by or."""
    several = st.lists(part, min_size=2, max_size=3, unique_by=str)
    return st.one_of(part, st.tuples(st.sampled_from(("and", "or")), several).map(lambda t: [t[0], *t[1]]))


X = ("?x",)
conditions = joined(st.one_of(literals(X), literals(X), ages(X)))
facts = st.one_of(literals(PEOPLE), ages(PEOPLE).map(lambda a: ["cmp", "eq", *a[2:]])).map(lambda one: {"then": one})
rules = st.tuples(conditions, literals(X)).map(lambda pair: {"if": pair[0], "then": pair[1]})


@st.composite
def policies(draw: Any) -> Any:
    """Rules for everybody and facts about names; some rules that contradict one another in an order."""
    clauses = draw(st.lists(st.one_of(facts, rules), min_size=1, max_size=5))
    body: dict[str, Any] = {
        "clauses": clauses,
        "ask": {"truth": draw(literals(PEOPLE).filter(lambda f: f[0] != "not"))},
    }
    if draw(st.booleans()):
        matter = [draw(st.sampled_from(DEEDS)), "?x"]
        first, second = (draw(literals(X, (*KINDS, *QUALITIES))) for _ in range(2))
        clauses += [{"if": first, "then": matter}, {"if": second, "then": ["not", matter]}]
        rules_ = [clause for clause in clauses if "if" in clause]
        for number, clause in enumerate(rules_, 1):
            clause["name"] = f"Rule {number}"
        pair = [rules_[-1]["name"], rules_[-2]["name"]]
        body["prefer"] = [pair if draw(st.booleans()) else pair[::-1]]
    return body


ANIMALS = ("the otter", "the hen", "the lynx", "the walrus")
ACTS = ("hug", "shout at", "negotiate a deal with", "bring a gift for", "capture the flag of", "destroy the tent of")


def plays(terms: tuple[str, ...]) -> st.SearchStrategy[Any]:
    atom = st.tuples(st.sampled_from(ACTS), st.sampled_from(terms), st.sampled_from(ANIMALS)).map(list)
    return st.one_of(atom, atom, atom.map(lambda one: ["not", one]))


@st.composite
def games(draw: Any) -> Any:
    found = [{"then": play} for play in draw(st.lists(plays(ANIMALS), min_size=1, max_size=3, unique_by=str))]
    count = draw(st.integers(1, 4))
    for number in range(1, count + 1):
        one = draw(st.booleans())
        when = draw(st.lists(plays(X if one else ANIMALS), min_size=1, max_size=2, unique_by=str))
        then = draw(plays((*X, *ANIMALS) if one else ANIMALS))
        found.append({"if": ["and", *when] if len(when) > 1 else when[0], "then": then, "name": f"Rule {number}"})
    order = draw(st.permutations([f"Rule {number}" for number in range(1, count + 1)]))
    pairs = [[a, b] for n, a in enumerate(order) for b in order[n + 1 :] if draw(st.booleans())]
    asked = draw(plays(ANIMALS).filter(lambda f: f[0] != "not"))
    return {"clauses": found, "prefer": pairs, "told": True, "ask": {"truth": asked}}


def flat(formula: Any) -> Any:
    """With (a and b) and c as a and b and c."""
    if formula[0] == "not":
        return ["not", flat(formula[1])]
    if formula[0] not in ("and", "or"):
        return formula
    parts = [flat(part) for part in formula[1:]]
    return [formula[0], *(one for part in parts for one in (part[1:] if part[0] == formula[0] else [part]))]


def without_words(body: Any) -> Any:
    clauses = [
        {key: flat(value) if key in ("if", "then") else value for key, value in clause.items() if key != "text"}
        for clause in body["clauses"]
    ]
    return {"clauses": clauses, "ask": body["ask"], "prefer": body.get("prefer", []), "told": body.get("told", False)}


def read_back(body: Any) -> list[Any]:
    problem.validate(body)
    told = problem.paraphrase(body)
    reading = reader().read(Task.ask(told))
    assert isinstance(reading, Reading), f"{told} -- {reading.reason}"
    return [without_words(one.body) for one in reading.problems]


@settings(max_examples=150, deadline=None)
@given(policies())
def test_a_policy_told_back_is_the_same_problem(body: Any) -> None:
    """Perhaps among others ("is a member and chases Tom" in two ways): every reading is kept, and must agree."""
    assert read_back(body) == [without_words(body)], problem.paraphrase(body)


@settings(max_examples=150, deadline=None)
@given(games())
def test_a_game_told_back_is_the_same_problem(body: Any) -> None:
    found = read_back(body)
    assert found[0] == without_words(body), problem.paraphrase(body)  # others: if deeds that share words are one


# --- two engines --------------------------------------------------------------------------------------------------
NAMES, PREDICATES = ("ann", "bob", "cy"), ("is a", "is b", "is c", "likes")
ATOMS = {
    tuple(atom): number
    for number, atom in enumerate(
        [*product(PREDICATES[:3], NAMES), *(("likes", one, other) for one in NAMES for other in NAMES)], 1
    )
}
atoms = st.one_of(
    st.tuples(st.sampled_from(PREDICATES[:3]), st.sampled_from(("?x", "?y", *NAMES))),
    st.tuples(st.just("likes"), st.sampled_from(("?x", "ann")), st.sampled_from(("?y", "bob", "?x"))),
).map(list)
formulas = st.recursive(
    atoms,
    lambda inner: st.one_of(
        inner.map(lambda f: ["not", f]), st.tuples(st.sampled_from(("and", "or")), inner, inner).map(list)
    ),
    max_leaves=4,
)


def bound(formula: Any, binding: dict[str, str]) -> Any:
    return [bound(part, binding) if isinstance(part, list) else binding.get(part, part) for part in formula]


class Sat:
    """The clauses for python-sat: every formula gets a variable of its own (Tseitin)."""

    def __init__(self) -> None:
        self.solver = Solver(name="g4")
        self.last = len(ATOMS)

    def number(self, formula: Any) -> int:
        if formula[0] == "not":
            return -self.number(formula[1])
        if formula[0] not in ("and", "or"):
            return ATOMS[tuple(formula)]
        parts = [self.number(part) for part in formula[1:]]
        self.last += 1
        own, sign = self.last, 1 if formula[0] == "and" else -1
        for part in parts:
            self.solver.add_clause([-sign * own, sign * part])
        self.solver.add_clause([sign * own, *(-sign * part for part in parts)])
        return own


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.one_of(st.none(), formulas), formulas), min_size=1, max_size=5),
    formulas.map(lambda f: bound(f, {"?x": "ann", "?y": "cy"})),
)
def test_a_sat_solver_finds_the_same(pairs: list[Any], asked: Any) -> None:
    clauses = [{"if": a, "then": b} if a is not None else {"then": b} for a, b in pairs]
    clauses += [{"then": ["or", ["is a", name], ["not", ["is a", name]]]} for name in NAMES]
    sat = Sat()
    for clause in clauses:
        for binding in product(NAMES, repeat=2):
            names = dict(zip(("?x", "?y"), binding, strict=True))
            then = sat.number(bound(clause["then"], names))
            sat.solver.add_clause([then, -sat.number(bound(clause["if"], names))] if "if" in clause else [then])
    goal = sat.number(asked)
    may, may_not = sat.solver.solve([goal]), sat.solver.solve([-goal])
    body = {"clauses": clauses, "ask": {"truth": asked}, "form": {}}
    result = solve(body)
    if not (may or may_not):
        assert isinstance(result, Abstain) and result.code is Code.INCONSISTENT
    elif may and may_not:
        assert isinstance(result, Abstain) and result.code is Code.UNDERDETERMINED
    else:
        assert isinstance(result, Solution) and result.value == ("Yes" if may else "No")
        verdict = check(body, result)
        assert verdict.status is Status.VALID and verdict.guarantee.level is Level.PROVED
