"""Laws of mining: a shape fits what it was mined from, constants come from all of them, samples ignore order."""

import random

from hypothesis import given
from hypothesis import strategies as st

from suffice.learn.alignment import constants, tokens
from suffice.learn.sketch import Counts, Sample
from suffice.learned.shape import Shape

_WORDS = st.text("abcdefgh", min_size=2, max_size=7)
_FRAME = st.lists(_WORDS, min_size=2, max_size=6).map(lambda words: " ".join(words) + ": ")


@given(st.text(max_size=200))
def test_tokens_joined_are_the_text(text):
    assert "".join(tokens(text)) == text


@given(st.lists(_FRAME, min_size=1, max_size=3, unique=True), st.integers(0, 10**6))
def test_a_mined_message_fits_its_instances(frames, seed):
    rnd = random.Random(seed)
    texts = []
    for number in range(40):
        words = [[f"{rnd.choice('xyz')}{rnd.randrange(999)}q" for _ in range(rnd.randrange(1, 9))] for _ in frames]
        slots = [f"{' '.join(one)} {number}z\n" for one in words]
        texts.append("".join(part for pair in zip(frames, slots, strict=True) for part in pair))
    found = constants([tokens(text) for text in texts])
    assert found is not None
    shape = Shape(("user",), (found,))
    for text in texts:
        cut = shape.cut([text])
        assert cut is None or shape.texts(cut) == [text]
        for constant in found:
            assert constant in text


@given(st.lists(st.integers(0, 500), max_size=300), st.integers(1, 40), st.integers(0, 10**6))
def test_a_sample_does_not_depend_on_order_or_repeats(numbers, most, seed):
    hashes = [number * 0x9E3779B97F4A7C15 % (1 << 63) for number in numbers]
    one, other = Sample(most), Sample(most)
    for hash in hashes:
        one.add(hash, hash)
    random.Random(seed).shuffle(hashes)
    for hash in hashes + hashes[:5]:
        other.add(hash, hash)
    assert one.held == other.held == {hash: hash for hash in sorted(set(hashes))[:most]}
    assert Sample.from_json(one.to_json()).held == one.held
    if len(set(hashes)) < most:
        assert one.distinct == len(set(hashes))


@given(st.lists(st.integers(0, 30), max_size=200), st.integers(1, 40))
def test_counts_lose_nothing(numbers, most):
    counts = Counts(most)
    for number in numbers:
        counts.add(number, number)
    assert counts.total == len(numbers)
    assert Counts.from_json(counts.to_json()) == counts
    assert all(numbers.count(address) == count for count, address in counts.top(most))
