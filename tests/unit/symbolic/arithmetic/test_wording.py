"""Everyday wordings of arithmetic: what must be answered, and what must not.

Each text of ``wording/`` runs the whole way: read, solved, checked by the independent checker. A line of a
``*_right.txt`` is ``text => answer``; ``\\n`` stands for a line break, ``||`` parts a system prompt from the request.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from suffice.grading import agrees
from suffice.records import Abstain, Message, Status, Task
from suffice.symbolic.reading import family_reader
from suffice.symbolic.solver import CertificateVerifier, SymbolicSolver

TABLES = Path(__file__).parent / "wording"
TOPICS = sorted(file.name.removesuffix("_right.txt") for file in TABLES.glob("*_right.txt"))


def _lines(name: str) -> list[str]:
    text = (TABLES / name).read_text(encoding="utf-8")
    return [line.replace("\\n", "\n") for line in text.splitlines() if line and not line.startswith("#")]


def _answer(text: str) -> tuple[str | None, str]:
    parts = text.split(" || ")
    roles = ("system", "user")[2 - len(parts) :]
    task = Task("wording", messages=tuple(Message(role, part) for role, part in zip(roles, parts, strict=True)))
    result = SymbolicSolver("arithmetic", [family_reader("arithmetic")]).solve(task)
    if isinstance(result, Abstain):
        return None, result.reason
    verdict = CertificateVerifier().verify(task, result)
    return (result.value, "") if verdict.status is Status.VALID else (None, f"failed its check: {verdict.reason}")


def test_every_topic_has_both_tables() -> None:
    assert sorted(file.name.removesuffix("_refused.txt") for file in TABLES.glob("*_refused.txt")) == TOPICS
    assert {"deals", "everyday", "jobs", "money", "numbers"} <= set(TOPICS)


@pytest.mark.parametrize("topic", TOPICS)
def test_right_wordings_are_answered(topic: str) -> None:
    failures: list[str] = []
    for line in _lines(f"{topic}_right.txt"):
        text, _, expected = line.rpartition(" => ")
        value, reason = _answer(text)
        if value is None or not agrees(value, expected):
            failures.append(f"{text!r}: {value} {reason}, expected {expected}")
    assert not failures, "\n".join(failures)


@pytest.mark.parametrize("topic", TOPICS)
def test_doubtful_wordings_are_refused(topic: str) -> None:
    answered = [
        f"{text!r}: {value}" for text in _lines(f"{topic}_refused.txt") if (value := _answer(text)[0]) is not None
    ]
    assert not answered, "\n".join(answered)
