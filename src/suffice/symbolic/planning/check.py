"""Validates a plan with code that shares nothing with solver and reader.

The plan is replayed from the start: every precondition of every action must hold where the action is taken, and the
goal must hold at the end. That a plan is as short as can be is believed once this checker has itself seen every state
that fewer actions lead to, and the goal holds in none; where they are too many, the claim stays `tested`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from suffice.records import Guarantee, Json, Level, Status, Verdict
from suffice.symbolic.solution import Solution

CHECKED_BY = "suffice.symbolic.planning.check"
_WORK = 4_000_000  # comparisons of a state with an action
_CHOICES = 400_000  # partial choices of objects for actions
Fact = tuple[str, ...]
State = frozenset[Fact]


class _Wrong(Exception):
    """The plan is none, or is not what was asked."""


class _TooMany(Exception):
    """Shorter plans are too many to be ruled out here."""


@dataclass(frozen=True, slots=True)
class _Done:
    """An action with its objects."""

    holds: State
    holds_not: State
    becomes: State
    ends: State

    def follows(self, state: State) -> State | None:
        """The state after it; None where it cannot be taken."""
        if not self.holds <= state or not self.holds_not.isdisjoint(state):
            return None
        return (state - self.ends) | self.becomes


def check(body: Mapping[str, Json], solution: Solution) -> Verdict:
    """VALID with the guarantee that the evidence carries, INVALID where something is wrong."""
    try:
        return _examined(_World(body), body, solution)
    except _Wrong as wrong:
        return Verdict(Status.INVALID, checked_by=CHECKED_BY, reason=str(wrong))
    except (KeyError, ValueError, TypeError, IndexError, AttributeError, RecursionError) as error:
        reason = f"malformed: {type(error).__name__}: {error}"[:200]
        return Verdict(Status.INVALID, checked_by=CHECKED_BY, reason=reason)


def _examined(world: _World, body: Mapping[str, Any], solution: Solution) -> Verdict:
    find = body.get("find", "plan")
    if dict(solution.facts) != ({} if find == "plan" else {"optimal": True}):
        raise _Wrong("the certificate claims something else than was asked")
    plan = [tuple(step["expr"]) for step in solution.steps]
    spelled = ", ".join(f"({' '.join(step)})" for step in plan) or "()"
    if solution.value != (str(len(plan)) if find == "steps" else spelled):
        raise _Wrong("the answer is not the plan of the certificate")
    state = world.start
    for number, (step, told) in enumerate(zip(plan, solution.steps, strict=True), 1):
        after = world.action(step[0], step[1:]).follows(state)
        if after is None:
            raise _Wrong(f"action {number}, ({' '.join(step)}), cannot be taken there")
        adds, drops = ({tuple(fact) for fact in facts} for facts in told["value"])
        if adds != after - state or drops != state - after:
            raise _Wrong(f"action {number} changes something else than is said")
        state = after
    if not world.reached(state):
        raise _Wrong("the goal does not hold after the last action")
    done = f"{len(plan)} action{'s' * (len(plan) != 1)} replayed: each can be taken where it stands, the goal holds"
    if find == "plan":
        return _valid(Level.PROVED, done)
    try:
        seen = world.no_sooner(len(plan))
    except _TooMany:
        return _valid(Level.TESTED, f"{done}; that no shorter plan exists was not re-checked: too many states")
    return _valid(Level.PROVED, f"{done}; all {seen:,} states that fewer actions lead to were searched: no goal")


def _valid(level: Level, statement: str) -> Verdict:
    return Verdict(Status.VALID, Guarantee(level, statement, None, "the reading"), CHECKED_BY)


class _World:
    """The Problem as this checker understands it."""

    def __init__(self, body: Mapping[str, Any]) -> None:
        self.types: Mapping[str, str] = body.get("types", {})
        self.objects: Mapping[str, str] = body["objects"]
        self.actions: Mapping[str, Any] = body["actions"]
        self.goal: Sequence[Any] = body["goal"]
        self.start: State = frozenset(tuple(fact) for fact in body["start"])

    def action(self, name: str, objects: Sequence[str]) -> _Done:
        """Raises _Wrong for an action that these objects do not fit."""
        known = self.actions.get(name)
        if known is None or len(known["parameters"]) != len(objects):
            raise _Wrong(f"({' '.join((name, *objects))}) is no action of the problem")
        chosen: dict[str, str] = {}
        for (variable, kind), one in zip(known["parameters"], objects, strict=True):
            if not self._is(one, kind):
                raise _Wrong(f"'{one}' is no {kind}, which {name} takes")
            chosen[variable] = one
        if not self._level(known["when"], chosen):
            raise _Wrong(f"({' '.join((name, *objects))}) takes objects that must differ, or must be the same")
        return self._with(known, chosen)

    def reached(self, state: State) -> bool:
        for literal in self.goal:
            negated = literal[0] == "not"
            fact = tuple(literal[1] if negated else literal)
            true = fact[1] == fact[2] if fact[0] == "=" else fact in state
            if true is negated:
                return False
        return True

    def no_sooner(self, length: int) -> int:
        """How many states fewer than ``length`` actions lead to. Raises _Wrong where the goal holds in one of them,
        _TooMany where they are not all looked at."""
        actions = list(self._all()) if length > 1 else []
        work, seen, edge = 0, {self.start}, [self.start]
        for depth in range(length):
            if any(self.reached(state) for state in edge):
                raise _Wrong(f"the goal can be reached in {depth} actions")
            if depth == length - 1 or not edge:
                break
            work += len(edge) * len(actions)
            if work > _WORK:
                raise _TooMany
            further: list[State] = []
            for state in edge:
                for action in actions:
                    after = action.follows(state)
                    if after is not None and after not in seen:
                        seen.add(after)
                        further.append(after)
            edge = further
        return len(seen) if length else 0

    def _is(self, one: str, kind: str) -> bool:
        at = self.objects.get(one)
        while at is not None and at != kind and at != "object":
            at = self.types.get(at, "object")
        return at == kind

    def _level(self, literals: Sequence[Any], chosen: Mapping[str, str]) -> bool:
        """Whether the equalities hold."""
        for literal in literals:
            negated = literal[0] == "not"
            fact = literal[1] if negated else literal
            if fact[0] == "=":
                one, other = (chosen.get(term, term) for term in fact[1:])
                if (one == other) is negated:
                    return False
        return True

    def _with(self, action: Mapping[str, Any], chosen: Mapping[str, str]) -> _Done:
        def facts(part: str, negated: bool) -> State:
            literals = [one[1] if negated else one for one in action[part] if (one[0] == "not") is negated]
            return frozenset(tuple(chosen.get(term, term) for term in one) for one in literals if one[0] != "=")

        return _Done(facts("when", False), facts("when", True), facts("then", False), facts("then", True))

    def _all(self) -> Iterator[_Done]:
        """Every action with all objects that fit it; those that ask for a fact which no action ever brings about, and
        which does not hold at the start, are left out."""
        brought = {one[0] for action in self.actions.values() for one in action["then"] if one[0] != "not"}
        choices = 0
        for action in self.actions.values():
            asked = [one for one in action["when"] if one[0] not in ("not", "=") and one[0] not in brought]
            rows: list[dict[str, str]] = [{}]
            for variable, kind in action["parameters"]:
                members = [one for one in self.objects if self._is(one, kind)]
                choices += len(rows) * len(members)
                if choices > _CHOICES:
                    raise _TooMany
                rows = [{**row, variable: one} for row in rows for one in members]
                rows = [row for row in rows if all(self._may(one, row) for one in asked)]
            yield from (self._with(action, row) for row in rows if self._level(action["when"], row))

    def _may(self, fact: Sequence[str], row: Mapping[str, str]) -> bool:
        """False for a fact all of whose objects are chosen and that does not hold at the start."""
        filled = tuple(row.get(term, term) for term in fact)
        return any(term.startswith("?") for term in filled) or filled in self.start
