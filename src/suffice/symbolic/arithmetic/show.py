"""How amounts are written: exactly by default, in the form that was asked for where one was.

Default: terminating decimals in full; others with 6 decimals (6 significant digits below 0.001), halves
away from zero; money with the decimals of its currency.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from suffice.records import Code, Json
from suffice.symbolic.arithmetic import numerals, units
from suffice.symbolic.arithmetic.amounts import Amount, Refusal, Undecided, Value, bounds, convert, currency_of
from suffice.symbolic.arithmetic.units import ANY_CENTS

_FULL_PLACES = 60  # decimals that are written out before a number counts as never ending
_MIXES = {"hms": ("h", "min", "s"), "hm": ("h", "min"), "feet_inches": ("ft", "in"), "pounds_ounces": ("lb", "oz"),
          "years_months": ("year", "month"), "days_hours": ("day", "h")}  # fmt: skip
_LATEX = {"latex": r"\frac{A}{B}", "latex_dfrac": r"\dfrac{A}{B}", "latex_slash": "A/B"}
_LONG = {"h": "hours", "min": "minutes", "s": "seconds", "day": "days", "ft": "ft", "in": "in", "lb": "lb", "oz": "oz",
         "year": "years", "month": "months"}  # fmt: skip


def plain_text(form: Json) -> str | None:
    """A form's unit or number, given bare or tagged."""
    if isinstance(form, list):
        return str(form[1])
    return None if form is None else str(form)


def whole(form: Mapping[str, Json], key: str) -> int | None:
    text = plain_text(form.get(key))
    return None if text is None else int(text)


def rounds(form: Mapping[str, Json]) -> bool:
    """True when the form asks for a number of digits, so that irrational results can be given."""
    return any(key in form for key in ("decimals", "sigfigs", "nearest"))


def is_money(value: Value) -> bool:
    """True for an amount of one known currency."""
    return not isinstance(value, bool | str) and currency_of(value) not in (None, ANY_CENTS)


def value_text(value: Value, form: Mapping[str, Json]) -> tuple[str, bool]:
    """The answer as asked for, and whether it is exact. Raises Refusal, Undecided."""
    if isinstance(value, bool):
        return ("Yes" if value else "No"), True
    if isinstance(value, str):
        return value, True
    unit = plain_text(form.get("unit"))
    if unit is not None:
        value = convert(value, unit)
    low, high = bounds(value)
    found = _written(Amount(low, value.factors, value.percent), form)
    if value.high is None:
        return found
    if not rounds(form):
        raise Refusal(Code.UNSUPPORTED, "not exact: the result is irrational; say how many decimals are wanted")
    if found[0] != _written(Amount(high, value.factors, value.percent), form)[0]:
        raise Undecided
    return found[0], False


def _written(value: Amount, form: Mapping[str, Json]) -> tuple[str, bool]:
    wanted = form.get("as")
    if wanted == "clock":
        return _clock(value, form)
    if wanted in _MIXES:
        return _mixed_units(value, _MIXES[wanted], form)
    code = currency_of(value)
    if wanted == "percent" or (value.percent and wanted in (None, "number")):
        if not value.plain:
            raise Refusal(Code.INCONSISTENT, f"{_written(value, {})[0]} is no percentage", misread=True)
        text, exact = _number(value.low * 100, form)
        return (text if wanted == "number" else text + "%"), exact
    if wanted == "money" and value.plain:
        code = plain_text(form.get("currency")) or "USD"
    if wanted in ("fraction", "mixed", *_LATEX):
        text, exact = _as_fraction(value.low, wanted), True
    elif code is not None:
        if code == ANY_CENTS and not rounds(form):
            return _cents(value.low, form)
        text, exact = _money_number(value.low, code, form)
    elif "USD" in value.factors or any(units.is_currency(s) for s in value.factors):
        text, exact = _rate_number(value.low, form)
    else:
        text, exact = _number(value.low, form)
    if wanted == "number" or (form.get("show_unit") is False):
        return text, exact
    return _with_unit(text, value, code), exact


