"""Replies that are sets of labels, such as ``billing, login`` or ``["billing", "login"]``: each label is in it or not.

For every label there is a value of its own, named ``SET: LABEL``, whose labels are ``IN`` and ``OUT``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from suffice.learned import spelling
from suffice.records import Json

IN, OUT = "in", "out"
LISTED = "json"  # the separator of what is written as a JSON list
_BULLET = re.compile(r"^[ \t]*[-*•][ \t]+")


@dataclass(frozen=True, slots=True)
class Members:
    """``labels`` in the order in which they are written. ``between``: what separates them, or ``LISTED``; ``bullet``
    stands before each. ``empty``: what the empty set is written as; None: there is none."""

    name: str
    labels: tuple[str, ...]
    between: str
    bullet: str = ""
    empty: str | None = None

    @property
    def names(self) -> dict[str, str]:
        """Label -> the name of its value."""
        return {label: f"{self.name}: {label}" for label in self.labels}

    def read(self, text: str) -> dict[str, str] | None:
        """``IN`` or ``OUT`` for each value's name; None where the text is no set of these labels, each once and in
        their order: another order may mean something else."""
        items = split(text, self.between)
        if items is None or (not items and self.empty is None):
            return None
        found = [spelling.whole_label(item, self.labels) for item in items]
        if found != [label for label in self.labels if label in found]:
            return None
        return {name: IN if label in found else OUT for label, name in self.names.items()}

    def chosen(self, values: Mapping[str, str]) -> list[str]:
        """The labels that are in. Raises KeyError where a value is missing, ValueError where it is neither."""
        if {values[name] for name in self.names.values()} - {IN, OUT}:
            raise ValueError(f"each label of {self.name} is '{IN}' or '{OUT}'")
        return [label for label, name in self.names.items() if values[name] == IN]

    def write(self, values: Mapping[str, str]) -> str:
        """Raises also ValueError for the empty set where there is none."""
        labels = self.chosen(values)
        if not labels:
            if self.empty is None:
                raise ValueError(f"{self.name} is never empty")
            return self.empty
        if self.between == LISTED:
            return json.dumps(labels, ensure_ascii=False)
        return self.between.join(self.bullet + label for label in labels)

    def to_json(self) -> Json:
        return {**asdict(self), "labels": list(self.labels)}

    @classmethod
    def from_json(cls, value: Json) -> Members:
        return cls(**{**value, "labels": tuple(value["labels"])})


def split(text: str, between: str) -> list[str] | None:
    """The items of a text; None where it is no list of that kind."""
    text = text.strip()
    if between == LISTED:
        try:
            items = json.loads(text) if text.startswith("[") else None
        except (ValueError, RecursionError):
            return None
        return items if isinstance(items, list) and all(isinstance(item, str) and item for item in items) else None
    if not text:
        return []
    items = [_BULLET.sub("", item).strip() for item in text.split(between.strip() or "\n")]
    return items if all(items) else None
