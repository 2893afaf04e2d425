"""Literals that every text holds and that say where to look: what stands just before and after what is wanted."""

from __future__ import annotations

from collections.abc import Iterable

from suffice.learned.program.tokens import spans

_NEAR_MAX = 24  # characters on either side
_WORDS_MAX = 14


def anchors(values: tuple[str, ...], outputs: tuple[str, ...]) -> list[str]:
    """Around the outputs first, where these stand in the texts; then words and marks from the left."""
    found: dict[str, None] = {}
    for places in _standing(values, outputs):
        ends = [place + len(output) for place, output in zip(places, outputs, strict=True)]
        before = [value[max(0, place - _NEAR_MAX) : place] for value, place in zip(values, places, strict=True)]
        after = [value[end : end + _NEAR_MAX] for value, end in zip(values, ends, strict=True)]
        found |= dict.fromkeys((_whole_words(_suffix(before), last=True), _whole_words(_prefix(after), last=False)))
    for token in ("letters", "alnum"):
        found |= dict.fromkeys(values[0][a:b] for a, b in spans(values[0], token))
    found |= dict.fromkeys(c for c in values[0] if not c.isalnum() and not c.isspace())
    kept = [word for word in found if 0 < len(word) <= 40 and all(word in value for value in values)]
    return kept[:_WORDS_MAX]


def before_numbers(values: tuple[str, ...]) -> list[str]:
    """Words and marks that stand before a number in the first text and occur in all."""
    found: dict[str, None] = {}
    text = values[0]
    for start, _ in spans(text, "numeral"):
        left = text[max(0, start - _NEAR_MAX) : start]
        words = spans(left, "nonspace")
        if words:
            found[left[words[-1][0] :]] = None
    return [word for word in found if all(word in value for value in values)][:6]


def _standing(values: tuple[str, ...], outputs: tuple[str, ...]) -> Iterable[list[int]]:
    """Where the outputs stand: the first time, and the last time if that is elsewhere."""
    if not all(output and output in value for value, output in zip(values, outputs, strict=True)):
        return
    first = [value.find(output) for value, output in zip(values, outputs, strict=True)]
    last = [value.rfind(output) for value, output in zip(values, outputs, strict=True)]
    yield first
    if last != first:
        yield last


def _suffix(texts: list[str]) -> str:
    return _prefix([text[::-1] for text in texts])[::-1]


def _prefix(texts: list[str]) -> str:
    low, high = min(texts), max(texts)
    same = next((i for i, c in enumerate(low) if i >= len(high) or c != high[i]), len(low))
    return low[:same]


def _whole_words(text: str, last: bool) -> str:
    """Without the part of a word at the far end, and no more than two words."""
    words = spans(text, "nonspace")
    if last:
        inner = [a for a, _ in words if a > 0][-2:]
        return text[inner[0] :] if inner else text
    inner = [b for _, b in words if b < len(text)][:2]
    return text[: inner[-1]] if inner else text
