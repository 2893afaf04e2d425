"""Replies: values in constant words, records field by field, one spelling for what is the same."""

import pytest

from suffice.learned.record import read_record
from suffice.learned.reply import Reply, Value

CLAUSES = ("Governing Laws", "Amendments", "Jurisdictions", "Consent To Jurisdiction", "Taxes")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Governing Laws", "Governing Laws"),
        ("governing law.", "Governing Laws"),
        ("**Governing-Laws**", "Governing Laws"),
        ("The most appropriate option is: Taxes.", "Taxes"),
        ('The title would be "Consent to Jurisdiction".', "Consent To Jurisdiction"),
        ("- Amendments", "Amendments"),
        ("Taxes, because it is not about amounts", "Taxes"),
        ("Taxes, not Amendments", None),
        ("It is not about amounts.\nAnswer: Taxes", "Taxes"),
        ("It speaks of taxes and jurisdictions.\nTitle: Taxes", "Taxes"),
        ("It speaks of taxes.\nTitle: not Taxes", None),
        ("Amendments or Taxes", None),
        ("It is not Taxes", None),
        ("Cash Collateral", None),
        ("", None),
    ],
)
def test_labels_are_read_in_any_spelling(text, label):
    reply = Reply.one("label", CLAUSES)
    assert reply.values(text) == (None if label is None else {"answer": label})


@pytest.mark.parametrize(("text", "label"), [("No, it is not.", "No"), ("Yes - no doubt", None), ("not yes", None)])
def test_yes_and_no(text, label):
    assert Reply.one("label", ("Yes", "No")).values(text) == (label and {"answer": label})


def test_a_spelling_that_two_labels_share_is_neither():
    reply = Reply.one("label", ("tax", "taxes", "Tax"))
    assert reply.values("taxes") == {"answer": "taxes"}
    assert reply.values("TAX") is None


def test_aliases_stand_for_their_label():
    reply = Reply((Value("answer", "label", ("positive", "negative"), (("pos", "positive"),)),))
    assert reply.values("POS.") == {"answer": "positive"}
    assert Reply.from_json(reply.to_json()) == reply


def test_numbers_keep_the_way_they_are_written():
    reply = Reply((Value("answer", "number", before="$", decimals=2, grouped=True),))
    assert reply.values("$1,250.50") == {"answer": "1250.5"} == reply.values("1250.5")
    assert reply.text({"answer": "1250.5"}) == "$1,250.50"
    assert reply.text({"answer": "0.125"}) == "$0.125"
    assert reply.values("€3") is None and reply.values("three") is None and reply.values("$1,25") is None


def test_dates_are_iso_inside():
    reply = Reply((Value("answer", "date", style="%-d %B %Y"),), before="Due on ", after=".")
    assert reply.values("Due on 3 March 2026.") == {"answer": "2026-03-03"} == reply.values("2026-03-03")
    assert reply.text({"answer": "2026-03-03"}) == "Due on 3 March 2026."
    assert reply.values("soon") is None


def test_a_record_is_read_field_by_field():
    reply = Reply(
        (
            Value("who.name", "span"),
            Value("who.vip", "label", ("true", "false"), literal=True),
            Value("total", "number", decimals=2, literal=True),
            Value("note", "text", empty="null"),
            Value("code", "span", empty="missing"),
        ),
        record=True,
    )
    text = '{"who": {"name": "Ann", "vip": true}, "total": 3.50, "note": null}'
    values = {"who.name": "Ann", "who.vip": "true", "total": "3.5", "note": "", "code": ""}
    assert reply.values(text) == values
    assert reply.text(values) == text
    assert reply.values(f"Here it is:\n```json\n{text}\n```") == values
    assert reply.values(text.replace("total", "sum")) is None
    assert reply.values(text[:-1]) is None


def test_records_without_certain_names_are_refused():
    assert read_record('{"a.b": 1}') is None
    assert read_record("no record") is None
    assert read_record('{"a": [1, 2.50]}') == {"a": "[1, 2.50]"}


def test_spans_mean_the_same_whatever_their_case():
    reply = Reply.one("span")
    assert reply.same("answer", "ACME Corp.", "acme corp")
    assert not reply.same("answer", "ACME", "ACNE")
    assert reply.values('  "ACME  Corp" ') == {"answer": "ACME Corp"}


def test_a_reply_of_one_value_is_no_record():
    with pytest.raises(ValueError, match="record"):
        Reply((Value("a", "span"), Value("b", "span")))
    with pytest.raises(ValueError, match="none of the labels"):
        Reply.one("label", ("a",)).text({"answer": "b"})
