"""Times of day: 7:56:30 pm, nine thirty, 20 past eight, seven o'clock, noonish, 3 in the morning."""

from __future__ import annotations

import re
from dataclasses import replace

from suffice.symbolic.extraction.meaning import Clock
from suffice.symbolic.extraction.scan import Found, Place, Rules, Scan
from suffice.symbolic.extraction.tokens import DIGITS
from suffice.symbolic.extraction.words import SMALL

RULES = Rules()
_COLON = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?(?!\d)")
_DOTTED = re.compile(r"([01]?\d|2[0-3])\.([0-5]\d)(?![\d.])")
_HALF = re.compile(r"([ap])(?:\s?\.\s?m(?:\s?\.)?|\s?m\b)", re.IGNORECASE)


def _end(scan: Scan, index: int, end_char: int) -> int | None:
    while index < len(scan.tokens) and scan.tokens[index].end < end_char:
        index += 1
    return index + 1 if index < len(scan.tokens) and scan.tokens[index].end == end_char else None


@RULES.lexical("colon_clock", (DIGITS,))
def colon_clock(scan: Scan, index: int) -> Found:
    """14:55, 7:56:30"""
    return _matched(scan, index, _COLON)


@RULES.lexical("dotted_clock", (DIGITS,))
def dotted_clock(scan: Scan, index: int) -> Found:
    """8.30"""
    return _matched(scan, index, _DOTTED)


def _matched(scan: Scan, index: int, form: re.Pattern[str]) -> Found:
    match = form.match(scan.text, scan.tokens[index].start)
    end = match and _end(scan, index, match.end())
    if not match or end is None:
        return []
    hour, minute, *second = (None if g is None else int(g) for g in match.groups())
    if hour is None or (hour == 24 and minute):
        return []
    return [(end, Clock(hour, minute, second[0] if second else None, sure=not 1 <= hour <= 12))]


@RULES.lexical("half", ("a", "p", "am", "pm", ".", "ampm"))
def half(scan: Scan, index: int) -> Found:
    """'am', 'pm' or 'ampm': pm, p.m., P . M ., a p glued to its hour."""
    at = index
    if scan.form(index) == ".":  # 9.am
        at += 1
        if not (scan.glued(index) and scan.glued(at)):
            return []
    if scan.form(at) == "ampm":
        return [(at + 1, "ampm")]
    match = _HALF.match(scan.text, scan.tokens[at].start) if at < len(scan.tokens) else None
    if match:
        end = _end(scan, at, match.end())
        return [] if end is None else [(end, f"{match[1].lower()}m")]
    if scan.form(at) in ("a", "p") and scan.glued(at):
        return [(at + 1, f"{scan.form(at)}m")]
    return []


@RULES.lexical("hour", (DIGITS, *list(SMALL)[:12]))
def hour(scan: Scan, index: int) -> Found:
    """0 to 24 in digits, one to twelve."""
    form = scan.form(index)
    if form in SMALL:
        return [(index + 1, SMALL[form])]
    return [(index + 1, int(form))] if len(form) <= 2 and int(form) <= 24 else []


@RULES.add("bare_hour", "{hour}")
def bare_hour(_: Place, hour: int) -> Clock:
    """An hour that only its surroundings make a time."""
    return Clock(hour, sure=not 1 <= hour <= 12)


def _in_half(clock: Clock, name: str) -> Clock | None:
    if name == "ampm":
        return clock
    if clock.sure and clock.hour > 12:
        return clock if name == "pm" else None
    return clock.on(name)


@RULES.add("plain_clock", "{colon_clock:clock}", "{colon_clock:clock} {half}", "{dotted_clock:clock} {half}")
def _digital(place: Place, clock: Clock, half: str = "ampm") -> Clock | None:
    if place.before == "of" or place.after in ("aspect", "ratio", "display", "screen", "odds", "scale"):
        return None
    return _in_half(clock, half)


@RULES.add("plain_clock", "at {dotted_clock:clock}", "at {dotted_clock:clock} {half}")
def _dotted(place: Place, clock: Clock, half: str = "ampm") -> Clock | None:
    return None if place.after in ("percent", "%", "per", "$") else _in_half(clock, half)


@RULES.add("plain_clock", "{bare_hour:clock} {half}", "{spoken_clock:clock} {half}")
def _with_half(place: Place, clock: Clock, half: str) -> Clock | None:
    if place.text.endswith("a") and place.before not in ("at", "to", "-", "from", "@"):
        return None  # 9a may be a flat
    if place.text == "one am" and place.after.isalpha():
        return None  # I for one am here
    return _in_half(clock, half)


