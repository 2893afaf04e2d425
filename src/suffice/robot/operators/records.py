"""The nouns of learning operators: facts, transitions, the order of sizes, operators, domains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Fact = tuple[str, ...]  # a predicate and the things that it is true of: ("on", "red", "peg1")


@dataclass(frozen=True, slots=True)
class Transition:
    """What held before and after one demonstrated action. ``shown_in`` names the demonstration."""

    action: str
    before: frozenset[Fact]
    after: frozenset[Fact]
    shown_in: str

    @property
    def added(self) -> frozenset[Fact]:
        return self.after - self.before

    @property
    def ended(self) -> frozenset[Fact]:
        return self.before - self.after


@dataclass(frozen=True, slots=True)
class Order:
    """When a thing counts as smaller than another: by more than ``margin_m`` in width, as ``pairs`` stacks showed.

    ``least_m``: the smallest difference among them.
    """

    margin_m: float
    least_m: float
    pairs: int

    def smaller(self, one_m: float, other_m: float) -> bool:
        return other_m - one_m > self.margin_m


@dataclass(frozen=True, slots=True)
class Operator:
    """An action over variables. ``when`` holds before; ``adds`` and ``ends`` are what it changes."""

    name: str
    parameters: tuple[tuple[str, str], ...]  # ("?x", "cube")
    when: tuple[Fact, ...]
    adds: tuple[Fact, ...]
    ends: tuple[Fact, ...]
    shown: int  # transitions that it was induced from

    def to_json(self) -> dict[str, Any]:
        """As an action of a planning Problem: variables that may stand for the same thing must differ."""
        apart = [
            ["not", ["=", one, other]]
            for place, (one, _) in enumerate(self.parameters)
            for other, _ in self.parameters[place + 1 :]
        ]
        return {
            "parameters": [list(pair) for pair in self.parameters],
            "when": [*(list(fact) for fact in self.when), *apart],
            "then": [*(list(fact) for fact in self.adds), *(["not", list(fact)] for fact in self.ends)],
        }


@dataclass(frozen=True, slots=True)
class Domain:
    """What was learned of acting: types, predicates, operators; ``order`` is None where no size mattered."""

    types: Mapping[str, str]
    predicates: Mapping[str, Sequence[str]]
    operators: tuple[Operator, ...]
    order: Order | None

    def actions(self, renamed: Mapping[str, str] | None = None) -> dict[str, Any]:
        """The operators as actions of a planning Problem. ``renamed``: predicates of ``when`` under another name."""
        return {operator.name: _renamed(operator.to_json(), renamed or {}) for operator in self.operators}

    def moves(self, plan: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
        """The cubes that a plan's steps put somewhere, and where: ``("red", "peg3")``."""
        operators = {operator.name: operator for operator in self.operators}
        found: list[tuple[str, str]] = []
        for name, *things in plan:
            chosen = {variable: thing for (variable, _), thing in zip(operators[name].parameters, things, strict=True)}
            found += [(chosen[fact[1]], chosen[fact[2]]) for fact in operators[name].adds if fact[0] == "on"]
        return found

    def to_json(self) -> dict[str, Any]:
        """Everything, as the artefact of a training holds it."""
        return {
            "types": dict(self.types),
            "predicates": {name: list(kinds) for name, kinds in self.predicates.items()},
            "operators": [
                {
                    "name": one.name,
                    "parameters": [list(pair) for pair in one.parameters],
                    **{part: [list(fact) for fact in getattr(one, part)] for part in ("when", "adds", "ends")},
                    "shown": one.shown,
                }
                for one in self.operators
            ],
            "order": self.order
            and {"margin_m": self.order.margin_m, "least_m": self.order.least_m, "pairs": self.order.pairs},
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Domain:
        def facts(part: Any) -> tuple[Fact, ...]:
            return tuple(tuple(fact) for fact in part)

        operators = tuple(
            Operator(
                one["name"],
                tuple((variable, kind) for variable, kind in one["parameters"]),
                facts(one["when"]),
                facts(one["adds"]),
                facts(one["ends"]),
                one["shown"],
            )
            for one in value["operators"]
        )
        predicates = {name: tuple(kinds) for name, kinds in value["predicates"].items()}
        return cls(value["types"], predicates, operators, Order(**value["order"]) if value["order"] else None)


def _renamed(action: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {**action, "when": [[names.get(one[0], one[0]), *one[1:]] for one in action["when"]]}
