"""Which instances of clauses can bear on anything, where there are too many to write all of them down.

An atom may be so only if it is told or asked, or a clause concludes it whose condition may be so. All other atoms can
be false at once: each instance with one of them in its condition then holds. So whatever follows from the instances
that are found here follows from all, and whatever does not, does not. Found semi-naively: each new atom is matched with
the conditions that it fits, and the other conditions there with the atoms that were found before.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from suffice.symbolic.rules.forms import BOUNDS, Form, Key, TooMany

MOST_LOOKS = 1_500_000  # atoms that conditions are compared with

Binding = dict[str, str]
Instance = tuple[int, int, Binding]  # of which clause, which of its disjunctions, who its variables are


class Reachable:
    """The instances of ``forms`` over ``names``; ``asked``: atoms that questions speak of."""

    def __init__(self, forms: Sequence[Form], names: Sequence[str], asked: Iterable[Key], most: int) -> None:
        self.forms, self.names, self.most = forms, names, most
        self.looks = MOST_LOOKS
        self.found: list[Instance] = []
        self._so: set[Key] = set()  # atoms that may be so
        self._new: deque[Key] = deque()
        self._at: defaultdict[Key, list[Key]] = defaultdict(list)  # by predicate, and by predicate, place and name
        # where predicates are conditions
        self._needed: defaultdict[str, list[tuple[int, int, int]]] = defaultdict(list)
        self._conditions: dict[tuple[int, int], list[Key]] = {}
        for key in asked:
            self._may_be(key)
        for index, form in enumerate(forms):
            for number, (whole, _) in enumerate(form.whole):
                needed = [key for positive, key in whole if not positive and key[0] not in BOUNDS]
                self._conditions[index, number] = needed
                for place, key in enumerate(needed):
                    self._needed[str(key[0])].append((index, number, place))
                if not needed:
                    self._found(index, number, {})
        while self._new:
            self._spread(self._new.popleft())

    def _may_be(self, key: Key) -> None:
        if key not in self._so:
            self._so.add(key)
            self._new.append(key)

    def _spread(self, atom: Key) -> None:
        """Find the instances that an atom meets a condition of, beside atoms that were there before."""
        self._at[atom[0],].append(atom)
        for place, name in enumerate(atom[1:], 1):
            self._at[atom[0], place, name].append(atom)  # type: ignore[index]
        for index, number, place in self._needed[str(atom[0])]:
            needed = self._conditions[index, number]
            binding = _bound(needed[place], atom, {})
            if binding is not None:
                for whole in self._met(needed[:place], needed[place + 1 :], binding, atom):
                    self._found(index, number, whole)

    def _met(self, before: list[Key], after: list[Key], binding: Binding, new: Key) -> Iterator[Binding]:
        """The ways to meet conditions by what was found; those ``before`` not by the newest, for that was tried."""
        if not before and not after:
            yield binding
            return
        first = before[0] if before else after[0]
        ways = [self._at.get((first[0],), [])]
        for place, term in enumerate(first[1:], 1):
            name = binding.get(str(term), str(term))
            if name[0] != "?":
                ways.append(self._at.get((first[0], place, name), []))  # type: ignore[arg-type]
        fewest = min(ways, key=len)
        self.looks -= 1 + len(fewest)
        if self.looks < 0:
            raise TooMany
        for atom in fewest:
            bound = _bound(first, atom, binding) if not before or atom != new else None
            if bound is not None:
                yield from self._met(before[1:], after if before else after[1:], bound, new)

    def _found(self, index: int, number: int, binding: Binding) -> None:
        """Note an instance, for everybody whom the condition leaves open, and what it concludes."""
        form = self.forms[index]
        free = [variable for variable in form.variables if variable not in binding]
        if len(self.found) + len(self.names) ** len(free) > self.most:
            raise TooMany
        for names in product(self.names, repeat=len(free)):
            whole = {**binding, **dict(zip(free, names, strict=True))} if free else binding
            self.found.append((index, number, whole))
            for positive, key in form.whole[number][0]:
                if positive and key[0] not in BOUNDS:
                    self._may_be((key[0], *[whole.get(str(term), term) for term in key[1:]]))


def _bound(template: Key, atom: Key, binding: Binding) -> Binding | None:
    """The binding under which a condition is the atom; None if there is none."""
    if len(template) != len(atom):
        return None
    bound = dict(binding)
    for term, name in zip(template[1:], atom[1:], strict=True):
        if str(term)[0] == "?":
            if bound.setdefault(str(term), str(name)) != name:
                return None
        elif term != name:
            return None
    return bound
