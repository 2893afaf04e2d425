"""Rules that give way to one another: the engine beside an alternating fixpoint and truth tables; forgeries."""

from __future__ import annotations

import copy
import random
from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rule_theories import LETTERS as PREDICATES
from rule_theories import NAMES, rankings

from suffice.records import Abstain, Code, Status
from suffice.symbolic.rules import problem
from suffice.symbolic.rules.check import check
from suffice.symbolic.rules.solve import solve
from suffice.symbolic.rules.told import Told, literal_of
from suffice.symbolic.solution import Solution


# --- the same in other words: an alternating fixpoint over everything at once --------------------------------
def true(formula, so):
    head = formula[0]
    if head in ("and", "or"):
        return (all if head == "and" else any)(true(part, so) for part in formula[1:])
    return str(literal_of(formula)) in so


def alternating(body):
    """What the rules establish, and what they might if of the rules that clash none gave way."""
    facts = {str(literal_of(clause["then"])) for clause in body["clauses"] if "if" not in clause}
    wins = {tuple(pair) for pair in body["prefer"]}
    for middle in [clause.get("name") for clause in body["clauses"]]:
        wins |= {(one, other) for (one, a), (b, other) in product(wins, repeat=2) if a == b == middle}
    cases = [
        (clause["name"], put(clause["if"], name), literal_of(put(clause["then"], name)))
        for clause in body["clauses"]
        if "if" in clause
        for name in (NAMES if "?x" in str(clause) else NAMES[:1])
    ]

    def grown(stopped):
        found = set(facts)
        while True:
            more = {str(case[2]) for case in cases if true(case[1], found) and not stopped(case, found)} - found
            if not more:
                return found
            found |= more

    def against(case):
        return [other for other in cases if other[2] == (not case[2][0], case[2][1])]

    def denied(case):
        return str((not case[2][0], case[2][1])) in facts

    def reached(so):
        return grown(
            lambda case, _: denied(case) or any((o[0], case[0]) in wins and true(o[1], so) for o in against(case))
        )

    def surely(most):
        return grown(
            lambda case, _: denied(case) or any((case[0], o[0]) not in wins and true(o[1], most) for o in against(case))
        )

    so: set[str] = set()
    while (found := surely(reached(so))) != so:
        so = found
    return so, reached(so)


def put(formula, name):
    return [put(part, name) if isinstance(part, list) else name if part == "?x" else part for part in formula]


@settings(max_examples=400, deadline=None)
@given(rankings())
def test_it_agrees_with_an_alternating_fixpoint(body):
    problem.validate(body)
    result = solve(body)
    facts = [literal_of(c["then"]) for c in body["clauses"] if "if" not in c]
    if any((not positive, atom) in facts for positive, atom in facts):
        assert isinstance(result, Abstain) and result.code is Code.INCONSISTENT
        return
    so, reach = alternating(body)
    goal = literal_of(body["ask"]["truth"])
    against = (not goal[0], goal[1])
    told = Told(body)
    assert {str(one) for one in told.follows} == so
    assert (goal in told.never) is (str(goal) not in reach)
    if isinstance(result, Solution):
        right = "Yes" if str(goal) in so else "No" if str(against) in so else "Unknown"
        assert result.value == right
        assert right != "Unknown" or not {str(goal), str(against)} & reach
        assert check(body, result).status is Status.VALID, check(body, result).reason
    else:
        assert result.code in (Code.AMBIGUOUS, Code.UNDERDETERMINED)


@settings(max_examples=150, deadline=None)
@given(rankings(), st.integers(0, 10**6))
def test_a_proof_is_of_its_own_problem(body, seed):
    """The certificate of one Problem never makes another one's wrong answer valid."""
    solution = solve(body)
    if not isinstance(solution, Solution):
        return
    rng = random.Random(seed)
    other = copy.deepcopy(body)
    kind = rng.randrange(4)
    if kind == 0 and other["prefer"]:
        rng.choice(other["prefer"]).reverse()
    elif kind == 1 and other["prefer"]:
        other["prefer"].remove(rng.choice(other["prefer"]))
    elif kind == 2:
        clause = rng.choice(other["clauses"])
        clause["then"] = clause["then"][1] if clause["then"][0] == "not" else ["not", clause["then"]]
    else:
        clause = rng.choice(other["clauses"])
        clause["if" if "if" in clause else "then"] = ["is a", rng.choice(NAMES)]
    try:
        problem.validate(other)
    except ValueError:
        return
    if check(other, solution).status is Status.VALID:
        goal = literal_of(other["ask"]["truth"])
        so, reach = alternating(other)
        against = (not goal[0], goal[1])
        right = "Yes" if str(goal) in so else "No" if str(against) in so else "Unknown"
        assert solution.value == right and (right != "Unknown" or not {str(goal), str(against)} & reach)
    for step in range(len(solution.steps)):
        fewer = Solution(solution.value, "", solution.steps[:step] + solution.steps[step + 1 :], solution.facts)
        assert check(body, fewer).status is not Status.VALID
    for value in {"Yes", "No", "Unknown"} - {solution.value}:
        wrong = Solution(value, "", solution.steps, solution.facts)
        assert check(body, wrong).status is not Status.VALID


