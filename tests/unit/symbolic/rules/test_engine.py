"""The engine beside truth tables, and the checker against forged certificates."""

from __future__ import annotations

import copy
import random
from fractions import Fraction
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rule_theories import NAMES, PREDICATES, chain, facts, formulas, rules

from suffice.records import Abstain, Code, Status
from suffice.symbolic.rules import problem
from suffice.symbolic.rules.check import check
from suffice.symbolic.rules.ground import about
from suffice.symbolic.rules.known import Known, Misfit
from suffice.symbolic.rules.solve import solve
from suffice.symbolic.solution import Solution

ATOMS = tuple((predicate, name) for predicate in PREDICATES for name in NAMES)
AGES = (Fraction(9), Fraction(10), Fraction(11), Fraction(20), Fraction(21))


def truth(formula, atoms, ages) -> bool:
    head = formula[0]
    if head == "not":
        return not truth(formula[1], atoms, ages)
    if head in ("and", "or"):
        return (all if head == "and" else any)(truth(part, atoms, ages) for part in formula[1:])
    if head == "cmp":
        _, operator, (_, name), value = formula
        age, size = ages[NAMES.index(name)], Fraction(value[1])
        return {"lt": age < size, "le": age <= size, "gt": age > size, "ge": age >= size, "eq": age == size}.get(
            operator, age != size
        )
    return tuple(formula) in atoms


def holds(clause, atoms, ages) -> bool:
    names = NAMES if "?x" in str(clause) else NAMES[:1]
    return all(
        not truth(about(clause["if"], name), atoms, ages) or truth(about(clause["then"], name), atoms, ages)
        if "if" in clause
        else truth(about(clause["then"], name), atoms, ages)
        for name in names
    )


def worlds(clauses):
    """Every truth table in which all clauses hold; the ages lie on and between the bounds that the formulas name."""
    for bits in product((False, True), repeat=len(ATOMS)):
        atoms = {atom for atom, bit in zip(ATOMS, bits, strict=True) if bit}
        for ages in product(AGES, repeat=len(NAMES)):
            if all(holds(clause, atoms, ages) for clause in clauses):
                yield atoms, ages


