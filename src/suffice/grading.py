"""Whether an answer is the expected one, whatever the way it is written.

Equal after normalising case, spaces, a leading "the", thousands separators, currency signs, trailing zeros and a unit
that only one of the two states; numbers by exact value; ISO dates and clock times by what they mean; lists item by
item; JSON by its parts. A tolerance is never applied: 0.33 is not 1/3.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime, time
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from suffice.records import Json

_LONGEST_NUMBER = 400  # characters; longer ones are compared as text
_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2019": "'", "\u00b2": "2", "\u00b3": "3"})
_SIGNS = {"$": "usd", "€": "eur", "£": "gbp", "¥": "jpy", "₹": "inr"}
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"
_NUMBER = re.compile(
    rf"(?P<minus>-?)\s*(?P<before>[$€£¥₹]|[a-z]{{3}}\s)?\s*(?P<inner>-?)(?P<number>{_DIGITS})(?P<power>e[+-]?\d{{1,3}})?"
    rf"(?:\s*/\s*(?P<below>\d+)(?!\d))?\s*(?P<after>[^\d\s,;:./-][^\d,;:]*?[23]?)?"
)
_MIXED = re.compile(r"(?P<minus>-?)(?P<whole>\d+)\s+(?P<above>\d+)\s*/\s*(?P<below>\d+)")
_CLOCK = re.compile(r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))?\s*(?P<half>[ap]\.?m\.?)?")
_OPTION = re.compile(r"\(([a-z])\)")


def agrees(answer: str, gold: Json, accept: Sequence[Json] = ()) -> bool:
    """Whether ``answer`` says the same as ``gold``, or as one of the ``accept``ed alternatives."""
    try:
        return any(_same(answer, expected) for expected in (gold, *accept))
    except RecursionError:  # nested beyond what anybody would ask for
        return False


def _same(answer: Json, gold: Json) -> bool:
    answer, gold = _parsed(answer), _parsed(gold)
    if isinstance(answer, dict | list) or isinstance(gold, dict | list):
        return _same_parts(answer, gold)
    if gold is None or answer is None or isinstance(gold, bool) or isinstance(answer, bool):
        return gold is answer or _plain(_spelled(answer)) == _plain(_spelled(gold))
    left, right = _plain(_spelled(answer)), _plain(_spelled(gold))
    if left == right:
        return True
    number, expected = _number(left), _number(right)
    if number is not None and expected is not None:
        return number[0] == expected[0] and (number[1] == expected[1] or not number[1] or not expected[1])
    if number is not None or expected is not None:
        return False
    moment = _moment(left)
    if moment is not None:
        return moment == _moment(right)
    items, wanted = (re.split(r"\s*[,;]\s*", text) for text in (left, right))
    return 1 < len(wanted) == len(items) and all(map(_same, items, wanted))


def _same_parts(answer: Json, gold: Json) -> bool:
    """Objects key by key, lists item by item; a list may also be written with commas, a row as its values alone."""
    if isinstance(answer, dict) and isinstance(gold, dict):
        keys = {_plain(key): value for key, value in gold.items()}
        if len(answer) != len(gold):
            return False
        return all(_plain(key) in keys and _same(value, keys[_plain(key)]) for key, value in answer.items())
    if isinstance(answer, dict) and isinstance(gold, list):  # a row of a grid, given as its values alone
        answer = list(answer.values())
    items, wanted = _items(answer), _items(gold)
    return items is not None and wanted is not None and len(items) == len(wanted) and all(map(_same, items, wanted))


def _items(value: Json) -> list[Json] | None:
    if isinstance(value, str):
        return [item.strip() for item in value.split(",")]
    return value if isinstance(value, list) else None


def _parsed(value: Json) -> Json:
    """An object or a list that is written as JSON text, as what it is; anything else as it came."""
    if isinstance(value, str) and value.lstrip().startswith(("{", "[")):
        try:
            found = json.loads(value)
        except (ValueError, RecursionError):
            return value
        return found if isinstance(found, dict | list) else value
    return value


def _spelled(value: Json) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text.translate(_MINUS)).translate(_MINUS)
    text = " ".join(text.casefold().split()).strip("\"'`").rstrip(".").strip().removeprefix("the ")
    option = _OPTION.fullmatch(text)
    return option[1] if option else text


def _number(text: str) -> tuple[Fraction, str] | None:
    """Its exact value and its unit ('' if none is stated), if the text is one number."""
    if len(text) > _LONGEST_NUMBER:
        return None
    mixed = _MIXED.fullmatch(text)
    if mixed and int(mixed["below"]):
        value = int(mixed["whole"]) + Fraction(int(mixed["above"]), int(mixed["below"]))
        return (-value if mixed["minus"] else value), ""
    found = _NUMBER.fullmatch(text)
    if not found:
        return None
    try:
        value = Fraction(Decimal(found["number"].replace(",", "") + (found["power"] or "")))
        value /= int(found["below"] or 1)
    except (InvalidOperation, ZeroDivisionError):
        return None
    if found["minus"] or found["inner"]:
        value = -value
    unit = (found["before"] or found["after"] or "").strip().rstrip(".")
    return value, _SIGNS.get(unit, unit if len(unit) < 3 else unit.removesuffix("s"))


def _moment(text: str) -> datetime | time | None:
    """A date, a date and time, or a time of day, if the text is one in ISO form or on a 12-hour clock."""
    clock = _CLOCK.fullmatch(text)
    if clock:
        hour, half = int(clock["hour"]), (clock["half"] or "")[:1]
        if half and not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * (half == "p") if half else hour
        try:
            return time(hour, int(clock["minute"]), int(clock["second"] or 0))
        except ValueError:
            return None
    try:
        return datetime.fromisoformat(text.upper()) if re.match(r"\d{4}-\d\d-\d\d", text) else None
    except ValueError:
        return None
