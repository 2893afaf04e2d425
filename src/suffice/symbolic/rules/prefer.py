"""Precedence between rules, as stated: which rule gives way to which.

``prefer`` holds pairs of names, the first of which goes before the second. Precedence is handed on (what goes before a
rule goes before all that the rule goes before) and never runs in a circle.

Where the text leaves open what it does not tell, a rule that gives way is the same rule with exceptions: it says
nothing of those to whom a rule before it applies that says the opposite. ``excepted`` writes these exceptions out, and
classical logic does the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from suffice.records import Json
from suffice.symbolic.rules.language import CONNECTIVES, Formula, clause_terms, is_variable, parts, terms

PAIRS = 400


class Unclear(Exception):
    """Why precedence cannot be worked out."""


def validate_precedence(body: Mapping[str, Json]) -> None:
    """Raises ValueError saying what is wrong with ``prefer`` and ``told``."""
    told, pairs = body.get("told", False), body.get("prefer", [])
    if not isinstance(told, bool):
        raise ValueError("'told' is true or false")
    if not isinstance(pairs, list) or len(pairs) > PAIRS:
        raise ValueError(f"'prefer' is a list of at most {PAIRS} pairs of names")
    names = [clause["name"] for clause in body["clauses"] if "name" in clause]
    if len(set(names)) < len(names):
        raise ValueError("two clauses have one name")
    for pair in pairs:
        if not isinstance(pair, list | tuple) or len(pair) != 2 or not all(name in names for name in pair):
            raise ValueError("each pair of 'prefer' names two clauses")
    if any(one == other for one, other in closed(pairs)):
        raise ValueError("by 'prefer' a rule would go before itself")
    if not told:
        return
    for clause in body["clauses"]:
        for key in ("if", "then"):
            if any(part[0] == "cmp" for part in (parts(clause[key]) if key in clause else ())):
                raise ValueError("with 'told' no quantities are compared")
        if any(_joined_by_or(clause["then"])) or ("if" not in clause and any(map(is_variable, clause_terms(clause)))):
            raise ValueError("with 'told' facts are about names, and conclusions are not joined by 'or'")
        if "if" in clause and not set(filter(is_variable, terms(clause["then"]))) <= set(terms(clause["if"])):
            raise ValueError("with 'told' a conclusion speaks of nobody whom its condition does not name")
    asked = body["ask"].get("truth")
    if asked is None or asked[0] == "cmp" or not _literal(asked) or any(map(is_variable, terms(asked))):
        raise ValueError("with 'told' the truth of one statement about names is asked")


def _literal(formula: Formula) -> bool:
    return formula[0] not in (*CONNECTIVES, "cmp") or (formula[0] == "not" and _literal(formula[1]))


def _joined_by_or(formula: Formula, positive: bool = True) -> Iterator[bool]:
    if formula[0] == "not":
        yield from _joined_by_or(formula[1], not positive)
    elif formula[0] in CONNECTIVES:
        yield (formula[0] == "or") == positive
        for part in formula[1:]:
            yield from _joined_by_or(part, positive)


def closed(pairs: Sequence[Sequence[str]]) -> set[tuple[str, str]]:
    """The pairs with what they hand on."""
    found = {(one, other) for one, other in pairs}
    while True:
        more = {(one, last) for one, other in found for middle, last in found if other == middle} - found
        if not more:
            return found
        found |= more


def precedence(body: Mapping[str, Json]) -> Iterator[str]:
    """The sentences of a paraphrase that tell it."""
    for one, other in body.get("prefer", []):
        yield f"{one} goes before {other}."


def excepted(clauses: Sequence[Mapping[str, Json]], pairs: Sequence[Sequence[str]]) -> list[Json]:
    """The clauses with their exceptions. Raises Unclear."""
    before = closed(pairs)
    named = {clause["name"]: clause for clause in clauses if "name" in clause}
    applies: dict[str, Formula | None] = {}

    def effective(name: str) -> Formula | None:
        """When a rule applies and does not give way; None where it always does."""
        if name not in applies:
            clause = named[name]
            condition = [clause["if"]] if "if" in clause else []
            for other in named:
                if (other, name) in before and opposed(named[other], clause):
                    against = effective(other)
                    if against is None:
                        raise Unclear("a rule that goes before another leaves it no case")
                    condition.append(["not", renamed(against, _matched(named[other], clause))])
            applies[name] = ["and", *condition] if len(condition) > 1 else condition[0] if condition else None
        return applies[name]

    found: list[Json] = []
    for clause in clauses:
        condition = effective(clause["name"]) if "name" in clause else clause.get("if")
        found.append({**clause, "if": condition} if condition is not None else clause)
    return found


def opposed(one: Mapping[str, Json], other: Mapping[str, Json]) -> bool:
    """Whether two rules say opposite things of the same. Raises Unclear where that depends on the case."""
    ones, others = list(concluded(one["then"])), list(concluded(other["then"]))
    for positive, atom in ones:
        for denied, against in others:
            if positive is denied or atom[0] != against[0] or len(atom) != len(against):
                continue
            if _matched(one, other) is not None:
                return True
            names = zip(atom[1:], against[1:], strict=True)
            if all(a == b or is_variable(a) or is_variable(b) for a, b in names):
                raise Unclear("one of two rules that say opposite things is of names, and the other of everybody")
    return False


def concluded(then: Formula, positive: bool = True) -> Iterator[tuple[bool, Formula]]:
    """The atoms that a conclusion states or denies. Raises Unclear where it is no conjunction of them."""
    if then[0] == "not":
        yield from concluded(then[1], not positive)
    elif then[0] in CONNECTIVES:
        if (then[0] == "and") != positive:
            raise Unclear("rules that give way conclude one thing, or several, and no alternatives")
        for part in then[1:]:
            yield from concluded(part, positive)
    elif then[0] == "cmp":
        raise Unclear("which quantities exclude one another is not looked at")
    else:
        yield positive, then


def _matched(one: Mapping[str, Json], other: Mapping[str, Json]) -> dict[str, str] | None:
    """The variables of one rule as those of the other, where their conclusions are about the same; else None."""
    (_, atom), (_, against) = next(concluded(one["then"])), next(concluded(other["then"]))
    if sum(1 for _ in concluded(one["then"])) > 1 or sum(1 for _ in concluded(other["then"])) > 1:
        raise Unclear("rules that give way conclude one thing each")
    table: dict[str, str] = {}
    for mine, theirs in zip(atom[1:], against[1:], strict=True):
        if is_variable(mine) != is_variable(theirs) or (not is_variable(mine) and mine != theirs):
            return None
        if is_variable(mine) and table.setdefault(mine, theirs) != theirs:
            return None
    if len(set(table.values())) < len(table):
        return None
    if any(is_variable(term) and term not in table for term in clause_terms(one)):
        raise Unclear("a rule that goes before another depends on a third")
    return table


def renamed(formula: Formula, table: Mapping[str, str] | None) -> Formula:
    """The formula with other variables."""
    table = table or {}
    if formula[0] in CONNECTIVES:
        return [formula[0], *(renamed(part, table) for part in formula[1:])]
    if formula[0] == "cmp":
        attribute, term = formula[2]
        return ["cmp", formula[1], [attribute, table.get(term, term)], formula[3]]
    return [formula[0], *(table.get(term, term) for term in formula[1:])]
