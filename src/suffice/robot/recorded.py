"""Episodes on record, one JSON line each, appended as they are run, so that a long table is made in parts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from suffice.errors import UsageError

FORMAT = "suffice-robot-episodes/1"
_BEGUN = f'{{"format": "{FORMAT}"'.encode()  # how every line begins
_TOLD = {"success", "progress", "reason", "planned", "moves", "failed", "replans", "slowest_replan_s", "control_steps",
         "policy_cpu_s", "simulator_cpu_s"}  # fmt: skip
LEARNED = "learned"  # the skills as they were trained


@dataclass(frozen=True, slots=True)
class Setting:
    """What rows of one line of the table share."""

    policy: str  # the first digits of its SHA-256
    demonstrations: int
    task: str
    blocks: int
    pegs: int
    state: str
    disturb: str | None = None
    replan: bool = True
    variant: str = LEARNED

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def completed(
    rows: dict[int, dict[str, Any]],
    seeds: Iterable[int],
    record: Path,
    play: Callable[[int], dict[str, Any]],
    tell: Callable[[dict[str, Any]], None],
) -> list[dict[str, Any]]:
    """The rows of these seeds: those that are there, and those that are played now and appended to the record."""
    found = []
    for seed in seeds:
        if seed not in rows:
            rows[seed] = play(seed)
            _append(record, json.dumps(rows[seed]) + "\n")
            tell(rows[seed])
        found.append(rows[seed])
    return found


def _append(record: Path, line: str) -> None:
    """In one go, for others may append to it, too; after a line that was cut off, on a new one."""
    with record.open("a+b") as file:
        if file.seek(0, 2) and (file.seek(-1, 2), file.read(1))[1] != b"\n":
            line = "\n" + line
        file.write(line.encode())


def read(record: Path) -> Iterator[dict[str, Any]]:
    """The rows of a record, each seed of a setting once; a line that was cut off is run again. Raises UsageError for
    another file."""
    if not record.exists():
        return
    cure = "name another file with --record"
    try:
        lines = record.read_bytes().split(b"\n")
    except OSError as error:
        raise UsageError(f"{record} cannot be read ({error.strerror}): {cure}") from None
    had: set[tuple[Setting, int]] = set()
    for number, line in enumerate(lines, start=1):
        try:
            row = json.loads(line)
        except ValueError:
            if line.startswith(_BEGUN[: len(line)]):
                continue
            raise UsageError(f"{record}, line {number} is no episode: {cure}") from None
        if not isinstance(row, dict) or row.get("format") != FORMAT:
            raise UsageError(f"{record}, line {number} is no episode: {cure}")
        try:
            one = Setting(**row["setting"]), int(row["seed"])
            known = one in had
        except (KeyError, TypeError, ValueError):
            raise UsageError(f"{record}, line {number} is an episode without setting or seed: {cure}") from None
        if missing := _TOLD - row.keys():
            raise UsageError(f"{record}, line {number} does not tell {', '.join(sorted(missing))}: {cure}")
        if not known:
            had.add(one)
            yield row


def settings_in(record: Path) -> dict[Setting, list[dict[str, Any]]]:
    """A record's rows by their setting."""
    found: dict[Setting, list[dict[str, Any]]] = {}
    for row in read(record):
        found.setdefault(Setting(**row["setting"]), []).append(row)
    return found
