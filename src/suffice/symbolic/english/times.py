"""Times of day, moments and ranges of both.

Values: ``["time", "15:30:00"]`` (to a fraction of a second where said); ``["datetime", "2026-03-05T15:30:00"]``
on no particular clock, ``["on", date, time]`` where the date is an expression; ``["at", local, zone]`` on the
clock of a zone; ``["range", a, b]``. A time such as 3:30 that may be morning or afternoon gives both,
unless the text itself writes 24-hour times.
"""

from __future__ import annotations

import re
from functools import lru_cache

from suffice.records import Json
from suffice.symbolic.english import durations
from suffice.symbolic.english.grammar import NUMBER, Grammar, Match, Parse

_DAYTIME: dict[str, tuple[int, int]] = {  # part of the day -> the hours (24 h) that it can hold
    "morning": (0, 12), "afternoon": (12, 19), "evening": (16, 24), "night": (18, 30),
}  # fmt: skip
_HALF_DAY = re.compile(r"\d\s*[ap]\.?\s?m\b|\b(?:morning|afternoon|evening|o'clock|noon|midday)\b", re.IGNORECASE)
_CLOCK_24 = re.compile(r"(?<![\d:./-])(?:0\d|1[3-9]|2[0-4])[:h]\d\d(?!\d)|24[- ]?h", re.IGNORECASE)
_UNMARKED = re.compile(r"(?<![\d:.])(\d{1,2})[:.](\d\d)(?![\d:%])(?!\s*[ap]\.?\s?m\b)(?!\.\d)", re.IGNORECASE)
_MINUTES = {"quarter": 15, "half": 30, "a quarter": 15}
_GLUED_MARKS = (":", "h")


@lru_cache(maxsize=64)
def _style(source: str) -> tuple[bool, bool]:
    """Whether a text writes am/pm, and whether it writes 24-hour times."""
    return bool(_HALF_DAY.search(source)), bool(_CLOCK_24.search(source))


@lru_cache(maxsize=64)
def _backwards(source: str) -> bool:
    """Whether of two times without am or pm the second is the earlier, so that noon may lie between.

    Times of an even number are pairs, each a start and an end; of an odd number each is held against the next.
    """
    told = [(int(hour), int(minute)) for hour, minute in _UNMARKED.findall(source)]
    step = 2 - len(told) % 2
    return any(later < earlier for earlier, later in zip(told[::step], told[1::step], strict=False))


def shown(hour: int, minute: int = 0, second: str = "00") -> Json:
    return ["time", f"{hour:02d}:{minute:02d}:{second}"]


def time(parse: Parse, index: int) -> list[Match]:
    """A time of day. A bare hour counts as one only here, where the grammar expects a time."""
    return _times(parse, index, bare=True)


def clock(parse: Parse, index: int) -> list[Match]:
    """A time of day that shows itself to be one: not a bare number."""
    return _times(parse, index, bare=False)


def _times(parse: Parse, index: int, bare: bool) -> list[Match]:
    form = parse.form(index)
    if not form:
        return []
    if form in ("noon", "midday"):
        return [(index + 1, shown(12))]
    if form == "midnight":
        return [(index + 1, shown(0))]
    if form in ("12", "twelve") and parse.form(index + 1) in ("noon", "midday", "midnight"):
        return [(index + 2, shown(0 if parse.form(index + 1) == "midnight" else 12))]
    found: list[Match] = []
    for end, hour, minute, second, style in _digits(parse, index) + _spoken(parse, index):
        found += _halves(parse, end, hour, minute, second, style, bare)
    found += [(end + 1, value) for end, value in found if parse.form(end) in ("sharp", "exactly")]
    return list({repr(match): match for match in found}.values())


