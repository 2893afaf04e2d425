"""A Problem's answer drawn for the terminal: the order or grid, and the fewest clues that force the answer."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from suffice.records import Json
from suffice.symbolic.ordering.core import clashing
from suffice.symbolic.ordering.problem import validate
from suffice.symbolic.ordering.readback import paraphrase


def told(body: Json) -> Iterator[str]:
    """What was understood, one clue a line. Raises ValueError for what is no Problem."""
    validate(body)
    for clue in body["clues"]:
        if clue["say"]:
            alone = paraphrase({**body, "clues": [clue], "find": ["grid"], "attributes": body["attributes"]})
            yield f"  {clue['say']}  ->  {_only_clue(alone, body)}"


def _only_clue(text: str, body: Mapping[str, Any]) -> str:
    """A clue as told back, without the scene before it and the question after it."""
    without = paraphrase({**body, "clues": [], "find": ["grid"]})
    end = " Fill in the whole grid."
    return text.removeprefix(without.removesuffix(end)).removesuffix(end).strip() or text


def drawn(body: Json, evidence: Json, value: str) -> Iterator[str]:
    """The order or grid of the first world, then the clues that force the answer. Raises ValueError, KeyError, ..."""
    validate(body)
    worlds = evidence["steps"][0]["worlds"]
    sole = len(worlds) == 1
    yield (
        "the order:"
        if sole and len(body["attributes"]) == 1
        else "the grid:"
        if sole
        else "one way in which all holds:"
    )
    yield from _table(body, worlds[0])
    if len(worlds) > 1:
        yield "another:"
        yield from _table(body, worlds[1])
    against = _against(body, value)
    if against is None:
        yield "a way in which all clues hold shows it; nothing needs to be ruled out"
        return
    needed = clashing(body, against)
    if needed:
        count = len({clue["say"] for clue in body["clues"] if clue["say"]})
        yield f"these clues force it ({len(needed)} of {count}; none of them can be left out):"
        yield from (f"  {said}" for said in needed)
    elif needed == []:
        yield "it follows without any clue"


def _table(body: Mapping[str, Any], world: Mapping[str, Any]) -> Iterator[str]:
    names = list(body["attributes"])
    rows: list[list[str]] = []
    ends = {0: body["ordered"][0], len(body["slots"]) - 1: body["ordered"][1]} if body.get("ordered") else {}
    for number, label in enumerate(body["slots"]):
        cells = []
        for name in names:
            held = [v for v, at in world[name].items() if at == number or (isinstance(at, list) and number in at)]
            cells.append(" = ".join(held))
        if any(cells) or body["attributes"][names[0]]["kind"] != "shared":
            rows.append([ends.get(number, ""), label, *cells])
    heads = ["", "", *names] if len(names) > 1 else []
    widths = [max(len(row[column]) for row in (*rows, heads or rows[0])) for column in range(len(rows[0]))]
    for row in ([heads] if heads else []) + rows:
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _against(body: Mapping[str, Any], value: str) -> list[Json] | None:
    """What the answer rules out; None where it says that something may be."""
    match body["find"]:
        case ["which", mode, options]:
            chosen = dict(map(tuple, options))[value]
            return {"is": [["not", chosen]], "must": [["not", chosen]], "cannot": [chosen]}.get(mode)
        case ["whether", mode, formula]:
            yes = value == "Yes"
            if mode == "is" or (mode == "must" and yes):
                return [["not", formula] if yes else formula]
            return [formula] if (mode, yes) in (("could", False), ("cannot", True)) else None
        case ["order", name, way]:
            values = value.split(", ")
            values = values if way == "forward" else values[::-1]
            return [["not", ["and", *(["ahead", [name, a], [name, b], 1, None] for a, b in pairwise(values))]]]
    rows = json.loads(value)
    cells = [["at", [n, v], [s]] for s, row in zip(body["slots"], rows, strict=True) for n, v in row.items()]
    return [["not", ["and", *cells]]]
