"""Lexical parts: months, weekdays, small numbers, years, units of time."""

from __future__ import annotations

import re
from fractions import Fraction

from suffice.symbolic.english.spoken import SCALES as _SCALES
from suffice.symbolic.english.spoken import TENS, VULGAR
from suffice.symbolic.extraction.scan import Found, Rules, Scan
from suffice.symbolic.extraction.tokens import DIGITS

RULES = Rules()

_MONTHS = "january february march april may june july august september october november december".split()
MONTHS = {name: n for n, name in enumerate(_MONTHS, 1)}
SHORT_MONTHS = {name[:3]: n for name, n in MONTHS.items() if name != "may"} | {"sept": 9}
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
WEEKDAYS = {name: n for n, name in enumerate(_WEEKDAYS, 1)}
SHORT_WEEKDAYS = {"mon": 1, "tue": 2, "tues": 2, "wed": 3, "weds": 3, "thu": 4, "thur": 4, "thurs": 4, "fri": 5,
                  "sat": 6, "sun": 7}  # fmt: skip
UNITS = {
    "second": "S", "seconds": "S", "sec": "S", "secs": "S", "s": "S",
    "minute": "M", "minutes": "M", "min": "M", "mins": "M",
    "hour": "H", "hours": "H", "hr": "H", "hrs": "H", "h": "H",
    "day": "D", "days": "D", "night": "D", "nights": "D", "d": "D",
    "week": "W", "weeks": "W", "w": "W", "fortnight": "2W", "fortnights": "2W",
    "month": "MO", "months": "MO",
    "year": "Y", "years": "Y", "yr": "Y", "yrs": "Y", "y": "Y", "decade": "10Y", "decades": "10Y",
}  # fmt: skip
SMALL = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
         "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
         "eighteen": 18, "nineteen": 19}  # fmt: skip
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
            "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14,
            "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20,
            "thirtieth": 30}  # fmt: skip
_SUFFIX = frozenset(("st", "nd", "rd", "th"))
_VAGUE = {"a": 1, "an": 1, "few": 3, "several": 3, "some": 3, "couple": 2, "half": Fraction(1, 2)}
_YEAR_WORDS = ("two", "eighteen", "nineteen", "twenty")
CARDINAL_KEYS = frozenset((*SMALL, *TENS))


def named(scan: Scan, index: int, full: dict[str, int], short: dict[str, int]) -> Found:
    """A name, or its abbreviation with or without a dot."""
    form = scan.form(index)
    if form in full:
        return [(index + 1, full[form])]
    if scan.form(index + 1) == "." and scan.glued(index + 1):
        return [(index + 2, short[form]), (index + 1, short[form])]
    return [(index + 1, short[form])]


@RULES.lexical("month", (*MONTHS, *SHORT_MONTHS))
def month(scan: Scan, index: int) -> Found:
    """1 to 12."""
    return named(scan, index, MONTHS, SHORT_MONTHS)


@RULES.lexical("weekday", (*WEEKDAYS, *SHORT_WEEKDAYS))
def weekday(scan: Scan, index: int) -> Found:
    """1 (Monday) to 7."""
    return named(scan, index, WEEKDAYS, SHORT_WEEKDAYS)


@RULES.lexical("weekdays", (name + "s" for name in WEEKDAYS))
def weekdays(scan: Scan, index: int) -> Found:
    """Mondays: 1."""
    return [(index + 1, WEEKDAYS[scan.form(index)[:-1]])]


def _whole(scan: Scan, index: int) -> Found:
    """Digits that stand as a whole number (not 5.3, not 1,000)."""
    goes_on = scan.form(index + 2)[:1].isdigit() and scan.glued(index + 1) and scan.glued(index + 2)
    if goes_on and scan.form(index + 1) in (".", ",", ":"):
        return []
    return [(index + 1, int(scan.form(index)))] if len(scan.form(index)) <= 9 else []


@RULES.lexical("digits", (DIGITS,))
def digits(scan: Scan, index: int) -> Found:
    """A whole number in digits."""
    return _whole(scan, index)


