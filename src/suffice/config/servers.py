"""The configured models: what answers, and what reads for the exact engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from suffice.config import environment
from suffice.config.models import ModelSettings
from suffice.config.settings import Settings
from suffice.errors import UsageError
from suffice.ports import Solver
from suffice.records import Usage

if TYPE_CHECKING:
    from suffice.hardware.remote_tokens import RemoteTokens

# Tokens that only order the ladder and guard budgets: of a short chat, and of one translation by the reader.
_CHAT = (500, 250)
_TRANSLATION = (3_500, 150)


def server_of(model: ModelSettings, hardware: RemoteTokens) -> Solver:
    """Raises UsageError where its key or its file is missing."""
    from suffice.models.openai_server import ModelServer, OpenAIServer

    joules = hardware.call(Usage(model.model, *_CHAT))
    expected_joules = None if joules is None else joules.value
    server = ModelServer(
        name=model.name,
        tier=model.tier,
        base_url=model.base_url or "",
        model=model.model,
        key_env=model.key_env,
        total_b=model.total_b,
        active_b=model.active_b,
        bytes_per_weight=model.bytes_per_weight,
        usd_per_mtok_in=model.usd_per_mtok_in,
        usd_per_mtok_out=model.usd_per_mtok_out,
        usd_per_mtok_cached=model.usd_per_mtok_cached,
        timeout_s=model.timeout_s,
        stream=model.stream,
        extra=model.extra,
    )
    if model.kind == "server":
        return OpenAIServer(server, model_key(model), expected_joules)
    from suffice.models.replay import Replay

    assert model.file is not None
    replay = Replay(
        model.name,
        model.tier,
        model.file,
        model.model if model.model_stated else None,
        server.chat_usd,
        expected_joules,
    )
    replay.load()
    return replay


def model_key(model: ModelSettings) -> str | None:
    """What its server asks for. Raises UsageError where the environment does not hold it."""
    if model.key_env is None:
        return None
    key = environment.secret(model.key_env)
    if key is None:
        raise UsageError(
            f"{model.where} key_env: the environment variable {model.key_env} is not set; "
            "export it, or remove the line if the server needs no key"
        )
    return key


def reader(settings: Settings, hardware: RemoteTokens) -> list[Solver]:
    """The model that reads for the exact engines, if one is named."""
    chosen = settings.reader
    if chosen is None:
        return []
    from suffice.models.reader import ModelReader
    from suffice.symbolic.formal.language import FormalLanguage, translatable

    model = next(model for model in settings.models if model.name == chosen.model)
    times = chosen.translations
    prompt, written = (tokens * times for tokens in _TRANSLATION)
    joules = hardware.call(Usage(model.model, prompt, written))
    usd = None
    if model.usd_per_mtok_in is not None and model.usd_per_mtok_out is not None:
        usd = (prompt * model.usd_per_mtok_in + written * model.usd_per_mtok_out) / 1e6
    return [
        ModelReader(
            server_of(model, hardware),
            [FormalLanguage(family) for family in translatable()],
            model.model,
            translations=times,
            max_tokens=chosen.max_tokens,
            timeout_s=chosen.timeout_s,
            expected_usd=usd,
            expected_joules=joules and joules.value,
        )
    ]