def _with_unit(text: str, value: Amount, code: str | None) -> str:
    if code is not None:
        return _signed(text, code)
    if value.plain:
        return text
    paid = next((s for s, p in value.factors.items() if p == 1 and units.is_currency(s)), None)
    if paid is not None:
        rest = {s: p for s, p in value.factors.items() if s != paid}
        if all(p < 0 for p in rest.values()):
            return _signed(text, paid) + units.shown(rest)[1:]
    name = units.shown(value.factors, one=text == "1")
    return text + name if name == "°" else f"{text} {name}"


def _signed(text: str, code: str) -> str:
    """The number with the currency's sign in front, or its code behind."""
    sign = units.currency(code).sign
    if code == ANY_CENTS:
        return text
    if not sign:
        return f"{text} {code}"
    return f"-{sign}{text[1:]}" if text.startswith("-") else sign + text


def _cents(value: Fraction, form: Mapping[str, Json]) -> tuple[str, bool]:
    """Cents of a currency that was not named."""
    text, exact = _number(value * 100, form)
    if form.get("show_unit") is False or form.get("as") == "number":
        return text, exact
    return f"{text} cent{'' if text == '1' else 's'}", exact


def _money_number(value: Fraction, code: str, form: Mapping[str, Json]) -> tuple[str, bool]:
    places = units.currency(code).decimals
    if rounds(form) or form.get("scientific"):
        return _number(value, form)
    scaled = numerals.rounded(value, places, form.get("mode", "half_up"))
    return _grouped(numerals.fixed(scaled, places), form), Fraction(scaled, 10**places) == value


def _rate_number(value: Fraction, form: Mapping[str, Json]) -> tuple[str, bool]:
    """Money per something: at least two decimals, more where they are needed."""
    text, exact = _number(value, form)
    if rounds(form) or form.get("scientific"):
        return text, exact
    whole_part, _, decimals = text.partition(".")
    return f"{whole_part}.{decimals.ljust(2, '0')}", exact


def _as_fraction(value: Fraction, wanted: str) -> str:
    top, bottom = value.numerator, value.denominator
    if bottom == 1:
        return numerals.digits(top)
    if wanted in _LATEX:
        above, below = numerals.digits(abs(top)), numerals.digits(bottom)
        return f"{'-' if top < 0 else ''}${_LATEX[wanted].replace('A', above).replace('B', below)}$"
    count, rest = divmod(abs(top), bottom)
    if wanted == "mixed" and count:
        sign = "-" if top < 0 else ""
        return f"{sign}{numerals.digits(count)} {numerals.digits(rest)}/{numerals.digits(bottom)}"
    return f"{numerals.digits(top)}/{numerals.digits(bottom)}"


def _number(value: Fraction, form: Mapping[str, Json]) -> tuple[str, bool]:
    """A number in digits, and whether it is the whole truth."""
    mode = form.get("mode", "half_up")
    places = whole(form, "decimals")
    figures = whole(form, "sigfigs")
    step = plain_text(form.get("nearest"))
    if step is not None:
        unit = numerals.fraction(step)
        value_there = numerals.nearest(value / unit, mode) * unit
        return _grouped(_exactly(value_there), form), value_there == value
    if figures is not None and value:
        size = numerals.magnitude(value)
        places = figures - 1 - size
        if numerals.magnitude(Fraction(numerals.rounded(value, places, mode) or 1, 1)) >= figures:
            places -= 1  # 9.99 to two figures is 10
    if form.get("scientific"):
        return _scientific(value, figures, places if figures is None else None, mode)
    if places is None:
        ending = numerals.terminating_places(value)
        if ending is not None and ending <= _FULL_PLACES:
            return _grouped(numerals.fixed(numerals.rounded(value, ending), ending), form), True
        places = 6 if abs(value) >= Fraction(1, 1000) else 5 - numerals.magnitude(value)
    scaled = numerals.rounded(value, places, mode)
    text = numerals.fixed(scaled, places)
    if form.get("trim") and "." in text:
        text = text.rstrip("0").rstrip(".")
    return _grouped(text, form), scaled == value * (10**places if places >= 0 else Fraction(1, 10**-places))


