"""Joules of a model call, of which only the tokens are known.

A measured figure where the model was measured; else a formula fitted to such measurements, in active parameters
A (billions) and gigabytes of weights GB:

    J(GPU) per output token = exp(-4.373) * A^0.188 * GB^0.732

Its error is that of unknown load: how many sequences a server runs at once moves joules per token within one model by a
median of 7.6x, and no caller can see it. Prompt tokens are amortised into the figure at the lengths of chat, so that
long prompts are underestimated.

Source: 345 configurations of the ML.ENERGY leaderboard (H100, B200, vLLM, 16-256 sequences; GPU energy); refitted,
with the error when each model is left out in turn, by ``python benchmarks/energy_formula.py --data DIR``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from math import exp

from suffice.hardware._weights import KnownModel, Weights, known_model
from suffice.ports import HardwareModel
from suffice.records import Estimate, Joules, Range, Usage, Work

INTERCEPT, PER_LOG_ACTIVE, PER_LOG_GB = -4.373, 0.188, 0.732

# Actual / predicted when all models of that size were left out of the fit: 5% and 95%.
ERROR_LOW, ERROR_HIGH = 0.40, 2.98

# Node / GPU in the nine TokenPowerBench runs that metered the node (Llama 1B-8B): 1.76-1.85. Cooling is not included:
# that would be the facility.
GPU_TO_NODE = Range(1.8, 1.76, 1.85, "node / GPU, TokenPowerBench")

# A measured figure holds for weights stored as they were then; beyond this ratio of bits the formula is used.
SAME_BITS = 1.25


def joules_per_token(weights: Weights) -> Joules:
    """GPU joules per output token by the formula; guessed parameters widen the range to both their ends."""
    middle, low, high = (
        exp(INTERCEPT) * active**PER_LOG_ACTIVE * gigabytes**PER_LOG_GB
        for active, gigabytes in zip(weights.active(), weights.gigabytes(), strict=True)
    )
    return Joules(middle, low * ERROR_LOW, high * ERROR_HIGH, "tokens", "gpu")


class RemoteTokens(HardwareModel):
    """Prices calls by output tokens. ``weights`` names the models of the configuration and how big they are."""

    name = "remote tokens"

    def __init__(self, weights: Mapping[str, Weights] | None = None) -> None:
        self._weights = dict(weights or {})
        self.per_token = cache(self._per_token)

    def estimate(self, work: Work) -> Estimate:
        if work.usage is None:
            return Estimate(None, how="only calls of models are priced by their tokens")
        return Estimate(self.call(work.usage), how=self.how(work.usage.model))

    def call(self, usage: Usage) -> Joules | None:
        """Joules of a model call at the node boundary; ``None`` where nothing is known."""
        if usage.completion_tokens is None:
            return None
        per_token = self.per_token(usage.model)
        return per_token and at_node(per_token, usage.completion_tokens)

    def _per_token(self, model: str) -> Joules | None:
        """GPU joules per output token; ``None`` for a model whose size nobody stated."""
        stated, known = self._weights.get(model), known_model(model)
        if known is not None and known.joules is not None and _as_measured(stated, known):
            value, low, high = known.joules
            return Joules(value, low, high, "tokens", "gpu")
        weights = stated or (known and known.weights)
        return weights and joules_per_token(weights)

    def how(self, model: str) -> str:
        """Where ``per_token`` comes from, in a few words."""
        stated, known = self._weights.get(model), known_model(model)
        if known is not None and known.joules is not None and _as_measured(stated, known):
            return "measured J/token of ML.ENERGY over 16-256 sequences"
        weights = stated or (known and known.weights)
        if weights is None:
            return "parameters unknown: state total_b and active_b, or a range for each, to get joules"
        guess = " guessed" if weights.guessed else ""
        active_b, gigabytes = _span(weights.active_b), _span(weights.gigabytes()[1:])
        formula = f"exp({INTERCEPT}) A^{PER_LOG_ACTIVE} GB^{PER_LOG_GB}"
        return f"{formula} J/token with{guess} A = {active_b}B active, GB = {gigabytes}, fitted to ML.ENERGY"


def at_node(per_token: Joules, tokens: float, low: float | None = None, high: float | None = None) -> Joules:
    """Joules of a number of output tokens, itself known to lie in ``low..high``, restated for the whole node."""
    gpu = per_token.scaled(tokens, tokens if low is None else low, tokens if high is None else high)
    return gpu.scaled(GPU_TO_NODE.value, GPU_TO_NODE.low, GPU_TO_NODE.high, boundary="node")


def _as_measured(stated: Weights | None, known: KnownModel) -> bool:
    if stated is None:
        return True
    ratio = stated.bits / known.weights.bits
    return 1 / SAME_BITS <= ratio <= SAME_BITS


def _span(ends: tuple[float, ...]) -> str:
    low, high = ends
    return f"{low:.4g}" if low == high else f"{low:.4g}-{high:.4g}"
