"""Numbers written out: decimals, fractions, powers of ten, and whether one is *the* rounding of an exact value.

A rounded number is accepted only if it is the multiple of its last place that the rounding rule gives
for both bounds of the value, by whole-number comparison.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from suffice.records import Json
from suffice.symbolic.arithmetic.audit.ratios import Ratio, below, minus, parse, plus, ratio, times, turned

DECIMAL = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")
GROUPED = re.compile(r"-?(?:0|[1-9]\d{0,2}(?:,\d{3})*)(?:\.\d+)?")
LATEX = {"latex": r"\$\\frac\{(\d+)\}\{(\d+)\}\$", "latex_dfrac": r"\$\\dfrac\{(\d+)\}\{(\d+)\}\$",
          "latex_slash": r"\$(\d+)/(\d+)\$"}  # fmt: skip
_FULL_PLACES = 60


def bare(value: Json) -> str | None:
    """A form's number or unit, given bare or tagged."""
    found = value[1] if isinstance(value, list) else value
    return None if found is None else str(found)


def fraction(text: str, wanted: str) -> Ratio | None:
    """A fraction in lowest terms, a mixed number or a LaTeX fraction."""
    sign, body = ("-", text[1:]) if text.startswith("-") else ("", text)
    written = re.fullmatch(LATEX[wanted], body) if wanted in LATEX else None
    if written:
        body = f"{written[1]}/{written[2]}"
    elif wanted in LATEX and "/" in body:
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


def in_digits(text: str, low: Ratio, high: Ratio, form: Mapping[str, Json], places: int | None) -> bool:
    """Compares a number in digits with the exact one, whose bounds are given."""
    if form.get("scientific"):
        return _scientific(text, low, high, form)
    if not (GROUPED if form.get("thousands") else DECIMAL).fullmatch(text):
        return False
    text = text.replace(",", "")
    number, written = parse(text), len(text.partition(".")[2])
    if text.startswith("-") and not number[0]:
        return False
    step, decimals, figures = (bare(form.get(key)) for key in ("nearest", "decimals", "sigfigs"))
    if step is not None:
        return is_rounding(number, low, high, ratio(step), form) and _shortest(text, number)
    if decimals is not None:
        places = int(decimals)
    elif figures is not None:
        if not number[0]:
            return low == high == (0, 1) and not written
        places = int(figures) - 1 - _size(number)
        finer = int(figures) - 1 - _size(low)
        if finer < places or not is_rounding(number, low, high, place(finer), form):
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
    return fits and is_rounding(number, low, high, place(places), form)


def place(places: int) -> Ratio:
    return (1, 10**places) if places >= 0 else (10**-places, 1)


def is_rounding(number: Ratio, low: Ratio, high: Ratio, step: Ratio, form: Mapping[str, Json]) -> bool:
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
    while not below((top, bottom), place(-e - 1)):
        e += 1
    while below((top, bottom), place(-e)):
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
    number = times(parse(match[1]), place(-exponent))
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
    return is_rounding(number, low, high, place(last - size), form)
