"""Rules that are read: thresholds where they are, phrases that several people used, one line of evidence each."""

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suffice.learn.conditions import between, cuts
from suffice.learn.kinds.rules import RulesLearner
from suffice.learn.learner import Example, Unfit
from suffice.learned.kinds.rules import Condition, Rule, Rules, Seen, lower
from suffice.learned.predictor import Parts
from suffice.learned.stated import stated


def _loan(rng):
    amount, tier, late = rng.randrange(10, 2000), rng.choice(["gold", "silver", "basic"]), rng.randrange(6)
    if amount <= 100:
        label = "approve"
    elif late > 3 or (amount > 1500 and tier != "gold"):
        label = "reject"
    else:
        label = "approve" if tier == "gold" or (tier == "silver" and amount <= 500) else "review"
    return {"amount": amount, "tier": tier, "history": {"late": late}}, label


def _json(fields):
    return json.dumps(fields)


def _lines(fields):
    return f"Amount: ${fields['amount']:,}\nTier: {fields['tier'].title()}\nLate payments: {fields['history']['late']}"


@pytest.mark.parametrize("written", [_json, _lines])
def test_thresholds_and_values_of_fields_are_found_where_they_are(written):
    rng = random.Random(3)
    rows = [_loan(rng) for _ in range(2000)]
    examples = [Example({"input": written(fields)}, label) for fields, label in rows]
    found = RulesLearner().fit(examples[:1200], "label", seed=0, seconds=60)
    assert isinstance(found, Rules) and len(found.rules) < 12
    guesses = [found.guess(example.fields) for example in examples[1200:]]
    right = [
        guess is not None and guess.value == one.value for guess, one in zip(guesses, examples[1200:], strict=True)
    ]
    assert sum(right) >= 0.99 * len(right)
    assert any("500" in line and "silver" in line for line in found.says())
    assert Rules.of(found.parts()).says() == found.says()


def _messages(rng, number):
    topic = rng.choice(["refund", "parcel"])
    text = rng.choice(["my money back please", "give the money back"] if topic == "refund" else ["where is my parcel"])
    return Example({"input": f"{rng.choice(['hello', 'hi'])} {text} zorro{number}"}, topic, f"user{number % 40}")


def test_phrases_tell_labels_and_nobodys_own_words_are_kept():
    rng = random.Random(1)
    examples = [_messages(rng, number) for number in range(300)]
    examples += [Example({"input": f"hello xyzzy{n % 3} quux"}, "odd", "one user") for n in range(40)]
    found = RulesLearner().fit(examples, "label", seed=0, seconds=60)
    assert isinstance(found, Rules)
    guess = found.guess({"input": "Hello, where is my parcel?"})
    assert guess is not None and guess.value == "parcel" and "it has" in guess.why["says"]
    stored = json.dumps(found.parts().header)
    assert "xyzzy" not in stored and "quux" not in stored and "zorro" not in stored


def test_what_words_do_not_tell_is_left_alone():
    rng = random.Random(2)
    examples = [
        Example({"input": f"w{rng.randrange(30)} w{rng.randrange(30)}"}, rng.choice("abcd")) for _ in range(400)
    ]
    found = RulesLearner().fit(examples, "label", seed=0, seconds=60)
    assert isinstance(found, Unfit) or all(rule.confidence < 0.95 for rule in found.rules)
    codes = [Example({"input": f"w{n}x"}, "a" if n % 2 else "b") for n in range(100)]  # nothing comes twice
    assert isinstance(RulesLearner().fit(codes, "label", seed=0, seconds=60), Unfit)
    assert isinstance(RulesLearner().fit(examples[:0], "label", seed=0, seconds=1), Unfit)


def test_the_first_rule_that_holds_decides():
    rules = Rules([
        Rule((Condition("has", "refund"), Condition("lacks", "no refund")), "refund", 9, 10),
        Rule((Condition("over", "amount", 10.0),), "large", 5, 5),
        Rule((), "other", 3, 4),
    ])  # fmt: skip
    said = [
        rules.guess({"input": text}).value for text in ("a refund", "no refund", '{"amount": 11}', '{"amount": 10}')
    ]
    assert said == ["refund", "other", "large", "other"]
    with pytest.raises(ValueError, match="version"):
        Rules.of(Parts({"version": 99}))
    with pytest.raises(ValueError, match="condition"):
        Rules.of(Parts({"version": 1, "rules": [{"if": [["run", "x", ""]], "then": "a", "right": 1, "of": 1}]}))


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))
def test_a_threshold_lies_between_what_it_parts(low, gap):
    assert low <= between(low, low + gap) < low + gap


def test_thresholds_are_round():
    assert between(498.0, 503.0) == 500.0 and between(18.2, 18.9) == 18.5 and between(3.0, 4.0) == 3.0
    assert cuts([(1.0, "a"), (2.0, "a"), (9.0, "b"), (30.0, "b")]) == [5.0]


@given(st.integers(0, 50), st.integers(0, 50))
def test_few_requests_are_trusted_less(right, wrong):
    of = right + wrong
    assert 0 <= lower(right, of) <= (right / of if of else 0)
    assert lower(right, of) <= lower(2 * right, 2 * of)


@given(st.text())
def test_any_text_can_be_asked(text):
    stated({"a": text, "b": text + "1"})
    Seen.of({"a": text})
    Rules([Rule((Condition("is", "a", "b"),), "x", 1, 1)]).guess({"a": text})


def test_what_is_stated():
    assert stated({"input": '{"a": 1, "b": {"c": "x"}}'}) == {"a": "1", "b.c": "x"}
    assert stated({"input": "Name: Ada\nTotal = 12.50"}) == {"name": "Ada", "total": "12.50"}
    assert stated({"age": "41"}) == {"age": "41", "number 1 of age": "41"}
    assert stated({"q": "give 3 of 12 " + "x" * 60}) == {"number 1 of q": "3", "number 2 of q": "12"}
    assert stated({"one": "a: 1\nb: 2", "two": "a: 2\nc: 3"}) == {"b": "2", "c": "3"}
