"""Checks what was made of rules that give way to one another; with code of its own, and none of the solver's.

Where only what is told counts, every step is replayed: a rule establishes something only if its condition is
established by then, and every rule that says the opposite, in every case, gives way to it or has a condition that was
shown before to be beyond reach. Elsewhere a rule that gives way is a rule with exceptions, which are worked out here
anew for the audit of classical proofs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from suffice.records import Json
from suffice.symbolic.rules.known import Misfit, replaced, variables_of
from suffice.symbolic.solution import Solution

MOST_CASES = 300_000

Lit = tuple[Any, ...]  # an atom, or ("not", *atom)
Found = set[Lit]


class Replay:
    """Goes through the steps of a derivation; ``so`` and ``beyond`` are what it has shown."""

    def __init__(self, body: Mapping[str, Json]) -> None:
        self.clauses = body["clauses"]
        self.wins = _handed_on(body.get("prefer", ()))
        self.names = _everybody(body)
        self.so: Found = set()
        self.beyond: Found = set()
        self.looked = 0  # cases of rules
        self.told = {lit for clause in self.clauses if "if" not in clause for lit in _literals(clause["then"])}
        if any(_denied(lit) in self.told for lit in self.told):
            raise Misfit("what is told contradicts itself")

    def outcome(self, solution: Solution, asked: Json) -> bool | None:
        """True, False, or None for neither. Raises Misfit at the first step that does not follow."""
        for number, step in enumerate(solution.steps, 1):
            kind, *rest = step["expr"]
            if kind == "told":
                wrong = set(_literals(step["value"])) - set(_literals(self._fact(rest[0])))
                self.so.update(_literals(step["value"]))
            elif kind == "rule":
                (lit,) = _literals(step["value"])
                wrong = not self._establishes(rest[0], rest[1], lit)
                self.so.add(lit)
            elif kind == "never":
                value = step["value"][1]
                group = {lit for part in (value[1:] if value[0] == "or" else [value]) for lit in _literals(part)}
                wrong = not all(self._beyond_reach(lit, group) for lit in group)
                self.beyond |= group
            else:
                raise Misfit(f"step {number} is of no known kind")
            if wrong:
                raise Misfit(f"step {number} does not follow")
        (goal,) = _literals(asked)
        if goal in self.so or _denied(goal) in self.so:
            return goal in self.so
        if goal in self.beyond and _denied(goal) in self.beyond:
            return None
        raise Misfit("what is asked is left open")

    def _fact(self, index: int) -> Json:
        if "if" in self.clauses[index] or index < 0:
            raise Misfit("a rule is no fact")
        return self.clauses[index]["then"]

    def _establishes(self, index: int, binding: Mapping[str, str], lit: Lit) -> bool:
        clause = self.clauses[index]
        if index < 0 or "if" not in clause or set(binding.values()) - set(self.names) or self.told & {_denied(lit)}:
            return False
        if lit not in set(_literals(replaced(clause["then"], binding))) or not self._reached(clause["if"], binding):
            return False
        name = clause.get("name")
        for other, case in self._cases(_denied(lit)):
            gives_way = name is not None and (name, other.get("name")) in self.wins
            if not gives_way and not self._out_of_reach(other["if"], case, ()):
                return False
        return True

    def _beyond_reach(self, lit: Lit, group: Iterable[Lit]) -> bool:
        if lit in self.told or lit in self.so:
            return False
        if _denied(lit) in self.told:
            return True
        for clause, case in self._cases(lit):
            if self._out_of_reach(clause["if"], case, group):
                continue
            stronger = (
                (other.get("name"), clause.get("name")) in self.wins and self._reached(other["if"], again)
                for other, again in self._cases(_denied(lit))
            )
            if not any(stronger):
                return False
        return True

    def _cases(self, lit: Lit) -> Iterator[tuple[Mapping[str, Json], dict[str, str]]]:
        """Every rule, in every case in which it says a literal."""
        for clause in self.clauses:
            for said in _literals(clause["then"]) if "if" in clause else ():
                known = _fitted(said, lit)
                if known is None:
                    continue
                free = sorted((variables_of(clause["if"]) | variables_of(clause["then"])) - set(known))
                for choice in product(self.names, repeat=len(free)):
                    self.looked += 1
                    if self.looked > MOST_CASES:
                        raise Misfit("too much to check")
                    yield clause, {**known, **dict(zip(free, choice, strict=True))}

    def _reached(self, condition: Json, case: Mapping[str, str]) -> bool:
        return _weighed(replaced(condition, case), True, lambda lit: lit in self.so)

    def _out_of_reach(self, condition: Json, case: Mapping[str, str], group: Iterable[Lit]) -> bool:
        return not _weighed(replaced(condition, case), True, lambda lit: lit not in self.beyond and lit not in group)


def excepting(body: Mapping[str, Json]) -> Sequence[Mapping[str, Json]]:
    """The clauses, each with what is excepted from it by the rules that go before it."""
    wins = _handed_on(body.get("prefer", ()))
    clauses = body["clauses"]
    if not wins:
        return clauses
    named = {clause["name"]: clause for clause in clauses if "name" in clause}
    return [_excepting(clause, named, wins) for clause in clauses]


def _excepting(clause: Mapping[str, Json], named: Mapping[str, Any], wins: set[tuple[str, str]]) -> Mapping[str, Json]:
    """With those rules of ``named`` before it that say the opposite, themselves without what is excepted from them."""
    conditions = [clause["if"]] if "if" in clause else []
    for name, other in named.items():
        if (name, clause.get("name")) not in wins or not _contrary(other["then"], clause["then"]):
            continue
        (theirs,), (mine,) = list(_literals(other["then"])), list(_literals(clause["then"]))
        table = dict(zip(theirs[1:] if theirs[0] != "not" else theirs[2:],
                         mine[1:] if mine[0] != "not" else mine[2:], strict=True))  # fmt: skip
        if any(one != two and not (one.startswith("?") and two.startswith("?")) for one, two in table.items()):
            raise Misfit("a rule about names gives way to one about everybody, or the other way round")
        full = _excepting(other, named, wins)
        if "if" not in full or not variables_of(full["if"]) <= set(table) or len(set(table.values())) < len(table):
            raise Misfit("when a rule gives way cannot be told")
        conditions.append(["not", replaced(full["if"], table)])
    if not conditions:
        return clause
    return {**clause, "if": ["and", *conditions] if len(conditions) > 1 else conditions[0]}


def _contrary(one: Json, other: Json) -> bool:
    """Whether two conclusions are opposite for some names."""
    return any(_like(_denied(mine), theirs) for mine in _literals(one) for theirs in _literals(other))


def _weighed(condition: Json, positive: bool, counts: Any) -> bool:
    head = condition[0]
    if head == "not":
        return _weighed(condition[1], not positive, counts)
    if head in ("and", "or"):
        way = all if (head == "and") == positive else any
        return way(_weighed(part, positive, counts) for part in condition[1:])
    return counts(tuple(condition) if positive else ("not", *condition))


def _literals(formula: Json, positive: bool = True) -> Iterator[Lit]:
    """What a conjunction says, one by one."""
    if formula[0] == "not":
        yield from _literals(formula[1], not positive)
    elif formula[0] in ("and", "or"):
        if (formula[0] == "and") != positive:
            raise Misfit("alternatives are no conclusion of rules that give way")
        for part in formula[1:]:
            yield from _literals(part, positive)
    elif formula[0] == "cmp":
        raise Misfit("quantities are no conclusion of rules that give way")
    else:
        yield tuple(formula) if positive else ("not", *formula)


def _denied(lit: Lit) -> Lit:
    return lit[1:] if lit[0] == "not" else ("not", *lit)


def _like(one: Lit, other: Lit) -> bool:
    """Whether two literals may be the same for some names."""
    return len(one) == len(other) and all(
        a == b or (n > (one[0] == "not") and (a.startswith("?") or b.startswith("?")))
        for n, (a, b) in enumerate(zip(one, other, strict=True))
    )


def _fitted(said: Lit, lit: Lit) -> dict[str, str] | None:
    """What the variables of a conclusion stand for where it says a literal; None where it cannot."""
    found: dict[str, str] = {}
    first = 1 + (said[0] == "not")
    if len(said) != len(lit) or said[:first] != lit[:first]:
        return None
    for term, name in zip(said[first:], lit[first:], strict=True):
        if found.setdefault(term, name) != name or (not term.startswith("?") and term != name):
            return None
    return {term: name for term, name in found.items() if term.startswith("?")}


def _handed_on(pairs: Iterable[Sequence[str]]) -> set[tuple[str, str]]:
    """Every pair that chains of pairs make. Raises Misfit where they run in a circle."""
    next_ = {}
    for one, other in pairs:
        next_.setdefault(one, set()).add(other)
    found: set[tuple[str, str]] = set()
    for one in next_:
        open_ = [*next_[one]]
        while open_:
            other = open_.pop()
            if (one, other) not in found:
                found.add((one, other))
                open_ += next_.get(other, ())
    if any(one == other for one, other in found):
        raise Misfit("a rule goes before itself")
    return found


def _everybody(body: Mapping[str, Json]) -> list[str]:
    formulas = [c[key] for c in body["clauses"] for key in ("if", "then") if key in c] + [body["ask"]["truth"]]
    return list(dict.fromkeys(term for formula in formulas for term in _terms(formula) if not term.startswith("?")))


def _terms(formula: Json) -> Iterator[str]:
    if formula[0] in ("not", "and", "or"):
        for part in formula[1:]:
            yield from _terms(part)
    else:
        yield from formula[1:]
