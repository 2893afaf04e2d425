"""The alarms of all groups, and the file in which those that rang are kept, for other workers and later starts."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from os import replace, stat
from pathlib import Path
from tempfile import NamedTemporaryFile

from suffice.learned.tier import Served
from suffice.learned.watch import ALPHA, Watch
from suffice.records import Json

_EVERY = "*"  # stands for all groups


class Alarms:
    """One ``Watch`` for each group. ``file``: where tripped groups are written; None: in memory only.

    A group whose alarm has rung stays out, here and in every process that shares the file, until a new manifest is
    approved (the file is named after the manifest's hash) or somebody deletes the file. Where the file is there and
    cannot be read, nobody knows who rang, and all groups are out.
    """

    def __init__(
        self, served: Iterable[Served], file: Path | None = None, *, slack: float = 0.0, alpha: float = ALPHA
    ) -> None:
        self.watches = {
            one.group.id: Watch(one.usual, min(stage.certificate.risk for stage in one.stages), slack, alpha)
            for one in served
        }
        self._file = file
        self._mark: object = None
        self._written: Mapping[str, str] = {}
        self._look()

    def tripped(self, group: str) -> str | None:
        """Why the group is out of service; None while it serves."""
        self._look()
        watch = self.watches.get(group)
        return (watch.tripped if watch else None) or self._written.get(group) or self._written.get(_EVERY)

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
        if self._file is None:
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with _alone(self._file):
                _write(self._file, {**_read(self._file), group: watch.tripped})
        except OSError as error:  # in memory it holds all the same
            watch.tripped += f"; other workers and later starts do not know: {self._file} cannot be written ({error})"

    def _look(self) -> None:
        """Read again what other workers noticed, if the file is another than it was."""
        if self._file is None:
            return
        try:
            found = stat(self._file)
            mark = (found.st_ino, found.st_mtime_ns, found.st_size)
        except FileNotFoundError:
            mark = None
        except OSError as error:
            mark = error.errno
        if mark != self._mark:
            self._mark, self._written = mark, _read(self._file)


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """No other worker adds to the file meanwhile."""
    with file.with_name(f".{file.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(file: Path, rang: Mapping[str, str]) -> None:
    """Whole or not at all. Raises OSError."""
    with NamedTemporaryFile("w", dir=file.parent, prefix=f".{file.name}.", encoding="utf-8", delete=False) as part:
        part.write(json.dumps(rang, indent=1))
    try:
        replace(part.name, file)
    except OSError:
        with suppress(OSError):
            Path(part.name).unlink()
        raise


def _read(file: Path) -> Mapping[str, str]:
    try:
        found = json.loads(file.read_bytes())
        if not isinstance(found, dict):
            raise ValueError("it holds no object")
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        return {_EVERY: f"the alarms that rang cannot be read from {file} ({error}): delete it to serve again"}
    return {str(group): str(why) for group, why in found.items()}
