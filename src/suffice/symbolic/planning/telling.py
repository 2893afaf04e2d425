"""A planning Problem, and plans, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from suffice.records import Json

_ASKED = {"plan": "Find a plan", "shortest": "Find a plan with as few actions as possible",
          "steps": "Say how many actions a shortest plan takes"}  # fmt: skip
_SHOWN = 12


def paraphrase(body: Any) -> str:
    """The Problem told back."""
    actions = ", ".join(body["actions"]) or "none"
    start = _several(body["start"])
    return (
        f"{_ASKED[body.get('find', 'plan')]} for {len(body['objects'])} objects; actions: {actions}; "
        f"at the start: {start or 'nothing holds'}; the goal: {_several(body['goal']) or 'nothing'}."
    )


def literal(one: Sequence[Any]) -> str:
    """``not (on a b)``, ``(clear a)``."""
    if one[0] == "not":
        return f"not {literal(one[1])}"
    return f"({' '.join(one)})"


def _several(literals: Json) -> str:
    said = [literal(one) for one in literals[:_SHOWN]]
    more = len(literals) - len(said)
    return ", ".join(said) + (f" and {more} more" if more else "")


def written(plan: Sequence[Sequence[str]]) -> str:
    """``(take a), (stack a b)``; ``()`` for a plan of no action."""
    return ", ".join(literal(step) for step in plan) or "()"
