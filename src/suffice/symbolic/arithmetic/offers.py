"""Literals of comparing: names of offers (Plan A, Shop 2, Hartwell) and sizes with their prices side by side."""

from __future__ import annotations

from typing import Any

from suffice.symbolic.english import phrases
from suffice.symbolic.english.grammar import Grammar, Match, Parse

_SORTS = frozenset(
    "option offer plan package tariff deal model supplier provider product brand contract bundle size pack".split()
)
_FOR = frozenset(("for", "at", "@", "costs", ":", "=", "-", "priced"))
_BOXES = frozenset(
    "pack box bag case carton packet crate set tray bottle jar tin can tub roll bundle multipack sack".split()
)
_MOST = 6  # offers side by side


def offer_name(parse: Parse, index: int) -> list[Match]:
    """What an offer is called, kept as it was written behind its words: ``["thing", "plan", "plan a", "Plan A"]``."""
    found: list[Match] = []
    for end, head in _sorts(parse, index):
        token = parse.tokens[end] if end < parse.end else None
        if token and (
            (len(token.form) == 1 and token.form.isalpha()) or (token.kind == "number" and token.form.isdecimal())
        ):
            found.append(_named(parse, index, end + 1, head))
        elif parse.form(index) in ("the", "a", "an") or parse.tokens[end - 1].form != head:
            found.append(_named(parse, index, end, head))
    for end, value in parse.match("person", index):
        if parse.tokens[index].capital and value[1] not in ("i", "we", "you", "he", "she", "they"):
            found.append(_named(parse, index, end, value[1]))
    return found


def _sorts(parse: Parse, index: int) -> list[tuple[int, str]]:
    found = [
        (end, value[1]) for end, value in parse.match("thing", index) if value[1] != "it" and " of " not in value[2]
    ]
    if parse.form(index) in _SORTS and (index + 1, parse.form(index)) not in found:
        found.append((index + 1, parse.form(index)))
    return found


def _named(parse: Parse, start: int, end: int, head: str) -> Match:
    if parse.form(start) in ("the", "a", "an") and end - start > 1:
        start += 1
    return end, ["thing", head, " ".join(t.form for t in parse.tokens[start:end]), parse.text.slice(start, end)]


def deals(parse: Parse, index: int) -> list[Match]:
    """Two or more sizes with their prices as rows, each labelled as it is written, and what is counted in them."""
    found: list[Match] = []
    todo: list[tuple[int, list[Any]]] = [(end, [row]) for end, row in _deal(parse, index)]
    while todo and len(found) < 16:
        end, rows = todo.pop()
        nouns = {noun for noun in map(_noun, rows) if noun}
        if len(rows) > 1 and len(nouns) <= 1:
            told: dict[str, Any] = {"basket": ["rows", rows]}
            if nouns:
                noun = nouns.pop()
                told["ware"] = ["thing", phrases.nouns().get(noun, noun), noun]
            found.append((end, told))
        start = end + (parse.form(end) == ",")
        start += parse.form(start) in ("or", "versus", "vs", "vs.", "and", "against")
        if start > end and len(rows) < _MOST:
            todo += [(after, [*rows, row]) for after, row in _deal(parse, start) if row.keys() == rows[0].keys()]
    return found


def _deal(parse: Parse, index: int) -> list[tuple[int, dict[str, Any]]]:
    """One size or count with its price: 340 g for 7.82; a 2 kg bag at $9; a box of 24 for $87.60; 6 for $5."""
    found: list[tuple[int, dict[str, Any]]] = []
    for end, size in _sizes(parse, index):
        if parse.form(end) not in _FOR:
            continue
        for after, price in parse.match("price", end + 1):
            label = ["label", parse.text.slice(index, after)]
            found.append((after, {"item": label, "n" if size[0] == "num" else "size": size, "price": price}))
    return found


def _noun(row: dict[str, Any]) -> str:
    """What is counted in a row ("12 eggs for $4"): eggs; "" when it is not told, or the size is measured."""
    words = row["item"][1].lower().split() if "n" in row else []
    stop = next((at for at, word in enumerate(words) if word in _FOR), len(words))
    return next((word for word in reversed(words[:stop]) if word.isalpha() and word not in _BOXES), "")


def _sizes(parse: Parse, index: int) -> list[Match]:
    start = index + (parse.form(index) in ("a", "an", "the", "one"))
    if start > index and parse.form(start) in _BOXES and parse.form(start + 1) == "of":
        return parse.match("quantity", start + 2) + _counted(parse, start + 2)
    found: list[Match] = []
    for end, value in parse.match("quantity", start):
        found.append((end, value))
        if parse.form(end) in _BOXES:
            found.append((end + 1, value))
    return found or _counted(parse, index)


def _counted(parse: Parse, index: int) -> list[Match]:
    found: list[Match] = []
    for end, value in parse.match("count", index):
        found.append((end, value))
        found += [(after, value) for after, thing in parse.match("thing", end) if thing[1] != "it"]
    return found


def sized_offer(parse: Parse, index: int) -> list[Match]:
    """``a 2 L bottle``, ``the 500 g pack``, ``a box of 24``: its label and its size."""
    found: list[Match] = []
    if parse.form(index) not in ("a", "an", "the", "one"):
        return found
    for end, size in _sizes(parse, index):
        if parse.form(end - 1) in _BOXES or parse.form(index + 1) in _BOXES:
            label = ["label", parse.text.slice(index + 1, end)]
            row = {"item": label, "n" if size[0] == "num" else "size": size}
            found.append((end, row))
            if parse.form(end) == "of":
                found += [(after, {**row, "ware": what}) for after, what in parse.match("thing", end + 1)]
    return found


def install(grammar: Grammar) -> None:
    grammar.literals |= {"offer": offer_name, "deals": deals, "sized_offer": sized_offer}
    articles = frozenset(("a", "an", "the", "one"))
    grammar.openers |= {
        "offer": _SORTS | {"<thing>", "<person>"}, "sized_offer": articles,
        "deals": articles | {"<quantity>", "<count>"},
    }  # fmt: skip
