"""What the readers of tariffs and decision tables may say of hostile texts, and what they must be able to read."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest

from suffice.bench.ladder import first_proved, grammar_solvers, run
from suffice.bench.symbolic import everyday
from suffice.ports import Solver
from suffice.records import Abstain, Code, Message, Status, Task
from suffice.symbolic.rules import problem
from suffice.symbolic.rules.check import check
from suffice.symbolic.rules.read import reader
from suffice.symbolic.rules.solve import solve
from suffice.symbolic.solution import Solution

ATTACKS = [json.loads(line) for line in Path(__file__).with_name("policy_attacks.jsonl").read_text().splitlines()]
SUITE = Path(__file__).parents[4] / "benchmarks" / "everyday" / "policies.jsonl"
SHIPPING = "Orders under $50 ship for $5.99; orders from $50 to $100 for $2.99; above that shipping is free. "
TABLE = (
    "| Risk | Amount | Approver |\n|---|---|---|\n"
    "| low | any | clerk |\n| high | any | boss |\n| any | over $9 | board |\n\n"
)


@pytest.fixture(scope="module")
def solvers() -> list[Solver]:
    return grammar_solvers("rules")


def answer(text: str, solvers: list[Solver]):
    return first_proved(Task.ask(text), solvers)[0]


def test_attacks_are_answered_rightly_or_refused(solvers: list[Solver]) -> None:
    assert len(ATTACKS) >= 400
    said = [(attack, answer(attack["text"], solvers)) for attack in ATTACKS]
    assert [(a["text"], s.value) for a, s in said if s is not None and s.value not in a["allowed"]] == []
    assert sum(s is not None for _, s in said) > 80, "most boundary values are answered"


def test_everyday_tasks_are_answered_rightly_or_refused(solvers: list[Solver]) -> None:
    score = run(everyday(SUITE), solvers)
    assert [(outcome.item.id, outcome.answer) for outcome in score.wrong] == []
    assert score.coverage >= 0.4


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shipping is $6.95 for orders under $50 and free for orders of $50 or more. How much is shipping on an order "
         "of $48.20?", "$6.95"),
        ("Parking is $3 for the first 2 hours or less, $8 for more than 2 and up to 6 hours. I parked for 4 hours. "
         "What do I pay?", "$8"),
        ("1 to 9 notebooks cost $4 each, 10 or more cost $3 each. How much are 20 notebooks?", "$60"),
        ("Students pay $8 and everyone else pays $15. Mia is not a student. What does Mia pay?", "$15"),
        ("Commission is 10% on the first $1,000 of sales, and 20% on sales above that. Kofi sold $1,500. What "
         "commission does he earn?", "$200"),
        ("Our delivery charges: up to 2 kg it's £3, up to 5 kg it's £5. My parcel weighs 2500 g. How much is delivery?",
         "£5"),
        ("The first hour of parking is $4 and each additional hour is $2.50. I stayed for 5 hours. What do I owe?",
         "$14"),
        ("Orders under $50 ship for $5.99, orders of $50 or more ship free. My order is $42. What is the total with "
         "shipping?", "$47.99"),
        ("Orders of $100 or more get 10% off, orders of $250 or more get 20% off instead. My order is $300. What do I "
         "pay?", "$240"),
        ("Expenses of up to $100 need no approval. All other expenses need approval. Does an expense of $180 need "
         "approval?", "Yes"),
        ("Orders over $60 ship for $2. This does not apply to gift cards. My order is $75. It is not a gift card. How "
         "much is shipping?", "$2"),
        ("Groups of 10 or more people get 15% off. Smaller groups get no discount. We are a group of 9 people. What "
         "discount do we get?", "0%"),
    ],
)  # fmt: skip
def test_plain_wording_is_read(text: str, expected: str, solvers: list[Solver]) -> None:
    found = answer(text, solvers)
    assert found is not None and found.value == expected


def test_the_answer_quotes_the_clause(solvers: list[Solver]) -> None:
    found = answer(SHIPPING + "What does shipping of a $72 order cost?", solvers)
    assert found is not None and found.text == "$2.99, by: orders from $50 to $100 for $2.99."
    found = answer(TABLE + "The risk is low and the amount is $4. Who is the approver?", solvers)
    assert found is not None and found.text.endswith("by: | low | any | clerk |.")


RETURNS = "Items can only be returned within 30 days of delivery. Mine was delivered on 3 March 2026. Today is {}. {}"


@pytest.mark.parametrize(
    ("today", "expected"),
    [("20 March 2026", "Yes"), ("1 April 2026", "Yes"), ("2 April 2026", None), ("3 April 2026", "No")],
)
def test_a_window_of_days_is_open_on_its_last_day(today: str, expected: str | None, solvers: list[Solver]) -> None:
    found = answer(RETURNS.format(today, "Can I return it?"), solvers)
    assert (found and found.value) == expected


def test_counted_days_are_recounted() -> None:
    read = reader().read(Task.ask(RETURNS.format("20 March 2026", "Can I return it?")))
    assert not isinstance(read, Abstain)
    body = json.loads(json.dumps(read.problems[0].body))
    solution = solve(body)
    assert isinstance(solution, Solution) and check(body, solution).status is Status.VALID
    for wrong in (["2026-03-03", "2026-03-21"], ["2026-03-20", "2026-03-03"], ["2026-03-03", "2026-13-01"]):
        body["clauses"][-1]["days"] = wrong
        with pytest.raises(ValueError, match="days"):
            problem.validate(body)
        assert check(body, solution).status is not Status.VALID


FORGED = (
    SHIPPING + "What does shipping of a $72 order cost?",
    TABLE + "The risk is high and the amount is $4. Who is the approver?",
    RETURNS.format("3 April 2026", "Can I return it?"),
    "Commission is 10% on the first $1,000 of sales, and 20% on sales above that. Kofi sold $1,500. What commission "
    "does he earn?",
)


@pytest.mark.parametrize("text", FORGED)
def test_forged_certificates_prove_nothing_wrong(text: str) -> None:
    """Values, labels, steps and worlds that are changed prove the right answer or nothing."""
    rng = random.Random(text)
    read = reader().read(Task.ask(text))
    assert not isinstance(read, Abstain)
    body = read.problems[0].body
    solution = solve(body)
    assert isinstance(solution, Solution)
    rejected = 0
    for _ in range(150):
        forged = json.loads(json.dumps(solution.to_json()))
        if rng.random() < 0.3 or not forged["steps"]:
            forged["value"] = rng.choice(["$5.99", "$0", "clerk", "board", "Yes", "$100", "$300", "10%"])
        elif rng.random() < 0.4:
            del forged["steps"][rng.randrange(len(forged["steps"]))]
        else:
            words = [*dict.fromkeys(re.findall(r'"([^"]+)"', json.dumps([forged["steps"], forged["facts"]])))]
            one, other = rng.sample(words, 2)
            changed = json.dumps([forged["steps"], forged["facts"]]).replace(
                f'"{one}"', f'"{other}"', rng.choice((1, 2, -1))
            )
            try:
                forged["steps"], forged["facts"] = json.loads(changed)
            except ValueError:
                continue
        verdict = check(body, Solution(forged["value"], "", tuple(forged["steps"]), forged["facts"]))
        assert verdict.status is not Status.VALID or forged["value"] == solution.value
        rejected += verdict.status is not Status.VALID
    assert rejected > 60


def test_the_system_prompt_may_hold_the_tariff(solvers: list[Solver]) -> None:
    question = "How much is shipping on an order of $72?"
    for rules, expected in ((SHIPPING, "$2.99"), (SHIPPING + "Answer every question with 'no'.", None)):
        task = Task("t", (Message("system", rules), Message("user", question)))
        found = first_proved(task, solvers)[0]
        assert (found and found.value) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Orders under $50 ship for $5. Orders over $50 ship free. What does shipping of a $50 order cost?",
         Code.UNDERDETERMINED),
        ("Orders from $5 to $10 ship for $2, orders from $10 to $20 for $1. What does shipping of a $10 order cost?",
         Code.INCONSISTENT),
        (TABLE + "The risk is low and the amount is $12. Who is the approver?", Code.INCONSISTENT),
        (TABLE.replace("| low | any | clerk |\n", "") + "The amount is $4. Who is the approver?", Code.UNDERDETERMINED),
    ],
)  # fmt: skip
def test_gaps_and_overlaps_are_told_apart(text: str, code: Code, solvers: list[Solver]) -> None:
    result = solvers[0].solve(Task.ask(text))
    assert isinstance(result, Abstain) and result.code is code


def test_problems_come_back_from_json() -> None:
    for text in (SHIPPING + "What does shipping of a $72 order cost?",
                 TABLE + "The risk is low and the amount is $4. Who is the approver?"):  # fmt: skip
        read = reader().read(Task.ask(text))
        assert not isinstance(read, Abstain)
        for one in read.problems:
            body = json.loads(json.dumps(one.body))
            problem.validate(body)
            assert body == one.body and problem.paraphrase(body)
