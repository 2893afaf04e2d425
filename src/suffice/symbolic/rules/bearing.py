"""How the statements of a text bear on one another and on the question, beyond what follows from them by logic."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from suffice.records import Json
from suffice.symbolic.rules import lexical
from suffice.symbolic.rules.language import clause_terms, parts, terms

_OWNER = re.compile(r"^(?:the|my|our|any|[^']+'s) ")
_NUMBERED = re.compile(r" \d+$")


def apart(clauses: list[list[Json]], asks: list[Json], number: int) -> bool:
    """Whether a statement speaks of nothing that the others or the question speak of."""
    mine = {word for clause in clauses[number] for word in _spoken_of(clause)}
    others = {word for n, ways in enumerate(clauses) if n != number for clause in ways for word in _spoken_of(clause)}
    asked = {word for ask in asks for word in _spoken_of({"then": ask.get("truth") or ask["who"]})}
    return mine.isdisjoint(others | asked)


def undoing(clauses: list[list[Json]], asks: list[Json]) -> str | None:
    """A fact that may undo what the rules say, where neither rules nor question speak of it; None if there is none."""
    rules = [clause for ways in clauses for clause in ways if "if" in clause]
    asked = [{"then": ask.get("truth") or ask["who"]} for ask in asks]
    used: set[str] | None = None
    for ways in clauses:
        for clause in ways if not any("if" in way for way in ways) else []:
            for part in parts(clause["then"]):
                said = part[2][0] if part[0] == "cmp" else part[0]
                if _undoes(said):
                    used = used or {word for one in [*rules, *asked] for word in _spoken_of(one)}
                    if said not in used:
                        return str(clause["text"])
    for clause in rules:  # coats are sold out
        said = clause["then"][0]
        if _undoes(said):
            others = [one for one in [*rules, *asked] if one is not clause]
            if all(said not in _spoken_of(one) for one in others):
                return str(clause["text"])
    return None


@lru_cache(4096)
def _undoes(said: str) -> bool:
    return not lexical.UNDOING.isdisjoint(said.split())


def _spoken_of(clause: Json) -> set[str]:
    formulas = [clause[key] for key in ("if", "then") if key in clause]
    said = {part[2][0] if part[0] == "cmp" else part[0] for formula in formulas for part in parts(formula)}
    return said | {term for term in clause_terms(clause) if term != "?x"}


def implied(clauses: list[Json]) -> list[Json]:
    """What names and kinds say by themselves: the cat is a cat, order 12 is an order, a big mouse is a mouse; as far as
    any clause speaks of the kind."""
    formulas = [clause[key] for clause in clauses for key in ("if", "then") if key in clause]
    kinds = dict.fromkeys(atom[0] for formula in formulas for atom in parts(formula) if atom[0].startswith("is a "))
    names = dict.fromkeys(term for formula in formulas for term in terms(formula))
    return [*_owned(names, kinds), *_narrower(kinds)]


def _owned(names: Iterable[str], kinds: Iterable[str]) -> list[Json]:
    found: list[Json] = []
    for name in names:
        noun = _NUMBERED.sub("", _OWNER.sub("", name))
        if noun != name and f"is a {noun}" in kinds:
            found.append({"then": [f"is a {noun}", name], "text": f"{name} is a {noun}."})
    return found


def _narrower(kinds: Iterable[str]) -> list[Json]:
    found: list[Json] = []
    for kind in kinds:
        first, _, noun = kind.removeprefix("is a ").partition(" ")
        plain = noun in lexical.PERSONS or noun in lexical.WARES
        if plain and first in lexical.SUBSECTIVE and f"is a {noun}" in kinds:
            says = f"Every {first} {noun} is a {noun}."
            found.append({"if": [kind, "?x"], "then": [f"is a {noun}", "?x"], "text": says})
    return found
