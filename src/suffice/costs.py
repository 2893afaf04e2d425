"""What work costs: joules, grams, dollars and tokens, each with its range and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Any

Json = Any  # a JSON value: None, bool, int, float, str, list or dict of the same


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one model call, and the model's own name."""

    model: str
    prompt_tokens: int | None
    completion_tokens: int | None
    cached_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class Joules:
    """Energy in joules with its range. ``method``: counter, cpu_time, tokens, vendor, simulated or mixed.
    ``boundary``: package, gpu, node or facility."""

    value: float
    low: float
    high: float
    method: str
    boundary: str

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.value <= self.high:
            raise ValueError(
                f"joules must satisfy 0 <= low <= value <= high, got {self.low}, {self.value}, {self.high}"
            )

    def __add__(self, other: Joules) -> Joules:
        if self.boundary != other.boundary:
            raise ValueError(f"cannot add joules at '{self.boundary}' to joules at '{other.boundary}': convert first")
        method = self.method if self.method == other.method else "mixed"
        return Joules(self.value + other.value, self.low + other.low, self.high + other.high, method, self.boundary)

    def scaled(self, factor: float, low: float, high: float, boundary: str | None = None) -> Joules:
        """Multiply by a factor known to lie in ``low..high``; used to change boundary."""
        return Joules(self.value * factor, self.low * low, self.high * high, self.method, boundary or self.boundary)

    def emissions_g(self, g_per_kwh: Range) -> Range:
        """Grams of CO2e at a grid's intensity in g/kWh (1 kWh = 3.6e6 J)."""
        return Range(
            self.value * g_per_kwh.value / 3.6e6,
            self.low * g_per_kwh.low / 3.6e6,
            self.high * g_per_kwh.high / 3.6e6,
            g_per_kwh.source,
        )

    def to_json(self) -> Json:
        return {
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "method": self.method,
            "boundary": self.boundary,
        }


@dataclass(frozen=True, slots=True)
class Range:
    """A figure with its range, in the unit its field's name states."""

    value: float
    low: float
    high: float
    source: str

    def __add__(self, other: Range) -> Range:
        source = self.source if self.source == other.source else f"{self.source}; {other.source}"
        return Range(self.value + other.value, self.low + other.low, self.high + other.high, source)

    def to_json(self) -> Json:
        return {"value": self.value, "low": self.low, "high": self.high, "source": self.source}


@dataclass(frozen=True, slots=True)
class Cost:
    """The price of some work. ``None`` where nobody knows."""

    wall_s: float = 0.0
    cpu_s: float | None = 0.0
    joules: Joules | None = None
    gco2e: Range | None = None
    usd: float | None = 0.0

    def __add__(self, other: Cost) -> Cost:
        return Cost(
            self.wall_s + other.wall_s,
            None if self.cpu_s is None or other.cpu_s is None else self.cpu_s + other.cpu_s,
            _sum(self.joules, other.joules),
            _sum(self.gco2e, other.gco2e),
            None if self.usd is None or other.usd is None else self.usd + other.usd,
        )

    def to_json(self) -> Json:
        return {
            "wall_s": self.wall_s,
            "cpu_s": self.cpu_s,
            "joules": self.joules and self.joules.to_json(),
            "gco2e": self.gco2e and self.gco2e.to_json(),
            "usd": self.usd,
        }


def _sum(left: Any, right: Any) -> Any:
    """The sum of two figures; unknown plus anything is unknown."""
    return None if left is None or right is None else left + right


@dataclass(frozen=True, slots=True)
class Instead:
    """What the configured frontier model would have cost; ``how`` is formula and source."""

    model: str | None
    joules: Joules | None
    usd: float | None
    how: str

    def to_json(self) -> Json:
        return {
            "model": self.model,
            "joules": self.joules and self.joules.to_json(),
            "usd": self.usd,
            "how": self.how,
        }


@dataclass(frozen=True, slots=True)
class Product:
    """``times`` matrix products of (rows, inner) by (inner, columns): rows are vectors of one batch, the second factor
    are the weights. ``dtype`` names the format that is multiplied in: fp32, bf16, fp8, int8, ..."""

    rows: float
    inner: float
    columns: float
    dtype: str
    times: float = 1.0

    def __post_init__(self) -> None:
        sizes = (self.rows, self.inner, self.columns, self.times)
        if not all(isfinite(size) and size > 0 for size in sizes):
            raise ValueError(f"sizes of a matrix product are positive numbers, got {sizes}")

    @property
    def flops(self) -> float:
        """Operations: a multiplication and an addition for each weight and row."""
        return 2.0 * self.rows * self.inner * self.columns * self.times


@dataclass(frozen=True, slots=True)
class Work:
    """Recorded work: what a machine multiplies and moves, or the tokens of a model call.

    ``bytes_moved``: to and from the main memory, weights and activations; None where nobody counted.
    """

    products: tuple[Product, ...] = ()
    bytes_moved: float | None = None
    usage: Usage | None = None

    @property
    def flops(self) -> float:
        return sum(product.flops for product in self.products)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What work takes on a machine. ``None`` where nothing is known; ``accuracy``: share of right answers, 0..1, where
    the machine itself adds errors. ``how``: formula and source. ``parts``: shares of the joules by cause."""

    joules: Joules | None
    seconds: Range | None = None
    accuracy: Range | None = None
    how: str = ""
    parts: tuple[tuple[str, Joules], ...] = ()

    def to_json(self) -> Json:
        return {
            "joules": self.joules and self.joules.to_json(),
            "seconds": self.seconds and self.seconds.to_json(),
            "accuracy": self.accuracy and self.accuracy.to_json(),
            "how": self.how,
            "parts": {name: joules.to_json() for name, joules in self.parts},
        }
