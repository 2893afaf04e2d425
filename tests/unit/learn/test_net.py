"""The small network tells what words tell only together, and is the same after it was stored."""

import random

import pytest

from suffice.learn.kinds.linear import LinearLearner
from suffice.learn.kinds.net import NetLearner
from suffice.learn.learner import Example, Unfit
from suffice.learned.kinds.linear import Linear
from suffice.learned.kinds.net import Net
from suffice.learned.predictor import Parts


def _either_but_not_both(rng):
    a, b = rng.random() < 0.5, rng.random() < 0.5
    words = (
        (["alpha"] if a else ["gamma"]) + (["beta"] if b else ["delta"]) + rng.choices(["please", "now", "thanks"], k=2)
    )
    rng.shuffle(words)
    return Example({"input": " ".join(words)}, "one" if a != b else "both or none")


@pytest.fixture(scope="module")
def fitted():
    rng = random.Random(0)
    rows = [_either_but_not_both(rng) for _ in range(900)]
    net = NetLearner().fit(rows[:600], "label", seed=0, seconds=60)
    linear = LinearLearner().fit(rows[:600], "label", seed=0, seconds=60)
    assert isinstance(net, Net) and isinstance(linear, Linear)
    return net, linear, rows[600:]


def _right(predictor, rows):
    return sum(guess is not None and guess.value == row.value
               for guess, row in zip(predictor.guesses([row.fields for row in rows]), rows, strict=True))  # fmt: skip


def test_it_tells_what_words_tell_only_together(fitted):
    net, linear, rows = fitted
    assert _right(net, rows) > 0.95 * len(rows) > _right(linear, rows)


def test_it_is_the_same_after_it_was_stored(fitted):
    net, _, rows = fitted
    again = Net.of(net.parts())
    assert [again.guess(row.fields) for row in rows[:20]] == [net.guess(row.fields) for row in rows[:20]]
    assert again.guess({"input": "zzz"}) is None
    parts = net.parts()
    with pytest.raises(ValueError, match="layers"):
        Net.of(Parts(parts.header, {**parts.arrays, "out": parts.arrays["out"][:3]}))


def test_no_time_no_network():
    rng = random.Random(0)
    assert isinstance(
        NetLearner().fit([_either_but_not_both(rng) for _ in range(100)], "label", seed=0, seconds=0.001), Unfit
    )
