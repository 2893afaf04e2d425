"""Several log files as one stream of ``Logged``, which can be read again, whole or in part."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache
from hashlib import blake2b, file_digest
from pathlib import Path

from suffice.errors import UsageError
from suffice.learn.logs.files import records
from suffice.learn.logs.form import Exchange, Form, Record
from suffice.learn.logs.logged import Faults, Logged
from suffice.plugins import load, names, only
from suffice.records import Task, Usage
from suffice.workload.tasks import task_from_json

Progress = Callable[[int, int, int], None]  # records read, file from 0, line

_LINE, _FILE = 20, 52  # bits of an address: exchange in its record, line, file
_MOST_EXCHANGES = 1 << _LINE


class Logs:
    """Iterating reads everything, and fills ``faults`` anew. ``salt`` hides who the users are.

    ``fields``: our names of fields (input, answer, gold, ...) -> the names that the files use instead.
    """

    def __init__(self, paths: Sequence[Path], salt: bytes = b"", fields: Mapping[str, str] | None = None) -> None:
        if not paths:
            raise UsageError("no logs: name at least one file")
        self.paths = tuple(paths)
        self.faults = Faults()
        self._salt, self._fields = salt, {ours: theirs.lower() for ours, theirs in (fields or {}).items()}

    def __iter__(self) -> Iterator[Logged]:
        self.faults = Faults()
        return self.after(-1, self.faults)

    def after(self, address: int, faults: Faults | None = None) -> Iterator[Logged]:
        """What follows an address. Raises UsageError for files that are no logs."""
        for file, path in enumerate(self.paths):
            if file >= address >> _FILE or address < 0:
                for logged in self._file(file, path, None if address < 0 else _Beyond(address, file), faults):
                    if logged.address > address:
                        yield logged

    def at(self, addresses: Collection[int]) -> Iterator[Logged]:
        """Only those, in the order of the log."""
        for file, path in enumerate(self.paths):
            here = {address for address in addresses if address >> _FILE == file}
            lines = {address >> _LINE & (1 << _FILE - _LINE) - 1 for address in here}
            if lines:
                yield from (logged for logged in self._file(file, path, lines, None) if logged.address in here)

    def mark(self) -> str:
        """Stands for these files as they are now: names, sizes, times of change, fields."""
        facts = [(str(path.resolve()), path.stat().st_size, path.stat().st_mtime_ns) for path in self.paths]
        return blake2b(repr((facts, sorted(self._fields.items()))).encode(), digest_size=16).hexdigest()

    def contents(self) -> tuple[str, ...]:
        """The SHA-256 of each file, by which it is known again under any name. Raises UsageError."""
        found = []
        for path in self.paths:
            try:
                with path.open("rb") as file:
                    found.append(file_digest(file, "sha256").hexdigest())
            except OSError as error:
                raise UsageError(f"{path} cannot be read ({error.strerror})") from None
        return tuple(found)

    def _file(self, file: int, path: Path, wanted: Collection[int] | None, faults: Faults | None) -> Iterator[Logged]:
        several = len(self.paths) > 1

        def complain(what: str, line: int) -> None:
            if faults is not None:
                faults.add(what, f"{path.name}:{line}" if several else str(line))

        usual: Form | None = None
        for line, record in records(path, wanted, complain, self._fields):
            try:
                form = usual if usual is not None and usual.knows(record) else _form_of(record)
                if form is None:
                    complain("no form of log record that is known (see docs/logs.md)", line)
                    continue
                usual = form
                for place, exchange in enumerate(form.read(record)):
                    if place < _MOST_EXCHANGES:
                        yield self._logged(exchange, line, file << _FILE | line << _LINE | place)
            except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError) as error:
                complain(str(error) if isinstance(error, ValueError) else f"{type(error).__name__} in a record", line)

    def _logged(self, exchange: Exchange, line: int, address: int) -> Logged:
        name = exchange.id or f"line {line}"
        prompt, written = exchange.tokens
        usage = None
        if prompt is not None or written is not None:
            usage = Usage(exchange.model or "unknown", prompt, written)
        return Logged(
            name[:512],
            _task(exchange.request, name[:512]),
            exchange.answer,
            exchange.gold,
            exchange.model,
            exchange.time,
            exchange.user and blake2b(exchange.user.encode(), key=self._salt[:64], digest_size=8).hexdigest(),
            usage,
            line,
            address,
        )


class _Beyond(Collection[int]):
    """The lines of one file from an address on."""

    def __init__(self, address: int, file: int) -> None:
        self._first = address >> _LINE & (1 << _FILE - _LINE) - 1 if address >> _FILE == file else 0

    def __contains__(self, line: object) -> bool:
        return isinstance(line, int) and line >= self._first

    def __iter__(self) -> Iterator[int]:
        raise TypeError("the lines of a file have no known end")

    def __len__(self) -> int:
        raise TypeError("the lines of a file have no known end")


def _task(request: Record, name: str) -> Task:
    return task_from_json({**request, "id": name})


def _form_of(record: Record) -> Form | None:
    return next((form for form in _forms() if form.knows(record)), None)


@cache
def _forms() -> tuple[Form, ...]:
    found = [only(Form, load(f"suffice.learn.logs.forms.{name}")) for name in names("learn/logs/forms")]
    forms = [form() for form in found]  # pyright: ignore[reportAbstractUsage]  # what it finds is concrete
    return tuple(sorted(forms, key=lambda form: form.rank))
