"""Towers of Hanoi as planning Problems."""

from __future__ import annotations

from suffice.records import Json


def hanoi(cubes: int, pegs: int = 3, find: str = "shortest") -> dict[str, Json]:
    """All cubes on the first peg, to be moved to the last."""
    discs, places = [f"c{i}" for i in range(cubes)], [f"p{i}" for i in range(pegs)]
    tower = [["on", top, under] for top, under in zip(discs, [*discs[1:], None], strict=True) if under]
    return {
        "types": {"block": "object", "peg": "object"},
        "objects": {**dict.fromkeys(discs, "block"), **dict.fromkeys(places, "peg")},
        "predicates": {
            "on": ["block", "object"],
            "clear": ["object"],
            "free": [],
            "holding": ["block"],
            "smaller": ["block", "object"],
        },
        "actions": {
            "pick": {
                "parameters": [["?x", "block"], ["?y", "object"]],
                "when": [["on", "?x", "?y"], ["clear", "?x"], ["free"]],
                "then": [
                    ["holding", "?x"],
                    ["clear", "?y"],
                    ["not", ["on", "?x", "?y"]],
                    ["not", ["free"]],
                    ["not", ["clear", "?x"]],
                ],
            },
            "place": {
                "parameters": [["?x", "block"], ["?y", "object"]],
                "when": [["holding", "?x"], ["clear", "?y"], ["smaller", "?x", "?y"]],
                "then": [
                    ["on", "?x", "?y"],
                    ["free"],
                    ["clear", "?x"],
                    ["not", ["holding", "?x"]],
                    ["not", ["clear", "?y"]],
                ],
            },
        },
        "start": [
            ["free"],
            ["clear", "c0"],
            *(["clear", place] for place in places[1:]),
            *tower,
            ["on", discs[-1], "p0"],
            *(["smaller", one, other] for i, one in enumerate(discs) for other in [*discs[i + 1 :], *places]),
        ],
        "goal": [*tower, ["on", discs[-1], places[-1]]],
        "find": find,
    }
