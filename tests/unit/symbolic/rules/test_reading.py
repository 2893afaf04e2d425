"""What the reader of rules may say of hostile texts, and what it must be able to read.

``attacks.jsonl`` holds texts with the answers that are right; an empty list means that the text must be refused.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from suffice.bench.ladder import first_proved, grammar_solvers, run
from suffice.bench.symbolic import everyday
from suffice.ports import Solver
from suffice.records import Abstain, Message, Task
from suffice.symbolic.rules.read import reader

ATTACKS = [json.loads(line) for line in Path(__file__).with_name("attacks.jsonl").read_text().splitlines()]
SUITE = Path(__file__).parents[4] / "benchmarks" / "everyday" / "rules.jsonl"
PUZZLE = " Based on the above information, is the following statement true, false, or unknown? "


@pytest.fixture(scope="module")
def solvers() -> list[Solver]:
    return grammar_solvers("rules")


def value(text: str, solvers: list[Solver]) -> str | None:
    answer, _, _ = first_proved(Task.ask(text), solvers)
    return answer and answer.value


def test_attacks_are_answered_rightly_or_refused(solvers: list[Solver]) -> None:
    assert len(ATTACKS) >= 500
    wrong = [
        (attack["text"], said)
        for attack in ATTACKS
        if (said := value(attack["text"], solvers)) is not None and said not in attack["allowed"]
    ]
    assert wrong == []


def test_everyday_tasks_are_answered_rightly_or_refused(solvers: list[Solver]) -> None:
    score = run(everyday(SUITE), solvers)
    assert [(outcome.item.id, outcome.answer) for outcome in score.wrong] == []
    assert score.coverage >= 0.25


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Every zorp is a blick. Every blick is green. Tam is a zorp. Is Tam green?", "Yes"),
        ("No honest person lies. Rolf is honest. Does Rolf lie?", "No"),
        ("Only managers can approve overtime. Greta is not a manager. Can Greta approve overtime?", "No"),
        ("Everyone except interns gets a parking space. Mo is not an intern. Does Mo get a parking space?", "Yes"),
        ("Nobody under 18 may buy a card. Ella is 17. May Ella buy a card?", "No"),
        ("Members over 65 get a coat. Ann is a member. Ann is 70 years old. Does Ann get a coat?", "Yes"),
        ("Parcels over 2 kg are heavy. My parcel is 2500 g. Is my parcel heavy?", "Yes"),
        ("A bird can fly if and only if it is not a penguin. Pingu is a bird and a penguin. Can Pingu fly?", "No"),
        ("To rent a car you must be at least 21 years old. Kim is 20. Can Kim rent a car?", "No"),
        ("Tom and Ann are guests. Guests wear a badge. Who wears a badge?", "Tom, Ann"),
        ("No reptiles have fur. All snakes are reptiles. Do snakes have fur?", "No"),
        ("Ida plays chess or tennis. She doesn't play tennis. Does Ida play chess?", "Yes"),
        ("Rules:\n1. Guests may not smoke.\nJo is a guest. May Jo smoke? Answer yes or no.", "No"),
        (
            "If a ticket is marked urgent, it gets a reply. Ticket 44 is marked urgent. Does ticket 44 get a reply?",
            "Yes",
        ),
        ("Tom is late and overseas. Is Tom overseas?", "Yes"),
        ("If someone is late and sings then they are calm. Bob is late and sings. Is Bob calm?", "Yes"),
        ("Bob is kind. Kind people are cold." + PUZZLE + "Bob is cold.", "True"),
        ("Bob is kind. Young people are cold." + PUZZLE + "Bob is cold.", "Unknown"),
    ],
)
def test_plain_wording_is_read(text: str, expected: str, solvers: list[Solver]) -> None:
    assert value(text, solvers) == expected


def test_the_system_prompt_may_hold_the_rules(solvers: list[Solver]) -> None:
    rules = "Team leads are allowed to approve invoices. Noor is a team lead."
    task = Task("t", (Message("system", rules), Message("user", "Is Noor allowed to approve invoices?")))
    answer, _, _ = first_proved(task, solvers)
    assert answer is not None and answer.value == "Yes"


def test_what_is_not_understood_is_quoted() -> None:
    told = reader().read(Task.ask("Nobody knows that Tom is late. Late people pay. Does Tom pay?"))
    assert isinstance(told, Abstain) and "Nobody knows that Tom is late" in told.reason


def test_a_contradiction_names_its_clauses(solvers: list[Solver]) -> None:
    text = "Guests may smoke. Members may not smoke. Jo is a guest. Jo is a member. Ann is late. May Jo smoke?"
    refused = solvers[0].solve(Task.ask(text))
    assert isinstance(refused, Abstain)
    assert "Guests may smoke" in refused.reason and "Ann" not in refused.reason


def test_rules_with_exceptions_are_not_applied(solvers: list[Solver]) -> None:
    text = "Members can vote. Trainees are members. Trainees cannot vote. Tim is a member. Can Tim vote?"
    refused = solvers[0].solve(Task.ask(text))
    assert isinstance(refused, Abstain) and "Trainees" in refused.reason
