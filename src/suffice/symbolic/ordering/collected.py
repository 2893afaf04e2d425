"""The parts of one reading sorted: clues as formulas, what is asked, options, the form of the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from suffice.records import Json
from suffice.symbolic.ordering.sentences import Part
from suffice.symbolic.ordering.told import form_of


@dataclass(slots=True)
class Collected:
    """``clues`` are (sentence, formula)."""

    clues: list[tuple[str, Json]] = field(default_factory=list)
    asks: list[Part] = field(default_factory=list)
    options: list[Part] = field(default_factory=list)
    form: dict[str, Json] = field(default_factory=dict)


def collected(
    parts: Sequence[Part],
    statement: Callable[[Mapping[str, Any]], Json],
    exists: Callable[[Mapping[str, Any]], None],
    note: Callable[[Mapping[str, Any]], None],
) -> Collected:
    """``statement`` makes a formula of a clause; ``exists`` and ``note`` take what is said of who is there."""
    found = Collected()
    for part in parts:
        match part.kind:
            case "tell":
                found.clues.append((part.say, statement(part.node)))
            case "given":
                found.clues.append((part.say, statement(part.node["s"])))
            case "ask" | "yesno":
                found.asks.append(part)
            case "option":
                found.options.append(part)
            case "exists":
                exists(part.node)
            case "closing":
                note(part.node)
            case "form":
                found.form |= form_of(part.node)
    return found


def parted(formula: Json) -> Iterator[Json]:
    """The parts of a conjunction, each a clue of its own."""
    if formula[0] == "and":
        for part in formula[1:]:
            yield from parted(part)
    else:
        yield formula
