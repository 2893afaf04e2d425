"""Clauses against the sentences that they quote: each sentence with what it says, and with what it does not."""

from __future__ import annotations

from typing import Any

import pytest

from suffice.records import Json
from suffice.symbolic.english.text import analyse
from suffice.symbolic.formal.clues import Clues
from suffice.symbolic.formal.policies import account
from suffice.symbolic.formal.quotes import Span, stem, taken_apart

NAMES = ["Ann", "Bob", "Cy", "Dee"]
A, B, C, D = (["guest", name] for name in NAMES)
ROW: Json = {
    "slots": ["1", "2", "3", "4"],
    "ordered": ["leftmost", "rightmost"],
    "attributes": {"guest": {"values": NAMES, "kind": "each"}},
    "clues": [],
    "find": ["order", "guest", "forward"],
}
PETS: Json = {
    **ROW,
    "ordered": None,
    "attributes": {**ROW["attributes"], "pet": {"values": ["cat", "dog", "owl", "eel"], "kind": "each"}},
}
CAT, DOG = ["pet", "cat"], ["pet", "dog"]
AGES: Json = {**ROW, "ordered": ["oldest", "youngest"], "attributes": {"guest": {"values": NAMES, "kind": "shared"}}}

# what a sentence says | what it does not say
CLUES: list[tuple[Json, str, list[Json], list[Json]]] = [
    (ROW, "Ann sits to the left of Bob.", [["ahead", A, B, 1, None]],
     [["ahead", B, A, 1, None], ["ahead", A, B, 1, 1], ["not", ["ahead", A, B, 1, None]], ["ahead", A, C, 1, None],
      ["apart", A, B, 1, None], ["or", ["ahead", A, B, 1, None], ["ahead", B, A, 1, None]]]),
    (ROW, "Ann sits at least two places to the left of Bob.", [["ahead", A, B, 2, None]],
     [["ahead", A, B, 2, 2], ["ahead", A, B, 0, 2], ["ahead", A, B, 1, None], ["ahead", B, A, 2, None]]),
    (ROW, "Ann sits two places to the left of Bob.", [["ahead", A, B, 2, 2]],
     [["ahead", A, B, 2, None], ["ahead", A, B, 3, 3]]),
    (ROW, "Ann sits at most two places to the right of Bob.", [["ahead", B, A, 1, 2]],
     [["ahead", B, A, 2, None], ["ahead", B, A, 2, 2], ["ahead", A, B, 1, 2]]),
    (ROW, "Ann sits more than two places away from Bob.", [["apart", A, B, 3, None]],
     [["apart", A, B, 2, None], ["apart", A, B, 3, 3]]),
    (ROW, "There are two guests between Ann and Bob.", [["apart", A, B, 3, 3]], [["apart", A, B, 2, 2]]),
    (ROW, "Ann sits between Bob and Cy.", [["between", A, B, C], ["between", A, C, B]],
     [["between", B, A, C], ["between", C, A, B], ["ahead", B, C, 1, None]]),
    (ROW, "Ann sits next to Bob.", [["apart", A, B, 1, 1]], [["apart", A, B, 1, None], ["ahead", A, B, 1, 1]]),
    (ROW, "Ann sits immediately to the right of Bob.", [["ahead", B, A, 1, 1]],
     [["ahead", B, A, 1, None], ["ahead", A, B, 1, 1], ["apart", A, B, 1, 1]]),
    (ROW, "Ann is third from the left.", [["rank", A, 3, "first"]],
     [["rank", A, 3, "last"], ["rank", A, 2, "first"], ["rank", A, 4, "first"], ["rank", B, 3, "first"]]),
    (ROW, "Ann is not the rightmost.", [["not", ["rank", A, 1, "last"]]],
     [["rank", A, 1, "last"], ["not", ["rank", A, 1, "first"]], ["not", ["rank", A, 4, "last"]]]),
    (ROW, "Ann is leftmost and Bob is third from the left.", [],
     [["and", ["rank", A, 3, "first"], ["rank", B, 1, "first"]], ["and", ["rank", B, 1, "first"],
      ["rank", A, 3, "first"]]]),
    (ROW, "Ann or Bob is the leftmost.", [["or", ["rank", A, 1, "first"], ["rank", B, 1, "first"]]],
     [["and", ["rank", A, 1, "first"], ["rank", B, 1, "first"]], ["rank", A, 1, "first"]]),
    (ROW, "If Ann is to the left of Bob, then Cy is the rightmost.",
     [["if", ["ahead", A, B, 1, None], ["rank", C, 1, "last"]]],
     [["if", ["rank", C, 1, "last"], ["ahead", A, B, 1, None]], ["if", ["ahead", B, A, 1, None],
      ["rank", C, 1, "last"]],
      ["iff", ["ahead", A, B, 1, None], ["rank", C, 1, "last"]], ["and", ["ahead", A, B, 1, None],
      ["rank", C, 1, "last"]]]),
    (ROW, "If Ann is in seat 1, then Bob is in seat 2.", [["if", ["at", A, ["1"]], ["at", B, ["2"]]]],
     [["if", ["at", A, ["2"]], ["at", B, ["1"]]], ["if", ["at", B, ["2"]], ["at", A, ["1"]]]]),
    (ROW, "Ann and Bob sit to the left of Cy.", [["and", ["ahead", A, C, 1, None], ["ahead", B, C, 1, None]]],
     [["ahead", A, C, 1, None], ["and", ["ahead", A, C, 1, None], ["ahead", C, B, 1, None]]]),
    (ROW, "Ann sits to the left of Bob and to the right of Cy.",
     [["and", ["ahead", A, B, 1, None], ["ahead", C, A, 1, None]]],
     [["and", ["ahead", A, B, 1, None], ["ahead", A, C, 1, None]], ["and", ["ahead", B, A, 1, None],
      ["ahead", A, C, 1, None]]]),
    (AGES, "Ann is older than Bob.", [["ahead", A, B, 1, None]], [["ahead", B, A, 1, None]]),
    (AGES, "Ann is the second youngest.", [["rank", A, 2, "last"]], [["rank", A, 2, "first"],
      ["rank", A, 1, "last"]]),
    (PETS, "Ann has the cat.", [["same", A, CAT], ["same", CAT, A]], [["same", A, DOG], ["not", ["same", A, CAT]]]),
    (PETS, "Ann has the cat and Bob has the dog.", [],
     [["and", ["same", A, DOG], ["same", B, CAT]], ["and", ["same", A, CAT], ["same", B, DOG]]]),
    (PETS, "Either Ann or Bob has the cat.", [["or", ["same", A, CAT], ["same", B, CAT]]],
     [["same", A, CAT], ["and", ["same", A, CAT], ["same", B, CAT]]]),
    (PETS, "Ann has neither the cat nor the dog.", [["and", ["not", ["same", A, CAT]], ["not", ["same", A, DOG]]]],
     [["and", ["same", A, CAT], ["same", A, DOG]], ["not", ["same", A, CAT]]]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "sentence", "says", "not_says"), CLUES, ids=[clue[1] for clue in CLUES])
