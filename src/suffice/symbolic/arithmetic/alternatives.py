"""Values to choose from, as rows with their own words: 5/8 or 0.63; 3, 9 and 4; or one per line."""

from __future__ import annotations

from suffice.symbolic.english.grammar import Grammar, Match, Parse
from suffice.symbolic.english.literals import numberish
from suffice.symbolic.english.numbers import digits

_RIVALS = ("number", "money", "quantity", "percent")
_MOST = 200  # alternatives


def rivals(parse: Parse, index: int) -> list[Match]:
    """Numbers or amounts to choose from, as rows with their own words: 5/8 or 0.63; 3, 9 and 4; or one per line."""
    if index >= parse.end:
        return []
    rows: list[dict[str, object]] = []
    at = index
    end, joint = index, ""
    joints: set[str] = set()
    while len(rows) < _MOST:
        read = _rival(parse, at)
        if read is None:
            return []
        end, value = read
        rows.append({"item": ["label", parse.text.slice(at, end)], "x": value})
        at, joint = _joint(parse, end)
        joints.add(joint)
        if not joint or (joint == " " and _rival(parse, at) is None):
            break
    if " " in joints:  # a long table of candidates may hold one twice
        rows = list({str(row["x"]): row for row in reversed(rows)}.values())
    if len(rows) < 2 or {"or", "and"} <= joints or {" ", ","} <= joints or not _apart(rows):
        return []
    return [(end if joint else at, ["rows", rows])]


def _rival(parse: Parse, index: int) -> Match | None:
    if index >= parse.end:
        return None
    found = [match for name in _RIVALS for match in parse.match(name, index)]
    if not found and parse.tokens[index].kind == "number":
        read = digits(parse, index)
        found = [(read[0], ["num", read[1]])] if read and not _glued(parse, read[0]) else []
    sums = parse.match("expression", index)
    if max((end for end, _ in sums), default=0) > max((end for end, _ in found), default=0):
        found = sums
    if not found:
        return None
    end = max(match[0] for match in found)
    values = [value for last, value in found if last == end]
    return (end, values[0]) if all(value == values[0] for value in values) else None


def _glued(parse: Parse, index: int) -> bool:
    return index < parse.end and parse.tokens[index].glued and parse.form(index) not in (",", ";", ")", "?")


def _joint(parse: Parse, end: int) -> tuple[int, str]:
    """(index of the next alternative, the joint before it); the joint is empty at the end of the list."""
    form = parse.form(end)
    if form in (",", ";") and parse.form(end + 1) in ("or", "and"):
        return end + 2, parse.form(end + 1)
    if form in (",", ";", "or", "and"):
        return end + 1, form.replace(";", ",")
    if end < parse.end and parse.tokens[end].kind == "number" and not parse.tokens[end].glued:
        return end, " "
    return end, ""


def _apart(rows: list[dict[str, object]]) -> bool:
    """True when no alternative stands there twice."""
    return len({str(row["item"]) for row in rows}) == len(rows)


def install(grammar: Grammar) -> None:
    grammar.literals["rivals"] = rivals
    grammar.openers["rivals"] = numberish()
