"""The price of model calls: what one did cost, and what the frontier model would have cost instead."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from suffice.hardware._weights import known_model
from suffice.hardware.remote_tokens import GPU_TO_NODE, RemoteTokens, at_node
from suffice.ports import Pricer
from suffice.records import Answer, Cost, Instead, Joules, Range, Task, Usage

# What stands in where no frontier model is configured: parameters published, energy measured, price public.
DEFAULT_FRONTIER = "deepseek-ai/DeepSeek-V3.1"

# Characters per token of English: 4 by the rule of thumb that makers of models publish; the range is ours, wide
# because code, tables, other languages and other tokenizers differ.
CHARS_PER_TOKEN, CHARS_PER_TOKEN_LOW, CHARS_PER_TOKEN_HIGH = 4.0, 2.5, 6.0

# What a frontier model writes beyond the reply: the steps. Medians on the GSM8K questions of OmnisBench (Apache-2.0,
# commit 15674d9b) are 123 tokens for claude-opus-5 and 318 for gpt-5, the latter's 95% is 794: their geometric mean,
# nothing at all, and the last.
STEPS, STEPS_LOW, STEPS_HIGH = 200, 0, 790

# Length of a chat reply nobody has written yet: mean output length of ML.ENERGY's chat runs, median, least and most
# over 328 configurations. Both are printed by benchmarks/energy_formula.py.
REPLY, REPLY_LOW, REPLY_HIGH = 634, 346, 1464

# Another model's answer to the same question: medians on the same GSM8K questions of four models against one another
# reach from 123 (claude-opus-5) to 584 (gpt-5-nano) tokens; 0.2 = 123/584, 2.2 = 318/146 (gpt-5 / claude-haiku-4-5).
OTHER_LOW, OTHER_HIGH = 0.2, 2.2


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars per million tokens. ``cached``: prompt tokens read from a cache; ``None``: at the input price."""

    input_usd_per_mtok: float
    output_usd_per_mtok: float
    cached_usd_per_mtok: float | None = None

    def usd(self, prompt_tokens: float, completion_tokens: float, cached_tokens: float = 0.0) -> float:
        cached = min(cached_tokens, prompt_tokens)
        cached_price = self.input_usd_per_mtok if self.cached_usd_per_mtok is None else self.cached_usd_per_mtok
        fresh_usd = (prompt_tokens - cached) * self.input_usd_per_mtok
        return (fresh_usd + cached * cached_price + completion_tokens * self.output_usd_per_mtok) / 1e6


class TokenPricer(Pricer):
    """Dollars by token prices, joules by ``hardware``, grams by the grid. ``frontier`` is the model compared with."""

    def __init__(
        self,
        prices: Mapping[str, Price] | None = None,
        hardware: RemoteTokens | None = None,
        grid_g_per_kwh: Range | None = None,
        frontier: str | None = None,
    ) -> None:
        self._prices = dict(prices or {})
        self._hardware = hardware or RemoteTokens()
        self._grid_g_per_kwh = grid_g_per_kwh
        self.frontier = frontier or DEFAULT_FRONTIER
        self._assumed = frontier is None
        self._compared = cache(self._comparison)
        self._told = lru_cache(1024)(self._instead)  # most replies are as long as one before

    def price(self, usage: Usage) -> Cost:
        """The cost of a call that was made elsewhere: its wall and CPU seconds here are counted by the meter."""
        joules = self._hardware.call(usage)
        grid = self._grid_g_per_kwh
        price = self._prices.get(usage.model)
        usd = None
        if price is not None and usage.prompt_tokens is not None and usage.completion_tokens is not None:
            usd = price.usd(usage.prompt_tokens, usage.completion_tokens, usage.cached_tokens or 0)
        return Cost(joules=joules, gco2e=joules and grid and joules.emissions_g(grid), usd=usd)

    def instead(self, task: Task, answer: Answer | None) -> Instead:
        """What the frontier model would have cost for the same task; ``how`` states every assumption."""
        return self._told(*_prompt_tokens(task, answer), *_completion_tokens(answer, self.frontier))

    def _instead(self, prompt: float, counted: str, written: Range, source: str) -> Instead:
        per_token, price, energy, listed, assumed = self._compared()
        joules = per_token and at_node(per_token, written.value, written.low, written.high)
        out = f"{written.value:.0f} ({written.low:.0f}-{written.high:.0f}) out ({source})"
        how = f"{assumed}{prompt:.0f} tokens in ({counted}), {out}{energy}; {listed}"
        return Instead(self.frontier, joules, price and price.usd(prompt, written.value), how)

    def _comparison(self) -> tuple[Joules | None, Price | None, str, str, str]:
        """What is the same in every comparison: joules per token, price, and the words for both."""
        per_token = self._hardware.per_token(self.frontier)
        known = known_model(self.frontier)
        listed = known and known.usd_per_mtok
        price = self._prices.get(self.frontier) or (Price(*listed) if listed else None)
        per = self._hardware.how(self.frontier)
        to_node = f"{GPU_TO_NODE.value:g} ({GPU_TO_NODE.low:g}-{GPU_TO_NODE.high:g}) to the node"
        energy = f" x {per} x {to_node}" if per_token else f"; {per}"
        assumed = f"no frontier model is configured, {self.frontier} is assumed: " if self._assumed else ""
        return per_token, price, energy, _listed(price), assumed


def _listed(price: Price | None) -> str:
    if price is None:
        return "its price is not configured"
    return f"{price.input_usd_per_mtok:g} and {price.output_usd_per_mtok:g} USD per million tokens in and out"


def _prompt_tokens(task: Task, answer: Answer | None) -> tuple[float, str]:
    """Tokens of the request, and how they were counted."""
    if answer is not None and answer.usage is not None and answer.usage.prompt_tokens is not None:
        return answer.usage.prompt_tokens, "counted by the model that answered"
    chars = sum(len(message.content) for message in task.messages)
    if not task.messages and task.problem is not None:
        chars = len(json.dumps(task.problem.to_json()))
    return chars / CHARS_PER_TOKEN, "4 characters each"


def _completion_tokens(answer: Answer | None, frontier: str) -> tuple[Range, str]:
    """Tokens of the frontier model's reply, with range, and where they come from."""
    if answer is None:
        return Range(REPLY, REPLY_LOW, REPLY_HIGH, ""), "length of chat replies, ML.ENERGY"
    if answer.usage is not None and answer.usage.completion_tokens is not None:
        tokens = answer.usage.completion_tokens
        if answer.usage.model == frontier:
            return Range(tokens, tokens, tokens, ""), "as it wrote"
        return Range(tokens, tokens * OTHER_LOW, tokens * OTHER_HIGH, ""), "as the model that answered wrote"
    chars = len(answer.text)
    low, high = chars / CHARS_PER_TOKEN_HIGH + STEPS_LOW, chars / CHARS_PER_TOKEN_LOW + STEPS_HIGH
    return Range(chars / CHARS_PER_TOKEN + STEPS, low, high, ""), f"the reply at 4 characters each + {STEPS} for steps"
