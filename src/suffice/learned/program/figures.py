"""Numbers in text: found, rounded, written. Exact decimals; more than 30 digits are no number here."""

from __future__ import annotations

import re
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Context, Decimal

EXACT = Context(prec=60)
MODES = {
    "nearest": ROUND_HALF_UP,
    "down": ROUND_FLOOR,
    "up": ROUND_CEILING,
    "towards zero": ROUND_DOWN,
    "away from zero": ROUND_UP,
    "nearest even": ROUND_HALF_EVEN,
}
GROUPS = ("", ",", ".", " ", "'", "indian")
# what one number may look like; every repetition is bounded, so that matching is linear
_POINT = re.compile(r"(?<![\w.])[-+]?(?:\d{1,3}(?:,\d{2,3}){0,8},\d{3}(?!\d)|\d{1,30})(?:\.\d{1,30})?|\.\d{1,30}")
_LOOSE = re.compile(r"(?:\d{1,3}(?:,\d{2,3}){0,8},\d{3}(?!\d)|\d{1,30})(?:\.\d{1,30})?|\.\d{1,30}")
_COMMA = re.compile(r"[-+]?(?:\d{1,3}(?:\.\d{3}){1,8}(?!\d)|\d{1,30})(?:,\d{1,30})?")


def figures(text: str, mark: str = ".") -> list[Decimal]:
    """All numbers of a text; ``mark`` is the decimal mark, the other one groups thousands. A sign counts only where
    nothing that could be part of a word or number stands before it."""
    found, at = [], 0
    while len(found) < 50:
        if mark == ",":
            match = _COMMA.search(text, at)
        else:
            signed, loose = _POINT.search(text, at), _LOOSE.search(text, at)
            match = signed if signed and loose and signed.start() <= loose.start() else loose
        if match is None:
            return found
        digits = match[0].replace(".", "").replace(",", ".") if mark == "," else match[0].replace(",", "")
        found.append(Decimal(_ascii(digits)))
        at = match.end()
    return found


def steps(number: Decimal, mode: str, unit: Decimal, phase: Decimal) -> Decimal | None:
    """How many whole units lie between the phase and the number; None where that takes too many digits."""
    count = EXACT.divide(EXACT.subtract(number, phase), unit)
    return count.quantize(Decimal(1), rounding=MODES[mode], context=EXACT) if count.adjusted() < 50 else None


def rounded(number: Decimal, mode: str, unit: Decimal, phase: Decimal) -> Decimal | None:
    """To the nearest (lower, upper, ...) of ``phase + n * unit``. ``nearest`` takes halves away from zero."""
    whole = steps(number, mode, unit, phase)
    return None if whole is None else EXACT.add(EXACT.multiply(whole, unit), phase)


def written(number: Decimal, decimals: int, width: int, group: str, mark: str, plus: bool) -> str | None:
    """``decimals``: that many, halves away from zero; -1: as few as needed; -2: as many as the number came with.
    ``width``: digits before the mark, filled up with zeros."""
    if number.adjusted() > 35:
        return None
    if decimals >= 0:
        number = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=EXACT)
    plain = format(abs(number), "f")
    if decimals == -1 and "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    whole, _, rest = plain.partition(".")
    sign = "-" if number < 0 and plain.strip("0.") else "+" if plus and number >= 0 else ""
    return sign + _grouped(whole.zfill(width), group) + (mark + rest if rest else "")


def ordinal(number: int) -> str:
    ending = "th" if abs(number) % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(abs(number) % 10, "th")
    return f"{number}{ending}"


def _grouped(whole: str, group: str) -> str:
    if not group:
        return whole
    if group != "indian":
        return f"{int(whole):,}".replace(",", group)
    head, tail = whole[:-3], whole[-3:]
    pairs = [head[max(0, i - 2) : i] for i in range(len(head), 0, -2)][::-1]
    return ",".join([*pairs, tail])


def _ascii(digits: str) -> str:
    return "".join(c if c in "+-." else str(int(c)) for c in digits)
