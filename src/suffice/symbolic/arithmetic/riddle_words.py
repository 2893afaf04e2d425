"""Words for a number that is not known, and for what is done to it."""

from __future__ import annotations

from suffice.symbolic.english.grammar import Parse

UNKNOWN = ["var", "x"]
SPOKEN = tuple(
    tuple(words.split())
    for words in """
    a certain number, a mystery number, a secret number, some number, the same number, that same number, a number,
    the number, my number, that number, this number, her number, his number, the unknown number, an unknown
    number, it
    """.split(",")
)
TIMES = {
    "double": 2, "doubles": 2, "doubled": 2, "doubling": 2, "triple": 3, "triples": 3, "tripled": 3, "tripling": 3,
    "treble": 3, "trebles": 3, "trebled": 3, "quadruple": 4, "quadruples": 4, "quadrupled": 4
}  # fmt: skip
_IT = frozenset((("it",), ("this",), ("that",), ("the", "result"), ("the", "answer"), ("the", "number"),
                 ("the", "total"), ("this", "result"), ("the", "product"), ("the", "sum")))  # fmt: skip


def phrase(parse: Parse, index: int, phrases: tuple[tuple[str, ...], ...]) -> int:
    """The index after the longest of ``phrases`` that stands at ``index``; 0 if none does."""
    found = 0
    for words in phrases:
        if len(words) > found and all(parse.form(index + k) == word for k, word in enumerate(words)):
            found = len(words)
    return index + found if found else 0


def number_at(parse: Parse, index: int) -> tuple[int, list[str]] | None:
    found = [match for match in parse.match("number", index) if match[1][1] not in ("0",)]
    return max(found, key=lambda match: match[0]) if found else None


def after_it(parse: Parse, index: int) -> int:
    """The index after a word for the number so far, or ``index``."""
    for words in ((parse.form(index), parse.form(index + 1)), (parse.form(index),)):
        if words in _IT:
            return index + len(words)
    return phrase(parse, index, SPOKEN) or index
