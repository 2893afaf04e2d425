"""The alarms of all groups, and the file in which those that rang are kept, for other workers and later starts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from os import replace
from pathlib import Path

from suffice.learned.tier import Served
from suffice.learned.watch import ALPHA, Watch
from suffice.records import Json

_LOOK = 50  # requests between looks at what other workers noticed


class Alarms:
    """One ``Watch`` for each group. ``file``: where tripped groups are written; None: in memory only.

    A group whose alarm has rung stays out, here and in every process that shares the file, until a new manifest is
    approved (the file is named after the manifest's hash) or somebody deletes the file.
    """

    def __init__(
        self, served: Iterable[Served], file: Path | None = None, *, slack: float = 0.0, alpha: float = ALPHA
    ) -> None:
        self.watches = {
            one.group.id: Watch(one.usual, min(stage.certificate.risk for stage in one.stages), slack, alpha)
            for one in served
        }
        self._file = file
        self._written = _read(file)
        self._turns = 0

    def tripped(self, group: str) -> str | None:
        """Why the group is out of service; None while it serves."""
        self._turns += 1
        if self._file is not None and self._turns % _LOOK == 0:
            self._written = _read(self._file)
        watch = self.watches.get(group)
        return (watch.tripped if watch else None) or self._written.get(group)

    def saw(self, group: str, confidence: float | None) -> None:
        watch = self.watches[group]
        watch.saw(confidence)
        self._keep(group, watch)

    def compared(self, group: str, right: bool) -> None:
        watch = self.watches[group]
        watch.compared(right)
        self._keep(group, watch)

    def to_json(self) -> Json:
        return {group: watch.to_json() for group, watch in self.watches.items()}

    def _keep(self, group: str, watch: Watch) -> None:
        if watch.tripped is None or group in self._written:
            return
        self._written = {**_read(self._file), group: watch.tripped}
        if self._file is None:
            return
        with suppress(OSError):  # in memory it holds all the same
            self._file.parent.mkdir(parents=True, exist_ok=True)
            part = self._file.with_name(f".{self._file.name}.part")
            part.write_text(json.dumps(self._written, indent=1), encoding="utf-8")
            replace(part, self._file)


def _read(file: Path | None) -> Mapping[str, str]:
    if file is None:
        return {}
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(group): str(why) for group, why in found.items()} if isinstance(found, dict) else {}
