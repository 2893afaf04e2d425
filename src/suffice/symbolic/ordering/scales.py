"""Scales (older, the second tallest) from the table beside this file, and places in a count (third, 3)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from suffice.records import Json
from suffice.symbolic.english.grammar import Match, Parse
from suffice.symbolic.english.phrases import adjectives
from suffice.symbolic.ordering.roster import OrderParse
from suffice.symbolic.ordering.words import plain


@cache
def scales() -> tuple[dict[str, list[tuple[str, str]]], dict[str, list[tuple[str, str]]]]:
    """Comparatives and superlatives -> (scale, end that they point at) each."""
    comparatives: dict[str, list[tuple[str, str]]] = {}
    superlatives: dict[str, list[tuple[str, str]]] = {}
    text = files("suffice.symbolic.ordering").joinpath("comparatives.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            scale, _, words = line.partition(":")
            for end, side in zip(("first", "last"), words.split("|"), strict=True):
                for pair in filter(None, (part.split() for part in side.split(","))):
                    comparatives.setdefault(pair[0], []).append((scale, end))
                    superlatives.setdefault(pair[1], []).append((scale, end))
    return comparatives, superlatives


_GRADED = {"expensive": "price", "costly": "price", "valuable": "worth"}
_NO_GRADES = frozenset("likely probable same other certain possible different sure first last".split())


def comparative(parse: Parse, index: int) -> list[Match]:
    """``older`` -> ``["scale", {scale: end}]``; ``more expensive``, ``less popular``."""
    form = parse.form(index)
    known = scales()[0].get(form)
    if known:
        return [(index + 1, ["scale", dict(known)])]
    if form in ("more", "less"):
        graded = _adjective(parse, index + 1)
        if graded:
            return [(index + 2, ["scale", {graded: "first" if form == "more" else "last"}])]
    return []


def positive(parse: Parse, index: int) -> list[Match]:
    """``tall`` (not as tall as) -> what ``taller`` is."""
    form, table = parse.form(index), scales()[0]
    for more in (f"{form}er", f"{form}r", f"{form[:-1]}ier", f"{form}{form[-1:]}er"):
        if form and more in table:
            return [(index + 1, ["scale", dict(table[more])])]
    graded = _adjective(parse, index)
    return [(index + 1, ["scale", {graded: "first"}])] if graded else []


def _adjective(parse: Parse, index: int) -> str | None:
    form = parse.form(index)
    if form in _GRADED:
        return _GRADED[form]
    return form if form in adjectives() and form not in _NO_GRADES and form not in scales()[0] else None


def superlative(parse: Parse, index: int) -> list[Match]:
    """``the oldest`` -> ``["spot", {scale: end}, 1]``; ``second-most expensive``, ``the third tallest``."""
    start = index + 1 if parse.form(index) == "the" else index
    found: list[Match] = []
    starts = [(start, 1)]
    for end, k in parse.match("o_nth", start):
        starts.append((end, k))
        if parse.form(end) == "-":
            starts.append((end + 1, k))
    for at, k in starts:
        form = parse.form(at)
        known = scales()[1].get(form)
        ends: list[int] = []
        value: Json = None
        if known:
            ends, value = [at + 1], ["spot", dict(known), k]
        elif form in ("most", "least"):
            graded = _adjective(parse, at + 1)
            if graded:
                ends, value = [at + 2], ["spot", {graded: "first" if form == "most" else "last"}, k]
        for end in ends:
            found.append((end, value))
            if parse.form(end) in ("one", "person"):
                found.append((end + 1, value))
            for far, noun in parse.match("group_noun", end):
                if isinstance(parse, OrderParse) and plain([noun.split()[-1]])[0] in parse.roster.nouns:
                    found.append((far, value))
    return found


def o_nth(parse: Parse, index: int) -> list[Match]:
    """third, 3rd -> 3."""
    return [(end, int(value[1])) for end, value in parse.match("ordinal", index)]


def o_num(parse: Parse, index: int) -> list[Match]:
    """3, three -> 3."""
    if parse.form(index).isdecimal() and parse.form(index).isascii() and len(parse.form(index)) < 4:
        return [(index + 1, int(parse.form(index)))]
    return [
        (end, int(value[1])) for end, value in parse.match("count", index) if value[0] == "num" and value[1].isdecimal()
    ]
