"""The ``[[model]]`` and ``[reader]`` tables: model servers, recorded answers, and the model that reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from suffice.config.table import Table, path_in
from suffice.plugins import families
from suffice.records import Tier

_TIMEOUT_S = 120.0
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
class ReaderSettings:
    """``[reader]``: a configured model that translates requests for the exact engines."""

    model: str
    translations: int = 3
    max_tokens: int = 1_000  # of one translation
    timeout_s: float | None = None  # of one translation; None: the model's own
    only_reads: bool = False  # the model is no rung of the ladder itself


def reader_settings(table: Table) -> ReaderSettings | None:
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


def model_settings(table: Table, folder: Path) -> ModelSettings:
    name = table.needed("name", "give each model a name of its own")
    table.where += f" '{name}'"
    if name == "auto" or name.startswith("auto:"):
        table.wrong("name", "'auto' means the whole ladder; use another name")
    if name in (*families(), "reader", "learned"):
        table.wrong("name", f"'{name}' is the name of a part of suffice itself; use another name")
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
        file=path_in(table.text("file"), folder),
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