def _digits(parse: Parse, index: int) -> list[tuple[int, int, int, str, str]]:
    """(end, hour, minute, second, style) of 15:30, 3:30:05.250, 15h30, 1530 hours, 3.30, 9."""
    form = parse.form(index)
    following, glued = parse.form(index + 1), index + 1 < parse.end and parse.tokens[index + 1].glued
    if form.isdecimal() and len(form) <= 2:
        hour, style = int(form), "24" if form[0] == "0" and len(form) == 2 else "colon"
        minutes = parse.form(index + 2)
        if (
            following in _GLUED_MARKS
            and glued
            and len(minutes) == 2
            and minutes.isdecimal()
            and parse.tokens[index + 2].glued
        ):
            if hour > 24 or int(minutes) > 59:
                return []
            if following == "h":
                return [(index + 3, hour, int(minutes), "00", "24")]
            seconds = parse.form(index + 4)
            if parse.form(index + 3) == ":" and parse.tokens[index + 3].glued and parse.tokens[index + 4 : index + 5]:
                whole, _, part = seconds.partition(".")
                if len(whole) != 2 or not whole.isdecimal() or int(whole) > 59 or len(part) > 6:
                    return []
                return [(index + 5, hour, int(minutes), seconds, "24" if style == "24" else "colon")]
            return [(index + 3, hour, int(minutes), "00", style)]
        if following == "h" and glued and not parse.form(index + 2).isdecimal():
            return [(index + 2, hour, 0, "00", "24")] if hour <= 24 else []
        return [(index + 1, hour, 0, "00", "bare")] if hour <= 24 else []
    if re.fullmatch(r"\d{1,2}\.[0-5]\d", form):
        hour, _, minute = form.partition(".")
        return [(index + 1, int(hour), int(minute), "00", "dot")] if int(hour) <= 24 else []
    if re.fullmatch(r"([01]\d|2[0-4])[0-5]\d", form) and following in ("hours", "hrs", "h", "hour"):
        return [(index + 2, int(form[:2]), int(form[2:]), "00", "24")]
    return []


