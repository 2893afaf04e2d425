"""What stands beside an expression may belong to it. Where the grammar did not join the two, neither is returned.

A part of an expression means something else than the whole (``3 days`` of ``3 days after Christmas``), so that leaving
it out is the only safe answer. Two that are complete beside each other (``2 hours next month``) are kept.
"""

from __future__ import annotations

from suffice.symbolic.english.units import names
from suffice.symbolic.extraction.meaning import Expression
from suffice.symbolic.extraction.scan import Scan
from suffice.symbolic.extraction.words import (
    CARDINAL_KEYS,
    MONTHS,
    ORDINALS,
    SHORT_MONTHS,
    SHORT_WEEKDAYS,
    UNITS,
    WEEKDAYS,
)

Piece = tuple[int, int, Expression]
_BEFORE = frozenset("next last this that same half entire previous following upcoming"
                    " early mid than other every each any all middle"
                    " beginning within fiscal school rest remaining remainder later earlier late fy cy sy"
                    " non year".split())  # fmt: skip
_AFTER = frozenset("ago later earlier onward onwards hence century centuries weekend weekends quarter quarters"
                   " timezone ish ~ weekday weekdays ad bc bce ce semester holiday holidays old"
                   " eve".split()) | {u for u in UNITS if len(u) > 1}  # fmt: skip
_TIMED = frozenset("from between at around by before after".split())
_MEALS = frozenset("lunch dinner breakfast lunchtime".split())
_DAYS = frozenset((*WEEKDAYS, *SHORT_WEEKDAYS))
_FEASTS = frozenset("easter palm good ash black cyber holy maundy shrove super".split())
_ENDING = frozenset("starting beginning ending begins starts ends".split())
_ROLLING = frozenset("next last past coming upcoming previous".split())
_SUFFIXES = frozenset(("st", "nd", "rd", "th"))
_OPEN = frozenset(("date", "current", "end", "the"))
_HALVES = frozenset("half thirds quarter quarters weekend rest remainder part end beginning start middle".split())
_OR = frozenset("or and".split())
_OR_MORE = frozenset("later earlier after before greater above less onward onwards prior beyond newer older".split())
_JOINTS = frozenset("of from in on at to until till through the - ~ ( starting since after before within around between"
                    " my next last this past following beginning s ' for during through thru and"
                    " year et pt pst est cst mst edt pdt utc gmt cet bst ist".split())  # fmt: skip
_PLAIN = frozenset("a an the and or at in on of to by for from with through till until is was are were as if when"
                   " i we he she it they you my our his her their this that there not but then".split())  # fmt: skip
_SUBJECTS = frozenset("i we you he she it they who which that this people".split())
_LIMITS = ("before", "after", "since", "until")


def doubtful(scan: Scan, pieces: list[Piece]) -> set[int]:
    """The places in ``pieces`` of those that something beside them may add to."""
    starts, ends = {piece[0] for piece in pieces}, {piece[1] for piece in pieces}
    dropped = {n for n, piece in enumerate(pieces) if _continued(scan, piece, starts, ends)}
    for n in range(len(pieces) - 1):
        if _joined(scan, pieces[n], pieces[n + 1]):
            dropped |= {n, n + 1}
    return dropped


def _continued(scan: Scan, piece: Piece, starts: set[int], ends: set[int]) -> bool:
    """True where the words just before or behind say more about it."""
    return _said_before(scan, piece, ends) or _said_behind(scan, piece, starts)


def _said_before(scan: Scan, piece: Piece, ends: set[int]) -> bool:
    start, _, expression = piece
    first, before, further = (scan.form(start - n) for n in (0, 1, 2))
    kind, mod = expression.kind, expression.mod
    named = first in MONTHS or first in SHORT_MONTHS
    return (
        before in _BEFORE
        or before == "between"
        or _of_range(scan, start)
        or _of_choice(scan, start, before)
        or (_number(before) and further in ("to", "-", "and", "until", "till"))  # 9 to 5 tomorrow
        or (
            before in ("to", "-", "until", "till") and _number(further) and kind in ("time", "date", "datetime")
        )  # 9 to 7:30
        or (
            before in ("at", "around") and (further in _SUFFIXES or _number(further) or further in _DAYS)
        )  # Tue/Thu at 3
        or (
            before in ("to", "or", "-") and _number(further) and (kind == "duration" or _number(first))
        )  # 5 to 10 minutes
        or (before in ("or", "to") and further in _SUFFIXES and _ordinal(scan, start))  # the 5th or 6th of May
        or (_number(before) and named and further not in ("$", "€", "£"))  # twenty five January
        or (_number(before) and first in _ROLLING)  # 13 last minutes
        or (before in UNITS and start not in ends and mod in _LIMITS)  # the day before Christmas
        or (before in ("no", "not") and mod in ("more", "less"))
        or (before == "in" and kind == "duration" and mod is not None)  # in less than an hour
        or (before in _FEASTS and first in WEEKDAYS)  # Easter Sunday
        or (before == "with" and further in _ENDING)
        or (before == "to" and further == "equal")
        or (first == "now" and before in ("from", "to", "until", "till"))
        or (before in _SUFFIXES and scan.glued(start - 1) and kind == "range")  # the 20th next month
        or (before in ORDINALS and (first in WEEKDAYS or kind in ("duration", "range")))  # first Monday
    )