def _exactly(value: Fraction) -> str:
    """All decimals of a number that has few."""
    places = numerals.terminating_places(value)
    if places is None or places > _FULL_PLACES:
        return f"{numerals.digits(value.numerator)}/{numerals.digits(value.denominator)}"
    return numerals.fixed(numerals.rounded(value, places), places)


def _scientific(value: Fraction, figures: int | None, decimals: int | None, mode: str) -> tuple[str, bool]:
    """``8.5 x 10^-4``: one digit before the point."""
    if not value:
        return "0", True
    size = numerals.magnitude(value)
    if figures is None:
        figures = 6 if decimals is None else decimals + 1
        ending = numerals.terminating_places(value)
        if decimals is None and ending is not None and ending + size < _FULL_PLACES:
            figures = max(1, ending + size + 1)
    scaled = numerals.rounded(value, figures - 1 - size, mode)
    exact = scaled == value * (Fraction(10) ** (figures - 1 - size))
    if abs(scaled) >= 10**figures:
        scaled, size = scaled // 10, size + 1
    text = numerals.fixed(scaled, figures - 1)
    if decimals is None and exact and "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{text} × 10^{size}", exact


def _grouped(text: str, form: Mapping[str, Json]) -> str:
    if not form.get("thousands"):
        return text
    sign, body = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole_part, point, decimals = body.partition(".")
    groups = [whole_part[max(0, end - 3) : end] for end in range(len(whole_part), 0, -3)]
    return sign + ",".join(reversed(groups)) + point + decimals


def _clock(value: Amount, form: Mapping[str, Json]) -> tuple[str, bool]:
    """``5:15`` for five minutes and 15 seconds, rounded to a whole second."""
    seconds = convert(value, "s").low
    whole_seconds = numerals.rounded(seconds, 0, form.get("mode", "half_up"))
    minutes, rest = divmod(abs(whole_seconds), 60)
    return f"{'-' if whole_seconds < 0 else ''}{minutes}:{rest:02d}", whole_seconds == seconds


def _mixed_units(value: Amount, names: tuple[str, ...], form: Mapping[str, Json]) -> tuple[str, bool]:
    """``2 hours 30 minutes``, ``5 ft 11 in``; the smallest unit is rounded as asked (to a whole by default)."""
    smallest = convert(value, names[-1]).low
    places = whole(form, "decimals") or 0
    scaled = numerals.rounded(smallest, places, form.get("mode", "half_up"))
    rest, exact = Fraction(abs(scaled), 10**places), Fraction(scaled, 10**places) == smallest
    parts: list[str] = []
    for name in names:
        ratio = units.unit(name).worth / units.unit(names[-1]).worth
        last = name == names[-1]
        count = rest if last else Fraction(rest // ratio)
        rest -= count * ratio
        if count or (last and not parts):
            word = _LONG[name]
            parts.append(f"{_exactly(count)} {word[:-1] if count == 1 and len(word) > 2 else word}")
    return ("-" if scaled < 0 else "") + " ".join(parts), exact


def shown(value: Value) -> str:
    """A value as it appears in a step."""
    if isinstance(value, Amount) and value.high is not None:
        places = max(6, 5 - numerals.magnitude(value.low)) if value.low else 6
        text = numerals.fixed(numerals.rounded(value.low, places), places)
        return "about " + _with_unit(text + "%" if value.percent else text, value, currency_of(value))
    text, exact = value_text(value, {"as": "number"} if isinstance(value, Amount) and value.percent else {})
    if isinstance(value, Amount) and value.percent:
        text += "%"
    return text if exact else f"about {text}"
