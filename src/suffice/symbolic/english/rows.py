"""Rows: things of which a text says the same kind of facts (items bought, offers compared)."""

from __future__ import annotations

from suffice.records import Abstain, Code, Json
from suffice.symbolic.english import phrases
from suffice.symbolic.english.formula import filled

Row = dict[str, Json]


def join(rows: list[Row], piece: Row) -> Abstain | None:
    """Add what is said of a thing to the row of that thing, or begin its row.

    A row that says already what the piece says is another row. Words that fit several rows fit none.
    """
    thing = piece.get("item")
    values = piece.keys() - {"item"}
    homes = [row for row in rows if not values & row.keys() and _about(row, thing)]
    exact = [row for row in homes if row["item"][2:] == thing[2:]] if isinstance(thing, list) else []
    homes = exact if len(exact) == 1 else homes
    if len(homes) > 1:
        return Abstain(Code.AMBIGUOUS, f"'{_label(thing)}' may be more than one of the things that are listed")
    if homes:
        homes[0].update((name, value) for name, value in piece.items() if name != "item" or homes[0]["item"][1] == "it")
    else:
        rows.append(piece)
    return None


def join_all(rows: list[Row], basket: Json) -> Abstain | None:
    """Add the rows of a list of things (``["rows", [...]]``), each to its own."""
    for piece in basket[1]:
        refusal = join(rows, dict(piece))
        if refusal:
            return refusal
    return None


def _about(row: Row, thing: Json) -> bool:
    known = row.get("item")
    if known == thing or known is None or thing is None:
        return known == thing
    return known[0] == thing[0] == "thing" and phrases.same(known, thing)


def choose(find: Json, rows: list[Row]) -> Json:
    """``which('min', rows, value)`` with the label and the value of each row spelled out."""
    if not isinstance(find, list) or find[:1] != ["which"] or find[2] != ["ref", "rows"]:
        return find
    return ["which", find[1], [[_label(row["item"]), filled(find[3], row)] for row in rows]]


def _label(item: Json) -> str:
    """The words of a thing; a name that a literal kept as it was written stands behind them."""
    return str(item[-1] if isinstance(item, list) else item)
