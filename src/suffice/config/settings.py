"""What the operator wrote, checked: every key of the configuration file is read here, and only here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import isfinite
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from suffice.config import environment
from suffice.config.table import Table
from suffice.errors import UsageError
from suffice.plugins import families
from suffice.records import Budget, Requirement, Tier

_CONCURRENCY, _TIMEOUT_S, _METER = 8, 120.0, "auto"
_TIERS = (str(Tier.MOE), str(Tier.FRONTIER))


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """One ``[[model]]``: a server, or a file of recorded answers. Prices in dollars per million tokens."""

    name: str
    tier: Tier
    kind: str  # server | replay
    model: str  # the name under which its tokens are priced; for a server, its own name for the model
    where: str  # for messages
    model_stated: bool = False
    base_url: str | None = None
    file: Path | None = None
    key_env: str | None = None
    usd_per_mtok_in: float | None = None
    usd_per_mtok_out: float | None = None
    usd_per_mtok_cached: float | None = None
    total_b: float | None = None
    active_b: float | None = None
    bytes_per_weight: float | None = None
    timeout_s: float = _TIMEOUT_S
    stream: bool = False
    stream_usage: bool = True  # the gateway asks for a stream's tokens even where the client does not
    extra: Mapping[str, Any] = field(default_factory=dict)


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
class ReaderSettings:
    """``[reader]``: a configured model that translates requests for the exact engines."""

    model: str
    translations: int = 3
    max_tokens: int = 1_000  # of one translation
    timeout_s: float | None = None  # of one translation; None: the model's own
    only_reads: bool = False  # the model is no rung of the ladder itself


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole configuration. ``file`` is None where there is none, and then all else is default."""

    file: Path | None = None
    ledger: Path | None = None  # None: the user's own, in the state folder
    requires: Requirement = field(default_factory=lambda: Requirement.parse("any"))
    budget: Budget = field(default_factory=Budget)
    concurrency: int = _CONCURRENCY
    energy: EnergySettings = field(default_factory=EnergySettings)
    serve: ServeSettings = field(default_factory=ServeSettings)
    models: tuple[ModelSettings, ...] = ()
    reader: ReaderSettings | None = None
    instead: str | None = None
    template_files: tuple[Path, ...] = ()
    templates: tuple[Mapping[str, Any], ...] = ()
    plugins: tuple[str, ...] = ()

    def with_requires(self, text: str | None) -> Settings:
        """Raises UsageError naming the accepted words."""
        return self if text is None else replace(self, requires=_requirement(text, ""))

    def with_budget_s(self, seconds: float | None) -> Settings:
        if seconds is not None and not isfinite(seconds):
            raise UsageError(f"--budget-s {seconds} is no finite number: give seconds, such as 10")
        return self if seconds is None else replace(self, budget=replace(self.budget, seconds=seconds))

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
        ledger=_path(ledger_path, folder),
        requires=_requirement(requires or "any", f"{run.where} requires: "),
        budget=_budget(run),
        concurrency=run.count("concurrency", 1000) or _CONCURRENCY,
        energy=_energy(top.table("energy", f"{file}: [energy]")),
        serve=_serve(top.table("serve", f"{file}: [serve]"), folder),
        models=tuple(_model(Table(row, f"{file}: [[model]]"), folder) for row in top.tables("model")),
        reader=_reader(top.table("reader", f"{file}: [reader]")),
        instead=instead.text("model"),
        template_files=tuple(folder / Path(name).expanduser() for name in top.texts("templates")),
        templates=tuple(top.tables("template")),
        plugins=top.texts("plugins"),
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
    return read


def _budget(run: Table) -> Budget:
    return Budget(
        run.number("budget_s", above=0) or Budget().seconds,
        run.number("budget_joules", least=0),
        run.number("budget_usd", least=0),
    )