def test_a_clue_says_what_its_sentence_says(body: Json, sentence: str, says: list[Json], not_says: list[Json]) -> None:
    text = analyse(sentence)
    span = Span(text, text.sentences[0].start, text.sentences[0].end)
    clues = Clues(body)
    for formula in says:
        assert clues.clue(span, formula) is None, (formula, clues.clue(span, formula))
    for formula in not_says:
        assert clues.clue(span, formula) is not None, formula


X = "?x"


def fact(formula: Json) -> Json:
    return {"then": formula}


def rule(condition: Json, then: Json) -> Json:
    return {"if": condition, "then": then}


def size(operator: str, attribute: str, value: Any, who: str = X) -> Json:
    return ["cmp", operator, [attribute, who], value if isinstance(value, list) else ["num", str(value)]]


MEMBER, ENTER = ["is a member", X], ["may enter", X]
RULES: list[tuple[str, list[list[Json]], list[list[Json]]]] = [
    ("The cat chases the dog.", [[fact(["chases", "the cat", "the dog"])]],
     [[fact(["chases", "the dog", "the cat"])], [fact(["not", ["chases", "the cat", "the dog"]])]]),
    ("Tom is a member and Ann is a guest.", [],
     [[fact(["is a guest", "tom"]), fact(["is a member", "ann"])],
      [fact(["is a member", "tom"]), fact(["is a guest", "ann"])],
      [fact(["and", ["is a guest", "tom"], ["is a member", "ann"]])]]),
    ("Tom and Ann are guests.", [[fact(["is a guest", "tom"]), fact(["is a guest", "ann"])]],
      [[fact(["is a guest", "tom"])]]),
    ("All members may enter.", [[rule(MEMBER, ENTER)]],
     [[rule(ENTER, MEMBER)], [rule(MEMBER, ["not", ENTER])], [rule(["not", MEMBER], ENTER)],
      [fact(["may enter", "member"])]]),
    ("Only members may enter.", [[rule(ENTER, MEMBER)]], [[rule(MEMBER, ENTER)]]),
    ("No members may enter.", [[rule(MEMBER, ["not", ENTER])]], [[rule(MEMBER, ENTER)], [rule(["not", MEMBER],
      ENTER)]]),
    ("If someone is not a member then they may enter.", [[rule(["not", MEMBER], ENTER)]],
     [[rule(MEMBER, ["not", ENTER])], [rule(ENTER, ["not", MEMBER])], [rule(MEMBER, ENTER)]]),
    ("People may enter if they are members.", [[rule(MEMBER, ENTER)]], [[rule(ENTER, MEMBER)]]),
    ("All members may enter unless they are late.", [], [[rule(MEMBER, ENTER)],
      [rule(["and", MEMBER, ["is late", X]], ENTER)]]),
    ("Some members may enter.", [], [[rule(MEMBER, ENTER)]]),
    ("Members and guests may enter.", [[rule(MEMBER, ENTER), rule(["is a guest", X], ENTER)]], [[rule(MEMBER, ENTER)]]),
    ("All members may dance and all guests may sing.", [],
     [[rule(MEMBER, ["may sing", X]), rule(["is a guest", X], ["may dance", X])],
      [rule(MEMBER, ["may dance", X]), rule(["is a guest", X], ["may sing", X])]]),
    ("Members over 18 may enter.", [[rule(["and", MEMBER, size("gt", "age", 18)], ENTER)]],
     [[rule(["and", MEMBER, size(op, "age", 18)], ENTER)] for op in ("ge", "lt", "le", "eq")] +
     [[rule(["and", MEMBER, size("gt", "age", 81)], ENTER)], [rule(["and", MEMBER, size("gt", "age", ["pct", "18"])],
      ENTER)]]),
    ("Members of 18 or older may enter.", [[rule(["and", MEMBER, size("ge", "age", 18)], ENTER)]],
     [[rule(["and", MEMBER, size("gt", "age", 18)], ENTER)]]),
    ("Orders of at most $50 are small.", [[rule(["and", ["is an order", X],
      size("le", "amount", ["money", "50", "USD"])], ["is small", X])]],
     [[rule(["and", ["is an order", X], size("le", "amount", ["money", "50", "EUR"])], ["is small", X])],
      [rule(["and", ["is an order", X], size("le", "amount", ["num", "50"])], ["is small", X])]]),
    ("Anyone with a score over 18 and a rating over 20 may enter.",
     [[rule(["and", size("gt", "score", 18), size("gt", "rating", 20)], ENTER)]],
     [[rule(["and", size("gt", "score", 20), size("gt", "rating", 18)], ENTER)]]),
    ("Tom is not a member.", [[fact(["not", ["is a member", "tom"]])]],
     [[fact(["is a member", "tom"])], [fact(["not", ["not", ["is a member", "tom"]]])]]),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "says", "not_says"), RULES, ids=[told[0] for told in RULES])