def _said_behind(scan: Scan, piece: Piece, starts: set[int]) -> bool:
    start, end, expression = piece
    after, further = scan.form(end), scan.form(end + 1)
    kind, mod, free = expression.kind, expression.mod, end not in starts
    counted = _number(after) or (after in _TIMED and _number(further) and end + 1 not in starts)
    return (
        (after in _AFTER and free)
        or (after == "and" and further in ("a", "half") and kind == "duration")  # one year and a quarter
        or (after == "for" and scan.form(start - 1) == "from")  # from 10 am for 3 hours
        or (after == "of" and kind == "range" and (_ordinal(scan, end + 1) or _ordinal(scan, end + 2)))
        or (after in ("before", "after") and further in ("last", "next", "that") and free)  # the week after next
        or (after in ("am", "pm") and kind in ("date", "range"))
        or (after == "the" and kind == "date" and (_ordinal(scan, end + 1) or _number(further)))  # Friday the 2nd
        or (kind in ("time", "duration") and free and _number(after))  # 1h 30m
        or (kind == "duration" and after == "or" and _number(further))  # a year or two
        or (kind == "date" and _verb(scan, start, end))  # may 5 people enter
        or (after == "/" and scan.glued(end) and kind == "date")
        or (after == "of" and further == "'")  # summer of '69
        or (counted and free and kind in ("date", "datetime", "range", "set") and mod is None)  # Wednesday from 10
        or (after in _OR and further in _OR_MORE and end + 1 not in starts)  # 2016 and greater
        or (after in ("to", "till", "until", "-") and (further in _OPEN or further[:1].isdigit()))  # March to date
        or (after in ("through", "thru", "until", "till") and kind != "duration" and mod is None)
    )


def _verb(scan: Scan, start: int, end: int) -> bool:
    """Whether a month may be a verb and its day a count: march 3 miles, may 5 people enter."""
    if scan.form(start) in ("may", "march") and not scan.capital(start) and scan.form(start - 1) in _SUBJECTS:
        return True  # we may 2 or 3 days later
    if end - start != 2 or not scan.form(end).isalpha() or not scan.form(end - 1).isdigit():
        return False
    if scan.form(end) in names().words and scan.form(end) != "in":
        return True  # Mar 3 miles
    return scan.form(start) in ("may", "march") and not (scan.capital(start) or scan.form(end) in _PLAIN)


def _ordinal(scan: Scan, index: int) -> bool:
    form = scan.form(index)
    return form in ORDINALS or (form.isdigit() and scan.form(index + 1) in _SUFFIXES)


def _number(form: str) -> bool:
    return form[:1].isdigit() or form in CARDINAL_KEYS


def _of_choice(scan: Scan, start: int, before: str) -> bool:
    """True behind a number, an 'or' or a meal that says more: 3 on 1/1/2015, before or on Friday, 7, this morning."""
    further = scan.form(start - 2)
    if before in ("on", "of", ",") and _number(further) and scan.form(start) not in MONTHS:
        return before != "," or scan.form(start) in ("this", "tonight", "in")
    if before in ("in", "on", "at") and further == "or":
        return scan.form(start - 3) in ("before", "after", "than", "until", "by", "since")
    if before in ("of", "in") or (before == "the" and further in ("of", "in")):
        owner = further if before != "the" else scan.form(start - 3)
        return owner in _HALVES or (owner in UNITS and owner not in ("year", "month") and len(owner) > 1)
    if before in _MEALS:
        return further in ("at", "before", "after", "around")
    return before == "or" and further in ("at", "on", "in")


def _of_range(scan: Scan, start: int) -> bool:
    """True for the second end of a range whose first end was not understood."""
    words = [scan.form(i) for i in range(max(0, start - 6), start)]
    if words[-1:] == ["the"]:
        words.pop()
    if words[-1:] == ["and"]:
        return "between" in words
    return scan.form(start) in ("until", "till", "through") and "from" in words


def _joined(scan: Scan, a: Piece, b: Piece) -> bool:
    """True where two pieces look like parts of one."""
    gap = [scan.form(i) for i in range(a[1], b[0])]
    if gap[:1] == [","] and gap != [","]:
        return gap[1] in ("from", "starting", "since", "between") and len(gap) == 2
    one, two = a[2], b[2]
    if not gap or gap == [","]:
        return two.mod == "since" if gap else _side_by_side(scan, a, b)
    if len(gap) > 4 or not all(form in _JOINTS for form in gap):
        return False
    if gap in (["and"], [",", "and"]):
        if one.kind == two.kind == "duration":
            return not one.mod and not two.mod
        return scan.form(a[0] - 1) == "between"
    if gap == ["for"] and two.kind == "duration":
        return scan.form(b[1]) in ("from", "starting") or scan.form(a[0] - 1) == "from"
    if gap in (["at"], ["on"], ["in"]) and one.kind == "duration":
        return False
    return one.kind != "date" or _joins_clock(scan, a) or gap not in (["at"], ["in", "the"])


def _side_by_side(scan: Scan, a: Piece, b: Piece) -> bool:
    """Nothing stands between: kept are a stretch with what lies in it, and a duration with its stretch."""
    one, two = a[2], b[2]
    limited = two.mod in _LIMITS
    if one.kind == "duration":
        counted = _number(scan.form(b[0])) and two.kind in ("date", "datetime")
        return two.kind not in ("range", "date", "datetime", "set") or limited or counted
    if one.kind == "range":
        if one.readings[0].timex.startswith("("):
            return True
        bare_year = scan.form(b[0])[:1].isdigit() and b[1] - b[0] == 1
        return bare_year or one.mod in _LIMITS or (limited and one.readings[0].timex.startswith("T"))
    if one.kind == "date":
        return _joins_clock(scan, a) or "weekend" in (scan.form(b[0]), scan.form(b[1] - 1))
    if one.kind == "set":
        return two.kind in ("time", "datetime", "set")
    return two.kind != "duration"


def _joins_clock(scan: Scan, piece: Piece) -> bool:
    """False for a holiday, which is left beside its time on purpose."""
    return not any(end == piece[1] for end, _ in scan.part("holiday", piece[0]))
