"""A short list of rules that is read from the top: the first whose conditions hold says the label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, sqrt
from typing import NamedTuple

from suffice.learned.kinds.linear import BORDER, words
from suffice.learned.predictor import Fields, Guess, Parts, Predictor
from suffice.learned.stated import measured, stated
from suffice.records import Json

VERSION = 1
TESTS = ("has", "lacks", "is", "is not", "over", "at most")
RULES_MAX, CONDITIONS_MAX = 200, 6


class Seen(NamedTuple):
    """A request as conditions see it: its words between spaces, its fields, and those of them that are numbers."""

    text: str
    fields: Mapping[str, str]
    numbers: Mapping[str, float]

    @classmethod
    def of(cls, fields: Fields, named: bool = True) -> Seen:
        """``named``: whether any condition asks for fields."""
        known = stated(fields) if named else {}
        numbers = {name: number for name, value in known.items() if (number := measured(value)) is not None}
        text = " ".join(word for word in words(fields) if word == BORDER or word[-1].isalnum())
        return cls(f" {text} ", {name: folded(value) for name, value in known.items()}, numbers)


class Condition(NamedTuple):
    """``has`` and ``lacks`` name a phrase; the others a field and a value or a number, see ``TESTS``."""

    test: str
    name: str
    value: str | float = ""

    def holds(self, seen: Seen) -> bool:
        match self.test:
            case "has":
                return f" {self.name} " in seen.text
            case "lacks":
                return f" {self.name} " not in seen.text
            case "is":
                return seen.fields.get(self.name) == self.value
            case "is not":
                return seen.fields.get(self.name) != self.value
        number = seen.numbers.get(self.name)
        if number is None:
            return False
        return number > self.value if self.test == "over" else number <= self.value  # pyright: ignore[reportOperatorIssue]

    @property
    def says(self) -> str:
        match self.test:
            case "has" | "lacks":
                slots = {word.rpartition("\x1f")[0] for word in self.name.split(" ")} - {""}
                phrase = " ".join(word.rpartition("\x1f")[2] for word in self.name.split(" "))
                where = f" in slot {int(min(slots)) + 1}" if slots and min(slots).isdigit() else ""
                return f"it {self.test} '{phrase}'{where}"
            case "is" | "is not":
                return f"{self.name} {self.test} '{self.value}'"
        return f"{self.name} is {self.test} {self.value:.12g}"


@dataclass(frozen=True, slots=True)
class Rule:
    """``right`` of the ``of`` requests that it decided, none of them used to find it, had the label."""

    conditions: tuple[Condition, ...]
    label: str
    right: int
    of: int

    @property
    def confidence(self) -> float:
        return lower(self.right, self.of)

    @property
    def phrases(self) -> list[str]:
        """What must stand in the request; slots after the first are named as ``1:word``."""
        return [condition.name.replace("\x1f", ":") for condition in self.conditions if condition.test == "has"]

    @property
    def says(self) -> str:
        given = " and ".join(condition.says for condition in self.conditions)
        return f"{f'if {given}' if given else 'otherwise'}: {self.label} ({self.right} of {self.of})"


class Rules(Predictor):
    """``rules`` in the order in which they are tried."""

    kind = "rules"

    def __init__(self, rules: Sequence[Rule]) -> None:
        if not 0 < len(rules) <= RULES_MAX:
            raise ValueError(f"a list holds 1 to {RULES_MAX} rules")
        self.rules = tuple(rules)
        self._named = any(condition.test not in ("has", "lacks") for rule in rules for condition in rule.conditions)
        self._told = [
            (rule, {"rule": number, "says": rule.says, "has": rule.phrases}) for number, rule in enumerate(rules, 1)
        ]

    def guess(self, fields: Fields) -> Guess | None:
        seen = Seen.of(fields, self._named)
        for rule, why in self._told:
            for condition in rule.conditions:
                if not condition.holds(seen):
                    break
            else:
                return Guess(rule.label, rule.confidence, why)
        return None

    def says(self) -> list[str]:
        return [rule.says for rule in self.rules]

    def parts(self) -> Parts:
        rules: list[Json] = [
            {"if": [list(one) for one in rule.conditions], "then": rule.label, "right": rule.right, "of": rule.of}
            for rule in self.rules
        ]
        return Parts({"version": VERSION, "rules": rules})

    @classmethod
    def of(cls, parts: Parts) -> Rules:
        if parts.header.get("version") != VERSION:
            raise ValueError("no rules of this version")
        return cls(
            [
                Rule(tuple(map(_condition, row["if"])), row["then"], int(row["right"]), int(row["of"]))
                for row in parts.header["rules"]
            ]
        )


def _condition(row: Sequence[str | float]) -> Condition:
    test, name, value = row
    number = test in ("over", "at most")
    fits = isinstance(value, float | int) and isfinite(value) if number else isinstance(value, str)
    if test not in TESTS or not isinstance(name, str) or not fits:
        raise ValueError(f"no condition: {row!r}")
    return Condition(str(test), name, float(value) if number else value)


def folded(text: str) -> str:
    """A field's value as rules compare it: whatever its case and spaces."""
    return " ".join(text.casefold().split())


def lower(right: int, of: int, z: float = 1.0) -> float:
    """Wilson's lower bound of a share, ``z`` standard errors below it; 0 of nothing."""
    if not of:
        return 0.0
    share = right / of
    spread = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return round((share + z * z / (2 * of) - spread) / (1 + z * z / of), 6)
