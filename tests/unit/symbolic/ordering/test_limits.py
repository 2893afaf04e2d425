"""What is too hard or too large is refused within bounded work and memory."""

from __future__ import annotations

import resource
from random import Random
from typing import Any

import pytest

from suffice.records import Abstain, Code, Task
from suffice.symbolic.ordering.check import check
from suffice.symbolic.ordering.problem import validate
from suffice.symbolic.ordering.read import read
from suffice.symbolic.ordering.solve import solve

MEMORY = 400 * 2**10  # KiB by which the process may grow


def _grid(attributes: int, slots: int, clues: list[Any], find: Any = None) -> dict[str, Any]:
    tables = {f"a{k}": {"values": [f"v{k}.{n}" for n in range(slots)], "kind": "each"} for k in range(attributes)}
    labels = [str(n) for n in range(1, slots + 1)]
    said = [{"say": f"clue {number}", "holds": clue} for number, clue in enumerate(clues)]
    return {
        "slots": labels, "ordered": ["first", "last"], "attributes": tables, "clues": said,
        "find": find or ["grid"], "form": {},
    }  # fmt: skip


def _item(rng: Random, attributes: int, slots: int) -> list[str]:
    k = rng.randrange(attributes)
    return [f"a{k}", f"v{k}.{rng.randrange(slots)}"]


def _solved(body: dict[str, Any]) -> Any:
    validate(body)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = solve(body)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MEMORY
    return found


def test_forty_attributes_are_refused_or_answered_with_a_proof() -> None:
    rng = Random(5)
    clues = [["not", ["same", _item(rng, 40, 8), _item(rng, 40, 8)]] for _ in range(600)]
    clues = [clue for clue in clues if clue[1][1][0] != clue[1][2][0]]
    body = _grid(40, 8, clues, ["whether", "could", ["same", ["a0", "v0.0"], ["a39", "v39.0"]]])
    found = _solved(body)
    if isinstance(found, Abstain):
        assert found.code in (Code.TOO_HARD, Code.INCONSISTENT, Code.UNDERDETERMINED)
    else:
        assert check(body, found).reason is None


def test_more_clauses_than_are_put_to_the_solver_are_too_hard() -> None:
    values = [f"v{n}" for n in range(60)]
    ranks = [["or", *(["rank", ["a", value], k, "first"] for k in range(20, 50))] for value in values]
    body = {
        "slots": [str(n) for n in range(1, 61)], "ordered": ["first", "last"],
        "attributes": {"a": {"values": values, "kind": "shared"}},
        "clues": [{"say": "", "holds": clue} for clue in ranks], "find": ["order", "a", "forward"], "form": {},
    }  # fmt: skip
    found = _solved(body)
    assert isinstance(found, Abstain) and found.code is Code.TOO_HARD


def test_more_pigeons_than_holes_are_too_hard() -> None:
    n = 14
    names = [f"v0.{k}" for k in range(n)]
    clues = [["at", ["a0", name], [str(s) for s in range(1, n)]] for name in names]
    found = _solved({**_grid(1, n, clues), "attributes": {"a0": {"values": names, "kind": "each"}}})
    assert isinstance(found, Abstain) and found.code in (Code.TOO_HARD, Code.INCONSISTENT)


@pytest.mark.parametrize("many", [300, 3_000])
def test_a_text_of_very_many_clues_is_refused_or_read(many: int) -> None:
    names = "Ann Bob Cy Dee Eve".split()
    rng = Random(many)
    clues = [" is behind ".join(rng.sample(names, 2)) for _ in range(many)]
    found = read(Task.ask(f"Five people queue: Ann, Bob, Cy, Dee and Eve. {'. '.join(clues)}. Who is first?"))
    if not isinstance(found, Abstain):
        assert isinstance(solve(found.problems[0].body), Abstain)
