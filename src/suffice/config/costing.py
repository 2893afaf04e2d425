"""What meters work done here, and what prices calls of models, as the configuration says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from suffice.config.settings import Settings
from suffice.errors import UsageError
from suffice.ports import Meter, Pricer
from suffice.records import Tier

if TYPE_CHECKING:
    from suffice.hardware.remote_tokens import RemoteTokens


def meter(settings: Settings, kind: str | None = None) -> Meter:
    """What meters work done here; ``kind``: instead of the one that the configuration names.

    Raises UsageError where the one named cannot work on this machine.
    """
    from suffice.meters import MeterSettings, choose

    energy = settings.energy
    return choose(MeterSettings(kind or energy.meter, energy.watts_per_core, energy.country, energy.g_per_kwh))


def pricer(settings: Settings, hardware: RemoteTokens | None = None) -> Pricer:
    """What prices calls of models. Raises UsageError where the model to compare with is not known."""
    from suffice.hardware.pricing import TokenPricer
    from suffice.meters import grid_intensity

    grid = grid_intensity(settings.energy.country, settings.energy.g_per_kwh)
    return TokenPricer(_prices(settings), hardware or model_calls(settings), grid, _frontier(settings))


def model_calls(settings: Settings) -> RemoteTokens:
    """Joules of calls of the configured models, whose parameters the configuration may give. Raises UsageError."""
    from suffice.hardware._weights import Weights
    from suffice.hardware.remote_tokens import RemoteTokens

    weights = {}
    for model in settings.models:
        if model.total_b is not None:
            bits = 16.0 if model.bytes_per_weight is None else 8 * model.bytes_per_weight
            try:
                weights[model.model] = Weights.of(model.total_b, model.active_b, bits)
            except UsageError as error:
                raise UsageError(f"{model.where}: {error}") from None
    return RemoteTokens(weights)


def _prices(settings: Settings) -> dict[str, Any]:
    from suffice.hardware.pricing import Price

    return {
        model.model: Price(model.usd_per_mtok_in, model.usd_per_mtok_out, model.usd_per_mtok_cached)
        for model in settings.models
        if model.usd_per_mtok_in is not None and model.usd_per_mtok_out is not None
    }


def _frontier(settings: Settings) -> str | None:
    """The model of the comparison: the one named, else the first frontier model, else the pricer's own choice.

    Raises UsageError where the one named is neither configured nor known.
    """
    from suffice.hardware._weights import known_model

    by_name = {model.name: model.model for model in settings.models}
    if settings.instead is not None:
        if settings.instead not in by_name and known_model(settings.instead) is None:
            there = f"one of {', '.join(by_name)}, or " if by_name else ""
            raise UsageError(
                f"{settings.file}: [instead] model: '{settings.instead}' is not known; name {there}"
                "an open model whose energy was measured, such as openai/gpt-oss-120b"
            )
        return by_name.get(settings.instead, settings.instead)
    return next((model.model for model in settings.models if model.tier is Tier.FRONTIER), None)