def test_clauses_say_what_their_sentence_says(sentence: str, says: list[Any], not_says: list[Any]) -> None:
    text = f"{sentence} Zed is a wug. Is Zed a wug?"
    wug = {"then": ["is a wug", "zed"], "text": "Zed is a wug"}

    def wrong(clauses: list[Json]) -> str | None:
        quoting = [{**clause, "text": sentence} for clause in clauses]
        return account(text, {"clauses": [*quoting, wug], "ask": {"truth": ["is a wug", "zed"]}})

    for clauses in says:
        assert wrong(clauses) is None, (clauses, wrong(clauses))
    for clauses in not_says:
        assert wrong(clauses) is not None, clauses


def test_a_text_is_taken_apart_by_its_quotes() -> None:
    found = taken_apart("It is not true that Ann is tall. Bob is tall. Who is it?", ["Ann is tall", "Bob is tall."])
    assert not isinstance(found, str)
    assert [span.said for span in found.quotes] == ["Ann is tall", "Bob is tall"]
    assert [span.said for span in found.rest] == ["It is not true that"]
    assert [span.said for span in found.question] == ["Who is it"]
    assert taken_apart("Ann is tall.", ["Ann is small"]) == "'Ann is small' does not stand in the text"


@pytest.mark.parametrize(
    "forms",
    ["members member", "pays pay", "stays stay", "banned bans ban", "passes pass", "uses used use", "tries try"],
)
def test_forms_of_a_word_have_one_stem(forms: str) -> None:
    assert len(set(map(stem, forms.split()))) == 1