@RULES.lexical("year", (DIGITS, *_YEAR_WORDS))
def year(scan: Scan, index: int) -> Found:
    """Four digits, 1000 to 2999; nineteen ninety six, two thousand and fifteen."""
    form = scan.form(index)
    if form in _YEAR_WORDS:
        return spoken_year(scan, index)
    return [(index + 1, int(form))] if len(form) == 4 and form[0] in "12" else []


@RULES.lexical("digit_year", (DIGITS,))
def digit_year(scan: Scan, index: int) -> Found:
    """Four digits, 1000 to 2999."""
    return year(scan, index)


@RULES.lexical("short_year", (DIGITS, "'"))
def short_year(scan: Scan, index: int) -> Found:
    """Two digits, with or without an apostrophe."""
    at = index + (scan.form(index) == "'")
    form = scan.form(at)
    if len(form) != 2 or not form.isdigit() or (at > index and not scan.glued(at)):
        return []
    year = century(int(form))
    return [(at + 1, year)] if year else []


def century(two_digits: int) -> int | None:
    """1970 to 2029; None for what may be of either century."""
    if two_digits >= 70:
        return 1900 + two_digits
    return 2000 + two_digits if two_digits < 30 else None


def spoken(scan: Scan, index: int) -> tuple[int, int] | None:
    """A whole number below 100 in words: twenty, twenty-six."""
    form = scan.form(index)
    if form in SMALL:
        return index + 1, SMALL[form]
    if form not in TENS:
        return None
    at = index + 1 + (scan.form(index + 1) == "-")
    unit = SMALL.get(scan.form(at), 0)
    return (at + 1, TENS[form] + unit) if 0 < unit < 10 else (index + 1, TENS[form])


@RULES.lexical("spoken", CARDINAL_KEYS)
def spoken_number(scan: Scan, index: int) -> Found:
    """A whole number below 100 in words, the longest and then without its unit."""
    read = spoken(scan, index)
    if read is None:
        return []
    whole = [(index + 1, TENS[scan.form(index)])] if scan.form(index) in TENS and read[0] > index + 1 else []
    return [read, *whole]


@RULES.lexical("spoken_year", _YEAR_WORDS)
def spoken_year(scan: Scan, index: int) -> Found:
    """nineteen ninety six, nineteen zero one, two thousand and fifteen, twenty nineteen."""
    form, following = scan.form(index), scan.form(index + 1)
    if form == "two" and following == "thousand":
        at = index + 2 + (scan.form(index + 2) == "and")
        rest = spoken(scan, at)
        return [(rest[0], 2000 + rest[1])] if rest else [(index + 2, 2000)]
    if form not in ("eighteen", "nineteen", "twenty"):
        return []
    hundreds = 100 * (SMALL.get(form) or TENS[form])
    if following in ("zero", "oh", "o") and SMALL.get(scan.form(index + 2), 10) < 10:
        return [(index + 3, hundreds + SMALL[scan.form(index + 2)])]
    at = index + 1 + (following == "-")
    rest = spoken(scan, at)
    return [(rest[0], hundreds + rest[1])] if rest and rest[1] >= 10 else []


@RULES.lexical("day_number", (DIGITS,))
def day_number(scan: Scan, index: int) -> Found:
    """A day of the month in digits, 1 to 31, with or without its ending: 3, 03rd, 2th."""
    form = scan.form(index)
    if len(form) > 2 or not 0 < int(form) < 32:
        return []
    if scan.form(index + 1) in _SUFFIX and scan.glued(index + 1):
        return [(index + 2, int(form))]
    return [(index + 1, int(form))]


@RULES.lexical("ordinal_day", (DIGITS,))
def ordinal_day(scan: Scan, index: int) -> Found:
    """A day of the month in digits with its ending."""
    return [(end, day) for end, day in day_number(scan, index) if end == index + 2]


@RULES.lexical("day_word", (*ORDINALS, *TENS, *SMALL))
def day_word(scan: Scan, index: int) -> Found:
    """A day of the month in words: twenty-first, second, twenty two."""
    form = scan.form(index)
    if form in ORDINALS:
        return [(index + 1, ORDINALS[form])]
    if form in ("twenty", "thirty"):
        at = index + 1 + (scan.form(index + 1) == "-")
        unit = ORDINALS.get(scan.form(at), 0)
        if 0 < unit < (10 if form == "twenty" else 2):
            return [(at + 1, TENS[form] + unit)]
    read = spoken(scan, index)
    return [read] if read and read[1] < 32 else []


