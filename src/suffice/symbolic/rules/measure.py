"""Quantities with units that are a fixed multiple of one another, in one of them: 2,500 g as 5/2 kg."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from suffice.records import Abstain, Code, Json
from suffice.symbolic.rules.language import CONNECTIVES, Formula, parts, size_of

_WORTH: dict[str, tuple[str, Fraction]] = {
    unit: (base, Fraction(worth))
    for base, units in {
        "m": "mm 1/1000 cm 1/100 m 1 km 1000 in 127/5000 ft 381/1250 yd 1143/1250 mi 201168/125",
        "kg": "mg 1/1000000 g 1/1000 kg 1 lb 45359237/100000000",
        "day": "s 1/86400 min 1/1440 h 1/24 day 1 week 7",
        "month": "month 1 year 12",
    }.items()
    for unit, worth in zip(units.split()[::2], units.split()[1::2], strict=True)
}


def in_base(value: Json) -> Json:
    """A tagged value, its quantity in the base unit of its dimension where that is a fixed multiple."""
    if value[0] != "qty" or value[2] not in _WORTH:
        return value
    base, worth = _WORTH[value[2]]
    return ["qty", str(Fraction(value[1]) * worth), base]


def comparable(body: Mapping[str, Json]) -> Json | Abstain:
    """The body with every quantity in one unit, where a text uses several; Abstain where they cannot be compared."""
    ask = body["ask"]
    formulas = [clause[key] for clause in body["clauses"] for key in ("if", "then") if key in clause]
    formulas += ask.get("options") or [ask.get("truth") or ask["who"]]
    if _one_measure(formulas) is None:
        return dict(body)
    clauses = [
        {key: _based(value) if key in ("if", "then") else value for key, value in clause.items()}
        for clause in body["clauses"]
    ]
    asks = {"options": [*map(_based, ask["options"])]} if "options" in ask else {}
    asks |= {key: _based(ask[key]) for key in ("truth", "who") if key in ask}
    mixed = _one_measure([c[key] for c in clauses for key in ("if", "then") if key in c])
    if mixed is not None:
        return Abstain(Code.UNSUPPORTED, f"the {mixed} is told in measures that do not compare")
    return {**body, "clauses": clauses, "ask": {**ask, **asks}}


def _one_measure(formulas: Iterable[Formula]) -> str | None:
    """An attribute that is told in two measures; None if there is none."""
    found: dict[str, str] = {}
    for formula in formulas:
        for part in parts(formula):
            if part[0] == "cmp":
                attribute, measure = part[2][0], size_of(part[3])[0]
                if found.setdefault(attribute, measure) != measure:
                    return attribute
    return None


def _based(formula: Formula) -> Formula:
    if formula[0] in CONNECTIVES:
        return [formula[0], *map(_based, formula[1:])]
    return [*formula[:3], in_base(formula[3])] if formula[0] == "cmp" else formula