@RULES.add("plain_clock", "{digits} {half}")
def _run_together(place: Place, digits: int, half: str) -> Clock | None:
    """1140 a.m."""
    if place.text[-1] not in "m.":
        return None  # 200P
    hour, minute = divmod(digits, 100)
    return (
        Clock(hour, minute).on(half) if digits >= 100 and 1 <= hour <= 12 and minute < 60 and half != "ampm" else None
    )


@RULES.lexical("oclock", ("o", "oclock"))
def oclock(scan: Scan, index: int) -> Found:
    """o'clock, oclock, o clock"""
    if scan.form(index) == "oclock":
        return [(index + 1, None)]
    at = index + 1 + (scan.form(index + 1) == "'")
    return [(at + 1, None)] if scan.form(at) == "clock" else []


@RULES.add(
    "plain_clock", "{bare_hour:clock} {oclock}", "{past_clock:clock} {oclock}", "{bare_hour:clock} {oclock} {half}"
)
def _oclock(_: Place, clock: Clock, oclock: None, half: str = "ampm") -> Clock | None:
    return _in_half(clock, half)


@RULES.add("minutes", "{digits:minutes} {minute_word}?", "{spoken:minutes} {minute_word}?")
def _minutes(place: Place, minutes: int, minute_word: None = None) -> int | None:
    return minutes if 0 < minutes < 60 else None


@RULES.add("minutes", "a? quarter", "half")
def _quarter(place: Place) -> int:
    return 30 if place.text == "half" else 15


@RULES.add("minutes", "three quarters")
def _three_quarters(_: Place) -> int:
    return 45


@RULES.add("minute_word", "minute", "minutes", "min", "mins")
def _minute_word(_: Place) -> str:
    return "minutes"


@RULES.add("past_clock", "{minutes} (past | after) {bare_hour:clock}", "{minutes} past {bare_hour:clock} {half}")
def _past(place: Place, minutes: int, clock: Clock, half: str = "ampm") -> Clock | None:
    if clock.hour > 12 or "half after" in place.text:
        return None
    found = _in_half(clock, half)
    return found and replace(found, minute=minutes)


@RULES.add("past_clock", "{minutes} (to | till | before) {bare_hour:clock}", "{minutes} to {bare_hour:clock} {half}")
def _to(place: Place, minutes: int, clock: Clock, half: str = "ampm") -> Clock | None:
    words = place.text.split()
    if not 1 <= clock.hour <= 12 or words[0] == "half":
        return None
    if (
        words[0] not in ("a", "quarter", "three")
        and not any(w.startswith("min") for w in words)
        and "past" not in words
    ):
        return None  # "five to seven" may be a range
    found = _in_half(clock, half)
    if found is None:
        return None
    return replace(found, hour=(found.hour - 1) % 24 if found.sure else (found.hour - 2) % 12 + 1, minute=60 - minutes)


@RULES.add("plain_clock", "{past_clock:clock}")
def _past_clock(_: Place, clock: Clock) -> Clock:
    return clock


@RULES.add("spoken_clock", "{hour} -? {spoken:minute} {minute_word}?")
def spoken_clock(place: Place, hour: int, minute: int, minute_word: None = None) -> Clock | None:
    """seven twenty-seven, five-thirty: nothing but words; eleven five is 11:05."""
    if place.text[0].isdigit() or minute > 59:
        return None
    return Clock(hour, minute, sure=False)


@RULES.add("plain_clock", "12? (noon | midday | mid day | mid - day)", "noonish", "12 lunchtime")
def _noon(_: Place) -> Clock:
    return Clock(12)


@RULES.add("plain_clock", "12? (midnight | mid night | mid - night)")
def _midnight(_: Place) -> Clock:
    return Clock(0)


@RULES.add("plain_clock", "(midmorning | mid - morning | mid morning)")
def _mid_morning(_: Place) -> Clock:
    return Clock(10)


@RULES.add("plain_clock", "(midafternoon | mid - afternoon | mid afternoon)")
def _mid_afternoon(_: Place) -> Clock:
    return Clock(14)


@RULES.lexical("ish", (DIGITS, *SMALL))
def ish(scan: Scan, index: int) -> Found:
    """11ish"""
    if scan.form(index + 1) != "ish" or not scan.glued(index + 1):
        return []
    return [(index + 2, clock) for _, clock in hour(scan, index)]


@RULES.add("plain_clock", "{ish}")
def _ish(_: Place, ish: int) -> Clock:
    return Clock(ish)
