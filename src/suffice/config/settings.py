"""What the operator wrote, checked: every key of the configuration is read here, those of models in ``models.py``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import isfinite
from pathlib import Path
from typing import Any

from suffice.config import environment
from suffice.config.learned import LearnedSettings, learned_settings
from suffice.config.models import ModelSettings, ReaderSettings, model_settings, reader_settings
from suffice.config.table import Table, path_in
from suffice.errors import UsageError
from suffice.records import Budget, Requirement

_CONCURRENCY, _METER = 8, "auto"
_POLICY_NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,63}", re.ASCII)


@dataclass(frozen=True, slots=True)
class EnergySettings:
    """What this machine's work costs; None is not said."""

    meter: str = _METER
    country: str | None = None
    g_per_kwh: float | None = None
    watts_per_core: float | None = None


@dataclass(frozen=True, slots=True)
class ServeSettings:
    """What ``suffice serve`` is bound to and limited by."""

    host: str = "127.0.0.1"
    port: int = 8321
    workers: int = 1
    keys: Path | None = None  # None: the user's own, in the state folder
    zone: str | None = None  # whose clock gives a request its ``now``; None: requests have none unless they say so
    body_mib: float = 32.0
    body_s: float = 30.0  # in which a request's body must have arrived
    drain_s: int = 60  # that running requests get to end when the server is asked to stop


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole configuration. ``file`` is None where there is none, and then all else is default."""

    file: Path | None = None
    ledger: Path | None = None  # None: the user's own, in the state folder
    sync: str | None = None  # what an appended receipt survives, see SqliteLedger; None: normal to serve, else full
    requires: Requirement = field(default_factory=lambda: Requirement.parse("any"))
    budget: Budget = field(default_factory=Budget)
    concurrency: int = _CONCURRENCY
    energy: EnergySettings = field(default_factory=EnergySettings)
    serve: ServeSettings = field(default_factory=ServeSettings)
    models: tuple[ModelSettings, ...] = ()
    reader: ReaderSettings | None = None
    learned: LearnedSettings | None = None
    instead: str | None = None
    template_files: tuple[Path, ...] = ()
    templates: tuple[Mapping[str, Any], ...] = ()
    plugins: tuple[str, ...] = ()
    policies: Mapping[str, Path] = field(default_factory=dict)  # files of the policies that the gateway checks

    def with_requires(self, text: str | None) -> Settings:
        """Raises UsageError naming the accepted words."""
        return self if text is None else replace(self, requires=_requirement(text, ""))

    def with_budget_s(self, seconds: float | None) -> Settings:
        if seconds is not None and not isfinite(seconds):
            raise UsageError(f"--budget-s {seconds} is no finite number: give seconds, such as 10")
        return self if seconds is None else replace(self, budget=replace(self.budget, seconds=seconds))

    def with_solvers(self, folder: Path | None) -> Settings:
        """The same with another folder of learned solvers."""
        if folder is None:
            return self
        learned = (
            LearnedSettings(folder) if self.learned is None else replace(self.learned, solvers=folder, manifest=None)
        )
        return replace(self, learned=learned)

    @property
    def ledger_path(self) -> Path:
        return self.ledger or environment.state_folder() / "ledger.sqlite"

    @property
    def keys_path(self) -> Path:
        return self.serve.keys or environment.state_folder() / "keys.json"


def load(path: Path | None = None) -> Settings:
    """Settings from ``path``, else from where the environment points, else the defaults.

    Raises UsageError, in one line that names file, table and key.
    """
    file = path or environment.config_path()
    if file is None:
        return Settings()
    import tomllib  # only where there is a file to read

    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"the configuration {file} cannot be read ({error.strerror}): check the path") from None
    except UnicodeDecodeError as error:
        raise UsageError(f"{file}: not UTF-8 at byte {error.start + 1}; save it as UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"{file}: not TOML: {error}") from None
    return settings(values, file)


def settings(values: Mapping[str, Any], file: Path) -> Settings:
    """Settings from the parsed file; paths in it are relative to its folder."""
    top = Table(values, f"{file}:")
    folder = file.parent
    ledger = top.table("ledger", f"{file}: [ledger]")
    run = top.table("run", f"{file}: [run]")
    instead = top.table("instead", f"{file}: [instead]")
    ledger_path, requires = ledger.text("path"), run.text("requires")
    read = Settings(
        file=file,
        ledger=path_in(ledger_path, folder),
        sync=_one_of(ledger, "sync", ("full", "normal")),
        requires=_requirement(requires or "any", f"{run.where} requires: "),
        budget=_budget(run),
        concurrency=run.count("concurrency", 1000) or _CONCURRENCY,
        energy=_energy(top.table("energy", f"{file}: [energy]")),
        serve=_serve(top.table("serve", f"{file}: [serve]"), folder),
        models=tuple(model_settings(Table(row, f"{file}: [[model]]"), folder) for row in top.tables("model")),
        reader=reader_settings(top.table("reader", f"{file}: [reader]")),
        learned=learned_settings(top.table("learned", f"{file}: [learned]"), folder),
        instead=instead.text("model"),
        template_files=tuple(folder / Path(name).expanduser() for name in top.texts("templates")),
        templates=tuple(top.tables("template")),
        plugins=top.texts("plugins"),
        policies=_policies(top.table("policies", f"{file}: [policies]"), folder),
    )
    for table in (ledger, run, instead, top):
        table.done()
    names = [model.name for model in read.models]
    for name in names:
        if names.count(name) > 1:
            top.wrong("[[model]]", f"two models have the name '{name}'; give each its own")
    if read.reader is not None and read.reader.model not in names:
        known = f"there are: {', '.join(names)}" if names else "there is none"
        top.wrong("[reader] model", f"no [[model]] has the name '{read.reader.model}'; {known}")
    if read.learned is not None and read.learned.reference not in (None, *names):
        top.wrong("[learned] reference", f"no [[model]] has the name '{read.learned.reference}'")
    return read


def _budget(run: Table) -> Budget:
    return Budget(
        run.number("budget_s", above=0) or Budget().seconds,
        run.number("budget_joules", least=0),
        run.number("budget_usd", least=0),
    )


def _energy(table: Table) -> EnergySettings:
    read = EnergySettings(
        table.text("meter") or _METER,
        table.text("country"),
        table.number("g_per_kwh", least=0),
        table.number("watts_per_core", above=0),
    )
    table.done()
    if read.country and read.g_per_kwh is not None:
        table.wrong("country", "country and g_per_kwh are both given; keep one of them")
    return read


def _serve(table: Table, folder: Path) -> ServeSettings:
    usual = ServeSettings()
    read = ServeSettings(
        host=table.text("host") or usual.host,
        port=table.count("port", 65535) or usual.port,
        workers=table.count("workers", 256) or usual.workers,
        keys=path_in(table.text("keys"), folder),
        zone=table.text("zone"),
        body_mib=table.number("body_mib", above=0) or usual.body_mib,
        body_s=table.number("body_s", above=0) or usual.body_s,
        drain_s=table.count("drain_s", 86400) or usual.drain_s,
    )
    table.done()
    if read.zone is not None and not _is_zone(read.zone):
        table.wrong("zone", f"'{read.zone}' is no time zone; write one such as 'Europe/Berlin'")
    return read


def _policies(table: Table, folder: Path) -> dict[str, Path]:
    """The files of [policies.NAME] tables."""
    found: dict[str, Path] = {}
    for name in table.names():
        if not _POLICY_NAME.fullmatch(name):
            table.wrong(name, "is no name for a policy; use up to 64 letters, digits, and . _ -")
        own = table.table(name, f"{table.where[:-1]}.{name}]")
        found[name] = (
            folder / Path(own.needed("file", "name the file of the policy, a text or a .json form")).expanduser()
        )
        own.done()
    return found


def _one_of(table: Table, key: str, words: tuple[str, ...]) -> str | None:
    word = table.text(key)
    if word is not None and word not in words:
        table.wrong(key, f"'{word}' is not known; write {' or '.join(words)}")
    return word


def _is_zone(name: str) -> bool:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, no name of a zone, a folder of zones
        return False
    return True


def _requirement(text: str, where: str) -> Requirement:
    try:
        return Requirement.parse(text)
    except ValueError as error:
        raise UsageError(f"{where}{error}") from None
