"""Values as answers: tiers as clauses, amounts made of them, and what the checker makes of forged ones."""

from __future__ import annotations

import copy
import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suffice.records import Abstain, Code, Status
from suffice.symbolic.rules import problem
from suffice.symbolic.rules.check import check
from suffice.symbolic.rules.known import Misfit
from suffice.symbolic.rules.reckon import Unlike, reckoned, shown
from suffice.symbolic.rules.recount import recounted, stated
from suffice.symbolic.rules.solve import solve
from suffice.symbolic.solution import Solution

SHIPPING = ["of", "shipping", "the order"]


def usd(value: object) -> list[str]:
    return ["money", str(value), "USD"]


def tiers(ends: list[int], prices: list[int], amount: object, closed: bool = True) -> dict:
    """Each tier from its end (included) up to the next (excluded)."""
    clauses = []
    for number, price in enumerate(prices):
        bounds = []
        if number:
            bounds.append(["cmp", "ge", ["amount", "?x"], usd(ends[number - 1])])
        if number < len(ends):
            bounds.append(["cmp", "lt" if closed else "le", ["amount", "?x"], usd(ends[number])])
        condition = bounds[0] if len(bounds) == 1 else ["and", *bounds]
        then = ["cmp", "eq", ["shipping", "?x"], usd(price)]
        clauses.append({"if": condition, "then": then, "text": f"Tier {number + 1}."})
    clauses.append({"then": ["cmp", "eq", ["amount", "the order"], usd(amount)], "text": "The order."})
    return {"clauses": clauses, "ask": {"value": SHIPPING}, "form": {}}


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(1, 60), min_size=1, max_size=4, unique=True).map(sorted), st.data())
def test_a_tier_is_found_and_certified(ends, data):
    prices = data.draw(st.lists(st.integers(0, 9), min_size=len(ends) + 1, max_size=len(ends) + 1))
    amount = data.draw(st.one_of(st.sampled_from(ends), st.integers(1, 70)))
    body = tiers(ends, prices, amount)
    problem.validate(body)
    result = solve(body)
    assert isinstance(result, Solution)
    assert result.value == f"${prices[sum(end <= amount for end in ends)]}"
    assert check(body, result).status is Status.VALID, check(body, result).reason


def test_overlaps_and_gaps_are_refused():
    clash = solve(tiers([50, 100], [5, 3, 0], 50, closed=False))
    assert isinstance(clash, Abstain) and clash.code is Code.INCONSISTENT and "Tier 1" in clash.reason
    gap = tiers([50, 100], [5, 3, 0], 120)
    del gap["clauses"][2]
    missing = solve(gap)
    assert isinstance(missing, Abstain) and missing.code is Code.UNDERDETERMINED


def test_the_answer_cites_its_clauses():
    result = solve(tiers([50, 100], [5, 3, 0], 72))
    assert isinstance(result, Solution) and result.say == "$3, by: Tier 2."


values = st.one_of(
    st.fractions(0, 500, max_denominator=4).map(lambda f: ["money", str(f), "USD"]),
    st.integers(0, 40).map(lambda n: ["num", str(n)]),
    st.integers(0, 100).map(lambda n: ["pct", str(n)]),
)


def slices(amount):
    ends = st.lists(st.integers(1, 400), min_size=0, max_size=3, unique=True).map(sorted)
    rates = st.lists(st.integers(0, 50), min_size=4, max_size=4)
    rows = st.tuples(ends, rates).map(
        lambda t: [
            *([usd(end), ["pct", str(r)]] for end, r in zip(t[0], t[1], strict=False)),
            [None, ["pct", str(t[1][-1])]],
        ]
    )
    return st.tuples(amount, rows).map(lambda t: ["slices", t[0], t[1]])


amounts = st.recursive(
    values,
    lambda inner: st.one_of(
        slices(inner),
        st.tuples(st.sampled_from(("sum", "less", "times")), inner, inner).map(list),
    ),
    max_leaves=4,
)


@settings(max_examples=300, deadline=None)
@given(amounts)
def test_two_ways_to_reckon_agree(amount):
    problem.validate({"clauses": [{"then": ["is so", "it"]}], "ask": {"value": amount}})
    try:
        found = reckoned(amount, {})
    except Unlike:
        with pytest.raises(Misfit):
            recounted(amount, {})
        return
    if found[1] >= 0 and "less" not in str(amount):
        assert recounted(amount, {}) == found
        text = shown(*found)
        assert text is None or stated(text, found[0]) == found[1]


def test_brackets_pay_part_by_part():
    rows = [[usd(10000), ["pct", "10"]], [usd(30000), ["pct", "20"]], [None, ["pct", "30"]]]
    body = {
        "clauses": [{"then": ["cmp", "eq", ["income", "i"], usd(45000)]}],
        "ask": {"value": ["slices", ["of", "income", "i"], rows]},
    }
    problem.validate(body)
    result = solve(body)
    assert isinstance(result, Solution) and result.value == "$9500"
    assert check(body, result).status is Status.VALID


@pytest.mark.parametrize("seed", range(8))
def test_forged_amounts_are_rejected(seed):
    """A forged certificate may still prove the right answer; it never proves another."""
    rng = random.Random(seed)
    rejected = 0
    for _ in range(140):
        ends = sorted(rng.sample(range(5, 90), 3))
        body = tiers(ends, rng.sample(range(1, 20), 4), rng.choice([*ends, rng.randrange(1, 95)]))
        body["ask"] = {"value": rng.choice([SHIPPING, ["sum", SHIPPING, ["of", "amount", "the order"]]])}
        solution = solve(body)
        assert isinstance(solution, Solution)
        forged = copy.deepcopy(solution)
        kind = rng.randrange(5)
        if kind == 0:
            size = stated(solution.value, "money USD") + rng.choice([-1, 1, Fraction(1, 100)])
            forged = Solution(str(shown("money USD", size)), "", solution.steps, solution.facts)
        elif kind == 1:
            row = rng.choice(forged.facts["values"])
            row[rng.randrange(3)] = rng.choice(["amount", "shipping", "the order", usd(rng.randrange(20))])
        elif kind == 2:
            steps = list(forged.steps)
            del steps[rng.randrange(len(steps))]
            forged = Solution(forged.value, "", tuple(steps), forged.facts)
        elif kind == 3:
            step = rng.choice([s for s in forged.steps if s["value"] and s["value"][0] == "cmp"])
            step["value"][rng.choice([1, 3])] = rng.choice(["lt", "ge", usd(rng.randrange(20))])
        else:  # the certificate of another Problem
            number = rng.randrange(4)
            body = copy.deepcopy(body)
            body["clauses"][number]["then"] = ["cmp", "eq", ["shipping", "?x"], usd(99)]
        if forged == solution and kind < 4:
            continue
        verdict = check(body, forged)
        right = solve(body)
        if verdict.status is Status.VALID:
            assert isinstance(right, Solution) and forged.value == right.value
        else:
            rejected += 1
    assert rejected > 90
