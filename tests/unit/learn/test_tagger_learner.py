"""The tagger learns where a value stands, and that a word such as "none" says that there is none."""

import random

import pytest

from suffice.learn.kinds.tagger import TaggerLearner
from suffice.learn.learner import Example
from suffice.learned.kinds.tagger import Tagger


def _message(rng, nothing):
    who = rng.choice(["Ada", "Luis", "Mei", "Noor", "Ivar"])
    if rng.random() < 0.5:
        return Example({"input": f"{rng.choice(['please', 'hello'])} a table for {who} and friends"}, nothing)
    time = f"{rng.randint(1, 12)} {rng.choice(['am', 'pm'])}"
    return Example({"input": f"{rng.choice(['please', 'hello'])} a table at {time} for {who}"}, time)


@pytest.mark.parametrize("nothing", ["none", "not given", ""])
def test_a_word_for_no_value_is_told_from_values(nothing):
    rng = random.Random(1)
    rows = [_message(rng, nothing) for _ in range(400)]
    found = TaggerLearner().fit(rows[:300], "span", seed=0, seconds=60)
    assert isinstance(found, Tagger)
    for tagger in (found, Tagger.of(found.parts())):
        guesses = [tagger.guess(row.fields) for row in rows[300:]]
        right = [guess is not None and guess.value == row.value for guess, row in zip(guesses, rows[300:], strict=True)]
        assert sum(right) >= 0.98 * len(right)


def test_a_frequent_value_that_stands_in_its_requests_is_a_value():
    rng = random.Random(2)
    rows = [Example({"input": f"ship {rng.choice('abc')}{n} to {town} now"}, town)
            for n in range(200) for town in [rng.choice(["Paris", "Paris", "Oslo", "Lima"])]]  # fmt: skip
    found = TaggerLearner().fit(rows, "span", seed=0, seconds=60)
    assert isinstance(found, Tagger) and found.guess({"input": "ship b9 to Paris now"}).value == "Paris"


def test_marks_that_belong_to_a_value_are_copied_with_it():
    rng = random.Random(3)
    rows = [Example({"input": f"come at {hour} {half}. for {who}"}, f"{hour} {half}.")
            for _ in range(200) for hour in [rng.randint(1, 12)] for half in [rng.choice(["a.m", "p.m"])]
            for who in [rng.choice(["Ada", "Luis"])]]  # fmt: skip
    found = TaggerLearner().fit(rows, "span", seed=0, seconds=60)
    assert isinstance(found, Tagger)
    assert Tagger.of(found.parts()).guess({"input": "come at 7 p.m. for Ada"}).value == "7 p.m."
