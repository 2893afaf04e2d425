"""Solver, checker and a count of all worlds agree; what is corrupted is rejected unless it is still right."""

from __future__ import annotations

import copy
import json
from random import Random
from typing import Any

import brute
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suffice.bench.ladder import grammar_solvers
from suffice.bench.perturb.suite import samples
from suffice.records import Abstain, Answer, Code, Level, Status, Task
from suffice.symbolic.ordering.check import check
from suffice.symbolic.ordering.core import clashing
from suffice.symbolic.ordering.problem import validate
from suffice.symbolic.ordering.solve import solve
from suffice.symbolic.ordering.world import holds
from suffice.symbolic.solution import Solution
from suffice.symbolic.solver import CertificateVerifier


def _same(value: str, right: str | None) -> bool:
    if right is not None and value.startswith("[{"):
        return json.loads(value) == json.loads(right)
    return value == right


@settings(max_examples=300, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_the_engine_finds_what_all_worlds_say(seed: int) -> None:
    body = brute.problem(Random(seed))
    validate(body)
    solution, right = solve(body), brute.answers(body)
    assumed = "readings" in json.dumps(body["clues"])
    if isinstance(solution, Abstain):
        assert right is None or assumed
        if solution.code is Code.INCONSISTENT and not assumed:
            assert next(brute.worlds(body), None) is None
        return
    verdict = check(body, solution)
    if verdict.guarantee.level is Level.PROVED:
        assert _same(solution.value, right)
    else:
        assert verdict.guarantee.level is Level.TESTED, verdict.reason


@pytest.mark.parametrize(
    "seed", [2837, 3235, 5046, 7381, 13415, 63263, 100380]
)  # things related to themselves, counts of none
def test_the_checker_follows_every_lemma(seed: int) -> None:
    body = brute.problem(Random(seed))
    solution = solve(body)
    assert isinstance(solution, Solution) and check(body, solution).status is Status.VALID


def test_a_told_story_passes_its_check() -> None:
    """Orders with ties: first is who is ahead of all others, in the checker's clauses as in the solver's."""
    solver, verifier, answered = grammar_solvers("ordering")[0], CertificateVerifier(), 0
    for seed in range(8):
        for story in samples("ordering", seed, each=3):
            answer = solver.solve(Task.ask(story.text))
            if isinstance(answer, Answer):
                answered += 1
                verdict = verifier.verify(Task.ask(story.text), answer)
                assert verdict.status is Status.VALID, (verdict.reason, story.text)
    assert answered > 200


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_a_formula_holds_alike_for_everybody(seed: int) -> None:
    rng = Random(seed)
    body = brute.problem(rng)
    placed = [[a, v] for a, t in body["attributes"].items() for v in t["values"] if t["kind"] != "free"]
    formula = brute.formula(rng, body, placed, 3)
    for world, _ in zip(brute.worlds({**body, "clues": []}), range(20), strict=False):
        assert holds(body, formula, world) == brute.true(body, formula, world)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_a_clash_is_minimal(seed: int) -> None:
    body = brute.problem(Random(seed))
    body["clues"] += [{"say": f"again {n}", "holds": ["not", clue["holds"]]} for n, clue in enumerate(body["clues"][:1])
                      if clue["holds"][0] != "readings"]  # fmt: skip
    if any(True for _ in brute.worlds(body)):
        assert clashing(body) == []
        return
    said = clashing(body)
    kept = [clue for clue in body["clues"] if clue["say"] in said]
    assert not any(True for _ in brute.worlds({**body, "clues": kept}))
    for clue in kept:
        rest = [other for other in kept if other is not clue]
        assert any(True for _ in brute.worlds({**body, "clues": rest}))


# --- corruption ------------------------------------------------------------------------------------------
def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [path] if path else []
    for key, part in parts:
        found += _places(part, (*path, key))
    return found


def _spoil(rng: Random, value: Any) -> None:
    """One part replaced, dropped, doubled or negated, in place."""
    places = _places(value)
    if not places:
        return
    *way, last = rng.choice(places)
    holder = value
    for key in way:
        holder = holder[key]
    part, how = holder[last], rng.randrange(5)
    if how == 0 and isinstance(holder, list):
        del holder[last]
    elif how == 1 and isinstance(holder, list):
        holder.insert(last, copy.deepcopy(part))
    elif isinstance(part, bool) or part is None:
        holder[last] = rng.choice((True, False, None, 0, 1))
    elif isinstance(part, int):
        holder[last] = rng.choice((-part, part + 1, part - 1, 0, part + 7))
    elif isinstance(part, str):
        holder[last] = rng.choice(
            ("Yes", "No", "v00", "v01", "v10", "s0", "s1", "(A)", "(B)", "first", "last", "", "x")
        )
    elif isinstance(part, list):
        holder[last] = rng.choice(([], [1], [-1], copy.deepcopy(part)[::-1], [[*part]], part[:1]))
    else:
        holder[last] = {}


def test_what_is_corrupted_is_rejected_unless_it_is_still_right() -> None:
    """At least 1,500 corruptions of answers, certificates and Problems; whatever is VALID is right by brute force."""
    tried = passed = 0
    for seed in range(400):
        rng = Random(f"corrupt {seed}")
        body = brute.problem(rng)
        solution = solve(body)
        if isinstance(solution, Abstain) or solution.facts or check(body, solution).guarantee.level is not Level.PROVED:
            continue
        for _ in range(20):
            mine, certificate, value = copy.deepcopy(body), copy.deepcopy(list(solution.steps)), solution.value
            facts: dict[str, Any] = {}
            what = rng.randrange(4)
            if what == 0:
                value = rng.choice(
                    ("Yes", "No", "v00", "v01", "v02", "(A)", "(B)", "(C)", "v00, v01", "v01, v00", "[]", "")
                )
            elif what == 1:
                for _ in range(rng.randrange(1, 3)):
                    _spoil(rng, certificate)
            elif what == 2:
                _spoil(rng, mine["clues"])
            else:
                _spoil(rng, mine["find"])
                _spoil(rng, certificate)
            try:
                validate(mine)
            except ValueError:
                continue
            tried += 1
            verdict = check(mine, Solution(value, "", tuple(certificate), facts))
            if verdict.guarantee.level is Level.PROVED:
                passed += 1
                assert _same(value, brute.answers(mine)), (seed, what, mine, value)
    assert tried >= 1_500
    assert passed < tried / 2


@pytest.mark.parametrize(
    "facts", [{"assumes": "nothing"}, {"x": 1}, {"assumes": "the same phrase has the same meaning throughout"}]
)
def test_an_assumption_never_makes_a_proof(facts: dict[str, Any]) -> None:
    body = brute.problem(Random(3))
    solution = solve(body)
    assert isinstance(solution, Solution)
    verdict = check(body, Solution(solution.value, "", solution.steps, facts))
    assert verdict.guarantee.level is not Level.PROVED


def test_a_large_grid_is_too_hard_or_solved_but_always_ends() -> None:
    names = [f"n{k}" for k in range(12)]
    attributes = {f"a{k}": {"values": names, "kind": "each"} for k in range(40)}
    body = {"slots": names, "ordered": ["first", "last"], "attributes": attributes, "clues": [], "find": ["grid"]}
    with pytest.raises(ValueError, match="cells"):
        validate({**body, "slots": names})
        validate({**body, "attributes": attributes | {f"b{k}": attributes["a0"] for k in range(40)}})
    assert isinstance(solve(body), Abstain)
