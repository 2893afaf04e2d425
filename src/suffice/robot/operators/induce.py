"""Operators from transitions: what always changed, and what always held before.

Effects are lifted by giving variables to all things that they name; transitions of one action must agree in them. A
fact over these variables that held before every transition becomes a precondition. One bias is built in: a relation
that no action ever changes (``smaller``) is believed to matter only between things that the action brings together.
Parameters are as general as the predicates allow; what was not shown of them is told as what to demonstrate next.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from suffice.robot.operators.records import Domain, Fact, Operator, Order, Transition

VARIABLES = ("?x", "?y", "?z", "?u", "?v", "?w")
_MOSTLY = 0.75  # a precondition that holds in so many transitions, but not in all, is contradicted by the others
Signature = tuple[tuple[Fact, ...], tuple[Fact, ...]]


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learned. ``contradictions``: which demonstrations are not believed, and why; ``missing``: what was never
    shown, each with what to demonstrate."""

    domain: Domain
    contradictions: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def induce(
    transitions: Sequence[Transition],
    kinds: Mapping[str, str],
    types: Mapping[str, str],
    predicates: Mapping[str, Sequence[str]],
    order: Order | None = None,
) -> Lesson:
    """``kinds``: the type of everything that transitions name."""
    lessons = _Lessons(kinds, types, predicates)
    by_action: dict[str, list[Transition]] = defaultdict(list)
    for transition in transitions:
        by_action[transition.action].append(transition)
    changing = {fact[0] for one in transitions for fact in (*one.added, *one.ended)}
    operators = [
        operator
        for name, shown in by_action.items()
        if (operator := lessons.operator(name, shown, changing)) is not None
    ]
    domain = Domain(dict(types), {name: tuple(kind) for name, kind in predicates.items()}, tuple(operators), order)
    if not transitions:
        lessons.missing.append("no action was shown: demonstrate a cube being moved")
    if order is None:
        lessons.missing.append(
            "no order of sizes was shown: demonstrate stacks of cubes of different sizes, smaller ones on larger ones"
        )
    lessons.never_brought_about(operators, changing)
    return Lesson(domain, tuple(lessons.contradictions), tuple(lessons.missing))


