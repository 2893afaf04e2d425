"""Spans of a scene that say more than a word: days, numbered places, ends of a scale, groups."""

from __future__ import annotations

from suffice.records import Json
from suffice.symbolic.english.phrases import nouns
from suffice.symbolic.ordering.lists import weekday_name
from suffice.symbolic.ordering.roster import OrderParse
from suffice.symbolic.ordering.scene_words import COUNTING, DASHES, WEEKS
from suffice.symbolic.ordering.words import CALENDAR


def singular(form: str) -> str:
    known = nouns().get(form)
    return known or (form[:-1] if form.endswith("s") and len(form) > 3 else form)


def days(parse: OrderParse, at: int) -> tuple[int, Json] | None:
    """Monday, Tuesday and Wednesday; in March, April and May: the index behind them, and the list."""
    if parse.form(at) not in CALENDAR:
        return None
    for end, value in sorted(parse.match("roll", at), reverse=True):
        if all(day.lower() in CALENDAR for day in value[1]):
            return end, value
    return None


def week(parse: OrderParse, at: int) -> tuple[int, list[str]] | None:
    """From Monday through Friday: the index behind it, and the two days."""
    for words in WEEKS:
        first, last = words.index("{0}"), words.index("{1}")
        fixed = all(parse.form(at + k) == word for k, word in enumerate(words) if k not in (first, last))
        found = [weekday_name(parse, at + k) for k in (first, last)]
        if fixed and all(found):
            return at + len(words), [day[0][1] for day in found]
    return None


def ends(parse: OrderParse, at: int, count: int) -> tuple[int, list[Json]] | None:
    """From most expensive (first) to least expensive (sixth), or from first to sixth: the two ends, if told."""
    sides: list[Json] = []
    at += 1
    for word in ("to", ""):
        found = [*parse.match("superlative", at)]
        nth = parse.match("o_nth", at)
        if nth and parse.form(nth[0][0]) == "(":  # from first (fastest) to eighth (slowest)
            inner = [m for m in parse.match("superlative", nth[0][0] + 1) if parse.form(m[0]) == ")"]
            found = [(m[0] + 1, m[1]) for m in inner]
        if not found and nth and not sides:
            last = parse.match("o_nth", nth[0][0] + 1)
            through = parse.form(nth[0][0]) in ("to", "through") and nth[0][1] == 1 and last
            return (last[0][0], []) if through and last[0][1] == count else None
        if not found:
            return None
        at, side = max(found, key=lambda match: match[0])
        sides.append(side)
        if parse.form(at) == "(" and parse.match("o_nth", at + 1) and parse.form(at + 2) == ")":
            at += 3
        if word and parse.form(at) != word:
            return None
        at += bool(word)
    return at, sides


def numbers(parse: OrderParse, at: int, noun: str) -> tuple[int, int] | None:
    """1 through 7, week 1 through week 7: the index behind it, and the last number."""
    at += parse.form(at) in ("from",)
    at += parse.form(at) == noun
    first = parse.match("o_num", at)
    if not first or first[0][1] != 1:
        return None
    end = first[0][0]
    if parse.form(end) not in ("to", "through", "-"):
        return None
    end += 1
    end += parse.form(end) == noun
    last = parse.match("o_num", end)
    if not last:
        return None
    return last[0][0], int(last[0][1])


def _without(names: list[str], noun: str) -> list[str]:
    """The Raimes, Sicoli, and Thompson case, without the noun that stands behind the last alone."""
    *others, last = names
    head = singular(noun.split()[-1])
    alone = last.split()[-1:] == [head] and len(last.split()) > 1 and not any(head in other.split() for other in others)
    return [*others, last.removesuffix(head).strip()] if alone else names


def groups(parse: OrderParse, at: int) -> tuple[int, str, list[str], bool] | None:
    """One of three panels: Oceans, Recycling, and Wetlands; to three courses - Labor, Markets, and Pricing.

    The index behind it, the noun, the names, and whether it is said that each is in one of them.
    """
    sure = False
    start = at + (parse.form(at) == "exactly")
    if parse.form(start) == "one" and parse.form(start + 1) == "of":
        sure, start = True, start + 2 + (parse.form(start + 2) in ("the", "exactly"))
    elif parse.form(at - 1) not in ("to", "in", "at", "among", "for"):
        return None
    for end, value in parse.match("count", start):
        for far, noun in sorted(parse.match("group_noun", end), reverse=True):
            mark = parse.form(far)
            if value[0] != "num" or mark not in ("—", "-", ":", "("):
                continue
            for stop, rolled in sorted(parse.match("roll", far + 1), reverse=True):
                if str(len(rolled[1])) == value[1]:
                    return stop + (parse.form(stop) in ("—", "-", ")")), noun, _without(rolled[1], noun), sure
    return None


def counting(parse: OrderParse, index: int) -> bool:
    """Whether anything is counted or said of each: nothing else makes a scene."""
    return any(token.kind == "number" or token.form in COUNTING for token in parse.tokens[index : parse.end])


def listed(parse: OrderParse, index: int) -> list[tuple[int, int, list[str]]]:
    """Where the sentence's list may stand: (index of its mark, index after its closing mark, names)."""
    found: list[tuple[int, int, list[str]]] = []
    for at in range(index, parse.end):
        mark = parse.form(at)
        if at != index and mark not in DASHES and mark != "by":
            continue
        start = at if at == index else at + 1
        for end, value in parse.match("roll", start):
            after = parse.form(end)
            if at == index or mark in (":", "by"):
                stop = end
            elif after == {"(": ")"}.get(mark, mark):
                stop = end + 1
            elif end >= parse.end:
                stop = end
            else:
                continue
            named = value[1][0][:1].isupper()
            if at == index and named and not all(word[:1].isupper() for name in value[1] for word in name.split()):
                continue  # Dag run
            if len(value[1]) > 2 or at == index or end - start > 3:
                found.append((at, stop, value[1]))
    return sorted(found, key=lambda one: -len(one[2]))[:2]