@RULES.lexical("ordinal_word", (*ORDINALS, "twenty", "thirty"))
def ordinal_word(scan: Scan, index: int) -> Found:
    """A day of the month in words that can only be one: twenty-first, second."""
    return [found for found in day_word(scan, index) if scan.form(found[0] - 1) in ORDINALS]


@RULES.lexical("ordinal", (*ORDINALS, DIGITS, "last"))
def ordinal(scan: Scan, index: int) -> Found:
    """first: 1, 3rd: 3, last: -1."""
    form = scan.form(index)
    if form == "last":
        return [(index + 1, -1)]
    return [(index + 1, ORDINALS[form])] if form in ORDINALS else ordinal_day(scan, index)


@RULES.lexical("unit", UNITS)
def unit(scan: Scan, index: int) -> Found:
    """S, M (minutes), H, D, W, MO, Y, 2W, 10Y."""
    form = scan.form(index)
    if len(form) == 1:
        digits_before = scan.form(index - 1)[:1].isdigit()
        if not digits_before or not (scan.glued(index) or form == "h"):
            return []
    return [(index + 1, UNITS[form])]


_DECIMAL = re.compile(r"\d{1,6}(?:,\d{3})*(?:\.\d{1,6})?|\.\d{1,6}")


@RULES.lexical("amount", (DIGITS, *CARDINAL_KEYS, *_VAGUE, *VULGAR, "another"))
def amount(scan: Scan, index: int) -> Found:
    """How many: 3, 3.5, ½, one and a half, twenty and four, a few, half an, a couple of. A Fraction."""
    form = scan.form(index)
    if form[0].isdigit():
        match = _DECIMAL.match(scan.text, scan.tokens[index].start)
        end = index
        while match and end < len(scan.tokens) and scan.tokens[end].end <= match.end():
            end += 1
        if not match or scan.tokens[end - 1].end != match.end():
            return []
        return _with_half(scan, end, Fraction(match.group().replace(",", "")))
    if form in VULGAR:
        return [(index + 1, Fraction(VULGAR[form]))]
    if form in CARDINAL_KEYS:
        return _in_words(scan, index)
    return _vague(scan, index)


def _in_words(scan: Scan, index: int) -> Found:
    read = spoken(scan, index)
    if read is None:
        return []
    end, value = read
    if scan.form(end) == "hundred":
        rest = spoken(scan, end + 1 + (scan.form(end + 1) == "and"))
        return [(rest[0], Fraction(100 * value + rest[1]))] if rest else [(end + 1, Fraction(100 * value))]
    if scan.form(end) in _SCALES:
        return []
    more = spoken(scan, end + 1) if scan.form(end) == "and" and value >= 20 and value % 10 == 0 else None
    if more and more[1] < 10:
        return [(more[0], Fraction(value + more[1]))]
    return _with_half(scan, end, Fraction(value))


def _with_half(scan: Scan, end: int, value: Fraction) -> Found:
    """``value``, and ``value`` and a half."""
    if scan.form(end) == "and":
        at = end + 1 + (scan.form(end + 1) == "a")
        if scan.form(at) == "half":
            return [(at + 1, value + Fraction(1, 2)), (end, value)]
    if scan.form(end) in VULGAR:
        return [(end + 1, value + Fraction(VULGAR[scan.form(end)]))]
    return [(end, value)]


def _vague(scan: Scan, index: int) -> Found:
    form, following = scan.form(index), scan.form(index + 1)
    if form == "another":
        return [(index + 1, Fraction(1))]
    if form in ("a", "an") and following in ("few", "couple", "half"):
        return [(end, value) for end, value in _vague(scan, index + 1)]
    if form == "half" and following in ("a", "an"):
        return [(index + 2, Fraction(1, 2))]
    if form == "couple":
        return [(index + 1 + (following == "of"), Fraction(2))]
    return [(index + 1, Fraction(_VAGUE[form]))]
