"""The alarms of groups, that of all of them, and the file that tells other workers and later starts which rang."""

from __future__ import annotations

import fcntl
import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from os import replace, stat
from pathlib import Path
from tempfile import NamedTemporaryFile

from suffice.learned.tier import Shelf
from suffice.learned.watch import Watch, novelty

_LOG = logging.getLogger(__name__)
_EVERY = "*"  # stands for all groups
NEW = 0.2  # share of requests with a new shape that is let pass, beyond that of the logs


class Alarms:
    """One ``Watch`` for each group, and one alarm for all. ``file``: where those that rang are written; None: in memory
    only. ``new``: how many more requests than in the logs may have a shape that is none of theirs, 0..1.

    A group whose alarm has rung stays out, here and in every process that shares the file, until a new manifest is
    approved (the file is named after the manifest's hash) or somebody deletes the file. Where the file is there and
    cannot be read, nobody knows who rang, and all groups are out.
    """

    def __init__(self, shelf: Shelf, file: Path | None = None, *, slack: float = 0.0, new: float = NEW) -> None:
        self.watches = {
            one.group.id: Watch(
                one.usual,
                one.stages[-1].certificate.threshold,
                min(stage.certificate.risk for stage in one.stages),
                slack,
            )
            for one in shelf.served.values()
        }
        self._strange = novelty(shelf.strange, new)
        self._all: str | None = None
        self._file = file
        self._mark: object = None
        self._written: Mapping[str, str] = {}
        self._look()

    def tripped(self, group: str) -> str | None:
        """Why the group is out of service; None while it serves."""
        self._look()
        watch = self.watches.get(group)
        here = (watch.tripped if watch else None) or self._all
        return here or self._written.get(group) or self._written.get(_EVERY)

    @property
    def rang(self) -> dict[str, str]:
        """Why each group that is out of service is."""
        return {group: why for group in self.watches if (why := self.tripped(group)) is not None}

    def met(self, known: bool) -> None:
        """A request came whose shape is one of the logs', or is not."""
        if self._all is None and (rise := self._strange.saw(not known, "have a shape that no log held")) is not None:
            self._all = f"novelty: {rise}"
            self._all += self._kept(_EVERY, self._all)

    def saw(self, group: str, confidence: float | None) -> None:
        watch = self.watches[group]
        watch.saw(confidence)
        self._keep(group, watch)

    def compared(self, group: str, right: bool) -> None:
        watch = self.watches[group]
        watch.compared(right)
        self._keep(group, watch)

    def _keep(self, group: str, watch: Watch) -> None:
        if watch.tripped is not None and group not in self._written:
            watch.tripped += self._kept(group, watch.tripped)

    def _kept(self, name: str, why: str) -> str:
        """Says it, and writes it down for the others; what is to be added where that fails."""
        _LOG.warning("suffice: %s out of service: %s", "all groups are" if name == _EVERY else f"group {name} is", why)
        if self._file is None:
            return ""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with _alone(self._file):
                _write(self._file, {**_read(self._file), name: why})
        except OSError as error:  # in memory it holds all the same
            return f"; other workers and later starts do not know: {self._file} cannot be written ({error})"
        return ""

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
