"""Literals of buying, comparing and sharing."""

import pytest

from suffice.symbolic.english.grammar import Parse
from suffice.symbolic.english.text import analyse
from suffice.symbolic.grammars import family_grammar


def matches(literal: str, text: str) -> list:
    """What ``literal`` makes of the whole of ``text``."""
    grammar, _ = family_grammar("arithmetic")
    parse = Parse(grammar, analyse(text))
    return [value for end, value in parse.match(literal, 0) if end == parse.end]


@pytest.mark.parametrize(
    ("text", "marked"), [("2.40", True), ("$5", True), ("12", False), ("2.4", False), ("1,250.00", True)]
)
def test_a_price_beyond_doubt_has_a_currency_or_two_decimals(text: str, marked: bool):
    assert bool(matches("marked", text)) is marked


def test_a_basket_has_counts_and_perhaps_prices():
    (rows,) = matches("basket", "2 pens and 3 books")
    assert [(row["n"], row["item"][1]) for row in rows[1]] == [(["num", "2"], "pen"), (["num", "3"], "book")]
    assert ["num", "5"] in [
        row.get("price") for found in matches("basket", "2 pens at 3 each and 1 book at 5 each") for row in found[1]
    ]


def test_an_offer_keeps_its_name_as_written():
    assert ["thing", "plan", "plan a", "Plan A"] in matches("offer", "Plan A")


def test_sizes_side_by_side_are_labelled_as_written():
    (told,) = matches("deals", "340 g for 7.82 or 1 kg for 21.90")
    assert [row["item"][1] for row in told["basket"][1]] == ["340 g for 7.82", "1 kg for 21.90"]


def test_a_ratio_needs_as_many_parts_as_people():
    (rows,) = matches("ratio_rows", "Ann and Ben in the ratio 5:4")
    assert [(row["item"][1], row["part"][1]) for row in rows[1]] == [("ann", "5"), ("ben", "4")]
    assert not matches("ratio_rows", "Ann and Ben in the ratio 5:4:1")


@pytest.mark.parametrize("text", ["deposit", "delivery", "my budget", "the invoice", "it"])
def test_money_papers_and_services_are_no_wares(text: str):
    assert not matches("ware", text)
