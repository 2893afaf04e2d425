"""Whom the variables of a clause may name in a world where it is to be looked at. For the checker alone.

A clause is true wherever a part of its condition is false. In a world that says of every atom whether it is so, only
the names need be looked at for which all atoms of the condition are so; they are found from the true atoms.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from suffice.records import Json

Atom = tuple[str, ...]
Binding = dict[str, str]
FEW = 2_000  # choices that are looked at one by one


class Choices:
    """The choices of names for clauses, in worlds about ``names``."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names, self._named = names, frozenset(names)
        self._all: dict[tuple[str, ...], list[Binding]] = {}

    def count(self, variables: tuple[str, ...]) -> int:
        return len(self.names) ** len(variables)

    def every(self, variables: tuple[str, ...]) -> list[Binding]:
        """All of them."""
        found = self._all.get(variables)
        if found is None:
            chosen = product(self.names, repeat=len(variables))
            found = self._all[variables] = [dict(zip(variables, names, strict=True)) for names in chosen]
        return found

    def bearing(
        self, clause: Mapping[str, Json], variables: tuple[str, ...], true: Mapping[str, Sequence[Atom]]
    ) -> Iterator[Binding]:
        """Those under which all atoms of the condition are so; ``true``: the true atoms by predicate."""
        atoms = [part for part in _conjuncts(clause["if"]) if any(term in variables for term in part[1:])]
        at: dict[tuple[str, int, str], list[Atom]] = {}  # by predicate, place and name
        for predicate in {atom[0] for atom in atoms}:
            for one in true.get(predicate, ()):
                for place, name in enumerate(one[1:], 1):
                    at.setdefault((predicate, place, name), []).append(one)
        for binding in self._matching(atoms, {}, true, at):
            free = [variable for variable in variables if variable not in binding]
            for names in product(self.names, repeat=len(free)):
                yield {**binding, **dict(zip(free, names, strict=True))}

    def _matching(
        self,
        atoms: Sequence[Json],
        binding: Binding,
        true: Mapping[str, Sequence[Atom]],
        at: Mapping[tuple[str, int, str], Sequence[Atom]],
    ) -> Iterator[Binding]:
        if not atoms:
            yield binding
            return
        first: list[str] = atoms[0]
        ways = [true.get(first[0], ())]
        for place, term in enumerate(first[1:], 1):
            name = binding.get(term, term)
            if name[:1] != "?":
                ways.append(at.get((first[0], place, name), ()))
        for one in min(ways, key=len):
            bound = self._bound(first, one, binding)
            if bound is not None:
                yield from self._matching(atoms[1:], bound, true, at)

    def _bound(self, atom: Json, true: Atom, binding: Binding) -> Binding | None:
        """The binding under which an atom is one that is true; None if there is none among the names."""
        if len(atom) != len(true):
            return None
        bound = dict(binding)
        for term, name in zip(atom[1:], true[1:], strict=True):
            if term[:1] == "?":
                if name not in self._named or bound.setdefault(term, name) != name:
                    return None
            elif term != name:
                return None
        return bound


def _conjuncts(condition: Json) -> list[Json]:
    """The atoms all of which a condition needs."""
    if condition[0] == "and":
        return [atom for part in condition[1:] for atom in _conjuncts(part)]
    return [] if condition[0] in ("not", "or", "cmp") else [condition]
