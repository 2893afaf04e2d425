"""What stands beside an expression may belong to it. Where the grammar did not join the two, neither is returned.

A part of an expression means something else than the whole (``3 days`` of ``3 days after Christmas``), so that leaving
it out is the only safe answer. Two that are complete beside each other (``2 hours next month``) are kept.
"""

from __future__ import annotations

from suffice.symbolic.extraction.meaning import Expression
from suffice.symbolic.extraction.scan import Scan
from suffice.symbolic.extraction.words import CARDINAL_KEYS, MONTHS, ORDINALS, SHORT_MONTHS, UNITS, WEEKDAYS

Piece = tuple[int, int, Expression]
_BEFORE = frozenset("next last this that same previous upcoming early mid than other every each any all middle"
                    " beginning within fiscal school rest remaining remainder later earlier late fy cy sy"
                    " non year".split())  # fmt: skip
_AFTER = frozenset("ago later earlier onward onwards hence century centuries weekend weekends quarter quarters"
                   " timezone ish ~ weekday weekdays ad bc bce ce semester holiday holidays old"
                   " eve".split()) | {u for u in UNITS if len(u) > 1}  # fmt: skip
_TIMED = frozenset("from between at around by before after".split())
_MEALS = frozenset("lunch dinner breakfast lunchtime".split())
_FEASTS = frozenset("easter palm good ash black cyber holy maundy shrove super".split())
_ENDING = frozenset("starting beginning ending begins starts ends".split())
_HALVES = frozenset("half quarter quarters weekend rest remainder part end beginning start middle".split())
_OR = frozenset("or and".split())
_OR_MORE = frozenset("later earlier after before greater above less onward onwards prior beyond newer older".split())
_JOINTS = frozenset("of from in on at to until till through the - ~ ( starting since after before within around between"
                    " my next last this past following beginning s ' for during through thru and"
                    " year".split())  # fmt: skip
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
    start, end, expression = piece
    before, after = scan.form(start - 1), scan.form(end)
    if before in _BEFORE or (after in _AFTER and end not in starts):
        return True
    if (before == "from" and after == "for") or before == "between" or _of_range(scan, start):
        return True
    if after == "of" and expression.kind == "range" and (_ordinal(scan, end + 1) or _ordinal(scan, end + 2)):
        return True
    if _number(before) and scan.form(start - 2) in ("to", "-", "and", "until", "till"):
        return True
    if before in UNITS and start not in ends and expression.mod in ("before", "after", "since", "until"):
        return True
    if before in ("no", "not") and expression.mod in ("more", "less"):
        return True
    if after in ("before", "after") and scan.form(end + 1) in ("last", "next", "that") and end not in starts:
        return True
    if before == "in" and expression.kind == "duration" and expression.mod:
        return True
    if after in ("am", "pm") and expression.kind in ("date", "range"):
        return True
    if before in _FEASTS and scan.form(start) in WEEKDAYS:
        return True
    if (before == "with" and scan.form(start - 2) in _ENDING) or (before == "to" and scan.form(start - 2) == "equal"):
        return True
    if scan.form(start) == "now" and before in ("from", "to", "until", "till"):
        return True
    if _of_choice(scan, start, before):
        return True
    if (
        _number(before)
        and scan.form(start - 2) not in ("$", "€", "£")
        and (scan.form(start) in MONTHS or scan.form(start) in SHORT_MONTHS)
    ):
        return True
    if before in ("st", "nd", "rd", "th") and scan.glued(start - 1) and expression.kind == "range":
        return True
    if after == "the" and expression.kind == "date" and _ordinal(scan, end + 1):
        return True
    if expression.kind == "time" and end not in starts and _number(after):
        return True
    counted = _number(after) or (after in _TIMED and _number(scan.form(end + 1)) and end + 1 not in starts)
    if counted and end not in starts and expression.kind in ("date", "datetime", "range") and expression.mod is None:
        return True
    if before in ORDINALS and (scan.form(start) in WEEKDAYS or expression.kind in ("duration", "range")):
        return True
    if before[:1].isdigit() and scan.form(start) in ("next", "last", "past", "coming", "upcoming", "previous"):
        return True
    if after in _OR and scan.form(end + 1) in _OR_MORE and end + 1 not in starts:
        return True
    if after in ("to", "till", "until", "-") and (
        scan.form(end + 1) in ("date", "current", "end", "the") or scan.form(end + 1)[:1].isdigit()
    ):
        return True
    return after in ("through", "thru", "until", "till") and expression.kind != "duration" and expression.mod is None


def _ordinal(scan: Scan, index: int) -> bool:
    form = scan.form(index)
    return form in ORDINALS or (form.isdigit() and scan.form(index + 1) in ("st", "nd", "rd", "th"))


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
    if scan.form(b[0]) in ("in", "from", "for") and one.kind not in ("date", "datetime", "duration"):
        return False
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
