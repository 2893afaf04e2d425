"""Orders and grids in plain English: what is read, what is refused, and that a Problem told back is the same one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from suffice.bench.ladder import first_proved, grammar_solvers
from suffice.bench.perturb.suite import samples
from suffice.grading import agrees
from suffice.ports import Solver
from suffice.records import Abstain, Answer, Code, Level, Message, Reading, Task
from suffice.symbolic.ordering.read import reader
from suffice.symbolic.solver import CertificateVerifier

HERE = Path(__file__).parent
ROOT = HERE.parents[3]


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def solvers() -> list[Solver]:
    return grammar_solvers("ordering")


WORDINGS = _lines(HERE / "wordings.jsonl")
ATTACKS = _lines(HERE / "attacks.jsonl")


@pytest.mark.parametrize("record", WORDINGS, ids=lambda record: record["text"][:60])
def test_wording(record: dict[str, Any], solvers: list[Solver]) -> None:
    answer, _, why = first_proved(Task.ask(record["text"]), solvers)
    assert answer is not None and agrees(answer.value, record["answer"]), (answer and answer.value, why)


@pytest.mark.parametrize("record", ATTACKS, ids=[f"{n}: {r['text'][-50:]}" for n, r in enumerate(ATTACKS, 1)])
def test_attack_is_repelled(record: dict[str, Any], solvers: list[Solver]) -> None:
    answer, _, _ = first_proved(Task.ask(record["text"]), solvers)
    if answer is not None:
        allowed = record["allowed"]
        assert allowed and agrees(answer.value, allowed[0], allowed[1:]), f"said {answer.value}: {answer.reading}"


def test_everyday_tasks_are_answered_rightly_or_refused(solvers: list[Solver]) -> None:
    answered = 0
    for record in _lines(ROOT / "benchmarks" / "everyday" / "ordering.jsonl"):
        answer, _, _ = first_proved(Task.ask(record["input"]), solvers)
        if answer is not None:
            answered += 1
            assert record["gold"] is not None and agrees(answer.value, record["gold"], record.get("accept", ()))
    assert answered >= 45


def _bare(reading: Reading) -> list[Any]:
    """The Problems without the words that they were told in."""
    bodies = json.loads(json.dumps([dict(problem.body) for problem in reading.problems]))
    for body in bodies:
        body["form"] = {}
        for clue in body["clues"]:
            clue["say"] = bool(clue["say"])
    return bodies


def test_what_is_told_back_is_the_same_problem() -> None:
    told = same = 0
    for story in samples("ordering", 5, each=8):
        first = reader().read(Task.ask(story.text))
        if isinstance(first, Abstain):
            continue
        told += 1
        again = reader().read(Task.ask(first.paraphrase))
        if isinstance(again, Reading):
            assert _bare(again) == _bare(first), first.paraphrase
            same += 1
    assert same > 0.9 * told > 50


def test_a_contradiction_names_the_clues_that_clash(solvers: list[Solver]) -> None:
    text = "Four people queue: Ann, Bob, Cy and Dee. Ann is ahead of Bob. Dee is last."
    text += " Bob is ahead of Cy. Cy is ahead of Ann. Who is first?"
    refusal = solvers[0].solve(Task.ask(text))
    assert isinstance(refusal, Abstain) and refusal.code is Code.INCONSISTENT
    assert all(name in refusal.reason for name in ("Ann is ahead of Bob", "Bob is ahead of Cy", "Cy is ahead of Ann"))
    assert "Dee" not in refusal.reason


@pytest.mark.parametrize(
    ("system", "reads"),
    [("You are a helpful assistant.", True), ("Answer in French.", False), ("Ann is always last.", False)],
)
def test_system_prompts_are_understood_or_the_task_is_refused(system: str, reads: bool, solvers: list[Solver]) -> None:
    text = "Three people queue: Ann, Bob and Cy. Ann is behind Bob. Cy is behind Ann. Who is last?"
    answer = solvers[0].solve(Task("t", (Message("system", system), Message("user", text))))
    assert isinstance(answer, Answer) is reads


def test_an_instruction_is_obeyed(solvers: list[Solver]) -> None:
    text = (
        "Three people queue: Ann, Bob and Cy. Ann is behind Bob. Cy is behind Ann. Who is last? Just the name, please."
    )
    answer = solvers[0].solve(Task.ask(text))
    assert isinstance(answer, Abstain) or answer.text == "Cy"


GAME = (
    "A courier delivers exactly six parcels\u2014G, H, J, K, L, and M. No two parcels are delivered at the same time. "
    "The following conditions must apply: L is delivered later than H. {} M is delivered last. Which one of the "
    "following CANNOT be true?\nA) G is delivered first.\nB) J is delivered first.\nC) K is delivered first.\n"
    "D) L is delivered first.\nE) J is delivered second."
)


@pytest.mark.parametrize(
    ("condition", "level"),
    [
        ("K is delivered earlier than J.", Level.PROVED),
        ("K has a heavier lid than J.", Level.TESTED),
        ("The rule above does not bind L.", None),
        ("Two parcels are left behind.", None),
    ],
)
def test_a_condition_of_a_game_that_is_left_out_is_named(
    condition: str, level: Level | None, solvers: list[Solver]
) -> None:
    task = Task.ask(GAME.format(condition).replace("B) J is delivered first", "B) H is delivered first"))
    answer, _, _ = first_proved(task, solvers)
    if level is None:
        assert answer is None
        return
    assert answer is not None and answer.value == "(D)" and answer.reading is not None
    assert CertificateVerifier().verify(task, answer).guarantee.level is level
    assert ("omitted" in answer.reading.problems[0].body) is (level is Level.TESTED)
