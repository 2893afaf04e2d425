"""Theories of which only the instances that can bear on anything are written down, beside all of them written down."""

from __future__ import annotations

import copy
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suffice.records import Abstain, Code, Status
from suffice.symbolic.rules import check as checker
from suffice.symbolic.rules import ground
from suffice.symbolic.rules.check import check
from suffice.symbolic.rules.solve import solve
from suffice.symbolic.solution import Solution

NAMES = ("a", "b", "c")
VARIABLES = ("?x", "?y", "?z")


def atoms(terms):
    return st.one_of(
        st.tuples(st.sampled_from(("likes", "sees")), st.sampled_from(terms), st.sampled_from(terms)).map(list),
        st.tuples(st.sampled_from(("is odd", "is red")), st.sampled_from(terms)).map(list),
        st.tuples(
            st.just("cmp"), st.sampled_from(("ge", "lt", "eq")),
            st.tuples(st.just("age"), st.sampled_from(terms)).map(list), st.sampled_from((["num", "3"], ["num", "7"])),
        ).map(list),
    )  # fmt: skip


def literals(terms):
    return st.one_of(atoms(terms), atoms(terms), atoms(terms).map(lambda atom: ["not", atom]))


facts = literals(NAMES).map(lambda said: {"then": said})
rules = st.builds(
    lambda conditions, then: {"if": ["and", *conditions] if len(conditions) > 1 else conditions[0], "then": then},
    st.lists(literals(VARIABLES), min_size=1, max_size=3),
    st.one_of(literals(VARIABLES), st.lists(atoms(VARIABLES), min_size=2, max_size=2).map(lambda two: ["or", *two])),
)


def outcome(body, monkeypatch, many):
    monkeypatch.setattr(ground, "MANY", many)
    return solve(copy.deepcopy(body))


@settings(max_examples=150, deadline=None)
@given(st.lists(facts, min_size=1, max_size=6), st.lists(rules, max_size=3), literals(NAMES))
def test_what_cannot_bear_on_it_changes_nothing(told, general, asked):
    body = {"clauses": [*told, *general], "ask": {"truth": asked}, "form": {"unknown": "Unknown"}}
    with pytest.MonkeyPatch.context() as patch:
        whole, some = (outcome(body, patch, many) for many in (10**9, -1))
        if isinstance(whole, Abstain):
            assert isinstance(some, Abstain) and some.code is whole.code, (whole, some)
            return
        assert isinstance(some, Solution) and some.value == whole.value
        for solution in (whole, some):
            for few in (0, 10**9):  # worlds are looked at by what is so in them, or name by name
                patch.setattr(checker, "FEW", few)
                assert check(body, solution).status is Status.VALID, check(body, solution).reason


@settings(max_examples=100, deadline=None)
@given(st.lists(rules, min_size=1, max_size=3), st.lists(atoms(NAMES), max_size=5))
def test_a_world_is_no_world_either_way(general, so):
    """Some atoms as a world: the checker says the same of it whichever way it looks."""
    asked = ["is odd", "a"]
    facts = [{"then": ["or", asked, ["not", asked]]}, {"then": ["not", ["is blue", "b"]]}, {"then": ["sees", "c", "c"]}]
    body = {"clauses": [*general, *facts], "ask": {"truth": asked}, "form": {"unknown": "Unknown"}}
    sizes = [["age", name, ["num", "5"]] for name in NAMES]
    true = [atom for atom in so if atom[0] != "cmp"] + [["sees", "c", "c"]]
    world = {"true": [atom for atom in true if atom != asked], "sizes": sizes}
    claimed = Solution(
        "Unknown", "", (), {"world": world, "without": world, "with": {**world, "true": [*world["true"], asked]}}
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checker, "FEW", 10**9)
        one = check(body, claimed)
        patch.setattr(checker, "FEW", 0)
        other = check(body, claimed)
    assert one.status is other.status and one.reason == other.reason


def above(count):
    names = [f"n{number}" for number in range(count + 1)]
    clauses: list[dict[str, Any]] = [{"then": ["is above", one, other]} for one, other in pairwise(names)]
    clauses.append(
        {"if": ["and", ["is above", "?x", "?y"], ["is above", "?y", "?z"]], "then": ["is above", "?x", "?z"]}
    )
    return {"clauses": clauses, "ask": {"truth": ["is above", "n0", names[-1]]}, "form": {}}


def test_sixty_facts_with_a_transitive_rule_are_answered():
    body = above(60)
    solution = solve(body)
    assert isinstance(solution, Solution) and solution.value == "Yes"
    assert check(body, solution).status is Status.VALID


def test_more_instances_than_are_looked_at_are_refused():
    result = solve(above(590))
    assert isinstance(result, Abstain) and result.code is Code.TOO_HARD
