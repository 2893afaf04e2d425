"""Durations and recurrences: 3.5 years, an hour and a half, all day; every other Friday, Mondays at nine, weekly."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from suffice.symbolic.extraction.dayparts import PARTS, within
from suffice.symbolic.extraction.meaning import Clock, Day, DayPart, Length, Repeat
from suffice.symbolic.extraction.scan import Place, Rules
from suffice.symbolic.extraction.words import CARDINAL_KEYS, UNITS

RULES = Rules()
_ORDER = ["Y", "MO", "W", "WE", "D", "BD", "H", "M", "S"]
_SPANNED = frozenset("for lasted last lasts takes took in within of about after over next past than is was".split()) | {
    ""
}
_WAITED = frozenset("for lasted last lasts takes took within after over next wait waited every than is was m".split())
_MEASURED = (_SPANNED - {""}) | {"and", "or", "to", "only", "just", "least", "most", "every", "each", "a", "once", "by"}
_MEASURING = frozenset("ago later earlier before after from per left remaining and or to ahead old long each".split())
_REGULAR = {
    "daily": "P1D", "weekly": "P1W", "biweekly": "P2W", "bi - weekly": "P2W", "fortnightly": "P2W", "monthly": "P1M",
    "bimonthly": "P2M", "quarterly": "P3M", "yearly": "P1Y", "annually": "P1Y", "annual": "P1Y", "everyday": "P1D",
    "semiannually": "P0.5Y", "semiannual": "P0.5Y", "semi - annually": "P0.5Y", "semi - annual": "P0.5Y",
    "bi - monthly": "P2M",
    "hourly": "PT1H",
}  # fmt: skip


def _length(number: Fraction, unit: str) -> Length:
    if unit[0].isdigit():  # a fortnight: two weeks
        return Length(((number * int(unit[:-1]), unit[-1]),))
    return Length(((number, unit),))


@RULES.add("one_length", "{amount} -? {unit}")
def _counted(place: Place, amount: Fraction, unit: str) -> Length | None:
    if amount <= 0 or amount > 10**7:
        return None
    spanned = amount <= 31 and not place.after.isalnum() and place.before in _SPANNED
    if place.text[-1] in "wdy" and place.text[-2].isdigit() and not spanned:
        return None  # a 60W bulb, x = 15y
    words = place.text.replace("-", " ").split()
    if words[-1] == "night" and amount != 1:
        return None  # three night markets
    if words == ["a", "second"] and place.after.isalpha() and place.after not in ("and", "or", "to", "before", "after"):
        return None  # a second chance
    if words[-1] == "second" and place.before == "the" and words[0].isalpha():
        return None  # the twenty second
    if place.text[-1] == "s" and place.text[-2] == "0" and 10 <= amount < 100 and not _of_time(place):
        return None  # the 70s, in her 30s
    if words in (["one", "day"], ["one", "night"]) and not _spanned(place):
        return None  # one day we will win
    if words[0].isdigit() and len(words[0]) == 4 and words[-1] in ("hours", "hrs") and amount % 100 < 60:
        return None  # 1700 hours
    if words[0] == "some" and amount == 3 and not words[-1].endswith("s"):
        return None  # some day
    if words[0] in ("a", "an") and words[-1] in ("second", "day", "night") and place.after in ("of", "round", "time"):
        return None
    return _length(amount, unit)


def _of_time(place: Place) -> bool:
    """Whether seconds, not a decade, stand here: wait 30s, 1min 30s."""
    if place.before == "":
        return place.after == ""
    return place.before in _WAITED or place.before in UNITS


def _spanned(place: Place) -> bool:
    return place.before in _MEASURED or place.after in _MEASURING or place.before == place.after == ""


@RULES.add("one_length", "{amount} (business | working | week) (day | days)", "{amount} (weekday | weekdays)")
def _working(_: Place, amount: Fraction) -> Length:
    return Length(((amount, "BD"),))


@RULES.add("one_length", "{unit_word:unit} and a? half")
def _and_half(_: Place, unit: tuple[int, str]) -> Length:
    return _length(unit[0] + Fraction(1, 2), unit[1])


@RULES.add("unit_word", "(one | an | a | 1) {unit}")
def _one(_: Place, unit: str) -> tuple[int, str]:
    return 1, unit


@RULES.add("length", "{one_length:length}")
def _single(_: Place, length: Length) -> Length:
    return length


@RULES.add(
    "length",
    "{one_length:a} (, | and)? {one_length:b}",
    "{one_length:a} ,? {one_length:b} (, | and)? {one_length:c}",
    "{one_length:a} and {one_length:b} and {one_length:c}",
    "{one_length:a} , {one_length:b} , and {one_length:c}",
    "{one_length:a} ,? {one_length:b} ,? {one_length:c} (, | and)? {one_length:d}",
)
def _sum(_: Place, a: Length, b: Length, c: Length | None = None, d: Length | None = None) -> Length | None:
    """Units that fall: 1 hour and 30 minutes."""
    parts = [part for length in (a, b, c, d) if length for part in length.parts]
    ranks = [_ORDER.index(unit) for _, unit in parts]
    if len(set(ranks)) < len(ranks) or ranks != sorted(ranks):
        return None
    if any(number.denominator != 1 for number, _ in parts[:-1]):
        return None
    return Length(tuple(parts))


@RULES.add("duration", "{length}")
def _duration(place: Place, length: Length) -> Length | None:
    rate = ("per", "times", "day", "days", "night", "nights", "hours", "once", "twice", "not", *CARDINAL_KEYS)
    if place.text.startswith(("a ", "an ")) and (place.before in rate or place.before.isdigit()):
        return None
    return length


@RULES.add("duration", "(more | greater | longer) than {length}")
def _more(_: Place, length: Length) -> Length:
    return replace(length, mod="more")


@RULES.add("duration", "(less | fewer | shorter) than {length}")
def _less(_: Place, length: Length) -> Length:
    return replace(length, mod="less")


@RULES.add("duration", "(all | full | whole) -? (day | week | month | year)")
def _whole(place: Place) -> Length:
    return Length(
        ((Fraction(1), {"d": "D", "w": "W", "m": "MO", "y": "Y"}[place.text.replace("-", " ").split()[-1][0]]),)
    )


# --- recurrences ------------------------------------------------------------------------------------


@RULES.add("repeat", *_REGULAR)
def _regular(place: Place) -> Repeat:
    return Repeat(_REGULAR[place.text.replace("-", " - ").replace("  ", " ")])


@RULES.add("repeat", "(every | each | any) {unit}", "(every | each) {length}", "once (a | every | per) {unit}")
def _each(place: Place, unit: str = "", length: Length | None = None) -> Repeat | None:
    if length is None:
        if (place.text.startswith("any") and unit != "Y") or place.text.endswith("night"):
            return None
        length = _length(Fraction(1), unit)
    return Repeat(length.timex)


@RULES.add("repeat", "every other {unit}")
def _every_other(_: Place, unit: str) -> Repeat:
    return Repeat(_length(Fraction(2), unit).timex)


@RULES.add("repeat", "(every | each) other? {weekday}", "on {weekdays:weekday}", "{weekdays:weekday}")
def _weekday(_: Place, weekday: int) -> Repeat:
    return Repeat(f"XXXX-WXX-{weekday}")


@RULES.add("repeat", "(every | each) {month}")
def _month(_: Place, month: int) -> Repeat:
    return Repeat(f"XXXX-{month:02d}")


@RULES.add("repeat", "(every | each) {calendar_day:day}")
def _date(_: Place, day: Day) -> Repeat | None:
    return None if day.year else Repeat(day.timex)


@RULES.add("repeat", "(every | each | any | all) weekend", "(on | all)? weekends")
def _weekend(_: Place) -> Repeat:
    return Repeat("P1WE")


@RULES.add("repeat", "(every | each | any) (weekday | business day | work day | workday)", "(on | all)? weekdays")
def _workdays(place: Place) -> Repeat:
    return Repeat("P1BD" if place.text.endswith(" day") else "P1WD")


@RULES.add("repeat", "the? {ordinal_day:day} of (every | each) month")
def _monthly_on(_: Place, day: int) -> Repeat:
    return Repeat(f"XXXX-XX-{day:02d}")


@RULES.add("one_length", "{amount} weekends")
def _weekends(_: Place, amount: Fraction) -> Length:
    return Length(((amount, "WE"),))


@RULES.add("parts_name", "mornings", "afternoons", "evenings", "nights")
def parts_name(place: Place) -> DayPart:

    return PARTS[place.text[:-1]]


@RULES.add("repeat_part", "(every | each) {part_name:part}", "on {parts_name:part}")
def repeat_part(_: Place, part: DayPart) -> DayPart:
    """every morning"""
    return part


@RULES.add("repeat", "{repeat_part:part}", "{parts_name:part}")
def _part(place: Place, part: DayPart) -> Repeat | None:
    return None if place.text == "nights" or place.before in ("good", "the") else Repeat(part.timex)


@RULES.add("repeat", "{repeat_part} (, | at)? {clock}", "{repeat_part} at {bare_hour:clock}")
def _part_at(_: Place, repeat_part: DayPart, clock: Clock) -> Repeat | None:
    found = within(clock, repeat_part)
    return found and Repeat(found.timex)


@RULES.add("each_weekday", "(every | each) {weekday}", "on? {weekdays:weekday}")
def each_weekday(_: Place, weekday: int) -> int:
    return weekday


@RULES.add(
    "repeat",
    "{each_weekday} {daypart}",
    "{weekday:each_weekday} {parts_name:daypart}",
    "{each_weekday} {parts_name:daypart}",
)
def _weekday_part(_: Place, each_weekday: int, daypart: DayPart) -> Repeat:
    return Repeat(f"XXXX-WXX-{each_weekday}{daypart.timex}")


@RULES.add(
    "repeat",
    "{each_weekday} (, | at)? {clock}",
    "{each_weekday} at {bare_hour:clock}",
    "{clock} (on | ,)? {each_weekday}",
)
def _weekday_at(_: Place, each_weekday: int, clock: Clock) -> Repeat:
    return Repeat(f"XXXX-WXX-{each_weekday}{clock.timex}")


@RULES.add(
    "repeat",
    "{clock} (every | each) day",
    "(every | each) day at {clock}",
    "daily at {clock}",
    "every day at {bare_hour:clock}",
)
def _daily_at(_: Place, clock: Clock) -> Repeat:
    return Repeat(clock.timex)
