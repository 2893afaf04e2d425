"""How a step is told in plain English."""

from __future__ import annotations

from suffice.symbolic.arithmetic import show
from suffice.symbolic.arithmetic.amounts import Amount

_SIGNS = {"add": " + ", "sub": " - ", "mul": " × ", "div": " / ", "pow": " ^ ", "mod": " mod ", "lt": " < ",
          "le": " <= ", "gt": " > ", "ge": " >= ", "eq": " = ", "ne": " is not "}  # fmt: skip
LIST_WORDS = {"sum": "sum", "mean": "average", "median": "median", "min": "smallest", "max": "largest",
               "range": "range", "count": "number", "product": "product", "gcd": "greatest common divisor",
               "lcm": "least common multiple", "mode": "most frequent"}  # fmt: skip


def joined(values: list[Amount]) -> str:
    """``3, 4 and 5``; of many only the first."""
    shown = [show.shown(value) for value in values[:12]] + (["..."] if len(values) > 12 else [])
    return ", ".join(shown[:-1]) + (" and " if len(shown) > 1 else "") + shown[-1]


def say(name: str, values: list[Amount]) -> str:
    """An operation with its operands: ``20% of $45``, ``3 + 4``."""
    shown = [show.shown(value) for value in values[:40]] + (["..."] if len(values) > 40 else [])
    if name == "mul" and values[0].percent and len(values) == 2 and not values[1].percent:
        return f"{shown[0]} of {shown[1]}"
    if name == "add":
        text = shown[0]
        for part in shown[1:]:
            text += f" - {part[1:]}" if part.startswith("-") else f" + {part}"
        return text
    if name in _SIGNS:
        return _SIGNS[name].join(shown)
    if name == "root":
        return {"2": "square root", "3": "cube root"}.get(shown[1], f"root of order {shown[1]}") + f" of {shown[0]}"
    if name == "neg":
        return f"the opposite of {shown[0]}"
    return f"{name.replace('_', ' ')} of {' and '.join(shown)}"
