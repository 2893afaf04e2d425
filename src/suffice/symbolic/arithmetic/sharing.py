"""Literals of sharing: who takes part, and names with their parts (Ann and Ben in the ratio 5:4)."""

from __future__ import annotations

from typing import Any

from suffice.symbolic.english.grammar import CAPITAL, Grammar, Match, Parse

_PRONOUNS = frozenset("i we you he she they".split())
_MOST = 6  # people who share


def sharer(parse: Parse, index: int) -> list[Match]:
    """Who takes part: a name, a capital letter, or a thing such as a firm; not a pronoun."""
    if index >= parse.end:
        return []
    token = parse.tokens[index]
    if token.kind == "word" and len(token.raw) == 1 and token.capital and token.raw != "I":
        return [(index + 1, ["person", token.form])]
    people = [match for match in parse.match("person", index) if match[1][1] not in _PRONOUNS]
    return people or [match for match in parse.match("thing", index) if match[1][1] != "it"]


def sharers_owner(parse: Parse, index: int) -> list[Match]:
    """``Ann's``, ``B's``, ``the cook's``."""
    return [(end + 1, value) for end, value in sharer(parse, index) if parse.form(end) == "'s"]


def ratio_rows(parse: Parse, index: int) -> list[Match]:
    """``Ann and Ben in the ratio 5:4`` -> rows of ``item`` and ``part``."""
    found: list[Match] = []
    for end, people in _people(parse, index):
        at = end
        if parse.form(at) == "in":
            at += 1 + (parse.form(at + 1) in ("the", "a"))
            if parse.form(at) not in ("ratio", "proportion", "proportions"):
                continue
            at += 1
            at += parse.form(at) in ("of", ":")
            ratio = _ratio(parse, at)
            if ratio and len(ratio[1]) == len(people):
                rows = [{"item": who, "part": part} for who, part in zip(people, ratio[1], strict=True)]
                found.append((ratio[0], ["rows", rows]))
    return found


def ratio_sharers(parse: Parse, index: int) -> list[Match]:
    """``Lena and Max divide $84 between them in the ratio 4:3`` -> the rows, with the ``whole`` in each."""
    found: list[Match] = []
    for end, people in _people(parse, index):
        if parse.form(end) not in _SHARING:
            continue
        at = end + 1 + (parse.form(end + 1) in ("the", "a"))
        for after, whole in parse.match("amount", at):
            after += 2 * (parse.form(after) in ("between", "among") and parse.form(after + 1) in ("them", "themselves"))
            if parse.form(after) != "in":
                continue
            after += 1 + (parse.form(after + 1) in ("the", "a"))
            ratio = _ratio(parse, after + 1 + (parse.form(after + 1) in ("of", ":")))
            if parse.form(after) == "ratio" and ratio and len(ratio[1]) == len(people):
                rows = [{"item": who, "part": part} for who, part in zip(people, ratio[1], strict=True)]
                found.append((ratio[0], {"basket": ["rows", rows], "whole": whole}))
    return found


_SHARING = frozenset("share shared split divide divided".split())


def _people(parse: Parse, index: int) -> list[tuple[int, list[Any]]]:
    """Two or more names: A and B; A, B and C."""
    found: list[tuple[int, list[Any]]] = []
    todo: list[tuple[int, list[Any]]] = [(end, [value]) for end, value in sharer(parse, index)]
    while todo:
        end, people = todo.pop()
        last = len(people) > 1 and parse.form(end) not in (",", "and", "&")
        if last:
            found.append((end, people))
        start = end + (parse.form(end) == ",")
        start += parse.form(start) in ("and", "&")
        if start > end and len(people) < _MOST:
            todo += [(after, [*people, value]) for after, value in sharer(parse, start) if value not in people]
    return found


def _ratio(parse: Parse, index: int) -> tuple[int, list[Any]] | None:
    """``5:4``, ``5 : 4 : 1``, ``5 to 4``."""
    parts: list[Any] = []
    at = index
    while at < parse.end and parse.tokens[at].kind == "number" and len(parts) < _MOST:
        text = parse.tokens[at].form
        if "," in text:
            return None
        parts.append(["num", text])
        at += 1
        if parse.form(at) not in (":", "to"):
            break
        at += 1
    return (at, parts) if len(parts) > 1 and parse.form(at - 1) not in (":", "to") else None


def install(grammar: Grammar) -> None:
    grammar.literals |= {"sharer": sharer, "sharers_owner": sharers_owner, "ratio_rows": ratio_rows,
                         "ratio_sharers": ratio_sharers}  # fmt: skip
    sharers = frozenset((CAPITAL, "<person>", "<thing>"))
    grammar.openers |= dict.fromkeys(("sharer", "sharers_owner", "ratio_rows", "ratio_sharers"), sharers)
