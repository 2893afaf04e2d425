"""Reads an answer's text back and compares it with the exact value under the form that was asked for.

A rounded answer is accepted only if it is *the* multiple of its last place that the rounding rule gives
for both bounds of the value, by whole-number comparison.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from suffice.records import Json
from suffice.symbolic.arithmetic.measures import Ratio, factors, is_currency, measure, measures, ratio, reduced
from suffice.symbolic.arithmetic.recount import Number, Wrong, below, in_unit, minus, parse, plus, times, turned

_DECIMAL = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")
_GROUPED = re.compile(r"-?(?:0|[1-9]\d{0,2}(?:,\d{3})*)(?:\.\d+)?")
_DECIMAL_OR_GROUPED = re.compile(f"{_DECIMAL.pattern}|{_GROUPED.pattern}")
_PARTS = {"hms": "h min s", "hm": "h min", "feet_inches": "ft in", "pounds_ounces": "lb oz", "days_hours": "day h",
          "years_months": "year month"}  # fmt: skip
_WORDS = {"hour": "h", "hours": "h", "minute": "min", "minutes": "min", "second": "s", "seconds": "s", "day": "day",
          "days": "day", "year": "year", "years": "year", "month": "month", "months": "month", "ft": "ft", "in": "in",
          "lb": "lb", "oz": "oz"}  # fmt: skip
_POWERS = {1: "", 2: "²", 3: "³"}
_LATEX = {"latex": r"\$\\frac\{(\d+)\}\{(\d+)\}\$", "latex_dfrac": r"\$\\dfrac\{(\d+)\}\{(\d+)\}\$",
          "latex_slash": r"\$(\d+)/(\d+)\$"}  # fmt: skip
_FULL_PLACES = 60


def bare(value: Json) -> str | None:
    """A form's number or unit, given bare or tagged."""
    found = value[1] if isinstance(value, list) else value
    return None if found is None else str(found)


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
    if wanted in ("fraction", "mixed", *_LATEX):
        number = _undressed(text, unit, form, value, "x")
        return number is not None and low == high and _fraction(number, str(wanted)) == low
    if wanted == "percent" or (value.mark == "pct" and wanted in (None, "number")):
        if unit:
            raise Wrong("an amount is no percentage")
        hundred = (100, 1)
        if wanted != "number":
            if not text.endswith("%"):
                return False
            text = text[:-1]
        return _digits(text, times(low, hundred), times(high, hundred), form, None)
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
        return _digits(number, low, high, form, places)
    whole_part, _, decimals = number.partition(".")  # money per something has two decimals at least
    written = [number]
    if len(decimals) == 2 and decimals[1] == "0":
        written.append(whole_part if decimals == "00" else number[:-1])
    return len(decimals) > 1 and any(_digits(one, low, high, form, places) for one in written)


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
    return _digits(number, times(low, (100, 1)), times(high, (100, 1)), form, None)


def _fraction(text: str, wanted: str) -> Ratio | None:
    """A fraction in lowest terms, a mixed number or a LaTeX fraction."""
    sign, body = ("-", text[1:]) if text.startswith("-") else ("", text)
    written = re.fullmatch(_LATEX[wanted], body) if wanted in _LATEX else None
    if written:
        body = f"{written[1]}/{written[2]}"
    elif wanted in _LATEX and "/" in body:
        return None
    count, space, rest = body.partition(" ")
    if wanted == "mixed" and space:
        body = rest
    if not re.fullmatch(r"\d+(?:/\d+)?", body) or (space and wanted != "mixed"):
        return None
    value = parse(body)
    if "/" in body and (value[1] == 1 or (f"/{value[1]}" != body[body.index("/") :] and value[1] < 10**300)):
        return None
    if wanted == "mixed":
        if value[0] >= value[1] and "/" in body:
            return None
        value = plus(value, parse(count)) if space and count.isdecimal() else value if not space else (0, 0)
    return minus(value) if sign else value


