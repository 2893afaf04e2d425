"""Formulas and clauses in plain English."""

from __future__ import annotations

from collections.abc import Mapping

from suffice.records import Json
from suffice.symbolic.rules.language import Formula

_WORDS = {"lt": "below", "le": "at most", "gt": "above", "ge": "at least", "eq": "exactly", "ne": "not exactly"}
_VARIABLES = {"?x": "somebody", "?y": "another", "?z": "a third"}


def phrase(formula: Formula) -> str:
    """A clause of a sentence: ``anne is kind``, ``tom is not a member and the age of tom is at least 18``."""
    head = formula[0]
    if head == "not":
        inner = formula[1]
        if inner[0] == "not":
            return phrase(inner[1])
        if inner[0] in ("and", "or"):
            return f"it is not so that {phrase(inner)}"
        return _atom(inner, False)
    if head in ("and", "or"):
        return f" {head} ".join(
            f"({phrase(part)})" if part[0] in ("and", "or") else phrase(part) for part in formula[1:]
        )
    return _atom(formula, True)


def sentence(clause: Mapping[str, Json]) -> str:
    if "if" not in clause:
        return _capital(phrase(clause["then"])) + "."
    return f"If {phrase(clause['if'])}, then {phrase(clause['then'])}."


def value_text(value: Json) -> str:
    if value[0] == "money":
        return f"{value[1]} {value[2]}"
    if value[0] == "qty":
        return f"{value[1]} {value[2]}" + ("" if value[1] == "1" else "s")
    return f"{value[1]}%" if value[0] == "pct" else value[1]


def _atom(atom: Formula, positive: bool) -> str:
    if atom[0] == "cmp":
        _, operator, (attribute, term), value = atom
        verb = "is" if positive else "is not"
        return f"the {attribute} of {_term(term)} {verb} {_WORDS[operator]} {value_text(value)}"
    name, subject, *others = atom
    verb, _, rest = name.partition(" ")
    if verb in ("is", "was", "had") or name.startswith("has been "):
        words = name if positive else f"{verb} not {rest}"
    else:
        words = name if positive else f"does not ({name})"
    return " ".join([_term(subject), words, *map(_term, others)])


def _term(term: str) -> str:
    return _VARIABLES.get(term, term)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
