"""Policies in prose that say which of their rules goes before which."""

from __future__ import annotations

import pytest

import suffice

RULES = "Members may enter. Nobody under 18 may enter. {} Tom is a member. Tom is {}. May Tom enter?"
LABELLED = RULES.replace("Members", "Section 4: Members").replace("Nobody", "Section 2: Nobody")
REFUNDS = "Members get a refund. Guests do not get a refund. {} Tom is a member and a guest. Does Tom get a refund?"


def answered(text: str) -> str | None:
    answer = suffice.solve(text).answer
    return None if answer is None else answer.value


@pytest.mark.parametrize(
    ("says", "age", "value"),
    [
        ("The second rule takes precedence.", 16, "No"),
        ("The second rule takes precedence.", 19, "Yes"),
        ("The first rule takes precedence over the second rule.", 16, "Yes"),
        ("In case of conflict, the later rule wins.", 16, "No"),
        ("Earlier rules override later rules.", 16, "Yes"),
        ("If rule 1 and rule 2 conflict, rule 1 wins.", 16, "Yes"),
        ("Rule 2 gives way to rule 1.", 16, "Yes"),
        ("The latter rule prevails.", 16, "No"),
        ("The second rule applies where they conflict.", 16, "No"),
        ("", 16, None),
        ("The second rule applies.", 16, None),
        ("Later rules apply.", 16, None),
        ("The third rule takes precedence.", 16, None),
        ("The second rule usually takes precedence.", 16, None),
        ("The second rule does not take precedence.", 16, None),
        ("Nobody believes that the second rule takes precedence.", 16, None),
        ("The second rule took precedence last year.", 16, None),
        ("If it rains, the second rule takes precedence.", 16, None),
        ("The first rule takes precedence. The second rule takes precedence.", 16, None),
    ],
)
def test_the_rule_before_decides(says: str, age: int, value: str | None) -> None:
    assert answered(RULES.format(says, age)) == value


@pytest.mark.parametrize(
    ("says", "value"),
    [("Section 4 overrides section 2.", "Yes"), ("Section 2 overrides section 4.", "No"),
     ("Section 1 overrides section 2.", None), ("The first section overrides the second section.", "Yes")],
)  # fmt: skip
def test_labels_are_what_rules_are_called(says: str, value: str | None) -> None:
    assert answered(LABELLED.format(says, 16)) == value


@pytest.mark.parametrize(
    ("says", "value"),
    [("The rule for members takes precedence over the rule for guests.", "Yes"),
     ("The rule for guests beats the rule for members.", "No"),
     ("Members' rules come before guests' rules.", "Yes"), ("Guests' rules take precedence over members'.", "No"),
     ("Tenants' rules come before guests' rules.", None),
     ("The rule for refunds beats the rule for members.", None), ("", None)],
)  # fmt: skip
def test_a_rule_may_be_called_by_whom_it_is_about(says: str, value: str | None) -> None:
    assert answered(REFUNDS.format(says)) == value


@pytest.mark.parametrize(
    "text",
    [
        "Members may enter. Nobody under 18 may enter. Rule 2 beats rule 1. Tom is a member. May Tom enter?",
        "Only members may enter. Staff may enter. The second rule takes precedence. Tom is staff. May Tom enter?",
        "Members get a refund. Guests get a coat. Rule 2 beats rule 1. Tom is a member. Does Tom get a refund?",
        "Members may enter. Tom may not enter. Rule 1 beats rule 2. Tom is a member. May Tom enter?",
    ],
)  # fmt: skip
def test_what_stays_open_is_refused(text: str) -> None:
    assert answered(text) is None


def test_what_is_claimed_names_the_precedence() -> None:
    receipt = suffice.solve(RULES.format("The second rule takes precedence.", 16))
    assert receipt.answer is not None and receipt.answer.reading is not None
    assert "Rule 2 goes before Rule 1." in receipt.answer.reading.paraphrase
