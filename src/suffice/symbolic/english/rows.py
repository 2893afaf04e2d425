"""Rows: things of which a text says the same kind of facts (items bought, offers compared)."""

from __future__ import annotations

from collections.abc import Mapping

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
    return known[0] == thing[0] and known[0] in ("thing", "person") and phrases.same(known, thing)


def choose(find: Json, rows: list[Row], roles: Mapping[str, Json]) -> Json:
    """``which('min', rows, value)`` with the label and the value of each row spelled out, ``pick(who, rows, value)``
    with the value in the row whose item is the role ``who``; None when there is no such row, or a row has no label."""
    if not isinstance(find, list) or not find:
        return find
    if find[0] == "which" and find[2] == ["ref", "rows"]:
        if any("item" not in row for row in rows):
            return None
        pairs = [[_label(row["item"]), filled(find[3], row)] for row in rows]
        return ["which", find[1], pairs] if len({label.lower() for label, _ in pairs}) == len(pairs) else None
    if find[0] == "pick":
        who = roles.get(find[1][1])
        found = [row for row in rows if who is not None and not _pronoun(who) and _about(row, who)]
        return filled(find[3], found[0]) if len(found) == 1 else None
    parts = [choose(part, rows, roles) for part in find[1:]]
    return None if None in parts else [find[0], *parts]


def _pronoun(item: Json) -> bool:
    return isinstance(item, list) and item[0] in ("thing", "person") and phrases.pronoun(item)


def _label(item: Json) -> str:
    """The words of a thing; a name that a literal kept as it was written stands behind them."""
    return str(item[-1] if isinstance(item, list) else item)
