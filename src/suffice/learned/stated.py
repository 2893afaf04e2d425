"""What a request states by name: the fields of a JSON object, ``name: value`` lines, the numbers of a text in order."""

from __future__ import annotations

import re

from suffice.learned import spelling
from suffice.learned.predictor import Fields
from suffice.learned.record import read_record

_LINE = re.compile(r"^[ \t>*-]*([^\W\d_][\w ./()&-]{0,39}?)\**[ \t]*[:=][ \t]*(\S.*?)[ \t]*$", re.M)
_NUMBER = re.compile(r"(?<![\w.,-])-?\d[\d.,]*(?<![.,])(?![\w-])")
_SHORT = 60  # characters of a slot that is a value itself
_MOST, _NUMBERS, _READ = 60, 3, 20_000


def stated(fields: Fields) -> dict[str, str]:
    """Name -> text, at most ``_MOST`` of them. A name that two places state differently is left out."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for slot, text in fields.items():
        for name, value in _of_slot(slot, text[:_READ]):
            if found.setdefault(name, value) != value:
                twice.add(name)
            if len(found) == _MOST:
                break
    return {name: value for name, value in found.items() if name not in twice}


def measured(text: str) -> float | None:
    """The number that a value is, whatever its unit; None where it is none."""
    found = spelling.read_number(text)
    return float(found[1]) if found else None


def _of_slot(slot: str, text: str) -> list[tuple[str, str]]:
    record = read_record(text) if "{" in text else None
    if record:
        return list(record.items())
    lines = [(name.strip().casefold(), value) for name, value in _LINE.findall(text)]
    if len(lines) > 1:
        return lines
    numbers = [(f"number {place} of {slot}", found) for place, found in enumerate(_NUMBER.findall(text)[:_NUMBERS], 1)]
    return [(slot, text.strip()), *numbers] if 0 < len(text) <= _SHORT and "\n" not in text.strip() else numbers
