"""Offsets of a zone, from the compiled table itself (TZif, RFC 9636), read here a second time.

After the table's last transition its footer holds: a POSIX TZ string, worked out year by year.
"""

from __future__ import annotations

import re
import struct
from bisect import bisect_left, bisect_right
from functools import lru_cache
from importlib.resources import files

from suffice.symbolic.calendar.audit.numbers import Doubt, days_from_civil, weekday

_HEADER = struct.Struct(">4sc15x6l")
_NAME = r"(?:[A-Za-z]{3,}|<[A-Za-z0-9+-]+>)"
_TZ = re.compile(rf"{_NAME}(?P<std>[+-]?[\d:]+)(?:{_NAME}(?P<dst>[+-]?[\d:]+)?,(?P<start>[^,]+),(?P<end>[^,]+))?")


class Table:
    """Instants (seconds since 1970, UTC) at which the offset changes, offsets, and the rule after them."""

    def __init__(self, raw: bytes) -> None:
        magic, _, *counts = _HEADER.unpack_from(raw)
        if magic != b"TZif":
            raise Doubt("no compiled zone table")
        isut, isstd, leap, times, types, chars = counts
        second = _HEADER.size + times * 5 + types * 6 + chars + leap * 8 + isstd + isut  # the 64-bit block
        _, _, isut, isstd, leap, times, types, chars = _HEADER.unpack_from(raw, second)
        at = second + _HEADER.size
        self.instants = struct.unpack_from(f">{times}q", raw, at)
        kinds = raw[at + 8 * times : at + 9 * times]
        at += 9 * times
        offsets = [struct.unpack_from(">l", raw, at + 6 * n)[0] for n in range(types)]
        self.offsets = [offsets[kind] for kind in kinds]
        self.first = offsets[0]
        at += 6 * types + chars + 12 * leap + isstd + isut
        self._years: dict[int, tuple[int, int]] = {}
        self._near: dict[int, list[tuple[int, bool]]] = {}  # year -> the switches of it and of its neighbours, in order
        self.rule = _TZ.fullmatch(raw[at:].decode().strip("\n"))
        self.standard = -_seconds(self.rule["std"]) if self.rule else 0
        self.summer = -_seconds(self.rule["dst"]) if self.rule and self.rule["dst"] else self.standard + 3600

    def offset(self, instant: int) -> int:
        """Seconds ahead of UTC at an instant."""
        if not self.instants or instant < self.instants[0]:
            return self.first if self.instants or self.rule is None else self._ruled(instant)
        if instant >= self.instants[-1] and self.rule is not None:
            return self._ruled(instant)
        return self.offsets[bisect_right(self.instants, instant) - 1]

    def around(self, instant: int) -> set[int]:
        """Every offset in force within a day of an instant."""
        low, high = instant - 86400, instant + 86400
        found = {self.offset(low), self.offset(high)}
        found |= {self.offset(change) for change in self.changes(low, high)}
        return found

    def changes(self, low: int, high: int) -> list[int]:
        """Instants in ``low..high`` at which the offset may change."""
        found = list(self.instants[bisect_left(self.instants, low) : bisect_right(self.instants, high)])
        if self.rule is not None and self.rule["start"]:
            for year in range(1970 + low // 31557600 - 1, 1970 + high // 31557600 + 2):
                found += [t for t in self._switches(year) if low <= t <= high]
        return sorted(found)

    def _ruled(self, instant: int) -> int:
        rule = self.rule
        assert rule is not None
        if not rule["start"]:
            return self.standard
        year = 1970 + (instant + self.standard) // 31556952  # within a year of the truth
        near = self._near.get(year)
        if near is None:
            near = self._near[year] = sorted(
                (t, dst)
                for y in (year - 1, year, year + 1)
                for t, dst in zip(self._switches(y), (True, False), strict=True)
            )
        passed = bisect_right(near, (instant, True))
        if not passed:
            raise Doubt("a year without a change of clocks before it")
        return self.summer if near[passed - 1][1] else self.standard

    def _switches(self, year: int) -> tuple[int, int]:
        """The instants at which daylight saving begins and ends in a year."""
        known = self._years.get(year)
        if known is None:
            rule = self.rule
            assert rule is not None
            start = _when(rule["start"], year) + _seconds(rule["std"])
            known = self._years[year] = start, _when(rule["end"], year) - self.summer
        return known


def _seconds(text: str) -> int:
    sign, parts = (-1 if text[0] == "-" else 1), [int(p) for p in text.lstrip("+-").split(":")]
    return sign * sum(part * unit for part, unit in zip(parts, (3600, 60, 1), strict=False))


def _when(rule: str, year: int) -> int:
    """A rule such as M3.2.0/2, J60 or 59 -> seconds since 1970 on the local clock."""
    day, _, time = rule.partition("/")
    seconds = _seconds(time) if time else 7200
    if day[0] == "M":
        month, week, wanted = map(int, day[1:].split("."))  # week 5 is the last; Sunday is 0
        first = days_from_civil(year, month, 1)
        found = first + (wanted - (weekday(first) + 1)) % 7 + 7 * (week - 1)
        after = days_from_civil(year + month // 12, month % 12 + 1, 1)
        while found >= after:
            found -= 7
    elif day[0] == "J":  # 29 February is never counted
        n = int(day[1:])
        leap = days_from_civil(year + 1, 1, 1) - days_from_civil(year, 1, 1) == 366
        found = days_from_civil(year, 1, 1) + n - 1 + (leap and n >= 60)
    else:
        found = days_from_civil(year, 1, 1) + int(day)
    return found * 86400 + seconds


@lru_cache(maxsize=700)
def table(name: str) -> Table:
    """Raises Doubt where the tz database has no such zone."""
    try:
        return Table(files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes())
    except (OSError, struct.error, UnicodeDecodeError) as error:
        raise Doubt(f"no zone '{name}'") from error
