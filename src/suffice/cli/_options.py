"""Options that several commands share, spelled the same everywhere."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from shutil import which
from typing import Any

import click

from suffice.config import Settings, load
from suffice.errors import UsageError

_FILE = click.Path(path_type=Path)


def config(command: Any) -> Any:
    note = "Configuration file; else $SUFFICE_CONFIG, else ./suffice.toml."
    return click.option("--config", type=_FILE, metavar="FILE", help=note)(command)


def ledger(command: Any) -> Any:
    return click.option("--ledger", type=_FILE, metavar="FILE", help="Keep receipts in this ledger.")(command)


def requires(command: Any) -> Any:
    note = "Guarantee an answer must have: proved, calibrated, tested, none, any, or an accuracy such as 0.95."
    return click.option("--requires", metavar="LEVEL", help=note)(command)


def budget_s(command: Any) -> Any:
    note = "Seconds that each task may take (10)."
    return click.option("--budget-s", type=click.FloatRange(min=0, min_open=True), metavar="S", help=note)(command)


def as_json(command: Any) -> Any:
    return click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")(command)


def program() -> str:
    """How this command line was called, so that suggestions can be pasted back."""
    called = Path(sys.argv[0])
    found = which("suffice")
    if called.name != "suffice" or (found is not None and called.resolve() == Path(found).resolve()):
        return "suffice"
    return str(called)


def settings(config: Path | None, ledger: Path | None = None) -> Settings:
    """The configuration, with the ledger of the command line if one is named there."""
    read = load(config)
    return read if ledger is None else replace(read, ledger=ledger)


def stdin() -> str:
    """The standard input as text. Raises UsageError for what is too long or not UTF-8."""
    from suffice.workload.lines import LIMIT_BYTES

    raw = sys.stdin.buffer.read(LIMIT_BYTES + 1)
    if len(raw) > LIMIT_BYTES:
        raise UsageError(f"the text is longer than {LIMIT_BYTES >> 20} MiB: split it")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"the text is not UTF-8 at byte {error.start + 1}: convert it") from None


def writable(path: Path) -> Path:
    """The path. Raises UsageError, before anything is done for it, where no file can be written."""
    if path.is_dir():
        raise UsageError(f"{path} cannot be written (Is a directory): name another place")
    if not path.parent.is_dir():
        raise UsageError(f"{path} cannot be written (there is no folder {path.parent}): name another place")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise UsageError(f"{path} cannot be written (no permission): name another place")
    return path


def _checked(context: click.Context, option: click.Parameter, path: Path | None) -> Path | None:
    del context, option
    return path if path is None else writable(path)


WRITTEN: dict[str, Any] = {"type": _FILE, "callback": _checked}  # of an option that names a file to be written
