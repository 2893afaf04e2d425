"""Actions with objects for their variables, over states that are whole numbers: bit i is set where fact i holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

MOST = 60_000  # actions
_TRIED = 2_000_000  # partial choices of objects
Fact = tuple[str, ...]


class TooMany(Exception):
    """More actions than are followed."""


@dataclass(frozen=True, slots=True)
class Step:
    """An action with its objects. ``asks`` must hold and ``bars`` must not; then ``drops`` are false, ``adds`` true."""

    name: tuple[str, ...]
    asks: int
    bars: int
    adds: int
    drops: int


@dataclass(frozen=True, slots=True)
class Task:
    """A grounded Problem. ``keyed[i]``: the steps that ask for fact i, each under one fact; ``free``: all others."""

    facts: tuple[Fact, ...]
    steps: tuple[Step, ...]
    start: int
    goal: int
    banned: int  # what the goal says must not hold
    impossible: tuple[Fact, ...]  # facts of the goal that no action and no start brings about
    keyed: Mapping[int, tuple[Step, ...]]
    free: tuple[Step, ...]

    def done(self, state: int) -> bool:
        return state & self.goal == self.goal and not state & self.banned

    def after(self, state: int) -> Iterator[tuple[Step, int]]:
        """Every step that can be taken in ``state``, and the state behind it."""
        keyed, rest, found = self.keyed, state, self.free
        while True:
            for step in found:
                if state & step.asks == step.asks and not state & step.bars:
                    yield step, state & ~step.drops | step.adds
            if not rest:
                return
            bit = rest & -rest
            rest ^= bit
            found = keyed.get(bit, ())


def ground(body: Mapping[str, Any]) -> Task:
    """Raises TooMany. Only steps are kept whose facts can all be brought about at all, deletions left aside."""
    made = list(_steps(body))
    reached = {tuple(fact) for fact in body["start"]}
    left = made
    while True:  # what can be brought about if nothing is ever undone
        ready = [step for step in left if step[1] <= reached]
        if not ready:
            break
        left = [step for step in left if not step[1] <= reached]
        reached.update(chain.from_iterable(step[3] for step in ready))
    useful = [step for step in made if step[1] <= reached]
    facts = sorted(reached)
    bit = {fact: 1 << place for place, fact in enumerate(facts)}

    def bits(some: frozenset[Fact] | set[Fact]) -> int:
        return sum(bit.get(fact, 0) for fact in some)

    steps = [Step(name, bits(asks), bits(bars), bits(adds), bits(drops)) for name, asks, bars, adds, drops in useful]
    goal, banned = split(body["goal"], {})
    untrue = any(not holds for holds in _equal(body["goal"], {}))
    asked_by: dict[int, int] = defaultdict(int)
    for step in steps:
        for one in _bits(step.asks):
            asked_by[one] += 1
    keyed: dict[int, list[Step]] = defaultdict(list)
    for step in steps:  # under the fact that the fewest steps ask for
        if step.asks:
            keyed[min(_bits(step.asks), key=asked_by.__getitem__)].append(step)
    return Task(
        tuple(facts),
        tuple(steps),
        bits({tuple(fact) for fact in body["start"]}),
        bits(goal),
        bits(banned),
        tuple(sorted(goal - reached)) + ((("=",),) if untrue else ()),
        {one: tuple(some) for one, some in keyed.items()},
        tuple(step for step in steps if not step.asks),
    )


def _bits(value: int) -> Iterator[int]:
    while value:
        bit = value & -value
        yield bit
        value ^= bit


_Raw = tuple[tuple[str, ...], frozenset[Fact], frozenset[Fact], frozenset[Fact], frozenset[Fact]]


def _steps(body: Mapping[str, Any]) -> Iterator[_Raw]:
    changed = {_bare(one)[0] for action in body["actions"].values() for one in action["then"]}
    start = {tuple(fact) for fact in body["start"]}
    members = _members(body)
    count = tried = 0
    for name, action in body["actions"].items():
        parameters = [variable for variable, _ in action["parameters"]]
        candidates = [members[kind] for _, kind in action["parameters"]]
        last = {  # a literal is looked at once the last of its variables is chosen; those that nothing changes, only
            place: [one for one in action["when"] if _known(one, changed) and _ready(one, parameters) == place]
            for place in range(len(parameters) + 1)
        }
        if not _holds(last[0], {}, start):
            continue
        stack: list[tuple[int, dict[str, str]]] = [(0, {})]
        while stack:
            place, chosen = stack.pop()
            if place == len(parameters):
                count += 1
                if count > MOST:
                    raise TooMany
                asks, bars = split([one for one in action["when"] if not _known(one, changed)], chosen)
                adds, drops = split(action["then"], chosen)
                objects = (chosen[variable] for variable in parameters)
                yield (name, *objects), frozenset(asks), frozenset(bars), frozenset(adds), frozenset(drops - adds)
                continue
            for candidate in reversed(candidates[place]):
                tried += 1
                if tried > _TRIED:
                    raise TooMany
                more = {**chosen, parameters[place]: candidate}
                if _holds(last[place + 1], more, start):
                    stack.append((place + 1, more))


def _members(body: Mapping[str, Any]) -> dict[str, list[str]]:
    """The objects of each type, subtypes included."""
    types = body.get("types", {})
    found: dict[str, list[str]] = defaultdict(list)
    for name, kind in body["objects"].items():
        while kind != "object":
            found[kind].append(name)
            kind = types.get(kind, "object")
        found["object"].append(name)
    return found


def _bare(literal: Sequence[Any]) -> Sequence[str]:
    return literal[1] if literal[0] == "not" else literal


def _known(literal: Sequence[Any], changed: set[str]) -> bool:
    """True for what holds from the start or never."""
    return _bare(literal)[0] not in changed


def _ready(literal: Sequence[Any], parameters: Sequence[str]) -> int:
    """How many parameters must be chosen before the literal can be looked at."""
    return max((parameters.index(term) + 1 for term in _bare(literal)[1:] if term in parameters), default=0)


def _holds(literals: Sequence[Any], chosen: Mapping[str, str], start: set[Fact]) -> bool:
    for literal in literals:
        bare = _filled(_bare(literal), chosen)
        true = bare[1] == bare[2] if bare[0] == "=" else bare in start
        if true is (literal[0] == "not"):
            return False
    return True


def _filled(fact: Sequence[str], chosen: Mapping[str, str]) -> Fact:
    return tuple(chosen.get(part, part) for part in fact)


def split(literals: Sequence[Any], chosen: Mapping[str, str]) -> tuple[set[Fact], set[Fact]]:
    """The facts that hold and those under ``not``, without equalities."""
    plain = {_filled(one, chosen) for one in literals if one[0] not in ("not", "=")}
    barred = {_filled(one[1], chosen) for one in literals if one[0] == "not" and one[1][0] != "="}
    return plain, barred


def _equal(literals: Sequence[Any], chosen: Mapping[str, str]) -> Iterator[bool]:
    for one in literals:
        bare = _filled(_bare(one), chosen)
        if bare[0] == "=":
            yield (bare[1] == bare[2]) is not (one[0] == "not")
