"""How far a relation reaches: on which scales, and over how many places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from suffice.symbolic.ordering.scale import Scales, Unread


def allowed(kinds: str, verb: str, end: str) -> Scales:
    """The scales that a relation's word and its verb allow."""
    found: Scales = {}
    for kind in kinds.split("/"):
        if kind == "seq":
            if verb in ("be", "static"):
                found["seq"] = end
            elif verb == "rank":
                found["rank"] = end
            elif verb == "born":
                found["age"] = end
            elif verb != "live":
                found[f"seq:{verb}"] = end
        elif kind == "race":
            if verb == "race":
                found["seq:race"] = end
        elif kind == "stack":
            if verb in ("be", "static", "live"):
                found["stack:live" if verb == "live" else "stack"] = end
        elif kind == "rank":
            if verb in ("be", "rank"):
                found["rank"] = end
        elif kind == "row":
            if verb in ("be", "static", "live", "turn"):
                found["row"] = end
        elif verb in ("be", "static", "live"):
            found[kind] = end
    if not found:
        raise Unread("a relation that does not go with its verb")
    return found


def bounds(n: int) -> dict[str, tuple[int, int | None]]:
    return {"least": (n, None), "most": (0, n), "n": (n, n), "more": (n + 1, None), "fewer": (0, n - 1)}


def distance(gap: Mapping[str, Any]) -> tuple[int, int | None]:
    n = int(gap["n"][1]) if "n" in gap else 1
    found = {"any": (1, None), "next": (1, 1), "n": (n, n), "least": (n, None), "most": (1, n), "more": (n + 1, None)}
    return found[gap.get("gap", "any")]
