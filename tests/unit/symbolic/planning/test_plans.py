"""Plans: found, as short as can be, and refused by the checker once anything of them is changed."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from suffice.cli import suffice
from suffice.records import Abstain, Code, Level, Problem, Status
from suffice.symbolic.planning import pddl
from suffice.symbolic.planning.check import check
from suffice.symbolic.planning.problem import validate
from suffice.symbolic.planning.solve import solve
from suffice.symbolic.schema import schema
from suffice.symbolic.solution import Solution

from .hanoi import hanoi


@pytest.mark.parametrize(
    ("cubes", "pegs", "moves"), [(1, 3, 1), (3, 3, 7), (4, 3, 15), (6, 3, 63), (4, 4, 9), (5, 5, 11)]
)
def test_towers_are_moved_in_as_few_moves_as_possible(cubes: int, pegs: int, moves: int) -> None:
    body = hanoi(cubes, pegs)
    validate(body)
    solution = solve(body)
    assert isinstance(solution, Solution) and len(solution.steps) == 2 * moves
    verdict = check(body, solution)
    assert verdict.status is Status.VALID and verdict.guarantee.level is Level.PROVED


def test_what_is_too_large_to_rule_out_is_only_tested() -> None:
    body = hanoi(7, 4)
    solution = solve(body)
    assert isinstance(solution, Solution) and len(solution.steps) == 50
    assert check(body, solution).guarantee.level is Level.TESTED
    any_plan = {**body, "find": "plan"}
    assert check(any_plan, replace(solution, facts={})).guarantee.level is Level.PROVED


def test_a_longer_plan_is_no_shortest_one() -> None:
    body = hanoi(2)
    first = [["pick", "c0", "c1"], ["place", "c0", "c1"]]
    there_and_back: list[Any] = []
    for name, x, y in first:
        adds = [["holding", x], ["clear", y]] if name == "pick" else [["clear", x], ["free"], ["on", x, y]]
        drops = [["on", x, y], ["free"], ["clear", x]] if name == "pick" else [["clear", y], ["holding", x]]
        there_and_back.append({"expr": [name, x, y], "value": [adds, drops]})
    best = solve(body)
    assert isinstance(best, Solution)
    steps = (*there_and_back, *best.steps)
    value = ", ".join(f"({' '.join(step['expr'])})" for step in steps)
    longer = Solution(value, "", steps, {"optimal": True})
    verdict = check(body, longer)
    assert verdict.status is Status.INVALID and "can be reached in 6 actions" in (verdict.reason or "")
    verdict = check({**body, "find": "plan"}, replace(longer, facts={}))
    assert verdict.guarantee.level is Level.PROVED  # as a plan it will do


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_changed_plan_is_refused(data: st.DataObject) -> None:
    body = hanoi(3)
    solution = solve(body)
    assert isinstance(solution, Solution)
    steps: list[Any] = [dict(step) for step in solution.steps]
    place = data.draw(st.integers(0, len(steps) - 1))
    kind = data.draw(st.sampled_from(["drop", "swap", "other", "told"]))
    if kind == "drop":
        del steps[place]
    elif kind == "swap":
        steps[place], steps[place - 1] = steps[place - 1], steps[place]
    elif kind == "other":
        steps[place]["expr"] = [
            *steps[place]["expr"][:2],
            data.draw(st.sampled_from(["c0", "c1", "c2", "p0", "p1", "p2"])),
        ]
    else:
        steps[place]["value"] = [steps[place]["value"][0], [["free"]]]
    if steps == [dict(step) for step in solution.steps]:
        return
    value = ", ".join(f"({' '.join(step['expr'])})" for step in steps)
    assert check(body, replace(solution, value=value, steps=tuple(steps))).status is Status.INVALID


def test_goals_that_cannot_be_reached_are_refused_with_the_reason() -> None:
    body = hanoi(3)
    nothing = solve({**body, "goal": [["on", "c2", "c0"]]})
    assert isinstance(nothing, Abstain) and nothing.code is Code.INCONSISTENT and "(on c2 c0)" in nothing.reason
    clash = solve({**body, "goal": [["on", "c0", "c1"], ["clear", "c1"]]})
    assert isinstance(clash, Abstain) and clash.code is Code.INCONSISTENT and "searched" in clash.reason
    apart = solve({**body, "goal": [["not", ["=", "c0", "c0"]]]})
    assert isinstance(apart, Abstain) and apart.code is Code.INCONSISTENT


_NAMES = st.sampled_from(["a", "b", "c"])
_FACT = st.one_of(st.tuples(st.just("p"), _NAMES), st.tuples(st.just("q"), _NAMES, _NAMES)).map(list)
_TERMS = st.sampled_from(["?x", "?y", "a"])
_OPEN = st.one_of(st.tuples(st.just("p"), _TERMS), st.tuples(st.just("q"), _TERMS, _TERMS)).map(list)
_EQUAL = st.tuples(st.just("="), _TERMS, _TERMS).map(list)


def _literals(fact: st.SearchStrategy[Any], most: int) -> st.SearchStrategy[Any]:
    return st.lists(st.one_of(fact, fact.map(lambda one: ["not", one])), max_size=most)


_ACTION = st.fixed_dictionaries(
    {
        "parameters": st.just([["?x", "object"], ["?y", "object"]]),
        "when": st.tuples(_literals(_OPEN, 2), _literals(_EQUAL, 1)).map(lambda two: [*two[0], *two[1]]),
        "then": _literals(_OPEN, 3),
    }
)
_BODIES = st.fixed_dictionaries(
    {
        "objects": st.just(dict.fromkeys("abc", "object")),
        "predicates": st.just({"p": ["object"], "q": ["object", "object"]}),
        "actions": st.dictionaries(st.sampled_from(["one", "two"]), _ACTION, max_size=2),
        "start": st.lists(_FACT, max_size=4, unique_by=str),
        "goal": _literals(_FACT, 2),
        "find": st.just("shortest"),
    }
)


def _true(literal: Any, chosen: dict[str, str], state: frozenset[Any]) -> bool:
    if literal[0] == "not":
        return not _true(literal[1], chosen, state)
    fact = tuple(chosen.get(term, term) for term in literal)
    return fact[1] == fact[2] if fact[0] == "=" else fact in state


def _fewest(body: Any) -> int | None:
    """The length of a shortest plan, by the plainest of means."""
    edge = seen = {frozenset(tuple(fact) for fact in body["start"])}
    depth = 0
    while edge:
        if any(all(_true(one, {}, state) for one in body["goal"]) for state in edge):
            return depth
        further: set[Any] = set()
        for state, action, (x, y) in product(edge, body["actions"].values(), product("abc", repeat=2)):
            chosen = {"?x": x, "?y": y}
            if all(_true(one, chosen, state) for one in action["when"]):
                gone = {tuple(chosen.get(t, t) for t in one[1]) for one in action["then"] if one[0] == "not"}
                made = {tuple(chosen.get(t, t) for t in one) for one in action["then"] if one[0] != "not"}
                further.add((state - gone) | made)
        edge = further - seen
        seen = seen | edge
        depth += 1
    return None


@given(_BODIES)
@settings(max_examples=120, deadline=None)
def test_any_small_world_is_planned_in_as_few_actions_as_exhaustion_finds(body: Any) -> None:
    validate(body)
    assert Draft202012Validator(schema("planning")).is_valid(body)
    fewest, solution = _fewest(body), solve(body)
    assert (fewest is None) is isinstance(solution, Abstain)
    if isinstance(solution, Solution):
        assert len(solution.steps) == fewest
        verdict = check(body, solution)
        assert verdict.status is Status.VALID and verdict.guarantee.level is Level.PROVED


@given(_BODIES)
@settings(max_examples=60, deadline=None)
def test_what_is_written_as_pddl_is_read_back(body: Any) -> None:
    stated = {key: value for key, value in body.items() if key != "find"} | {
        "types": {"block": "object", "cube": "block"}
    }
    stated["objects"] = {"a": "cube", "b": "object", "c": "block"}
    assert pddl.parse(pddl.domain_text(stated), pddl.problem_text(stated)) == stated


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"find": "fast"}, "'find' is one of"),
        ({"objects": {"C0": "block"}}, "is no name"),
        ({"start": [["on", "c0"]]}, "fits no predicate"),
        ({"start": [["on", "p0", "c0"]]}, "is of the type 'peg'"),
        ({"types": {"block": "peg", "peg": "block"}}, "stands above itself"),
        ({"goal": [["not", ["not", ["free"]]]]}, "fits no predicate|no literal"),
        ({"wish": []}, "unknown key"),
    ],
)
def test_what_is_no_problem_is_refused(change: Any, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        validate({**hanoi(2), **change})


def test_a_posted_problem_goes_through_the_cascade(tmp_path: Path) -> None:
    tasks, receipts = tmp_path / "tasks.jsonl", tmp_path / "receipts.jsonl"
    problem = Problem("planning", hanoi(3)).to_json()
    tasks.write_text(json.dumps({"id": "h", "problem": problem, "requires": "proved"}) + "\n", encoding="utf-8")
    result = CliRunner().invoke(suffice, ["run", str(tasks), "-o", str(receipts)])
    assert result.exit_code == 0, result.output
    receipt = json.loads(receipts.read_text(encoding="utf-8"))
    assert receipt["status"] == "answered" and receipt["guarantee"]["level"] == "proved"
    assert receipt["answer"].startswith("(pick c0 c1), (place c0 p2)")
    assert receipt["evidence"]["checked_by"] == "suffice.symbolic.planning.check"
