"""What a study has done so far, so that one which was stopped goes on: SOLVERS/.unfinished/KEY, gone when all is done.

KEY stands for the logs' contents and everything that was asked for but the time. It holds what artefacts hold, and no
text of any user; the cases are read again, and what was done counts only for the very same ones.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from shutil import rmtree

from suffice import __version__
from suffice.errors import UsageError
from suffice.learn import rows
from suffice.learn.checkpoint import Checkpoint
from suffice.learn.logs import Logs
from suffice.learn.search import Chosen, Tried
from suffice.learn.templates.checks import Check
from suffice.learn.templates.mine import Mined
from suffice.learned import store
from suffice.learned.gate import Gate
from suffice.learned.tier import voice
from suffice.records import Json

FOLDER = ".unfinished"


def digest(rows: Iterable[object]) -> str:
    """Stands for what something was made of."""
    found = sha256()
    for row in rows:
        found.update(repr(row).encode("utf-8", "replace"))
    return found.hexdigest()[:16]


class Unfinished:
    """``asked``: whatever decides what is learned."""

    def __init__(self, folder: Path, contents: Sequence[str], asked: Json) -> None:
        key = json.dumps([__version__, list(contents), asked], sort_keys=True)
        self._folder = folder / FOLDER / sha256(key.encode()).hexdigest()[:16]
        store.make_folder(self._folder)

    def look(self, logs: Logs) -> Checkpoint:
        """Where the passes over the logs go on."""
        path = self._folder / "look.json"
        with suppress(UsageError):
            return Checkpoint(path, logs, resume=True)
        return Checkpoint(path, logs)

    def mined(self, group: str) -> Mined | None:
        found = self._read(f"{group}.mined")
        if found is None:
            return None
        checks = tuple(Check(**one) for one in found["checks"])
        return Mined(**{**found, "checks": checks, "wrong": tuple(map(tuple, found["wrong"]))})

    def keep_mined(self, group: str, mined: Mined) -> None:
        self._write(f"{group}.mined", asdict(mined))

    def chosen(self, group: str) -> Chosen | None:
        found = self._read(f"{group}.chosen")
        if found is None:
            return None
        tried = [Tried(**one) for one in found["tried"]]
        if found["why"] is not None:
            return Chosen(tried, why=found["why"])
        gate = Gate.of(store.load_parts(self._folder, found["gate"], "gate"))
        voices = {name: voice(self._folder, one) for name, one in found["voices"].items()}
        return Chosen(tried, gate, voices, found["hope"])

    def keep_chosen(self, group: str, chosen: Chosen) -> None:
        """Only what was searched in full: the rest is for another time."""
        if any(one.late for one in chosen.tried):
            return
        found: Json = {"tried": [asdict(one) for one in chosen.tried], "why": chosen.why}
        if chosen.gate is not None:
            gate = store.save_parts(self._folder, "gate", chosen.gate.parts())
            found |= {"gate": gate, "voices": rows.saved(self._folder, chosen.voices), "hope": chosen.hope}
        self._write(f"{group}.chosen", found)

    def done(self) -> None:
        """All is done: nothing is left to go on with."""
        rmtree(self._folder, ignore_errors=True)
        with suppress(OSError):
            self._folder.parent.rmdir()

    def _read(self, name: str) -> Mapping[str, Json] | None:
        try:
            return json.loads((self._folder / f"{name}.json").read_bytes())
        except (OSError, ValueError):
            return None

    def _write(self, name: str, value: Json) -> None:
        store.write(self._folder / f"{name}.json", store.encoded(value))
