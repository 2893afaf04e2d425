"""Zones: local times that do not exist or exist twice are named, not guessed.

Tables come from the ``tzdata`` package, never from the machine, so that the version in the evidence is
the one that was used. Named zones are answered for 1970 to 2099: earlier tables are merged and
simplified by their makers (tz database, ``theory.html``), later rules are nobody's law yet.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from suffice.records import Code
from suffice.symbolic.calendar.values import (
    DAY_US,
    Clock,
    Length,
    Moment,
    Refusal,
    Span,
    Zone,
    fixed_offset,
    is_fixed,
    misread,
    offset_text,
)

FIRST_YEAR, LAST_YEAR = 1970, 2099
EPOCH = datetime(1970, 1, 1)


@cache
def version() -> str:
    """The release of the tz database in use, such as 2026a."""
    import tzdata

    return tzdata.IANA_VERSION


@lru_cache(maxsize=700)
def table(name: str) -> ZoneInfo:
    """Raises Refusal for a zone that the tz database does not have."""
    from importlib.resources import files

    try:
        folder = files("tzdata.zoneinfo")
        with folder.joinpath(*name.split("/")).open("rb") as stream:
            return ZoneInfo.from_file(stream, key=name)
    except (OSError, ValueError) as error:
        raise Refusal(Code.UNSUPPORTED, f"the tz database has no zone '{name}'") from error


def _bounded(name: str, year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refusal(Code.OUT_OF_RANGE, f"the clocks of {name} are known for {FIRST_YEAR} to {LAST_YEAR} only")


def at(local: datetime, zone: Zone, fold: int | None) -> Moment:
    """The moment when the clock of ``zone`` shows ``local``.

    Raises Refusal: INCONSISTENT in a gap, AMBIGUOUS where the time comes twice and ``fold`` does not choose.
    """
    if is_fixed(zone.name):
        return Moment(local, zone.name, fixed_offset(zone.name))
    _bounded(zone.name, local.year)
    rules = table(zone.name)
    first, second = rules.utcoffset(local), rules.utcoffset(local.replace(fold=1))
    assert first is not None and second is not None
    before, after = round(first.total_seconds()), round(second.total_seconds())
    if before < after:
        change = timedelta(seconds=after - before)
        raise Refusal(
            Code.INCONSISTENT,
            f"{_said(local)} does not exist in {zone.name}: the clocks go forward by {_span(change)} "
            f"from UTC{offset_text(before)} to UTC{offset_text(after)} and skip it",
        )
    if before > after:
        if fold is None:
            instants = " and ".join(f"{_said(local - timedelta(seconds=o))} UTC" for o in (before, after))
            raise Fold(
                Code.AMBIGUOUS,
                f"{_said(local)} comes twice in {zone.name}, where the clocks go back: at {instants}",
            )
        return Moment(local, zone.name, (before, after)[fold])
    return Moment(local, zone.name, before)


class Fold(Refusal):
    """A local time that comes twice."""


def _said(local: datetime) -> str:
    return local.strftime("%H:%M on %-d %B %Y")


def _span(change: timedelta) -> str:
    minutes = round(change.total_seconds()) // 60
    hours = minutes // 60
    whole = "1 hour" if hours == 1 else f"{hours} hours"
    return whole if minutes % 60 == 0 else f"{minutes} minutes"


def from_utc(utc: datetime, zone: str) -> Moment:
    if is_fixed(zone):
        seconds = fixed_offset(zone)
    else:
        _bounded(zone, utc.year)
        offset = utc.replace(tzinfo=UTC).astimezone(table(zone)).utcoffset()
        assert offset is not None
        seconds = round(offset.total_seconds())
    return Moment(utc + timedelta(seconds=seconds), zone, seconds)


def to_zone(moment: Moment, zone: Zone) -> Moment:
    return from_utc(moment.utc, zone.name)


def shift(moment: Moment, length: Length, sign: int, fold: int | None) -> Moment:
    """Days are days of the wall calendar, hours are hours that pass."""
    if length.months or length.working_days or length.working_us:
        raise misread("months and working time are added to a date, not to a moment")
    if length.days:
        moment = at(moment.local + timedelta(days=sign * length.days), Zone(moment.zone), fold)
    return from_utc(moment.utc + timedelta(microseconds=sign * length.us), moment.zone)


def constant_lead(source: str, target: str) -> int | None:
    """Seconds by which ``target`` is ahead of ``source``, if that never changes from 2025 to 2037."""
    if is_fixed(source) and is_fixed(target):
        return fixed_offset(target) - fixed_offset(source)
    return _lead(source, target)


@lru_cache(maxsize=512)
def _lead(source: str, target: str) -> int | None:
    leads: set[int] = set()
    hour = datetime(2025, 1, 1, tzinfo=UTC)
    zones = [None if is_fixed(name) else table(name) for name in (source, target)]
    fixed = [fixed_offset(name) if is_fixed(name) else 0 for name in (source, target)]
    changes = {hour}
    for zone in zones:
        if zone is not None:
            changes |= _changes(zone)
    for instant in sorted(changes):
        seconds = [
            fixed[n] if zone is None else round(instant.astimezone(zone).utcoffset().total_seconds())  # type: ignore[union-attr]
            for n, zone in enumerate(zones)
        ]
        leads.add(seconds[1] - seconds[0])
        if len(leads) > 1:
            return None
    return leads.pop()


@lru_cache(maxsize=512)
def _lead_at(us: int, source: str, target: str) -> int | None:
    """The lead at one time of day, if it is the same every day: clocks that change in one night differ only then."""
    if is_fixed(source) or is_fixed(target):
        return None
    here, there = table(source), table(target)
    days = {
        instant.astimezone(here).date() + timedelta(days=shift)
        for instant in {datetime(2025, 1, 1, tzinfo=UTC)} | _changes(here) | _changes(there)
        for shift in (-1, 0, 1, 2)
    }
    leads: set[int] = set()
    for day in days:
        for fold in (0, 1):
            local = datetime(day.year, day.month, day.day) + timedelta(microseconds=us)
            moment = local.replace(tzinfo=here, fold=fold)
            if moment.astimezone(UTC).astimezone(here).replace(tzinfo=None) != local:
                return None  # a time that one night leaves out
            leads.add(round((moment.astimezone(there).utcoffset() - moment.utcoffset()).total_seconds()))  # type: ignore[operator]
        if len(leads) > 1:
            return None
    return leads.pop()


def _changes(zone: ZoneInfo) -> set[datetime]:
    """The instants, to the minute, from 2025 to 2037 at which the offset of a zone changes."""
    found: set[datetime] = set()
    instant, end = datetime(2025, 1, 1, tzinfo=UTC), datetime(2038, 1, 1, tzinfo=UTC)
    known = instant.astimezone(zone).utcoffset()
    while instant < end:
        after = instant + timedelta(days=7)
        now = after.astimezone(zone).utcoffset()
        if now != known:
            low, high = instant, after
            while high - low > timedelta(minutes=1):
                middle = low + (high - low) / 2
                low, high = (middle, high) if middle.astimezone(zone).utcoffset() == known else (low, middle)
            found.add(high)
            known = now
        instant = after
    return found


def convert_time(time: Clock, source: Zone, target: Zone) -> Clock:
    """A time of day on another clock, where the date does not matter. Raises Refusal where it does."""
    lead = constant_lead(source.name, target.name)
    if lead is None:
        lead = _lead_at(time.us, source.name, target.name)
    if lead is None:
        raise Refusal(
            Code.UNDERDETERMINED,
            f"the difference between {source.name} and {target.name} changes over the year: a date is needed",
        )
    return Clock((time.us + lead * 1_000_000) % DAY_US)


def zone_lead(source: Zone, target: Zone, when: Moment | datetime | None) -> Length:
    """How far the clock of ``target`` is ahead of that of ``source``."""
    if when is None:
        lead = constant_lead(source.name, target.name)
        if lead is None:
            raise Refusal(Code.UNDERDETERMINED, "the difference changes over the year: a date is needed")
    else:
        utc = when.utc if isinstance(when, Moment) else when
        lead = from_utc(utc, target.name).offset_s - from_utc(utc, source.name).offset_s
    return Length(us=lead * 1_000_000)


def unix(moment: Moment, unit: str) -> Fraction:
    us = (moment.utc - EPOCH) // timedelta(microseconds=1)
    return Fraction(us, {"s": 1_000_000, "ms": 1000}[unit])


def from_unix(count: Fraction, unit: str, zone: Zone) -> Moment:
    us = count * {"s": 1_000_000, "ms": 1000}[unit]
    if us.denominator != 1:
        raise Refusal(Code.OUT_OF_RANGE, "finer than a microsecond")
    return from_utc(EPOCH + timedelta(microseconds=us.numerator), zone.name)


def span_us(span: Span) -> tuple[int, int]:
    """Both ends of a range in microseconds; dates count whole days, so their end is the day after."""
    from datetime import date

    start, end = span.start, span.end
    if isinstance(start, Clock) and isinstance(end, Clock):
        stop = end.us or DAY_US
        if stop <= start.us:
            raise Refusal(Code.UNSUPPORTED, "a range of times that runs past midnight")
        return start.us, stop
    if isinstance(start, Moment) and isinstance(end, Moment):
        low, high = start.utc, end.utc
    elif isinstance(start, datetime) and isinstance(end, datetime):
        low, high = start, end
    elif type(start) is date and type(end) is date:
        low = datetime(start.year, start.month, start.day)
        high = datetime(end.year, end.month, end.day)
        if high < low:
            raise Refusal(Code.INCONSISTENT, "a range ends before it starts")
        return (low - EPOCH) // timedelta(microseconds=1), (high - EPOCH) // timedelta(microseconds=1) + DAY_US
    else:
        raise misread("a range whose ends are of different kinds")
    if high <= low:
        raise Refusal(Code.INCONSISTENT, "a range ends before it starts")
    return (low - EPOCH) // timedelta(microseconds=1), (high - EPOCH) // timedelta(microseconds=1)
