"""Whether two ways to read a sentence, or two Problems, say the same."""

from __future__ import annotations

from contextlib import suppress

from suffice.records import Json
from suffice.symbolic.ordering.collected import parted
from suffice.symbolic.ordering.meaning import Clauses
from suffice.symbolic.ordering.scale import Unread
from suffice.symbolic.ordering.sentences import Part
from suffice.symbolic.ordering.words import plain


def same(left: dict[str, Json], right: dict[str, Json]) -> bool:
    """True for Problems that differ in nothing but the sentences that their clues are told in."""
    held = [[clue["holds"] for clue in body["clues"]] for body in (left, right)]
    return held[0] == held[1] and all(left[key] == right[key] for key in left if key != "clues")


_AS_SAID = Clauses(
    lambda mention: [plain(str(mention[1]).lower().split())], lambda noun, k: [noun, str(k)], lambda _: True
)


def meant(read: tuple[Part, ...]) -> list[Json]:
    """What clauses say, whichever way they were put together and cut."""
    found: list[Json] = []
    for part in read:
        node = {name: value for name, value in part.node.items() if not name.startswith("__") and name != "kind"}
        with suppress(Unread):
            if part.kind in ("tell", "option") and node.get("op") not in ("name", "list", "table"):
                found += [[part.kind, one] for one in parted(_AS_SAID.statement(node))]
                continue
            if part.kind == "given":
                node = {"given": _AS_SAID.statement(node["s"])}
            if part.kind in ("ask", "yesno") and isinstance(node.get("p"), dict) and "op" in node["p"]:
                node["p"] = _AS_SAID.said(node["p"], ["?"])
        found.append([part.kind, node])
    return found
