"""Reads an answer's text back: takes off its unit or currency and compares the number with the exact value."""

from __future__ import annotations

import re
from collections.abc import Mapping

from suffice.records import Json
from suffice.symbolic.arithmetic.audit.digits import (
    DECIMAL,
    GROUPED,
    LATEX,
    bare,
    fraction,
    in_digits,
    is_rounding,
    place,
)
from suffice.symbolic.arithmetic.audit.measures import factors, is_currency, measure, measures
from suffice.symbolic.arithmetic.audit.numbers import Number
from suffice.symbolic.arithmetic.audit.ratios import Ratio, Wrong, below, parse, plus, reduced, times, turned
from suffice.symbolic.arithmetic.audit.values import in_unit

_DECIMAL_OR_GROUPED = re.compile(f"{DECIMAL.pattern}|{GROUPED.pattern}")
_PARTS = {"hms": "h min s", "hm": "h min", "feet_inches": "ft in", "pounds_ounces": "lb oz", "days_hours": "day h",
          "years_months": "year month"}  # fmt: skip
_WORDS = {"hour": "h", "hours": "h", "minute": "min", "minutes": "min", "second": "s", "seconds": "s", "day": "day",
          "days": "day", "year": "year", "years": "year", "month": "month", "months": "month", "ft": "ft", "in": "in",
          "lb": "lb", "oz": "oz"}  # fmt: skip
_POWERS = {1: "", 2: "²", 3: "³"}


def agrees(text: str, value: Number, form: Mapping[str, Json]) -> bool:
    """True when ``text`` is the answer for ``value`` in the form. Raises Wrong where the form cannot be met."""
    unit = bare(form.get("unit")) or value.unit or ""
    wanted = form.get("as")
    if wanted == "clock":
        return _minutes_seconds(text, value, form)
    if wanted in _PARTS:
        return _mixed(text, value, _PARTS[str(wanted)].split(), form)
    if bare(form.get("unit")) and _reciprocal(value, unit):
        value = Number(turned(value.high), turned(value.low), tuple((b, -e) for b, e in value.dimension))
    if value.dimension and not unit:
        raise Wrong("an amount without a unit")
    if not value.dimension:
        unit = ""
    if unit in measures().zeros and value.mark != "abs" and unit != "K":
        unit = f"delta_{unit}"
    low, high = in_unit(value, unit) if unit else (value.low, value.high)
    if wanted in ("fraction", "mixed", *LATEX):
        number = _undressed(text, unit, form, value, "x")
        return number is not None and low == high and fraction(number, str(wanted)) == low
    if wanted == "percent" or (value.mark == "pct" and wanted in (None, "number")):
        if unit:
            raise Wrong("an amount is no percentage")
        hundred = (100, 1)
        if wanted != "number":
            if not text.endswith("%"):
                return False
            text = text[:-1]
        return in_digits(text, times(low, hundred), times(high, hundred), form, None)
    code = unit if unit and is_currency(unit) else None
    if wanted == "money" and not unit:
        code = bare(form.get("currency")) or "USD"
    paid = any(is_currency(symbol) for symbol, _ in factors(unit)) if unit else False
    if code == "¤" and not _asks_digits(form):
        return _cents(text, low, high, form)
    number = _undressed(text, code or unit, form, value, text)
    if number is None:
        return False
    places = measures().places.get(code, 2) if code else None
    if not (paid and not code) or _asks_digits(form):
        return in_digits(number, low, high, form, places)
    whole_part, _, decimals = number.partition(".")  # money per something has two decimals at least
    written = [number]
    if len(decimals) == 2 and decimals[1] == "0":
        written.append(whole_part if decimals == "00" else number[:-1])
    return len(decimals) > 1 and any(in_digits(one, low, high, form, places) for one in written)


def _asks_digits(form: Mapping[str, Json]) -> bool:
    return any(key in form for key in ("decimals", "sigfigs", "nearest"))


def _reciprocal(value: Number, unit: str) -> bool:
    """True for litres per 100 km out of miles per gallon and the reverse."""
    names = {symbol for text in (unit, value.unit or "") if text for symbol, _ in factors(text)}
    there: dict[str, int] = {}
    for symbol, exponent in factors(unit):
        for base, e in measure(symbol).dimension.items():
            there[base] = there.get(base, 0) + e * exponent
    turned_over = tuple(sorted((base, -e) for base, e in there.items() if e))
    return "hkm" in names and turned_over == value.dimension != ()


