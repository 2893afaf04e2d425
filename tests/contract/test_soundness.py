"""The perturbation gate in small: edited problems are answered rightly or refused, and known attacks stay repelled.

``suffice bench soundness`` runs it in full; ``attacks.jsonl`` holds texts that a hasty reader gets wrong, each with
the answers that are right (none: it must be refused).
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from suffice.bench.ladder import grammar_solvers
from suffice.bench.perturb.suite import FAMILIES, TELLERS, draw, edits
from suffice.bench.soundness import answered, examine, right
from suffice.ports import Solver
from suffice.records import Message, Task

ITEMS, SEED = 300, 7
ATTACKS = Path(__file__).with_name("attacks.jsonl")


@pytest.fixture(scope="module")
def solvers() -> list[Solver]:
    return grammar_solvers()


@pytest.mark.parametrize("family", FAMILIES)
def test_edited_problems_are_answered_rightly_or_refused(family: str, solvers: list[Solver]) -> None:
    report = examine(family, ITEMS, SEED, solvers)
    total = report.total()
    assert [one.to_json() for one in report.wrong] == []
    assert total.items == ITEMS
    assert total.readable > ITEMS / 2, "most items must edit a text that is read when it stands unedited"


@pytest.mark.parametrize("family", FAMILIES)
def test_a_seed_always_draws_the_same(family: str) -> None:
    first = [(drawn.edit, drawn.edited) for drawn in draw(family, 120, 3)]
    assert first == [(drawn.edit, drawn.edited) for drawn in draw(family, 120, 3)]
    assert first[:40] == [(drawn.edit, drawn.edited) for drawn in draw(family, 40, 3)]
    assert first != [(drawn.edit, drawn.edited) for drawn in draw(family, 120, 4)]


@pytest.mark.parametrize("family", FAMILIES)
def test_every_edit_and_every_kind_is_drawn(family: str) -> None:
    drawn = list(draw(family, 1_500, 0))
    assert len(TELLERS[family]) >= 20 and len({one.story.kind for one in drawn}) >= 25
    suiting = {"calendar": {"mixed money", "renamed", "respelled", "swapped quantifier"}}.get(
        family, {"halfless", "impossible date", "numeric date", "wrong weekday", "yearless"}
    )
    assert set(edits(family)) - {one.edit for one in drawn} <= suiting
    assert all(one.edited.text != one.story.text for one in drawn if one.edit in ("hedged", "doubted", "garbled"))


def test_what_changes_the_meaning_rules_the_old_answer_out() -> None:
    for family in FAMILIES:
        for one in draw(family, 600, 5):
            if one.keeps:
                assert one.edited.allowed == one.story.gold
            elif one.edit in ("doubted", "hedged", "injected", "hostile system", "second question", "joined", "tailed"):
                assert one.edited.allowed == ()


def _attacks() -> list[Any]:
    return [
        pytest.param(record, id=f"{number}: {record['text'][:60]}")
        for number, record in enumerate(map(json.loads, ATTACKS.read_text(encoding="utf-8").splitlines()), 1)
    ]


@pytest.mark.parametrize("record", _attacks())
def test_attack_is_repelled(record: dict[str, Any], solvers: list[Solver]) -> None:
    messages = [Message("system", record["system"])] if "system" in record else []
    now = datetime.fromisoformat(record["now"]) if "now" in record else None
    answer = answered(Task("attack", (*messages, Message("user", record["text"])), now), solvers)
    if answer is not None:
        assert right(answer, record["allowed"] or ()), f"said {answer.value}, having read: {answer.reading}"
