"""The library's front door: one synchronous call."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from os import urandom
from pathlib import Path

from suffice.config import Settings, load
from suffice.config.ladder import Ladder, build, open_ledger
from suffice.drivers import run_sync
from suffice.errors import UsageError
from suffice.ports import Ledger
from suffice.records import Message, Receipt, Requirement, Task


def solve(
    task: str | Task,
    *,
    now: datetime | str | None = None,
    requires: str | None = None,
    config: Path | str | Settings | None = None,
) -> Receipt:
    """Answer one task and return its receipt, which the ledger of the configuration holds by then.

    ``task``: plain words, or a Task, whose own ``requires`` and ``budget`` hold. ``now``: ISO 8601 with a zone, or
    'now'. ``config``: a file or Settings; without it, $SUFFICE_CONFIG or ./suffice.toml, else the defaults. A
    configuration that names no ledger keeps receipts in memory only. Raises UsageError and LedgerError.
    """
    settings = config if isinstance(config, Settings) else _loaded(None if config is None else Path(config))
    ladder, ledger = _ready(_Same(settings))
    if isinstance(task, str):
        if not task.strip():
            raise UsageError("nothing is asked: give some text")
        task = Task(
            f"t-{urandom(6).hex()}",
            (Message("user", task),),
            _moment(now),
            requires=settings.requires,
            budget=settings.budget,
        )
    elif now is not None:
        task = replace(task, now=_moment(now))
    if requires is not None:
        try:
            task = replace(task, requires=Requirement.parse(requires))
        except ValueError as error:
            raise UsageError(str(error)) from None
    return run_sync(ladder.steps(task), ledger=ledger)


class _Same:
    """Settings as a key that is equal to itself alone."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def __hash__(self) -> int:
        return id(self.settings)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.settings is self.settings


@lru_cache(maxsize=8)
def _loaded(path: Path | None) -> Settings:
    return load(path)


@lru_cache(maxsize=8)
def _ready(key: _Same) -> tuple[Ladder, Ledger]:
    """The ladder and the ledger of one configuration, built once."""
    ladder = build(key.settings)
    if key.settings.ledger is not None:
        return ladder, open_ledger(key.settings)
    from suffice.ledgers.memory import MemoryLedger

    return ladder, MemoryLedger()


def _moment(now: datetime | str | None) -> datetime | None:
    if now == "now":
        return datetime.now().astimezone()
    if isinstance(now, str):
        from suffice.workload.tasks import moment

        try:
            return moment(now)
        except ValueError as error:
            raise UsageError(str(error)) from None
    if now is not None and now.tzinfo is None:
        raise UsageError("now has no zone: give one, such as now.astimezone()")
    return now