def _undressed(text: str, unit: str, form: Mapping[str, Json], value: Number, shown: str) -> str | None:
    """The number in ``text`` without the unit that must stand there; None when it does not."""
    if not unit or form.get("as") == "number" or form.get("show_unit") is False:
        return text
    if "show_unit" not in form and (form.get("unit") or is_currency(unit)) and _DECIMAL_OR_GROUPED.fullmatch(text):
        return text  # a unit that is known from the question may be left out
    if is_currency(unit):
        return _unsigned(text, unit)
    parts = factors(unit)
    paid = [symbol for symbol, power in parts if power == 1 and is_currency(symbol)]
    rest = [(symbol, power) for symbol, power in parts if symbol not in paid[:1]]
    if paid and all(power < 0 for _, power in rest):
        ending = "".join("/" + _name(symbol, -power, True) for symbol, power in rest)
        return _unsigned(text[: -len(ending)], paid[0]) if text.endswith(ending) else None
    for single in (True, False):
        above = "·".join(_name(symbol, power, single) for symbol, power in parts if power > 0) or "1"
        name = above + "".join("/" + _name(symbol, -power, True) for symbol, power in parts if power < 0)
        ending = name if name == "°" else " " + name
        number = text[: -len(ending)]
        if text.endswith(ending) and (not single or name == _plural(parts) or number == "1"):
            return number
    return None


def _plural(parts: list[tuple[str, int]]) -> str:
    above = "·".join(_name(symbol, power, False) for symbol, power in parts if power > 0) or "1"
    return above + "".join("/" + _name(symbol, -power, True) for symbol, power in parts if power < 0)


def _name(symbol: str, power: int, single: bool) -> str:
    known = measure(symbol)
    return (known.singular if single else known.plural) + _POWERS.get(power, f"^{power}")


def _unsigned(text: str, code: str) -> str | None:
    sign = measures().signs.get(code, "")
    if code == "¤":
        return text
    if sign:
        minus_sign = "-" if text.startswith("-") else ""
        return minus_sign + text[len(minus_sign) + len(sign) :] if text.startswith(minus_sign + sign) else None
    return text[: -len(code) - 1] if text.endswith(" " + code) else None


def _cents(text: str, low: Ratio, high: Ratio, form: Mapping[str, Json]) -> bool:
    number = text
    if form.get("show_unit") is not False and form.get("as") != "number":
        number, _, word = text.partition(" ")
        if word != ("cent" if number == "1" else "cents"):
            return False
    return in_digits(number, times(low, (100, 1)), times(high, (100, 1)), form, None)


def _mixed(text: str, value: Number, names: list[str], form: Mapping[str, Json]) -> bool:
    """``2 hours 30 minutes``: the parts descend, each below the next larger unit, and add up."""
    low, high = in_unit(value, names[-1])
    sign, body = (-1, text[1:]) if text.startswith("-") else (1, text)
    words = body.split(" ")
    total, last = (0, 1), -1
    for count, word in zip(words[::2], words[1::2], strict=len(words) % 2 == 0):
        name = _WORDS.get(word)
        if name not in names or names.index(name) <= last or not re.fullmatch(r"\d+(?:\.\d+)?", count):
            return False
        last = names.index(name)
        worth = times(measure(name).ratio, turned(measure(names[-1]).ratio))
        part = times(parse(count), worth)
        if last and not below(part, times(measure(names[last - 1]).ratio, turned(measure(names[-1]).ratio))):
            return False
        total = plus(total, part)
    if len(words) % 2 or (last < 0):
        return False
    decimals = int(bare(form.get("decimals")) or 0)
    return is_rounding(reduced(sign * total[0], total[1]), low, high, place(decimals), form)


def _minutes_seconds(text: str, value: Number, form: Mapping[str, Json]) -> bool:
    """``5:15``: minutes and whole seconds below sixty."""
    low, high = in_unit(value, "s")
    found = re.fullmatch(r"(-?)(\d+):([0-5]\d)", text)
    if found is None:
        return False
    seconds = int(found[2]) * 60 + int(found[3])
    return is_rounding((-seconds if found[1] else seconds, 1), low, high, place(0), form)