def _reader(table: Table) -> ReaderSettings | None:
    model = table.text("model")
    usual = ReaderSettings("")
    read = ReaderSettings(
        model or "",
        table.count("translations", 9) or usual.translations,
        table.count("max_tokens", 100_000) or usual.max_tokens,
        table.number("timeout_s", above=0),
        table.flag("only_reads") or False,
    )
    table.done()
    if read.translations < 2:
        table.wrong("translations", "1 cannot agree with another; ask for 2 to 9")
    if model is None and read != usual:
        table.wrong("model", "is missing; name one of the [[model]] tables")
    return read if model else None


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
        keys=_path(table.text("keys"), folder),
        zone=table.text("zone"),
        body_mib=table.number("body_mib", above=0) or usual.body_mib,
        body_s=table.number("body_s", above=0) or usual.body_s,
        drain_s=table.count("drain_s", 86400) or usual.drain_s,
    )
    table.done()
    if read.zone is not None and not _is_zone(read.zone):
        table.wrong("zone", f"'{read.zone}' is no time zone; write one such as 'Europe/Berlin'")
    return read


def _is_zone(name: str) -> bool:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, no name of a zone, a folder of zones
        return False
    return True


def _model(table: Table, folder: Path) -> ModelSettings:
    name = table.needed("name", "give each model a name of its own")
    table.where += f" '{name}'"
    if name == "auto" or name.startswith("auto:"):
        table.wrong("name", "'auto' means the whole ladder; use another name")
    if name in (*families(), "reader"):
        table.wrong("name", f"'{name}' is the name of a symbolic family or of the reader; use another name")
    kind = table.text("kind", ("server", "replay")) or "server"
    tier = Tier(table.needed("tier", "say 'moe' or 'frontier'", _TIERS))
    model = table.text("model")
    read = ModelSettings(
        name=name,
        tier=tier,
        kind=kind,
        model=model or name,
        where=table.where,
        model_stated=model is not None,
        base_url=table.text("base_url"),
        file=_path(table.text("file"), folder),
        key_env=table.text("key_env"),
        usd_per_mtok_in=table.number("usd_per_mtok_in", least=0),
        usd_per_mtok_out=table.number("usd_per_mtok_out", least=0),
        usd_per_mtok_cached=table.number("usd_per_mtok_cached", least=0),
        total_b=table.number("total_b", above=0),
        active_b=table.number("active_b", above=0),
        bytes_per_weight=table.number("bytes_per_weight", above=0),
        timeout_s=table.number("timeout_s", above=0) or _TIMEOUT_S,
        stream=table.flag("stream") or False,
        stream_usage=table.flag("stream_usage") is not False,
        extra=table.free("extra"),
    )
    table.done()
    _complete(read, table)
    return read


def _complete(read: ModelSettings, table: Table) -> None:
    """What one kind needs and the other does not know, and figures that make sense together only."""
    if read.kind == "server":
        if read.base_url is None:
            table.wrong("base_url", "is missing; a server needs one, such as 'http://localhost:8000/v1'")
        if not read.base_url.startswith(("http://", "https://")):
            table.wrong("base_url", f"'{read.base_url}' is no address; begin it with http:// or https://")
        if "@" in urlsplit(read.base_url).netloc:
            table.wrong("base_url", "holds a user or password; take it out and name a variable with key_env")
        if read.file is not None:
            table.wrong("file", "is for kind = 'replay'; remove it, or change the kind")
    else:
        if read.file is None:
            table.wrong("file", "is missing; kind = 'replay' answers from a file of recorded answers")
        for key in ("base_url", "key_env"):
            if getattr(read, key) is not None:
                table.wrong(key, "is for kind = 'server'; remove it, or change the kind")
    if (read.usd_per_mtok_in is None) != (read.usd_per_mtok_out is None):
        table.wrong("usd_per_mtok_in", "and usd_per_mtok_out are a pair; give both or neither")
    if read.total_b is None and (read.active_b is not None or read.bytes_per_weight is not None):
        table.wrong("total_b", "is missing; active_b and bytes_per_weight mean nothing without it")


def _path(text: str | None, folder: Path) -> Path | None:
    return None if text is None else folder / Path(text).expanduser()


def _requirement(text: str, where: str) -> Requirement:
    try:
        return Requirement.parse(text)
    except ValueError as error:
        raise UsageError(f"{where}{error}") from None
