"""The proof as a person sees it, and the clauses that force the answer or that clash."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from rule_theories import chain, facts, formulas, rankings, rules

import suffice
from suffice.explain import as_text, explain
from suffice.symbolic.rules.drawing import drawn, told
from suffice.symbolic.rules.prove import Theory
from suffice.symbolic.rules.solve import solve
from suffice.symbolic.solution import Solution

COATS = (
    "Anyone who is a member and is not late gets a coat. Anyone who gets a coat is happy. Tom is a member."
    " Tom is not late. Ann is a guest. {}"
)


def shown(text: str) -> str:
    return as_text(explain(suffice.solve(text).to_json()), width=200)


def test_a_derivation_is_a_tree_with_the_clauses_quoted() -> None:
    text = shown(COATS.format("Is Tom happy?"))
    assert "└─ Tom gets a coat   <- [1] Anyone who is a member and is not late gets a coat." in text
    assert "   ├─ Tom is a member   <- [3] Tom is a member." in text
    assert "these clauses force it (4 of 5; none of them can be left out):" in text
    assert "[5] Ann is a guest." not in text.partition("these clauses")[2]


def test_a_proof_by_contradiction_names_what_was_supposed() -> None:
    text = shown("Tom is a member or a guest. Members are calm. Guests are calm. Tom is tired. Is Tom calm?")
    assert "these clauses force it (3 of 4" in text


def test_a_rule_that_gives_way_is_drawn_below_the_one_before_it() -> None:
    text = shown(
        "A few players are playing a boardgame. The current state of the game is as follows. The otter shouts at the"
        " hen. The lynx hugs the hen. And the rules of the game are as follows. Rule1: If something shouts at the hen,"
        " then it greets the fox. Rule2: If the lynx hugs the hen, then the otter does not greet the fox. Rule3: If"
        " the hen hugs the lynx, then the otter does not greet the fox. Rule1 is preferred over Rule2. Based on the"
        " game state and the rules and preferences, does the otter greet the fox?"
    )
    assert "├─ Rule 2 says otherwise   <- gives way: If the lynx hugs the hen" in text
    assert "└─ Rule 3 says otherwise   <- cannot apply: If the hen hugs the lynx" in text
    assert "   └─ nothing shows that the hen hugs the lynx" in text


def test_clauses_that_clash_are_the_fewest() -> None:
    text = shown(COATS.format("Members do not get a coat. Is Ann happy?"))
    clash = text.partition("these cannot all be so: ")[2].partition("What would help")[0]
    assert "Tom is not late." in clash and "Members do not get a coat." in clash and "Ann" not in clash


@settings(max_examples=60, deadline=None)
@given(rankings())
def test_every_outcome_of_precedence_can_be_drawn(body) -> None:
    result = solve(body)
    assert len(list(told(body))) == len(body["clauses"])
    if isinstance(result, Solution):
        assert list(drawn(body, result.to_json(), result.value))


@pytest.mark.parametrize("seed", range(60))
def test_what_is_said_to_force_an_answer_does_and_nothing_can_be_left_out(seed: int) -> None:
    body = chain(Random(seed), 2 + seed % 5)
    result = solve(body)
    assert isinstance(result, Solution)
    lines = list(drawn(body, result.to_json(), result.value))
    listed = [int(line.strip()[1:].partition("]")[0]) - 1 for line in lines if line.startswith("  [")]
    goal = body["ask"]["truth"] if result.value == "Yes" else ["not", body["ask"]["truth"]]

    def follows(numbers: list[int]) -> bool:
        return Theory([body["clauses"][n] for n in numbers], [goal]).entails(goal) is True

    assert follows(listed)
    assert not any(follows([other for other in listed if other != n]) for n in listed)


@settings(max_examples=60, deadline=None)
@given(facts, rules, rules, formulas(("ann", "bob")))
def test_every_proof_can_be_drawn(fact, one, other, asked) -> None:
    body = {"clauses": [fact, one, other], "ask": {"truth": asked}, "form": {"unknown": "Unknown"}}
    result = solve(body)
    if isinstance(result, Solution):
        assert list(drawn(body, result.to_json(), result.value))
