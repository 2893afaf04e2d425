"""Stories of the calendar about spans of time: meetings, shifts, overlaps, deadlines, recurrences."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from suffice.bench.perturb.stories_clocks import clock, lengths, shown, some_time
from suffice.bench.perturb.stories_days import NOW, WEEKDAYS, some_day, spelled
from suffice.bench.perturb.story import Story, tell


def later(rng: Random) -> Story:
    at, hours, minutes = some_time(rng), rng.randrange(1, 9), rng.choice((0, 10, 20, 30, 45))
    back = rng.random() < 0.4
    step = timedelta(hours=hours, minutes=minutes)
    found = datetime.combine(date(2026, 6, 15), at) + (-step if back else step)
    length = f"{hours} hour{'s' * (hours > 1)}" + (f" and {minutes} minutes" if minutes else "")
    slots = {"at": clock(rng, at), "length": length, "after": "before" if back else "after"}
    return tell(
        rng,
        "time and a duration",
        (
            "? What time is {length} {after} {at}?",
            "? What time is it {length} {after} {at}?",
            *(
                (
                    "The meeting starts at {at}. | It lasts {length}. | ? When does it end?",
                    "A film starts at {at} and lasts {length}. | ? What time does it end?",
                    "? If a meeting starts at {at} and lasts {length}, when does it end?",
                )
                if not back
                else ("The meeting ends at {at}. | It lasts {length}. | ? When does it start?",)
            ),
        ),
        f"{found:%H:%M}",
        slots,
        item="meeting",
        extras=(
            ("There is a break of 15 minutes.", ()),
            ("It starts half an hour late.", ()),
            ("It is cancelled.", ()),
        ),
    )


def elapsed(rng: Random) -> Story:
    one, two = sorted(rng.sample(range(6 * 4, 23 * 4), 2))
    a, b = time(one // 4, one % 4 * 15), time(two // 4, two % 4 * 15)
    slots = {"a": clock(rng, a), "b": clock(rng, b)}
    return tell(
        rng,
        "elapsed time",
        (
            "? How long is it from {a} to {b}?",
            "? How much time is there between {a} and {b}?",
            "The meeting starts at {a} and ends at {b}. | ? How long is it?",
            "A shift runs from {a} to {b}. | ? How long is the shift?",
            "I worked from {a} to {b}. | ? How long did I work?",
        ),
        lengths((two - one) * 15),
        slots,
        extras=(("It includes a lunch break of 30 minutes that is not counted.", ()), ("It ends the next day.", ())),
    )


def overlap(rng: Random) -> Story:
    a, b, c, d = sorted(rng.sample(range(8 * 4, 20 * 4), 4))
    kind = rng.randrange(3)
    spans = ((a, c), (b, d)) if kind == 0 else ((a, d), (b, c)) if kind == 1 else ((a, b), (c, d))
    low, high = max(spans[0][0], spans[1][0]), min(spans[0][1], spans[1][1])
    minutes = max(0, (high - low) * 15)
    clocks = [[clock(rng, time(t // 4, t % 4 * 15)) for t in span] for span in spans]
    slots = {"a": clocks[0][0], "b": clocks[0][1], "c": clocks[1][0], "d": clocks[1][1]}
    if rng.random() < 0.5:
        return tell(
            rng,
            "overlap",
            (
                "One meeting is from {a} to {b}. | Another is from {c} to {d}. | ? Do they overlap?",
                "? Do {a} to {b} and {c} to {d} overlap?",
                "? Does a meeting from {a} to {b} overlap with one from {c} to {d}?",
            ),
            "Yes" if minutes else "No",
            slots,
            extras=(("The second one is on another day.", "No"),),
        )
    return tell(
        rng,
        "length of overlap",
        (
            "One meeting is from {a} to {b}. | Another is from {c} to {d}. | ? How long do they overlap?",
            "? How long is the overlap of {a} to {b} and {c} to {d}?",
            "I am free from {a} to {b}. | Anna is free from {c} to {d}. | ? How long are we both free?",
        ),
        lengths(minutes),
        slots,
    )


def deadline(rng: Random) -> Story:
    day, hours = some_day(rng, 2025, 2027), rng.choice((4, 6, 8, 12, 16, 20, 24))
    while day.weekday() > 4:
        day += timedelta(1)
    at = datetime.combine(day, some_time(rng, 9, 17))
    left, moment = timedelta(hours=hours), at
    while True:  # office hours 9 to 17, Monday to Friday
        close = datetime.combine(moment.date(), time(17))
        if moment.weekday() < 5 and moment + left <= close:
            break
        if moment.weekday() < 5:
            left -= close - moment
        moment = datetime.combine(moment.date() + timedelta(1), time(9))
    due = moment + left
    slots = {"day": spelled(rng, day), "at": clock(rng, at.time()), "h": str(hours)}
    return tell(
        rng,
        "SLA deadline",
        (
            "A ticket came in at {at} on {day}. | The SLA is {h} business hours. | Office hours are 9:00 "
            "to 17:00, Monday to Friday. | ? When is it due?",
            "Business hours are Monday to Friday, 9 am to 5 pm. | A ticket was opened on {day} at {at}. | "
            "The SLA is {h} business hours. | ? When is the deadline?",
            "? A ticket was opened on {day} at {at}. With an SLA of {h} business hours (Mon-Fri "
            "9:00-17:00), when is it due?",
        ),
        shown(due)[1:],
        slots,
        item="ticket",
        extras=(
            ("The office is closed on the day after.", ()),
            ("On Fridays the office closes at noon.", ()),
            ("The ticket was paused for an hour.", ()),
        ),
    )


def recurring(rng: Random) -> Story:
    start, every, n = some_day(rng, 2025, 2027), rng.choice((2, 3, 4)), rng.randrange(2, 8)
    now = start + timedelta(rng.randrange(1, 30))
    found = start
    while found <= now:
        found += timedelta(7 * every)
    slots = {
        "start": spelled(rng, start),
        "k": str(every),
        "n": str(n),
        "weekday": WEEKDAYS[start.weekday()],
        "now": spelled(rng, now),
    }
    return tell(
        rng,
        "next occurrence",
        (
            "A meeting takes place every {k} weeks starting on {start}. | ? When is the next one after {now}?",
            "Bins are collected every {k} weeks. | The last collection was on {start}."
            " | ? When is the next collection after {now}?",
            "We meet every {k} weeks, starting {start}. | ? When is the next meeting after {now}?",
        ),
        found.isoformat(),
        slots,
        now=now.isoformat() + NOW,
        item="meeting",
        extras=(("The next one is cancelled.", ()),),
    )


def gap(rng: Random) -> Story:
    a, b, c, d = sorted(rng.sample(range(8 * 4, 20 * 4), 4))
    clocks = [clock(rng, time(t // 4, t % 4 * 15)) for t in (a, b, c, d)]
    slots = dict(zip("abcd", clocks, strict=True))
    return tell(
        rng,
        "gap",
        (
            "One meeting is from {a} to {b}. | The next is from {c} to {d}. | ? How long is the gap between them?",
            "My first meeting is from {a} to {b}. | My second meeting is from {c} to {d}. | ? How much "
            "time is there between them?",
            "? How long is the gap between {a} to {b} and {c} to {d}?",
        ),
        lengths((c - b) * 15),
        slots,
    )


TELLERS = (
    later,
    elapsed,
    overlap,
    deadline,
    recurring,
    gap,
)
