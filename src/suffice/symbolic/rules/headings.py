"""Labels before a statement that say only what it is: "Rule 2:", "Facts:", "Our return policy:"."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HEADS = frozenset(
    "policy policies rule rules fact facts premise premises question conditions terms guidelines section clause article"
    " paragraph".split()
)
_BEFORE = frozenset(
    """
    our the company store shop gym club library school office team travel return returns refund refunds shipping
    delivery expense expenses access leave approval discount pool parking house safety visitor warranty booking
    cancellation membership pricing rental loan hotel airline customer staff general basic
    """.split()
)
_ITEM = re.compile(r"\s*(\d{1,3})[.)]")
_LONGEST = 5  # tokens before the colon


def after_heading(forms: Sequence[str], start: int, end: int) -> int:
    """The index behind a label and its colon; ``start`` if there is none."""
    stop = min(end, start + _LONGEST + 1)
    if ":" not in forms[start + 1 : stop]:
        return start
    for at in range(start + 1, stop):
        if forms[at] != ":":
            continue
        label = forms[start:at]
        if label[-1].isdigit() or (len(label) > 1 and len(label[-1]) == 1):
            label = label[:-1]
        if label and label[-1] in _HEADS and set(label[:-1]) <= _BEFORE:
            return at + 1
        return start
    return start


def label_of(forms: Sequence[str], start: int, after: int) -> int | None:
    """The number of the label that stands between: 2 of "Rule 2:"."""
    number = forms[after - 2] if after - start >= 2 else ""
    return int(number) if number.isdigit() and len(number) <= 3 else None


def item_of(before: str) -> int | None:
    """The number of the list's item that begins behind ``before``: 2 of "2." at the start of a line."""
    before = before.rstrip()
    match = _ITEM.fullmatch(before, before.rfind("\n") + 1) if before[-1:] in (".", ")") else None
    return int(match[1]) if match else None
