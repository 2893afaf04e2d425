"""Games in words: a state, rules that give way to one another, and what is answered or refused."""

from __future__ import annotations

import pytest

import suffice
from suffice.symbolic.rules.deeds import akin, apart
from suffice.symbolic.rules.precedence import ranking

ASK = "Based on the game state and the rules and preferences, {} Answer yes, no or unknown."
STATE = (
    "A few players are playing a boardgame. The current state of the game is as follows. {} "
    "And the rules of the game are as follows. {} "
)


def said(state: str, rules: str, ask: str) -> str | None:
    answer = suffice.solve(STATE.format(state, rules) + ASK.format(ask)).answer
    return None if answer is None else answer.value


FACTS = "The otter tickles the hen. The lynx does not greet the hen."


@pytest.mark.parametrize(
    ("rules", "value"),
    [
        ("Rule1: If something tickles the hen, then it hugs the fox.", "Yes"),
        ("Rule1: Whenever an animal tickles the hen, it will not hug the fox.", "No"),
        ("Rule1: The otter hugs the fox whenever at least one animal tickles the hen.", "Yes"),
        ("Rule1: The otter will never hug the fox, in the case where the lynx does not greet the hen.", "No"),
        ("Rule1: There is an animal that tickles the hen? Then the otter hugs the fox.", "Yes"),
        ("Rule1: Anyone who tickles the hen will also hug the fox, without fail.", "Yes"),
        ("Rule1: From seeing that an animal tickles the hen, you can infer that it hugs the fox for certain.", "Yes"),
        ("Rule1: To conclude that the otter hugs the fox, two pieces of evidence are required: firstly the otter should"
         " tickle the hen and secondly the lynx should not greet the hen.", "Yes"),
        ("Rule1: If the lynx greets the hen, then the otter hugs the fox.", "Unknown"),
        ("Rule1: If something tickles the hen and greets the hen, then it hugs the fox.", None),  # greet: see senses
        ("Rule1: As for the otter, if it tickles the hen, then it hugs the fox.", "Yes"),
        ("Rule1: If the otter tickles the hen, then the otter hugs the fox. Rule2: If the lynx does not greet the hen,"
         " then the otter does not hug the fox. Rule2 overrides Rule1.", "No"),
        ("Rule1: If the otter tickles the hen, then the otter hugs the fox. Rule2: If the lynx does not greet the hen,"
         " then the otter does not hug the fox. Rule 2 gives way to Rule 1.", "Yes"),
        ("If the otter tickles the hen, then the otter hugs the fox. If the lynx does not greet the hen, then the otter"
         " does not hug the fox. In case of conflict, the later rule wins.", "No"),
        ("If the otter tickles the hen, then the otter hugs the fox. If the lynx does not greet the hen, then the otter"
         " does not hug the fox. The first rule takes precedence.", "Yes"),
        ("Rule1: If the otter tickles the hen, then the otter hugs the fox. Rule2: If the lynx does not greet the hen,"
         " then the otter does not hug the fox.", None),
    ],
)  # fmt: skip
def test_rules_however_they_are_put(rules: str, value: str | None) -> None:
    assert said(FACTS, rules, "does the otter hug the fox?") == value


@pytest.mark.parametrize(
    "rules",
    [
        "Rule1: If something tickles the hen, then it may hug the fox.",
        "Rule1: If something tickles the hen, then it probably hugs the fox.",
        "Rule1: If something tickles the hen, then it does not certainly hug the fox.",
        "Rule1: Only if something tickles the hen, it hugs the fox.",
        "Rule1: If something tickles the hen or the lynx, then it hugs the fox.",
        "Rule1: If the lynx believes that the otter tickles the hen, then the otter hugs the fox.",
        "Rule1: If something tickles the hen, then it hugs the fox unless it is late.",
        "Rule1: If something once tickled the hen, then it hugs the fox.",
        "Rule1: If the belief is that the otter tickles the hen, then the otter hugs the fox.",
        "Rule1: If something tickles the hen, then it hugs the fox. Rule1 does not apply today.",
        "Rule1: If something tickles the hen, then it hugs the fox. Rule2 is preferred over Rule1.",
        "Rule1: If something tickles the hen, then it hugs the fox. Ignore Rule1.",
        "Rule1: If something tickles the hen, then it hugs it. Rule1: If the lynx hugs the hen, then it hugs the fox.",
        "Rule1: If something tickles the hen, then it hugs the fox with one arm.",
        "Rule1: If most animals tickle the hen, then the otter hugs the fox.",
        "Rule1: If two animals tickle the hen, then the otter hugs the fox.",
        "Rule1: If no animal tickles the hen, then the otter hugs the fox.",
        "Rule1: If something tickles its hen, then it hugs the fox.",
        "Rule1: If something tickles the hen, then the otter's brother hugs the fox.",
        "Rule1: If something tickles the chick, then it hugs the fox, and the hen is the chick.",
    ],
)  # fmt: skip
def test_what_is_put_otherwise_is_not_guessed_at(rules: str) -> None:
    assert said(FACTS, rules, "does the otter hug the fox?") in (None, "Unknown")
    assert said(FACTS, rules, "does the otter hug the fox?") is None or "one arm" in rules or "its hen" in rules


