"""What looks like a calculation and is none: dates, phone numbers, brands, hexadecimal numbers, sayings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from suffice.symbolic.english.text import Token

_SAYINGS = (("24", "/", "7"), ("9", "/", "11"))
_SIGNS = frozenset("-/x")
_YEARS = range(1500, 2200)


def lookalike(tokens: Sequence[Token]) -> bool:
    """True when some run of ``tokens`` without spaces is a date, a phone number, a brand, ... to most readers."""
    return tuple(token.form for token in tokens) in _SAYINGS or any(_none(run) for run in _runs(tokens))


def _runs(tokens: Sequence[Token]) -> Iterator[list[str]]:
    """Operands and signs (- / x) in turn, all glued: ``1-800-555`` -> 1 - 800 - 555."""
    run: list[str] = []
    for token in tokens:
        if run and not token.glued:
            yield run
            run = []
        if (token.form in _SIGNS) == bool(len(run) % 2):
            run.append(token.form)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _none(run: list[str]) -> bool:
    signs, operands = set(run[1::2]), run[::2]
    if len(run) < 3 or len(run) % 2 == 0 or len(signs) > 1:
        return False
    sign = signs.pop()
    if sign == "-" and any(map(str.isdecimal, operands)) and any(part.isalpha() and len(part) > 1 for part in operands):
        return True  # 7-Eleven
    if not all(part.isdecimal() and len(part) < 20 for part in operands):
        return False
    if sign == "x":
        return operands[0] == "0"  # 0x10
    if sign == "-" and [len(part) for part in operands] == [3, 4]:
        return True  # 555-1234
    if sign == "-" and len(operands) > 2 and all(len(part) > 2 for part in operands[1:]):
        return True  # 1-800-555
    return len(operands) == 3 and _date([int(part) for part in operands], len(operands[2]))


def _date(parts: list[int], last: int) -> bool:
    if parts[0] in _YEARS:
        return parts[1] <= 12 and parts[2] <= 31
    return max(parts[:2]) <= 31 and min(parts[:2]) <= 12 and (parts[2] in _YEARS or last == 2)