def spots(value, path=()):
    """Every place of a certificate that a proof rests on, with what stands there."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list | tuple) else None
    if inside is None:
        yield path, value
    else:
        for key, inner in inside:
            if key not in ("say", "shown", "against"):
                yield from spots(inner, (*path, key))


@settings(max_examples=500, deadline=None)
@given(rankings(), st.integers(0, 10**6))
def test_forged_certificates_prove_nothing_wrong(body, seed):
    solution = solve(body)
    if not isinstance(solution, Solution):
        return
    rng = random.Random(seed)
    certificate = copy.deepcopy({"value": solution.value, "steps": [dict(step) for step in solution.steps]})
    kind = rng.random()
    if kind < 0.2:
        certificate["value"] = rng.choice([one for one in ("Yes", "No", "Unknown") if one != solution.value])
    elif kind < 0.4:
        rng.shuffle(certificate["steps"])
    else:
        path, old = rng.choice([*spots(certificate["steps"])])
        pool = [*PREDICATES, *NAMES, "not", "or", "never", "told", "rule", "?x", 0, 1, 2, 3, 7, -1]
        at = certificate["steps"]
        for key in path[:-1]:
            at = at[key]
        at[path[-1]] = rng.choice([one for one in pool if one != old])
    forged = Solution(certificate["value"], "", tuple(certificate["steps"]), {})
    if check(body, forged).status is Status.VALID:
        assert forged.value == solution.value


# --- exceptions ------------------------------------------------------------------------------------------------
@st.composite
def rivalries(draw):
    """Rules of one matter that give way to one another, and facts that leave some of it open."""
    count = draw(st.integers(2, 3))
    heads = [["is d", "?x"] if draw(st.booleans()) else ["not", ["is d", "?x"]] for _ in range(count)]
    body = st.sampled_from(["is a", "is b", "is c"]).map(lambda p: [p, "?x"])
    clauses = [{"if": draw(body), "then": head, "name": f"rule {n}"} for n, head in enumerate(heads, 1)]
    order = draw(st.permutations([c["name"] for c in clauses]))
    known = [["is a", "ann"], ["is b", "ann"], ["is c", "ann"], ["not", ["is b", "ann"]], ["not", ["is c", "ann"]]]
    facts = draw(st.lists(st.sampled_from(known), min_size=1, max_size=3))
    clauses += [{"then": fact} for fact in facts]
    pairs = [[a, b] for a, b in permutations(order, 2) if order.index(a) < order.index(b)]
    return {"clauses": clauses, "prefer": pairs, "ask": {"truth": ["is d", "ann"]}, "form": {}}, list(order)


@settings(max_examples=200, deadline=None)
@given(rivalries())
def test_with_open_facts_the_first_rule_that_applies_decides_in_every_case(drawn):
    body, order = drawn
    problem.validate(body)
    rules_ = {c["name"]: c for c in body["clauses"] if "if" in c}
    facts = [literal_of(c["then"]) for c in body["clauses"] if "if" not in c]
    outcomes = set()
    for bits in product((False, True), repeat=3):
        world = dict(zip(PREDICATES, bits, strict=False))
        if all(world[atom[0]] is positive for positive, atom in facts):
            first = next((rules_[name] for name in order if world[rules_[name]["if"][0]]), None)
            outcomes |= {True, False} if first is None else {first["then"][0] != "not"}
    result = solve(body)
    if not outcomes:
        assert isinstance(result, Abstain) and result.code is Code.INCONSISTENT
    elif len(outcomes) > 1:
        assert isinstance(result, Abstain)
    else:
        assert isinstance(result, Solution), result
        assert result.value == ("Yes" if True in outcomes else "No")
        assert check(body, result).status is Status.VALID, check(body, result).reason


CHAIN = {
    "clauses": [
        {"then": ["is a member", "tom"]},
        {"then": ["is late", "tom"]},
        {"if": ["is a member", "?x"], "then": ["may enter", "?x"], "name": "rule 1"},
        {"if": ["is late", "?x"], "then": ["not", ["may enter", "?x"]], "name": "rule 2"},
    ],
    "ask": {"truth": ["may enter", "tom"]},
    "form": {"unknown": "Unknown"},
}


@pytest.mark.parametrize("told", [True, False])
def test_the_rule_before_decides_and_without_precedence_nothing_is_said(told):
    for pair, value in ((["rule 1", "rule 2"], "Yes"), (["rule 2", "rule 1"], "No")):
        body = {**CHAIN, "prefer": [pair], "told": told}
        result = solve(body)
        assert isinstance(result, Solution) and result.value == value
        assert check(body, result).status is Status.VALID
        swapped = {**CHAIN, "prefer": [pair[::-1]], "told": told}
        assert check(swapped, result).status is not Status.VALID
    result = solve({**CHAIN, "prefer": [], "told": told})
    assert isinstance(result, Abstain) and result.code in (Code.AMBIGUOUS, Code.INCONSISTENT)


def test_precedence_in_a_circle_is_no_problem_of_rules():
    with pytest.raises(ValueError, match="before itself"):
        problem.validate({**CHAIN, "prefer": [["rule 1", "rule 2"], ["rule 2", "rule 1"]]})


def test_games_that_come_to_too_much_are_refused():
    clauses = [{"then": ["leads to", f"n{at}", f"n{at + 1}"]} for at in range(60)]
    clauses += [
        {"if": ["leads to", "?x", "?y"], "then": ["reaches", "?x", "?y"]},
        {"if": ["and", ["reaches", "?x", "?y"], ["leads to", "?y", "?z"]], "then": ["reaches", "?x", "?z"]},
    ]
    result = solve({"clauses": clauses, "told": True, "ask": {"truth": ["reaches", "n0", "n60"]}, "form": {}})
    assert isinstance(result, Abstain) and result.code is Code.TOO_HARD