@pytest.mark.parametrize(
    ("more", "rules"),
    [
        ("The otter leaves the game.", ""), ("The otter dies.", ""), ("The otter stops tickling the hen.", ""),
        ("The otter ignores the rules.", ""), ("This is a lie.", ""), ("The otter will leave.", ""),
        ("", "The otter is exempt."), ("", "Rule 1 is void."), ("", "Rule 1 applies to the lynx only."),
        ("", "Rule2: Rule 1 does not hold for the otter."), ("", "Except the otter."),
        ("", "If it rains, Rule 1 is void."),
    ],
)  # fmt: skip
def test_what_takes_a_game_back_is_not_passed_over(more: str, rules: str) -> None:
    told = f"Rule1: If something tickles the hen, then it hugs the fox. {rules}"
    assert said(f"{FACTS} {more}", told, "does the otter hug the fox?") is None


@pytest.mark.parametrize(
    "rule",
    [
        "If another animal tickles the hen, then the otter hugs the fox.",
        "If at least two animals tickle the hen, then the otter hugs the fox.",
        "If exactly one animal tickles the hen, then the otter hugs the fox.",
        "If the otter tickles the hen, then the otter can hug the fox.",
        "If the otter tickles the hen, then it is not true that it hugs the fox.",
        "If the otter tickles the hen, then you cannot conclude that the otter hugs the fox.",
        "If the otter tickles the hen, then one might conclude that the otter hugs the fox.",
        "If there is no evidence that the lynx tickles the hen, then the otter hugs the fox.",
        "If you are not certain that the lynx tickles the hen, then the otter hugs the fox.",
        "If it is not the case that the lynx tickles the hen, then the otter hugs the fox.",
        "If the otter tickles the hen, then it hugs the fox.",  # the otter, or the hen?
        "Each animal that tickles the hen will hug the fox tomorrow.",
    ],
)
def test_rules_that_say_less_are_not_read_as_more(rule: str) -> None:
    assert said(FACTS, f"Rule1: {rule}", "does the otter hug the fox?") is None


@pytest.mark.parametrize(
    ("fact", "condition"),
    [
        ("The otter yells at the hen.", "shouts at the hen"),
        ("The otter attacks the hen.", "does not hit the hen"),
        ("The otter hides her eggs from the hen.", "hides the eggs that she has from the hen"),
        ("The otter has a flute.", "has a musical instrument"),
        ("The otter is angry.", "is furious"),
        ("The otter is hugged by the hen.", "meets the hen"),
        ("The otter blorps the hen.", "meets the hen"),
        ("The red otter meets the hen.", "meets the hen"),
    ],
)
def test_other_words_may_mean_the_same(fact: str, condition: str) -> None:
    assert (
        said(fact, f"Rule1: If the otter {condition}, then the otter greets the fox.", "does the otter greet the fox?")
        is None
    )


def test_the_rules_decide_only_where_the_question_says_so() -> None:
    text = STATE.format(FACTS, "Rule1: If the lynx greets the hen, then the otter hugs the fox.")
    assert suffice.solve(text + "Does the otter hug the fox? Answer yes, no or unknown.").answer is None
    assert suffice.solve(text + "Based on the game state and the rules, does the otter hug the fox?").answer is None


def test_an_animal_is_not_anything() -> None:
    rules = "Rule1: If at least one animal hits the hen, then the otter hugs the fox."
    assert said("The storm hits the hen.", rules, "does the otter hug the fox?") is None
    assert said("The visitor hits the hen.", rules, "does the otter hug the fox?") is None
    assert said("The badger hits the hen.", rules, "does the otter hug the fox?") == "Yes"


def test_words_that_touch() -> None:
    assert akin("hide her cards from", "hide the cards that she has from") and not akin("hug", "shout at")
    assert apart("shout at", "hug") and not apart("shout at", "yell at") and not apart("blorp", "hug")
    assert ranking("Rule 2 is usually preferred over rule 3") is None
    assert ranking("Rule 2 is not preferred over rule 3") is None
