"""One table of the configuration, read key by key; what is left over in the end is a mistake with a cure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

from suffice.errors import UsageError

_KINDS = {str: "a string", bool: "true or false", int: "a whole number", float: "a number", list: "a list"}


class Table:
    """``where`` names it for people: the file, and the table in it. Every key that is asked for is allowed."""

    def __init__(self, values: Mapping[str, Any], where: str) -> None:
        self._values, self.where = values, where
        self._allowed: list[str] = []

    def wrong(self, key: str, message: str) -> NoReturn:
        raise UsageError(f"{self.where} {key}: {message}")

    def text(self, key: str, one_of: Sequence[str] = ()) -> str | None:
        """A string that is not empty; with ``one_of``, one of these."""
        value = self._get(key, str)
        if value is None:
            return None
        if one_of and value not in one_of:
            self.wrong(key, f"'{value}' is not allowed; use {_or(one_of)}{_meant(value, one_of)}")
        return value if value.strip() else self.wrong(key, "is empty; fill it in or remove the line")

    def needed(self, key: str, why: str, one_of: Sequence[str] = ()) -> str:
        """A string that must be there."""
        return self.text(key, one_of) or self.wrong(key, f"is missing; {why}")

    def number(self, key: str, above: float | None = None, least: float | None = None) -> float | None:
        value = self._get(key, float)
        if value is None:
            return None
        if not math.isfinite(value):
            self.wrong(key, f"{value} is no finite number")
        if above is not None and value <= above:
            self.wrong(key, f"{value:g} is not above {above:g}")
        if least is not None and value < least:
            self.wrong(key, f"{value:g} is below {least:g}")
        return value

    def count(self, key: str, most: int) -> int | None:
        """A whole number from 1 to ``most``."""
        value = self._get(key, int)
        if value is not None and not 1 <= value <= most:
            self.wrong(key, f"{value} is not between 1 and {most}")
        return value

    def flag(self, key: str) -> bool | None:
        return self._get(key, bool)

    def texts(self, key: str) -> tuple[str, ...]:
        values = self._get(key, list) or []
        if not all(isinstance(value, str) and value.strip() for value in values):
            self.wrong(key, 'is not a list of strings, such as ["one", "two"]')
        return tuple(values)

    def free(self, key: str) -> Mapping[str, Any]:
        """A table whose keys are not ours to judge."""
        self._allowed.append(key)
        value = self._values.get(key, {})
        return value if isinstance(value, dict) else self.wrong(key, f"is {_kind(value)}, not a table")

    def tables(self, key: str) -> list[Mapping[str, Any]]:
        """Tables written with double brackets, as they stand."""
        self._allowed.append(key)
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            self.wrong(key, f"is not a list of tables; write [[{key}]] with double brackets")
        return value

    def names(self) -> list[str]:
        """Every key that is there, where the operator chooses them."""
        return list(self._values)

    def table(self, key: str, where: str) -> Table:
        return Table(self.free(key), where)

    def done(self) -> None:
        """Raises UsageError for the first key that nobody asked for."""
        for key in self._values:
            if key not in self._allowed:
                allowed = ", ".join(sorted(self._allowed))
                self.wrong(key, f"no such key{_meant(key, self._allowed)}; allowed here: {allowed}")

    def _get(self, key: str, kind: type) -> Any:
        self._allowed.append(key)
        value = self._values.get(key)
        if value is None:
            return None
        fits = isinstance(value, kind) or (kind is float and isinstance(value, int))
        if not fits or (isinstance(value, bool) and kind is not bool):
            self.wrong(key, f"is {_kind(value)}, not {_KINDS[kind]}")
        return float(value) if kind is float else value


def _kind(value: Any) -> str:
    if isinstance(value, dict):
        return "a table"
    return _KINDS.get(type(value), "a date or time")


def _or(words: Sequence[str]) -> str:
    return " or ".join(f"'{word}'" for word in words)


def _meant(word: str, known: Sequence[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word, known, n=1, cutoff=0.5)
    return f" (did you mean '{near[0]}'?)" if near else ""


def path_in(text: str | None, folder: Path) -> Path | None:
    """A path as the operator wrote it, from ``folder`` on; None where there is none."""
    return None if text is None else folder / Path(text).expanduser()
