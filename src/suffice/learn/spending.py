"""What the requests of a group took: tokens (logged, or estimated from characters), dollars and joules, with ranges."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from suffice.hardware import known_model
from suffice.hardware.pricing import CHARS_PER_TOKEN, CHARS_PER_TOKEN_HIGH, CHARS_PER_TOKEN_LOW, Price
from suffice.learn.census import Census, Tokens, Use
from suffice.records import Cost, Joules, Json, Range, Usage

Priced = Callable[[Usage], Cost]
ESTIMATE = (
    f"tokens that were not logged are estimated at {CHARS_PER_TOKEN:g} characters each "
    f"({CHARS_PER_TOKEN_LOW:g} to {CHARS_PER_TOKEN_HIGH:g})"
)


@dataclass(frozen=True, slots=True)
class Spent:
    """``usd`` and ``joules`` are None where the price or the energy of any model is unknown: ``unknown`` names them."""

    prompt: Range
    reply: Range
    usd: Range | None
    joules: Joules | None
    unknown: tuple[str, ...] = ()

    def to_json(self) -> Json:
        return {
            "prompt_tokens": _numbers(self.prompt),
            "reply_tokens": _numbers(self.reply),
            "usd": self.usd and _numbers(self.usd),
            "joules": self.joules and self.joules.to_json(),
            "unknown": list(self.unknown),
        }


def spent(censuses: Iterable[Census], price: Priced, instead: str | None = None) -> Spent:
    """``instead``: as if this model had been asked for everything."""
    prompt = reply = Range(0, 0, 0, "")
    usd: Range | None = Range(0, 0, 0, "")
    joules: Joules | None = Joules(0, 0, 0, "tokens", "node")
    unknown: dict[str, None] = {}
    for census in censuses:
        for name, use in census.models.items():
            model = instead or name
            prompt, reply = prompt + _tokens(use.prompt), reply + _tokens(use.reply)
            dollars, energy = _cost(model, use, price)
            usd = usd and dollars and usd + dollars
            joules = joules and energy and joules + energy
            if dollars is None or energy is None:
                unknown[model] = None
    return Spent(prompt, reply, usd, joules, tuple(unknown))


def wrote(census: Census) -> Json:
    """The model that wrote most of the logged answers, and how many tokens one has; null where none were logged."""
    counted = {name: (use.rows - use.reply.unknown, use.reply.known) for name, use in census.models.items()}
    model, (replies, tokens) = max(counted.items(), key=lambda pair: pair[1], default=("", (0, 0)))
    return {"model": model, "replies": replies, "completion_tokens": tokens / replies} if replies else None


def _tokens(tokens: Tokens) -> Range:
    chars = tokens.unknown_chars
    how = "estimated" if tokens.unknown else ""
    value, low, high = (chars / per for per in (CHARS_PER_TOKEN, CHARS_PER_TOKEN_HIGH, CHARS_PER_TOKEN_LOW))
    return Range(tokens.known + value, tokens.known + low, tokens.known + high, how)


def _cost(model: str, use: Use, price: Priced) -> tuple[Range | None, Joules | None]:
    prompt, reply = _tokens(use.prompt), _tokens(use.reply)
    ends = [
        price(Usage(model, round(read), round(written)))
        for read, written in (
            (prompt.value, reply.value),
            (prompt.low, reply.low),
            (prompt.high, reply.high),
        )
    ]
    energies = [cost.joules for cost in ends if cost.joules is not None]
    joules = None
    if len(energies) == 3:
        middle, least, most = energies
        joules = Joules(middle.value, least.low, most.high, "tokens", middle.boundary)
    stated = [cost.usd for cost in ends if cost.usd is not None]
    known = known_model(model)
    if len(stated) < 3 and known is not None and known.usd_per_mtok is not None:
        listed = Price(*known.usd_per_mtok)
        pairs = ((prompt.value, reply.value), (prompt.low, reply.low), (prompt.high, reply.high))
        stated = [listed.usd(*pair) for pair in pairs]
    if len(stated) < 3:
        return None, joules
    value, low, high = stated
    return Range(value, low, high, ""), joules


def _numbers(amount: Range) -> Json:
    return {"value": amount.value, "low": amount.low, "high": amount.high, "estimated": bool(amount.source)}
