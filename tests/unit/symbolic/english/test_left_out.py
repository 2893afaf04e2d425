"""A text without some of its sentences: as if it had been written without them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from suffice.symbolic.english.text import analyse

SENTENCES = ("Tom is late.", "Is Ann 3.5 years old?", "It is 5 p.m. now!", "A) True", "Options:", "- two shirts")


@given(st.lists(st.tuples(st.sampled_from(SENTENCES), st.booleans()), min_size=1, max_size=6))
def test_what_is_left_out_is_cut_at_sentences(parts: list[tuple[str, bool]]) -> None:
    lines = [line for line, _ in parts]
    source = "\n".join(lines)
    starts = [sum(len(line) + 1 for line in lines[:number]) for number in range(len(lines))]
    spans = [(at, at + len(line)) for at, (line, keep) in zip(starts, parts, strict=True) if not keep]
    found = analyse(source).without(spans)
    blank = "\n".join(line if keep else " " * len(line) for line, keep in parts)
    assert found is not None
    written = analyse(blank)
    assert [token[:4] for token in found.tokens] == [token[:4] for token in written.tokens]
    assert found.sentences == written.sentences


def test_half_a_sentence_is_not_left_out() -> None:
    text = analyse("Tom is late. Ann is not.")
    assert text.without([(0, 7)]) is None
    assert text.without([(4, 20)]) is None
    assert text.without([]) == text
