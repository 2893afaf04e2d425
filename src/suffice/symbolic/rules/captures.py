"""What the grammar captured of a tariff's piece, as the piece; None where the captures do not go together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from suffice.records import Json
from suffice.symbolic.rules.brackets import Figure, bracket, figure
from suffice.symbolic.rules.pieces import Ask, Case, Except, Heading, Made, Slices, Span, Steps, Tier

_SHARES = {"none": "0", "half": "50", "whole": "100"}
_CHARGES = frozenset("fee charge cost price rate".split())


def kind_of(thing: Any) -> str | None:
    """A noun phrase as a kind, its last word in the singular: "international orders" -> international order."""
    if isinstance(thing, str):
        return thing
    if not isinstance(thing, list) or thing[:1] != ["thing"] or thing[1] == "it":
        return None
    *before, _ = str(thing[2]).split()
    return " ".join([*before, str(thing[1])])


def outcome_of(said: Any) -> str | None:
    """What a tariff sets, by one name: "the shipping fee" and "shipping" are the same, "the fee" is the price."""
    words = kind_of(said)
    if words is None:
        return None
    kept = words.split()
    while kept and kept[-1] in _CHARGES:
        kept.pop()
    return " ".join(kept) or "price"


def _figure(found: Mapping[str, Any]) -> Figure | None:
    return figure(found["size"], _counted(found), found.get("tail")) if "size" in found else None


def _counted(found: Mapping[str, Any]) -> str | None:
    return kind_of(found["n"]) if "n" in found else None


def _tier(found: Mapping[str, Any], span: Span) -> Tier | None:
    role = found["b"] if found["b"] in ("all", "above", "under", "else") else "bracket"
    ends = bracket(found, _counted(found), found.get("tail")) if role == "bracket" else None
    if (role == "bracket" and ends is None) or ("n2" in found and kind_of(found["n2"]) != _counted(found)):
        return None
    subject = found.get("s")
    kind = f"{str(found['plan'][1]).lower()} plan" if "plan" in found else kind_of(subject)
    if subject is not None and kind is None:
        return None
    said = found.get("o")
    outcome = None if said is None else outcome_of(said)
    if said is not None and outcome is None:
        return None
    tier = Tier(role, span, kind, ends, outcome, instead="instead" in found, per=found.get("per"))
    if "label" in found:
        return replace(tier, label=str(found["label"][1]))
    says = _says(found)
    if says is not None:
        return replace(tier, says=(says, "denied" not in found))
    way = found.get("kind")
    if way == "free":
        return replace(tier, free=True)
    if way in _SHARES:
        return replace(tier, value=["pct", _SHARES[way]])
    value = found.get("v")
    if not isinstance(value, list) or len(value) not in (2, 3):
        return None
    if way == "each":
        each = kind_of(found["each"]) if "each" in found else ""
        return None if each is None else replace(tier, value=value, each=each)
    return replace(tier, value=value)


def _says(found: Mapping[str, Any]) -> str | None:
    """What is said of whoever is in a tier, where it is no amount: is approved, needs a receipt."""
    if "state" in found:
        return f"is {found['state']}"
    if "approver" in found:
        return f"needs approval by {kind_of(found['approver'])}"
    if "deed" in found:
        return f"{'may be' if 'may' in found else 'is'} {found['deed']}"
    if "gets" in found:
        return f"gets {kind_of(found['gets'])}"
    if "sent" in found:
        return f"is sent to {kind_of(found['sent'])}"
    return f"needs {kind_of(found['needs'])}" if "needs" in found else None


def _except(found: Mapping[str, Any], span: Span) -> Except | None:
    del span
    kind = kind_of(found["s"])
    return None if kind is None else Except(kind, _says(found))


def _slices(found: Mapping[str, Any], span: Span) -> Slices | None:
    rows: list[tuple[Figure | None, Json]] = []
    for number in range(1, 5):
        if f"v{number}" in found:
            end = figure(found[f"size{number}"], None, None)
            if end is None:
                return None
            rows.append((end, found[f"v{number}"]))
    rows.append((None, found["v"]))
    kinds = {kind_of(found[key]) for key in ("x1", "y1", "z") if key in found}
    if len(kinds) > 1 or None in kinds:
        return None
    said = found.get("o")
    return Slices(span, tuple(rows), kinds.pop() if kinds else None, None if said is None else outcome_of(said))


def _steps(found: Mapping[str, Any], span: Span) -> Steps | None:
    units = {found[key] for key in ("u1", "u2", "u3") if key in found}
    first = found.get("w1", ["num", "1"])
    if len(units) != 1 or found.get("w3", first) != first or found["v1"][2] != found["v"][2]:
        return None
    outcome = outcome_of(found["o"]) if "o" in found else None
    return Steps(span, units.pop(), first, found["v1"], found["v"], "flat" in found, outcome)


def _heading(found: Mapping[str, Any], span: Span) -> Heading | None:
    del span
    said = outcome_of(found.get("o"))
    return None if said is None else Heading(said)


def _intro(found: Mapping[str, Any], span: Span) -> Heading:
    """There are three plans: what they are comes behind."""
    del found, span
    return Heading(None)


def _case(found: Mapping[str, Any], span: Span) -> Case | None:
    who, kind = _who(found)
    if "plan" in found:
        return Case(who, f"{str(found['plan'][1]).lower()} plan", None) if who else None
    if "is_kind" in found:
        told = kind_of(found["is_kind"])
        who = who or ("it" if kind is None else None)
        return None if told is None else Case(who, told, None, found.get("so") != "no", of=kind)
    size = _figure(found)
    if "owned" in found and size is not None and size.size[0] != "money" and size.attribute != "weight":
        return None  # how old somebody's sister is says nothing of somebody
    return (
        None
        if size is None or (who is None and kind is None)
        else Case(who, kind, size, loose="loose" in found, owner=found.get("owner"))
    )


def _ask(found: Mapping[str, Any], span: Span) -> Ask | None:
    del span
    says = _says(found)
    outcome = "" if says is not None or "labels" in found else outcome_of(found.get("o"))
    if outcome is None:
        return None
    size = _figure(found)
    if "size" in found and size is None:
        return None
    who, kind = _who(found)
    return Ask(
        outcome,
        who,
        kind,
        size,
        "bulk" in found,
        total="total" in found,
        says=says,
        unit=found.get("unit"),
        label="labels" in found,
        per=found.get("per"),
        any_kind="any" in found,
        owner=found.get("owner"),
    )


def _who(found: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """Whose the case is (a name, or a pronoun) and what it is."""
    person, thing = found.get("who"), found.get("s")
    who = str(person[1]) if isinstance(person, list) else person
    return who, kind_of(thing)


TELLING: tuple[tuple[str, Made], ...] = (
    ("p_tier", _tier), ("p_more", _tier), ("p_slices", _slices), ("p_steps", _steps), ("p_except", _except),
    ("p_heading", _heading), ("p_intro", _intro), ("p_case", _case),
)  # fmt: skip
ASKING: tuple[tuple[str, Made], ...] = (("p_ask", _ask),)
TITLES: tuple[tuple[str, Made], ...] = (("p_title", _heading),)