def _spoken(parse: Parse, index: int) -> list[tuple[int, int, int, str, str]]:
    """Half past three, quarter to five, ten past six, seven o'clock, nine."""
    form = parse.form(index)
    at = index
    if form == "a" and parse.form(index + 1) == "quarter":
        at, form = index + 1, "quarter"
    if form.isdecimal():
        minute, direction_at = (int(form) if len(form) <= 2 else 99), at + 1
    elif form in _MINUTES:
        minute, direction_at = _MINUTES[form], at + 1
    else:
        direction_at, minute = _minutes(parse, at)
    if minute is None or minute > 59:
        return []
    if parse.form(direction_at) in ("minutes", "minute"):
        direction_at += 1
    word = parse.form(direction_at)
    if word in ("past", "to", "after", "before", "till") and (word == "past" or form != "half"):
        hour_form = parse.form(direction_at + 1)
        hour = int(hour_form) if hour_form.isdecimal() and len(hour_form) <= 2 else durations.WORDS.get(hour_form)
        if hour_form in ("noon", "midnight", "midday"):
            hour = 0 if hour_form == "midnight" else 12
            total = hour * 60 + (minute if word in ("past", "after") else -minute)
            return [(direction_at + 2, total // 60 % 24, total % 60, "00", "24")]
        if hour is None or not 1 <= hour <= 12 or minute > 30:
            return []
        total = (hour * 60 + (minute if word in ("past", "after") else -minute)) % 720
        return [(direction_at + 2, total // 60 or 12, total % 60, "00", "said")]
    if form in _MINUTES or form.isdecimal() or not 1 <= minute <= 12 or direction_at != at + 1:
        return []
    end, after = _minutes(parse, at + 1)
    exact = [(end, minute, after, "00", "said")] if after is not None and 10 <= after <= 59 else []
    return [*exact, (at + 1, minute, 0, "00", "bare")]


def _minutes(parse: Parse, index: int) -> tuple[int, int | None]:
    """A number of minutes in words: ``five``, ``twenty-five``."""
    value = durations.WORDS.get(parse.form(index))
    if value is not None and value >= 20:
        at = index + 2 if parse.form(index + 1) == "-" else index + 1
        if 0 < durations.WORDS.get(parse.form(at), 0) < 10:
            return at + 1, value + durations.WORDS[parse.form(at)]
    return index + 1, value


def _halves(parse: Parse, end: int, hour: int, minute: int, second: str, style: str, bare: bool) -> list[Match]:
    """Morning and afternoon readings of what was said, as the words and the text allow."""
    if parse.form(end) == "o'clock":
        end, style = end + 1, "said"
    marked = _half_mark(parse, end)
    if style == "dot" and not (marked and marked[1] in ("am", "pm")):
        return []
    found: list[Match] = []
    if marked and 1 <= hour <= 12 and style != "24":
        after, mark = marked
        base = hour % 12
        if mark in ("am", "pm"):
            return [(after, shown(base + (12 if mark == "pm" else 0), minute, second))]
        low, high = _DAYTIME[mark]
        fitting = [h for h in (base, base + 12, base + 24) if low <= h < high]
        return [(after, shown(h % 24, minute, second)) for h in fitting]
    if marked and marked[1] not in ("am", "pm"):  # 19:30 in the evening
        low, high = _DAYTIME[marked[1]]
        if low <= hour < high or low <= hour + 24 < high:
            found.append((marked[0], shown(hour, minute, second)))
    elif marked and style != "said" and 0 <= hour <= 23 and (hour > 12 or hour == 0 or style == "24"):
        late = hour >= 12
        if late == (marked[1] == "pm"):  # 15:30 pm
            found.append((marked[0], shown(hour, minute, second)))
        return found
    if parse.form(end) in ("hours", "hrs", "hour", "uhr") and style in ("colon", "24"):
        return [(end + 1, shown(hour % 24, minute, second))] if hour < 24 or not minute else []
    if style == "bare" and not bare:
        return found
    if hour == 24:
        return [*found, (end, ["time", "24:00:00"])] if minute == 0 and float(second) == 0 else found
    return found + [(end, shown(h, minute, second)) for h in _candidates(parse, hour, style, second)]


def _half_mark(parse: Parse, end: int) -> tuple[int, str] | None:
    form, following, third = parse.form(end), parse.form(end + 1), parse.form(end + 2)
    if form in ("am", "pm"):
        return end + 1, form
    if form in ("a", "p") and following == "m":
        return end + 2, form + "m"
    if form == "in" and following == "the" and third in _DAYTIME:
        return end + 3, third
    if (form == "at" and following == "night") or (form in ("this", "that") and following in _DAYTIME):
        return end + 2, following
    return None


def _candidates(parse: Parse, hour: int, style: str, second: str) -> list[int]:
    """The hours (24 h) that an hour without am or pm can mean in this text."""
    if style == "24" or hour == 0 or hour > 12:
        return [hour]
    both = sorted({hour % 12, hour % 12 + 12})
    if style in ("said", "bare"):
        return both
    half_day, clock_24 = _style(parse.text.source)
    if second != "00" or (clock_24 and not half_day):
        return [hour]
    return both if half_day or hour < 10 or _backwards(parse.text.source) else [hour]


def time_range(parse: Parse, index: int) -> list[Match]:
    """9:00-17:00, from 9 am to 5 pm, 9-5, between 2 and 3:30 pm: ``["range", time, time]``."""
    found: list[Match] = []
    at, words = index, ("-", "to", "until", "till", "through")
    if parse.form(index) == "from":
        at = index + 1
    elif parse.form(index) == "between":
        at, words = index + 1, ("and", "-")
    for middle, first in parse.match("time", at):
        if parse.form(middle) not in words:
            continue
        for end, second in parse.match("time", middle + 1):
            match = (end, ["range", first, second])
            if _plausible(parse, at, middle, first, end, second) and match not in found:
                found.append(match)
    return found


def _plausible(parse: Parse, at: int, middle: int, first: Json, end: int, second: Json) -> bool:
    """Where one end alone says am or pm, the other lies as near to it as it can: 2 to 3:30 pm, 9 am to 5."""
    starts = [value[1] for e, value in parse.match("time", at) if e == middle]
    stops = [value[1] for e, value in parse.match("time", middle + 1) if e == end]
    if (len(starts) > 1) == (len(stops) > 1) or (len(stops) > 1 and parse.form(middle) == "and"):
        return True  # between 8:45 am and 9:45: no one said which
    spans = {(a, b): (_second(b) - _second(a)) % 86400 or 86400 for a in starts for b in stops}
    return spans[first[1], second[1]] == min(spans.values())


def opening(parse: Parse, index: int) -> list[Match]:
    """Hours of business: a range within one day, read as daytime where am and pm are not said (9-5)."""
    found = [(end, value) for end, value in parse.match("time_range", index) if value[1][1] < value[2][1]]
    by_end: dict[int, list[Match]] = {}
    for match in found:
        by_end.setdefault(match[0], []).append(match)
    kept: list[Match] = []
    for matches in by_end.values():
        day = [m for m in matches if "05:00" < m[1][1][1] < "12:00" and m[1][2][1] >= "12:00"]
        kept += day if len(matches) > 1 and len(day) == 1 else matches
    return kept


def _second(clock: str) -> int:
    return int(clock[:2]) * 3600 + int(clock[3:5]) * 60 + int(clock[6:8])


def install(grammar: Grammar) -> None:
    grammar.literals |= {"time": time, "clock": clock, "time_range": time_range, "opening": opening}
    words = frozenset(("noon", "midday", "midnight", "a", NUMBER)).union(_MINUTES, durations.WORDS)
    ranges = words | {"from", "between"}
    grammar.openers |= {"time": words, "clock": words, "time_range": ranges, "opening": ranges}
