"""Figures of a sentence about rules, and how they compare: at least 18, 2 kg or more, $50."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from suffice.records import Json
from suffice.symbolic.formal.ends import NUMBERS
from suffice.symbolic.formal.quotes import Span, stem
from suffice.symbolic.rules.measure import in_base

# What stands before or behind a figure, and how it compares.
_BEFORE = (
    (("no", "more", "than"), "le"), (("not", "more", "than"), "le"), (("no", "less", "than"), "ge"),
    (("not", "less", "than"), "ge"), (("no", "fewer", "than"), "ge"), (("at", "least"), "ge"), (("at", "most"), "le"),
    (("a", "minimum", "of"), "ge"), (("a", "maximum", "of"), "le"), (("up", "to"), "le"), (("more", "than"), "gt"),
    (("less", "than"), "lt"), (("fewer", "than"), "lt"), (("older", "than"), "gt"), (("younger", "than"), "lt"),
    (("longer", "than"), "gt"), (("shorter", "than"), "lt"), (("heavier", "than"), "gt"), (("lighter", "than"), "lt"),
    (("greater", "than"), "gt"), (("higher", "than"), "gt"), (("lower", "than"), "lt"), (("larger", "than"), "gt"),
    (("smaller", "than"), "lt"), (("over",), "gt"), (("above",), "gt"), (("exceeds",), "gt"), (("exceed",), "gt"),
    (("exceeding",), "gt"), (("under",), "lt"), (("below",), "lt"), (("exactly",), "eq"),
)  # fmt: skip
BEHIND = (
    (("or", "more"), "ge"), (("or", "over"), "ge"), (("or", "above"), "ge"), (("or", "older"), "ge"),
    (("and", "over"), "ge"), (("and", "above"), "ge"), (("or", "longer"), "ge"), (("or", "higher"), "ge"),
    (("or", "less"), "le"), (("or", "fewer"), "le"), (("or", "under"), "le"), (("or", "below"), "le"),
    (("or", "younger"), "le"), (("or", "lower"), "le"), (("or", "shorter"), "le"),
)  # fmt: skip
_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR"}
# What attributes are called that a text names by an adjective or a unit: 18 years old, over 2 kg, older than.
NAMING = frozenset(
    map(stem, "age weight length height price amount cost size duration value date number count".split())
)
GRADES = frozenset(
    "older younger longer shorter heavier lighter higher lower larger smaller greater old long tall heavy high worth"
    " weighs weigh costs cost lasts last".split()
)
_UNITS = {
    "kg": "kilogram kilo", "g": "gram", "lb": "pound", "m": "meter metre", "km": "kilometer kilometre", "mi": "mile",
    "min": "minute", "h": "hour hr", "s": "second sec", "day": "week", "month": "year",
    "cm": "centimeter centimetre", "mm": "millimeter millimetre",
}  # fmt: skip


def spelled(unit: str) -> list[str]:
    """How a text may write a unit, or one that is a fixed multiple of it."""
    return [*_UNITS.get(unit, "").split(), *(one for one, base in _MULTIPLES.items() if base == unit)]


# Units that are a fixed multiple of another, as the measure of rules has them.
_MULTIPLES = {unit: in_base(["qty", "1", unit])[2] for unit in
              "mm cm km in ft yd mi mg g lb s min h week year".split()}  # fmt: skip


def compared(span: Span, told: Sequence[tuple[int, Fraction]], held: Sequence[tuple[str, Json]]) -> str | None:
    """What of the figures and the comparisons that are held (operator, value) is not the same; None if all is."""
    left = list(held)
    for at, size in told:
        near = [span.forms[n] for n in range(max(0, at - 1), min(len(span.forms), at + 3))]
        found = next((one for one in left if _measures(one[1], size, near)), None)
        if found is None:
            return f"it leaves out the figure {span.forms[at]}"
        left.remove(found)
        operator, value = found
        wanted = _operator(span.forms, at)
        if wanted != operator:
            return f"{span.forms[at]} is compared as '{operator}', and the text says '{wanted}'"
        sign = next((code for mark, code in _SIGNS.items() if mark in near), None)
        if ("%" in near or "percent" in near) != (value[0] == "pct"):
            return f"{span.forms[at]} is told with or without a percent sign"
        if (sign is not None) and value[:1] + value[2:] != ["money", sign]:
            return f"{span.forms[at]} is told in {sign}"
        if value[0] == "money" and sign is None and str(value[2]).lower() not in near:
            return f"{span.forms[at]} is not told in {value[2]}"
    return f"{left[0][1][1]} does not stand there" if left else None


def _measures(value: Json, size: Fraction, near: Sequence[str]) -> bool:
    """Whether a value is what a figure with these words beside it tells: 2,500 g are 2.5 kg."""
    if value[0] != "qty":
        return value[0] != "date" and Fraction(value[1]) == size
    words = {stem(word) for word in near}
    told = [
        unit
        for unit in (*_MULTIPLES, value[2])
        if {stem(word) for word in (unit, *_UNITS.get(unit, "").split())} & words
    ]
    return any(in_base(["qty", str(size), unit]) == in_base(value) for unit in told)


def _operator(forms: Sequence[str], at: int) -> str:
    """How the figure at a place compares: at least 18, 18 or older, exactly 18."""
    start = at - 1 if at and forms[at - 1] in _SIGNS else at
    for words, operator in _BEFORE:
        if tuple(forms[max(0, start - len(words)) : start]) == words:
            return operator
    for words, operator in BEHIND:
        for skipped in range(1, 4):
            if tuple(forms[at + skipped : at + skipped + len(words)]) == words:
                return operator
    return "eq"


def figures(span: Span) -> list[tuple[int, Fraction]]:
    found: list[tuple[int, Fraction]] = []
    for at, token in enumerate(span.tokens):
        if token.kind == "number":
            found.append((at, Fraction(token.form.replace(",", ""))))
        elif token.form in NUMBERS and token.form != "one":
            found.append((at, Fraction(NUMBERS[token.form])))
    return found