class _Lessons:
    def __init__(
        self, kinds: Mapping[str, str], types: Mapping[str, str], predicates: Mapping[str, Sequence[str]]
    ) -> None:
        self.kinds, self.types, self.predicates = kinds, types, predicates
        self.contradictions: list[str] = []
        self.missing: list[str] = []

    def operator(self, name: str, shown: Sequence[Transition], changing: set[str]) -> Operator | None:
        """The operator that most transitions of one action agree on."""
        moved = [one for one in shown if one.added or one.ended]
        for one in shown:
            if one not in moved:
                self.contradictions.append(f"{one.shown_in}: '{name}' changed nothing; demonstrate it again")
        if not moved:
            return None
        signatures = {one: _signature(one) for one in moved}
        counts = Counter(signature for signature, _ in signatures.values())
        (believed, support), *others = counts.most_common()
        if others and others[0][1] == support:
            demos = ", ".join(one.shown_in for one in moved)
            self.contradictions.append(
                f"{demos}: '{name}' had {len(counts)} different effects, none of them more often than the others; "
                "demonstrate it again, and leave out those that failed"
            )
            return None
        kept: list[tuple[Transition, tuple[str, ...]]] = []
        for one, (signature, things) in signatures.items():
            if signature == believed:
                kept.append((one, things))
            else:
                self.contradictions.append(
                    f"{one.shown_in}: '{name}' {_effects(signature)}, and in {support} others {_effects(believed)}; "
                    "leave it out, or demonstrate it again"
                )
        return self._lifted(name, believed, kept, changing)

    def _lifted(
        self,
        name: str,
        signature: Signature,
        shown: Sequence[tuple[Transition, tuple[str, ...]]],
        changing: set[str],
    ) -> Operator:
        adds, ends = signature
        count = len(shown[0][1])
        names = {variable: variable for variable in VARIABLES[:count]}
        held: Counter[Fact] = Counter()
        where: dict[Fact, set[str]] = defaultdict(set)
        for transition, things in shown:
            variables = dict(zip(things, names, strict=True))
            for fact in transition.before:
                if all(thing in variables for thing in fact[1:]):
                    lifted = (fact[0], *(variables[thing] for thing in fact[1:]))
                    held[lifted] += 1
                    where[lifted].add(transition.shown_in)
        when: list[Fact] = []
        for fact, times in sorted(held.items()):
            if fact[0] not in changing and not _brought_together(fact, adds):
                continue
            if times == len(shown):
                when.append(fact)
            elif fact[0] not in changing and times >= _MOSTLY * len(shown):
                odd = sorted({one.shown_in for one, _ in shown} - where[fact])
                self.contradictions.append(
                    f"{', '.join(odd)}: '{name}' although not ({' '.join(fact)}), which holds in all others; "
                    "leave it out, or show more of the kind"
                )
        parameters = tuple((variable, self._type(variable, [*when, *adds, *ends])) for variable in names)
        self._unshown(name, parameters, shown, adds)
        return Operator(name, parameters, tuple(when), adds, ends, len(shown))

    def _type(self, variable: str, literals: Iterable[Fact]) -> str:
        """The most special type that a predicate asks of the variable."""
        asked = {
            kind
            for fact in literals
            for term, kind in zip(fact[1:], self.predicates[fact[0]], strict=True)
            if term == variable
        }
        return max(asked, key=lambda kind: len(self._above(kind)), default="object")

    def _above(self, kind: str) -> list[str]:
        found = [kind]
        while found[-1] in self.types:
            found.append(self.types[found[-1]])
        return found

    def _unshown(
        self,
        name: str,
        parameters: Sequence[tuple[str, str]],
        shown: Sequence[tuple[Transition, tuple[str, ...]]],
        adds: Sequence[Fact],
    ) -> None:
        """Kinds of things that a parameter admits and that no demonstration has in its place."""
        there = set(self.kinds.values())
        for place, (variable, general) in enumerate(parameters):
            possible = sorted(kind for kind in there if general in self._above(kind))
            seen = {self.kinds[things[place]] for _, things in shown}
            role = "on" if any(fact[0] == "on" and fact[2:] == (variable,) for fact in adds) else "from"
            for kind in possible:
                if kind not in seen and len(possible) > 1:
                    self.missing.append(
                        f"'{name}' was never shown with {_article(kind)} as {variable}: it is taken to do the same "
                        f"there; demonstrate '{name}' {role} {_article(kind)}"
                    )

    def never_brought_about(self, operators: Sequence[Operator], changing: set[str]) -> None:
        """Facts that actions need and use up, and that none was shown to bring about."""
        added = {fact[0] for operator in operators for fact in operator.adds}
        for predicate in sorted({fact[0] for operator in operators for fact in operator.when} & changing - added):
            self.missing.append(
                f"actions need '{predicate}', and none was shown to bring it about; demonstrate one that does"
            )


def _signature(transition: Transition) -> tuple[Signature, tuple[str, ...]]:
    """The effects with variables for things, the least of all ways to give them, and the things in that order."""
    things = sorted({thing for fact in (*transition.added, *transition.ended) for thing in fact[1:]})
    if len(things) > len(VARIABLES):
        return ((("too many things",),), ()), ()
    ways = (_way(transition, order) for order in permutations(things))
    _, signature, order = min(ways, key=lambda way: way[0])
    return signature, order


def _way(
    transition: Transition, order: tuple[str, ...]
) -> tuple[list[tuple[int, int, Fact]], Signature, tuple[str, ...]]:
    """The effects with variables for things in this order, and what ways are compared by: relations come first, those
    that end before those that are brought about, so that a move reads: what, from where, to where."""
    variables = dict(zip(order, VARIABLES, strict=False))

    def lift(some: frozenset[Fact]) -> tuple[Fact, ...]:
        return tuple(sorted((fact[0], *(variables[thing] for thing in fact[1:])) for fact in some))

    adds, ends = lift(transition.added), lift(transition.ended)
    compared = sorted([(-len(fact), 0, fact) for fact in ends] + [(-len(fact), 1, fact) for fact in adds])
    return compared, (adds, ends), order


def _brought_together(fact: Fact, adds: Iterable[Fact]) -> bool:
    """Whether an added fact relates all things that the fact is about."""
    return any(len(added) > 2 and set(fact[1:]) <= set(added[1:]) for added in adds)


def _effects(signature: Signature) -> str:
    adds, ends = (" ".join(f"({' '.join(fact)})" for fact in part) or "nothing" for part in signature)
    return f"brings about {adds} and ends {ends}"


def _article(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"
