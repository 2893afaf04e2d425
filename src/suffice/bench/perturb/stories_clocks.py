"""Stories of the calendar about clocks: zones, the time now, Unix time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from suffice.bench.perturb.stories_days import some_day, spelled
from suffice.bench.perturb.story import Allowed, Story, tell

CITIES = {
    "London": "Europe/London",
    "Paris": "Europe/Paris",
    "Berlin": "Europe/Berlin",
    "New York": "America/New_York",
    "Chicago": "America/Chicago",
    "Los Angeles": "America/Los_Angeles",
    "Tokyo": "Asia/Tokyo",
    "Singapore": "Asia/Singapore",
    "Sydney": "Australia/Sydney",
    "Dubai": "Asia/Dubai",
    "Mumbai": "Asia/Kolkata",
    "Toronto": "America/Toronto",
}
GAPS = (
    ("New York", date(2026, 3, 8)),
    ("Chicago", date(2027, 3, 14)),
    ("Los Angeles", date(2026, 3, 8)),
)  # 02:00 to 03:00
FOLDS = (
    ("New York", date(2026, 11, 1)),
    ("Chicago", date(2027, 11, 7)),
    ("Los Angeles", date(2026, 11, 1)),
)  # 01:00 to 02:00


def clock(rng: Random, at: time) -> str:
    """A time of day as people write it, its half of the day always told."""
    hour, half = at.hour % 12 or 12, "am" if at.hour < 12 else "pm"
    ways = [f"{hour}:{at.minute:02} {half}", f"{hour}:{at.minute:02}{half}", f"{hour}:{at.minute:02} {half.upper()}"]
    if at.hour >= 13:
        ways.append(f"{at.hour}:{at.minute:02}")
    if not at.minute:
        ways += [f"{hour} {half}", f"{hour}{half}"]
    return rng.choice(ways)


def some_time(rng: Random, first: int = 0, last: int = 24) -> time:
    return time(rng.randrange(first, last), rng.choice((0, 0, 15, 30, 45)))


def shown(moment: datetime) -> Allowed:
    """A moment, with or without its date and offset."""
    local = moment.replace(tzinfo=None)
    return (
        f"{local:%H:%M}",
        f"{local:%Y-%m-%dT%H:%M}",
        f"{local:%Y-%m-%d %H:%M}",
        moment.isoformat(),
        f"{local:%Y-%m-%dT%H:%M:%S}",
    )


def exists_once(local: datetime, zone: ZoneInfo) -> bool:
    early, late = local.replace(tzinfo=zone, fold=0), local.replace(tzinfo=zone, fold=1)
    return early.utcoffset() == late.utcoffset()


def zones(rng: Random) -> Story:
    here, there = rng.sample(sorted(CITIES), 2)
    day, at = some_day(rng, 2025, 2027), some_time(rng)
    odd = rng.random()
    if odd < 0.06:
        here, day = rng.choice(GAPS)
        at = time(2, rng.choice((15, 30)))
    elif odd < 0.12:
        here, day = rng.choice(FOLDS)
        at = time(1, rng.choice((15, 30)))
    if here == there:
        there = "Tokyo"

    def seen(day: date, here: str = here, there: str = there) -> Allowed:
        local, zone = datetime.combine(day, at), ZoneInfo(CITIES[here])
        first, second = (local.replace(tzinfo=zone, fold=fold).astimezone(ZoneInfo(CITIES[there])) for fold in (0, 1))
        if exists_once(local, zone):
            return shown(first)
        gone = first.astimezone(zone).replace(tzinfo=None) != local
        # both times that the clock shows are the same on the other one: its hour comes twice, too
        return () if gone or first.replace(tzinfo=None, fold=0) != second.replace(tzinfo=None, fold=0) else shown(first)

    slots = {"day": spelled(rng, day), "at": clock(rng, at), "here": here, "there": there}
    return tell(
        rng,
        "zone conversion",
        (
            "? What time is it in {there} when it is {at} in {here} on {day}?",
            "? If it's {at} on {day} in {here}, what time is it in {there}?",
            "? Convert {at} on {day} from {here} to {there} time.",
            "The call is at {at} {here} time on {day}. | ? What time is that in {there}?",
            "? It is {at} on {day} in {here}. What time is it in {there}?",
            "? {at} on {day} in {here} is what time in {there}?",
        ),
        seen(day),
        slots,
        item=there,
        days=(day,),
        answer=seen,
        others=(("What time is it in {here} when it is {at} in {there} on {day}?", seen(day, there, here)),),
        extras=(
            ("The call is moved by half an hour.", ()),
            ("{here} does not use daylight saving this year.", ()),
        ),
    )


def now_in(rng: Random) -> Story:
    city = rng.choice(sorted(CITIES))
    now = datetime.combine(some_day(rng, 2025, 2027), some_time(rng), UTC)
    return tell(
        rng,
        "time now",
        (
            "? What time is it in {city}?",
            "? What time is it in {city} now?",
            "? What's the current time in {city}?",
            "? what time is it right now in {city}?",
        ),
        shown(now.astimezone(ZoneInfo(CITIES[city]))),
        {"city": city},
        now=now.isoformat(),
        item=city,
        others=(
            (
                "What time was it in {city} two hours ago?",
                shown((now - timedelta(hours=2)).astimezone(ZoneInfo(CITIES[city]))),
            ),
            ("What is the date in {city}?", now.astimezone(ZoneInfo(CITIES[city])).date().isoformat()),
        ),
    )


def lead(rng: Random) -> Story:
    here, there = rng.sample(sorted(CITIES), 2)
    day = some_day(rng, 2025, 2027)

    def ahead(day: date) -> Allowed:
        """How far apart the clocks are, if that is the same all day long."""
        found = {_offset(day, hour, here) - _offset(day, hour, there) for hour in range(24)}
        return lengths(int(abs(found.pop().total_seconds())) // 60, signed=True) if len(found) == 1 else ()

    behind = _offset(day, 12, here) < _offset(day, 12, there)
    return tell(
        rng,
        "zone difference",
        (
            "? What is the time difference between {here} and {there} on {day}?",
            "? How far apart are {here} and {there} in hours on {day}?",
            "? How many hours is {here} " + ("behind" if behind else "ahead of") + " {there} on {day}?",
        ),
        ahead(day),
        {"here": here, "there": there, "day": spelled(rng, day)},
        item=there,
        days=(day,),
        answer=ahead,
    )


def _offset(day: date, hour: int, city: str) -> timedelta:
    found = datetime.combine(day, time(hour), ZoneInfo(CITIES[city])).utcoffset()
    assert found is not None
    return found


def lengths(minutes: int, signed: bool = False) -> Allowed:
    """A length of time in the ways that it may be told."""
    hours, rest = divmod(minutes, 60)
    decimal = f"{minutes / 60:g}"
    ways = (
        decimal,
        f"{decimal} hours",
        f"{decimal} hour",
        f"{decimal} h",
        f"{minutes} minutes",
        f"{minutes} min",
        f"{hours} hours {rest} minutes",
        f"{hours} hours and {rest} minutes",
        f"{hours} hour {rest} minutes",
        f"{hours} hour and {rest} minutes",
        f"{hours}:{rest:02}",
        f"PT{hours}H{rest}M",
    )
    return (*ways, *(f"-{way}" for way in ways[:4])) if signed else ways


def unix(rng: Random) -> Story:
    moment = datetime.combine(some_day(rng, 2000, 2035), some_time(rng), UTC)
    stamp = int(moment.timestamp())
    if rng.random() < 0.5:
        return tell(
            rng,
            "from Unix time",
            (
                "? What date and time is Unix timestamp {s} in UTC?",
                "? Convert Unix time {s} to UTC.",
                "? What is Unix timestamp {s} in UTC?",
                "? Which UTC date and time is the epoch {s}?",
            ),
            (*shown(moment)[1:], moment.strftime("%Y-%m-%dT%H:%M:%SZ"), moment.strftime("%Y-%m-%dT%H:%MZ")),
            {"s": str(stamp)},
            prose=False,
        )
    slots = {"day": spelled(rng, moment.date()), "at": f"{moment:%H:%M}"}
    return tell(
        rng,
        "to Unix time",
        (
            "? What is the Unix timestamp of {day} {at} UTC?",
            "? Convert {day} {at} UTC to a Unix timestamp.",
            "? What is the Unix time for {day} at {at} UTC?",
        ),
        str(stamp),
        slots,
    )


TELLERS = (
    zones,
    now_in,
    lead,
    unix,
)