theories = st.lists(st.one_of(facts, rules), min_size=1, max_size=5).map(
    lambda clauses: [*clauses, {"then": ["or", ["is kind", "ann"], ["not", ["is kind", "ann"]]]},
                     {"then": ["or", ["is kind", "bob"], ["not", ["is kind", "bob"]]]}]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(theories, formulas(NAMES))
def test_it_agrees_with_truth_tables(clauses, asked):
    body = {"clauses": clauses, "ask": {"truth": asked}, "form": {}}
    problem.validate(body)
    seen = {truth(asked, atoms, ages) for atoms, ages in worlds(clauses)}
    result = solve(body)
    if not seen:
        assert isinstance(result, Abstain) and result.code is Code.INCONSISTENT
    elif len(seen) == 2:
        assert isinstance(result, Abstain) and result.code is Code.UNDERDETERMINED
    else:
        assert isinstance(result, Solution) and result.value == ("Yes" if True in seen else "No")
        assert check(body, result).status is Status.VALID, check(body, result).reason


@settings(max_examples=80, deadline=None)
@given(theories, formulas(NAMES))
def test_what_is_open_is_shown_by_two_worlds(clauses, asked):
    body = {"clauses": clauses, "ask": {"truth": asked}, "form": {"unknown": "Unknown"}}
    seen = {truth(asked, atoms, ages) for atoms, ages in worlds(clauses)}
    result = solve(body)
    if len(seen) == 2:
        assert isinstance(result, Solution) and result.value == "Unknown"
        assert check(body, result).status is Status.VALID, check(body, result).reason
    else:
        assert isinstance(result, Abstain) or result.value in ("Yes", "No")


def places(value, path=()):
    """Every place inside a certificate or a body, with what stands there."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places(inner, (*path, key))
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from places(inner, (*path, index))
    else:
        yield path, value


def put(value, path, new):
    at = value
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = new


def forge(rng: random.Random, certificate: dict) -> bool:
    """Change one thing that a proof rests on; False where the place holds mere words."""
    spots = [(p, v) for p, v in places(certificate) if p[-1] not in ("say", "shown") and "text" not in p]
    path, old = rng.choice(spots)
    if isinstance(old, int):
        new = old + rng.choice((-1, 1, 7))
    else:
        pool = ["ann", "bob", "is a k0", "is a k1", "is odd", "is adult", "not", "num", "18", "31", "ge", "lt", "eq",
                "clause", "order", "suppose", "therefore", "supposed", "contradiction", "Yes", "No", "?x"]  # fmt: skip
        new = rng.choice([one for one in pool if one != old])
    put(certificate, path, new)
    return True


@pytest.mark.parametrize("seed", range(8))
def test_forged_certificates_prove_nothing_wrong(seed):
    """A forged certificate may still be a proof of the right answer; it is never one of a wrong answer."""
    rng = random.Random(seed)
    rejected = 0
    for _ in range(160):
        body = chain(rng, rng.randint(2, 6))
        solution = solve(body)
        assert isinstance(solution, Solution)
        certificate = copy.deepcopy({"value": solution.value, "steps": list(solution.steps), "facts": solution.facts})
        kind = rng.random()
        if kind < 0.2:
            certificate["value"] = "No" if solution.value == "Yes" else "Yes"
        elif kind < 0.4 and len(certificate["steps"]) > 1:
            del certificate["steps"][rng.randrange(len(certificate["steps"]))]
        else:
            forge(rng, certificate)
        forged = Solution(certificate["value"], "", tuple(certificate["steps"]), certificate["facts"])
        verdict = check(body, forged)
        if verdict.status is Status.VALID:
            assert forged.value == solution.value
        else:
            rejected += 1
    assert rejected > 120


@pytest.mark.parametrize("seed", range(4))
def test_a_proof_is_of_its_own_problem(seed):
    """The certificate of one Problem never makes another one's wrong answer valid."""
    rng = random.Random(seed)
    for _ in range(100):
        body = chain(rng, rng.randint(2, 6))
        solution = solve(body)
        other = copy.deepcopy(body)
        index = rng.randrange(len(other["clauses"]))
        if rng.random() < 0.5:
            del other["clauses"][index]
        else:
            then = other["clauses"][index]["then"]
            other["clauses"][index]["then"] = then[1] if then[0] == "not" else ["not", then]
        right = solve(other)
        if check(other, solution).status is Status.VALID:
            assert isinstance(right, Solution) and right.value == solution.value


def test_rules_that_come_to_too_much_are_refused_in_time():
    names = [f"n{number}" for number in range(300)]
    clauses = [{"then": ["likes", a, b]} for a, b in pairwise(names)]
    clauses.append({"if": ["and", ["likes", "?x", "?y"], ["likes", "?y", "?z"]], "then": ["likes", "?x", "?z"]})
    result = solve({"clauses": clauses, "ask": {"truth": ["likes", "n0", "n299"]}, "form": {}})
    assert isinstance(result, Abstain) and result.code is Code.TOO_HARD


def test_the_fewest_clashing_clauses_are_named():
    clauses = [
        {"then": ["is kind", "ann"], "text": "Ann is kind."},
        {"if": ["is kind", "?x"], "then": ["is calm", "?x"], "text": "Kind people are calm."},
        {"then": ["not", ["is calm", "ann"]], "text": "Ann is not calm."},
        {"then": ["is kind", "bob"], "text": "Bob is kind."},
    ]
    result = solve({"clauses": clauses, "ask": {"truth": ["is calm", "bob"]}, "form": {}})
    assert isinstance(result, Abstain) and result.code is Code.INCONSISTENT
    assert "Bob" not in result.reason and result.reason.count(".") == 3


def test_a_proof_of_tens_of_thousands_of_steps_is_checked():
    """Each of 100 names is of 390 kinds: the most that is looked at."""
    facts = [{"then": ["a0", f"p{number}"]} for number in range(100)]
    rules = [{"if": [f"a{number}", "?x"], "then": [f"a{number + 1}", "?x"]} for number in range(390)]
    body = {"clauses": [*facts, *rules], "ask": {"who": ["a390", "?x"]}, "form": {}}
    solution = solve(body)
    assert isinstance(solution, Solution) and len(solution.steps) == 39_100
    assert check(body, solution).status is Status.VALID


@pytest.mark.parametrize(
    "doubted", [["is kind", "tom"], ["is big", "tom"], ["cmp", "ge", ["age", "tom"], ["num", "18"]]]
)
def test_what_is_doubted_is_forgotten_again(doubted):
    told = Known()
    told.learn(["is kind", "tom"])
    told.learn(["age", "tom", "num"])  # an atom that looks like where a size is kept
    told.learn(["cmp", "lt", ["age", "tom"], ["num", "20"]])
    before = (dict(told.atoms), dict(told.low), dict(told.high), told.impossible)
    with told.doubting(doubted):
        assert told.impossible is (doubted[0] == "is kind")
    with pytest.raises(Misfit), told.doubting(["and", doubted, doubted]):
        pass
    assert (told.atoms, told.low, told.high, told.impossible) == before
