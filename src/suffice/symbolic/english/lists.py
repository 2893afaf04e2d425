"""Literals for enumerations: 80, 90 and 100; $3, $4 & $5.50; 5, 10 and 20 percent; 3 or 4.

A list is read to its natural end and has at least two members. Members that may mean several units
(gallons) are read the same way throughout where they can be.
"""

from __future__ import annotations

from typing import Any

from suffice.symbolic.english.digits import digits, free
from suffice.symbolic.english.grammar import Budget, Grammar, Match, Parse
from suffice.symbolic.english.money import MONEY_START

_OPEN = {"[": "]", "(": ")", "{": "}"}
_STARTS = MONEY_START | _OPEN.keys()
READINGS = 24  # of one list
_MEMBERS = 400  # of one list


def _after_joint(parse: Parse, end: int, last: str) -> int:
    """The index after a comma, semicolon, ``and`` or ``&`` (or ``last``) at ``end``; 0 if there is none."""
    form = parse.form(end)
    if form in (",", ";"):
        return end + 2 if parse.form(end + 1) in (last, "&") else end + 1
    if form == last or (form == "&" and last == "and"):
        return end + 1
    return 0


def _members(parse: Parse, index: int, item: str, last: str) -> list[tuple[int, list[Any]]]:
    """Lists of ``item`` that begin at ``index``, each as long as it can be."""
    found: list[tuple[int, list[Any]]] = []
    todo = [(end, [value]) for end, value in _longest(parse, item, index)]
    while todo:
        end, values = todo.pop()
        parse.step(len(values))
        start = _after_joint(parse, end, last)
        following = _longest(parse, item, start) if start and len(values) < _MEMBERS else []
        alike = _alike(values[-1], following)
        if alike:
            todo += [(e, [*values, v]) for e, v in alike]
        elif len(values) > 1 and not (start and _numeral(parse, start)):
            found.append((end, values))
            if len(found) > READINGS:  # none may be dropped silently
                raise Budget
    return found


def _alike(last: Any, following: list[Match]) -> list[Match]:
    """The readings in the unit of the member before, else those of its country, else all."""
    if len(following) < 2:
        return following
    same = [match for match in following if match[1][2:] == last[2:]]
    if same:
        return same
    country = last[2].rpartition("_")[2] if len(last) > 2 else ""
    return [match for match in following if match[1][2].rpartition("_")[2] == country] or following


def _longest(parse: Parse, item: str, index: int) -> list[Match]:
    """The matches that end last; quantities in every way (2 hours and 30 minutes are one amount or two)."""
    matches = parse.match(item, index)
    if len(matches) < 2 or item == "quantity":
        return matches
    end = max(match[0] for match in matches)
    return [match for match in matches if match[0] == end]


def _numeral(parse: Parse, index: int) -> bool:
    return index < parse.end and parse.tokens[index].kind == "number"


def _listed(parse: Parse, index: int, item: str, last: str = "and", shared: bool = False) -> list[Match]:
    closing = _OPEN.get(parse.form(index))
    start = index + 1 if closing else index
    found = _members(parse, start, item, last)
    if shared and not found:
        found = _share(parse, start, item, last)
    if closing:
        return [(end + 1, ["list", values]) for end, values in found if parse.form(end) == closing]
    return [(end, ["list", values]) for end, values in found]


def _begins(parse: Parse, index: int) -> bool:
    """A cheap look: could a list begin here?"""
    if index >= parse.end:
        return False
    token = parse.tokens[index]
    return token.kind == "number" or token.form in _STARTS


def _share(parse: Parse, index: int, item: str, last: str) -> list[tuple[int, list[Any]]]:
    """``3, 4 and 5 km``: the unit of the last member belongs to all."""
    values: list[str] = []
    at = index
    while len(values) < _MEMBERS:
        numbers = parse.match("number", at)
        start = _after_joint(parse, numbers[0][0], last) if numbers else 0
        if not start:
            break
        values.append(numbers[0][1][1])
        at = start
    if not values:
        return []
    return [(end, [[v[0], x, *v[2:]] for x in values] + [v]) for end, v in _longest(parse, item, at)]


def number_list(parse: Parse, index: int) -> list[Match]:
    """``["list", [["num", "80"], ...]]``; three or more may be glued: 80,90,100."""
    return (_listed(parse, index, "number") or _glued(parse, index)) if _begins(parse, index) else []


def _glued(parse: Parse, index: int) -> list[Match]:
    """``3,5,7`` or ``[3,5]``: whole numbers and decimals with commas but no spaces between."""
    closing = _OPEN.get(parse.form(index))
    at = index + 1 if closing else index
    values: list[Any] = []
    while at < parse.end and len(values) < _MEMBERS:
        sign = parse.form(at) == "-"
        at += sign
        if not _numeral(parse, at) or "," in parse.tokens[at].form or parse.tokens[at].form[0] == ".":
            return []
        text = parse.tokens[at].form
        if len(text) > 1 and text[0] == "0" and text[1] != ".":
            return []
        values.append(["num", "-" * sign + (text.rstrip("0").rstrip(".") if "." in text else text)])
        at += 1
        if parse.form(at) != ",":
            break
        at += 1
    if len(values) < (2 if closing else 3) or (not closing and not free(parse, index)):
        return []
    if closing:
        return [(at + 1, ["list", values])] if parse.form(at) == closing else []
    after = parse.tokens[at] if at < parse.end else None
    if after and after.glued and (after.kind != "other" or after.form in "%-/°_@#'"):
        return []
    return [(at, ["list", values])]


def bare_list(parse: Parse, index: int) -> list[Match]:
    """Numbers in digits with nothing but spaces or line breaks between them."""
    if not _begins(parse, index):
        return []
    values: list[Any] = []
    at = index
    while at < parse.end and len(values) < _MEMBERS:
        sign = parse.form(at) == "-" and _numeral(parse, at + 1) and parse.tokens[at + 1].glued
        if not _numeral(parse, at + sign) or (values and parse.tokens[at].glued):
            break
        read = digits(parse, at + sign)
        if read is None:
            return []
        values.append(["num", "-" + read[1] if sign and read[1] != "0" else read[1]])
        at = read[0]
    after = parse.tokens[at] if at < parse.end else None
    if len(values) < 2 or (after and (after.kind == "number" or (after.glued and after.form not in ").?!;]"))):
        return []
    return [(at, ["list", values])]


def or_list(parse: Parse, index: int) -> list[Match]:
    """``3 or 4``, ``3, 4 or 5``; members are numbers, amounts of money, quantities or percentages of one kind."""
    if not _begins(parse, index) or all(parse.form(at) != "or" for at in range(index + 1, parse.end)):
        return []
    return [m for item in ("number", "money", "quantity", "percent") for m in _listed(parse, index, item, "or")]


def money_list(parse: Parse, index: int) -> list[Match]:
    return _listed(parse, index, "money", shared=True) if _begins(parse, index) else []


def quantity_list(parse: Parse, index: int) -> list[Match]:
    return _listed(parse, index, "quantity", shared=True) if _begins(parse, index) else []


def percent_list(parse: Parse, index: int) -> list[Match]:
    return _listed(parse, index, "percent", shared=True) if _begins(parse, index) else []


def install(grammar: Grammar) -> None:
    grammar.literals |= {
        "number_list": number_list, "money_list": money_list, "quantity_list": quantity_list,
        "percent_list": percent_list, "or_list": or_list, "bare_list": bare_list,
    }  # fmt: skip
