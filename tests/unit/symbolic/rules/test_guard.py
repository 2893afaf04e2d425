"""A policy as a guard: each verdict with the clauses or the facts that it rests on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from suffice.cli.guard import command
from suffice.errors import UsageError
from suffice.symbolic.rules.guard import ALLOWED, FORBIDDEN, OPEN, UNREAD, Policy
from suffice.symbolic.rules.policies import load

RETURNS = Path(__file__).parents[4] / "examples" / "returns_policy.json"
ORDER = "order 7"
REFUND = ["may be refunded by the assistant", ORDER]
HOUSE = "1. Guests may not smoke.\n2. Members may enter the lounge.\n3. Only members may enter the pool.\n"


def case(days: int, price: str, *more: list) -> dict:
    came = ["cmp", "eq", ["days since delivery", ORDER], ["num", str(days)]]
    paid = ["cmp", "eq", ["price", ORDER], ["money", price, "USD"]]
    return {"facts": [came, paid, *more], "ask": REFUND}


@pytest.fixture
def returns() -> Policy:
    return Policy.of(json.loads(RETURNS.read_text()))


@pytest.mark.parametrize(
    ("days", "price", "more", "verdict", "cited"),
    [
        (12, "80", [["not", ["is final sale", ORDER]]], ALLOWED, "1. 6."),
        (12, "80", [["is final sale", ORDER]], FORBIDDEN, "2. 7."),
        (40, "80", [["not", ["is faulty", ORDER]]], FORBIDDEN, "3. 7."),
        (30, "500", [["not", ["is final sale", ORDER]]], ALLOWED, "1. 6."),
        (12, "500.01", [["not", ["is final sale", ORDER]], ["not", ["is approved by a manager", ORDER]]], FORBIDDEN,
         "1. 5."),
        (400, "900", [["is faulty", ORDER], ["not", ["is final sale", ORDER]], ["is approved by a manager", ORDER]],
         ALLOWED, "4. 6."),
    ],
)  # fmt: skip
def test_a_form_judges_tool_calls(returns, days, price, more, verdict, cited):
    finding = returns.judge(case(days, price, *more))
    assert finding.verdict == verdict
    numbered = [clause.split()[0] for clause in finding.clauses if clause[0].isdigit()]
    assert numbered == cited.split()


def test_an_open_case_names_the_facts_that_settle_it(returns):
    finding = returns.judge(case(12, "80"))
    assert finding.verdict == OPEN
    assert dict(finding.wants)["order 7 is final sale"] == FORBIDDEN
    assert dict(finding.wants)["order 7 is not final sale"] == ALLOWED


def test_words_judge_words():
    policy = Policy.of(HOUSE)
    assert policy.judge("Jo is a guest. May Jo smoke?").verdict == FORBIDDEN
    entering = policy.judge("Jo is a member. May Jo enter the lounge?")
    assert entering.verdict == ALLOWED and "Members may enter the lounge." in entering.clauses
    open_case = policy.judge("Jo is a guest. May Jo enter the lounge?")
    assert (open_case.verdict, dict(open_case.wants)["Jo is a member"]) == (OPEN, ALLOWED)
    assert policy.judge("Everybody says that Jo is a member. May Jo enter the lounge?").verdict == UNREAD
    assert policy.judge("Jo is a member. Who may enter the lounge?").verdict == UNREAD


def test_a_contradiction_is_no_permission():
    finding = Policy.of("Guests may smoke. Guests may not smoke.").judge("Jo is a guest. May Jo smoke?")
    assert finding.verdict == UNREAD and "Guests may smoke" in finding.reason


@pytest.mark.parametrize(
    "case",
    [
        "Jo may smoke. May Jo smoke?",
        "Rule 9: Jo may smoke. May Jo smoke?",
        "Staff may smoke. Jo is staff. May Jo smoke?",
        "Everyone may smoke. May Jo smoke?",
        "Jo is a guest and a member. Rule 2 overrides rule 1. May Jo swim?",
    ],
)
def test_a_case_makes_no_rules_and_ranks_none(case):
    policy = Policy.of("Guests may not swim. Members may swim.")
    assert policy.judge(case).verdict == UNREAD


def test_facts_are_of_names(returns):
    anybody = {"?x": {"is final sale": False}}
    for facts in (anybody, [["may be refunded by the assistant", "?x"]]):
        with pytest.raises(UsageError, match="facts are about names"):
            returns.judge({"facts": facts, "ask": ["may be refunded by the assistant", ORDER]})
    call = {"name": "refund_order", "arguments": {"order_id": "?x"}}
    assert returns.judge({"facts": [], "tool_call": call}).verdict == UNREAD
    own = {"facts": [["may be refunded by the assistant", ORDER]], "ask": ["may be refunded by the assistant", ORDER]}
    assert returns.judge(own).verdict == UNREAD


def test_mistakes_are_told(returns):
    with pytest.raises(UsageError, match="not a policy"):
        Policy.of({"clauses": [{"if": ["is late", "?x"]}]})
    with pytest.raises(UsageError, match="not a case"):
        returns.judge({"facts": [], "ask": None})
    with pytest.raises(UsageError, match="in words"):
        returns.judge("May it be refunded?")


def test_the_command(tmp_path):
    house = tmp_path / "house.txt"
    house.write_text(HOUSE)
    told = CliRunner().invoke(command, [str(house), "Jo is a guest. May Jo smoke?"], standalone_mode=False)
    assert told.return_value == 1 and told.output.startswith("forbidden: Jo may smoke\n  by: Guests may not smoke.")
    facts = json.dumps(case(12, "80", ["not", ["is final sale", ORDER]]))
    told = CliRunner().invoke(command, [str(RETURNS), facts, "--json"], standalone_mode=False)
    assert told.return_value == 0 and json.loads(told.output)["verdict"] == ALLOWED


AIRLINE = Path(__file__).parents[4] / "examples" / "airline_policy.json"
FLOWN, HOURS, BUSINESS = "has been flown in part", "hours since booking", "is in business class"
INSURED, COVERED, AIRLINES = "is insured", "is given up for health or weather", "was cancelled by the airline"


def cancelling(**facts: object) -> dict:
    names = {"flown": FLOWN, "hours": HOURS, "business": BUSINESS, "insured": INSURED, "covered": COVERED,
             "airline": AIRLINES}  # fmt: skip
    call = {"name": "cancel_reservation", "arguments": {"reservation_id": "R1"}}
    return {"tool_call": call, "facts": {"R1": {names[key]: value for key, value in facts.items()}}}


@pytest.mark.parametrize(
    ("facts", "verdict", "cited"),
    [
        ({"flown": True, "business": True}, FORBIDDEN, "1."),
        ({"flown": False, "business": True}, ALLOWED, "2."),
        ({"flown": False, "hours": 24}, ALLOWED, "2."),
        ({"flown": False, "hours": 24.5, "business": False, "insured": False, "airline": False}, FORBIDDEN, "3."),
        ({"flown": False, "hours": ["gt", 24], "business": False, "covered": False, "airline": False}, FORBIDDEN, "3."),
        ({"flown": False, "insured": True, "covered": True}, ALLOWED, "2."),
        ({"flown": False, "insured": True}, OPEN, ""),
        ({"business": True}, OPEN, ""),
    ],
)
def test_the_worked_example_judges_cancellations(facts, verdict, cited):
    finding = load(AIRLINE).judge(cancelling(**facts))
    assert finding.verdict == verdict
    assert [clause.split()[0] for clause in finding.clauses if clause[0].isdigit()] == cited.split()


def test_an_open_case_names_what_is_asked_and_not_said():
    finding = load(AIRLINE).judge(cancelling(flown=False, insured=True))
    assert dict(finding.wants)["R1 is given up for health or weather"] == ALLOWED
    assert "R1 is in business class" in finding.open and not any("may be" in fact for fact in finding.open)


def test_a_tool_that_the_policy_does_not_know_is_not_allowed():
    finding = load(AIRLINE).judge({"tool_call": {"name": "give_money", "arguments": {}}, "facts": []})
    assert finding.verdict == UNREAD and "give_money" in finding.reason


@pytest.mark.parametrize(
    ("prefer", "facts", "verdict"),
    [
        ([["2", "1"]], [["is a member", "jo"], ["is banned", "jo"]], FORBIDDEN),
        ([["1", "2"]], [["is a member", "jo"], ["is banned", "jo"]], ALLOWED),
        ([["2", "1"]], [["is a member", "jo"]], OPEN),
        ([["2", "1"]], [["is a member", "jo"], ["not", ["is banned", "jo"]]], ALLOWED),
        ([], [["is a member", "jo"], ["is banned", "jo"]], UNREAD),
    ],
)
def test_clauses_of_a_form_may_go_before_one_another(prefer, facts, verdict):
    clauses = [
        {"name": "1", "if": ["is a member", "?x"], "then": ["may enter", "?x"]},
        {"name": "2", "if": ["is banned", "?x"], "then": ["not", ["may enter", "?x"]]},
    ]
    finding = Policy.of({"clauses": clauses, "prefer": prefer}).judge({"facts": facts, "ask": ["may enter", "jo"]})
    assert finding.verdict == verdict


def test_a_policy_in_words_says_what_goes_before_what():
    policy = Policy.of("Members may enter. Nobody under 18 may enter. The second rule takes precedence.")
    assert policy.judge("Jo is a member. Jo is 16. May Jo enter?").verdict == FORBIDDEN
    assert policy.judge("Jo is a member. Jo is 19. May Jo enter?").verdict == ALLOWED
    assert policy.judge("Jo is a member. May Jo enter?").verdict == OPEN
