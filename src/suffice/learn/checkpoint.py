"""What a long look at logs has found so far, so that it can go on after it was stopped.

Holds hashes, counts, places in the log and constant text of shapes; no text of any user. It is of use only while the
files are as they were.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from suffice.errors import UsageError
from suffice.learn.census import Census
from suffice.learn.logs import Faults, Logs
from suffice.learn.shapes import Sampling
from suffice.learned.shape import Shape

_VERSION = 1


class Checkpoint:
    """``path`` None keeps nothing. ``resume``: go on from what the file holds. Raises UsageError where it cannot."""

    def __init__(self, path: Path | None, logs: Logs, resume: bool = False) -> None:
        self._path = path
        self._state: dict[str, Any] = {"version": _VERSION, "log": logs.mark() if path else None}
        self.faults = Faults()
        if resume and path is not None and path.exists():
            self._load(path)

    def _load(self, path: Path) -> None:
        try:
            state = json.loads(path.read_text(encoding="utf-8"))
            if state["version"] != _VERSION or state["log"] != self._state["log"]:
                raise UsageError(f"{path} is about other logs, or they have changed since: leave out --resume")
            faults = state.get("faults", {})
            self.faults = Faults(faults.get("total", 0), {k: (n, p) for k, (n, p) in faults.get("kinds", {}).items()})
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UsageError(f"{path} cannot be gone on from ({error!r}): leave out --resume") from None
        self._state = state

    def sampling(self) -> tuple[Sampling, int, bool]:
        """The first pass, the address to go on after, and whether it is done."""
        state = self._state.get("sampling")
        if state is None:
            return Sampling(), -1, False
        return Sampling.from_json(state["kinds"]), state["after"], state["done"]

    def keep_sampling(self, sampling: Sampling, after: int, done: bool) -> None:
        if self._path is None:
            return
        self._state["sampling"] = {"kinds": sampling.to_json(), "after": after, "done": done}
        self._state["faults"] = {"total": self.faults.total, "kinds": self.faults.kinds}
        self._save()

    def shapes(self) -> list[Shape] | None:
        kept = self._state.get("shapes")
        return None if kept is None else [Shape.from_json(shape) for shape in kept]

    def keep_shapes(self, shapes: Sequence[Shape]) -> None:
        if self._path is None:
            return
        self._state["shapes"] = [shape.to_json() for shape in shapes]
        self._save()

    def counts(self, shapes: Sequence[Shape]) -> tuple[dict[Shape, Census], tuple[int, int], int]:
        """The second pass: what was counted of each shape, (rows, rows of none), the address to go on after."""
        state = self._state.get("counts")
        if state is None:
            return {shape: Census() for shape in shapes}, (0, 0), -1
        each = dict(zip(shapes, map(Census.from_json, state["each"]), strict=True))
        return each, (state["rows"], state["unfitting"]), state["after"]

    def keep_counts(self, each: dict[Shape, Census], numbers: tuple[int, int], after: int) -> None:
        if self._path is None:
            return
        counts = [census.to_json() for census in each.values()]
        self._state["counts"] = {"each": counts, "rows": numbers[0], "unfitting": numbers[1], "after": after}
        self._save()

    def done(self) -> None:
        """It is all found: nothing is left to go on with."""
        if self._path is not None:
            self._path.unlink(missing_ok=True)

    def _save(self) -> None:
        assert self._path is not None
        fresh = self._path.with_name(self._path.name + ".new")
        try:
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(self._state, file, separators=(",", ":"))
            os.replace(fresh, self._path)
        except OSError as error:
            with suppress(OSError):
                fresh.unlink()
            raise UsageError(f"{self._path} cannot be written ({error.strerror}): name another place") from None