def _digits(text: str, low: Ratio, high: Ratio, form: Mapping[str, Json], places: int | None) -> bool:
    """Compares a number in digits with the exact one, whose bounds are given."""
    if form.get("scientific"):
        return _scientific(text, low, high, form)
    if not (_GROUPED if form.get("thousands") else _DECIMAL).fullmatch(text):
        return False
    text = text.replace(",", "")
    number, written = parse(text), len(text.partition(".")[2])
    if text.startswith("-") and not number[0]:
        return False
    step, decimals, figures = (bare(form.get(key)) for key in ("nearest", "decimals", "sigfigs"))
    if step is not None:
        return _is_rounding(number, low, high, ratio(step), form) and _shortest(text, number)
    if decimals is not None:
        places = int(decimals)
    elif figures is not None:
        if not number[0]:
            return low == high == (0, 1) and not written
        places = int(figures) - 1 - _size(number)
        finer = int(figures) - 1 - _size(low)
        if finer < places or not _is_rounding(number, low, high, _place(finer), form):
            return False
    elif places is None:
        if low != high:
            return False
        ending = _ending(low)
        if ending is not None and ending <= _FULL_PLACES:
            return number == low and written == ending
        tiny = below((abs(low[0]), low[1]), (1, 1000))
        places = 5 - _size(low) if tiny else 6
    if form.get("trim"):
        fits = written <= max(places, 0) and not (written and text.endswith("0"))
    else:
        fits = written == max(places, 0)
    return fits and _is_rounding(number, low, high, _place(places), form)


def _place(places: int) -> Ratio:
    return (1, 10**places) if places >= 0 else (10**-places, 1)


def _is_rounding(number: Ratio, low: Ratio, high: Ratio, step: Ratio, form: Mapping[str, Json]) -> bool:
    """True when ``number`` is the multiple of ``step`` to which every value between the bounds is rounded."""
    count = times(number, turned(step))
    mode = str(form.get("mode") or "half_up")
    return count[1] == 1 and all(_rounds_to(times(end, turned(step)), count[0], mode) for end in (low, high))


def _rounds_to(x: Ratio, n: int, mode: str) -> bool:
    top, bottom = x
    if mode in ("up", "down"):
        mode = ("ceil" if top > 0 else "floor") if mode == "up" else ("floor" if top > 0 else "ceil")
    if mode == "floor":
        return n * bottom <= top < (n + 1) * bottom
    if mode == "ceil":
        return (n - 1) * bottom < top <= n * bottom
    twice = 2 * (top - n * bottom)
    if abs(twice) != bottom:
        return abs(twice) < bottom
    away = (n > 0) if twice < 0 else (n < 0)  # the tie went away from zero
    return not n % 2 if mode == "half_even" else not away if mode == "half_down" else away


def _size(x: Ratio) -> int:
    """The e with 10**e <= |x| < 10**(e+1)."""
    top, bottom = abs(x[0]), x[1]
    e = (top.bit_length() - bottom.bit_length()) * 3 // 10
    while not below((top, bottom), _place(-e - 1)):
        e += 1
    while below((top, bottom), _place(-e)):
        e -= 1
    return e


def _ending(x: Ratio) -> int | None:
    """How many decimals it has; None for never ending and for very many."""
    scaled, places = x, 0
    if pow(10, 400, x[1]) != 0 and x[1] != 1:
        return None
    while scaled[1] != 1:
        scaled, places = times(scaled, (10, 1)), places + 1
    return places


def _shortest(text: str, number: Ratio) -> bool:
    ending = _ending(number)
    return ending is not None and len(text.partition(".")[2]) == ending


def _scientific(text: str, low: Ratio, high: Ratio, form: Mapping[str, Json]) -> bool:
    match = re.fullmatch(r"(-?[1-9](?:\.\d+)?) × 10\^(-?\d{1,6})", text)
    if match is None:
        return text == "0" and low == high == (0, 1)
    exponent = int(match[2])
    number = times(parse(match[1]), _place(-exponent))
    figures, decimals = bare(form.get("sigfigs")), bare(form.get("decimals"))
    written = len(match[1].partition(".")[2])
    if figures is None and decimals is None:
        if number == low == high:
            return True
        last = max(written, 5)
    else:
        last = int(figures) - 1 if figures is not None else int(decimals or 0)
        if decimals is not None and written != last:
            return False
    size = _size(low)
    if written > last or exponent not in (size, size + 1):
        return False
    return _is_rounding(number, low, high, _place(last - size), form)


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
    return _is_rounding(reduced(sign * total[0], total[1]), low, high, _place(decimals), form)


def _minutes_seconds(text: str, value: Number, form: Mapping[str, Json]) -> bool:
    """``5:15``: minutes and whole seconds below sixty."""
    low, high = in_unit(value, "s")
    found = re.fullmatch(r"(-?)(\d+):([0-5]\d)", text)
    if found is None:
        return False
    seconds = int(found[2]) * 60 + int(found[3])
    return _is_rounding((-seconds if found[1] else seconds, 1), low, high, _place(0), form)
