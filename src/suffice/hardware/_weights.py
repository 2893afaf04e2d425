"""How big a model is: what the energy of its tokens follows from when nobody has measured it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import sqrt
from typing import Any

from suffice.errors import UsageError

# Bits per weight, the formats' own block scales included: mxfp4 has one 8-bit scale for 32 weights (OCP Microscaling
# 1.0), nvfp4 one for 16, q4_0 and q8_0 one of 16 bits for 32; q4_k_m mixes blocks, as llama.cpp's README tells of 7B.
BITS = {
    "fp32": 32.0,
    "bf16": 16.0,
    "fp16": 16.0,
    "fp8": 8.0,
    "int8": 8.0,
    "q8_0": 8.5,
    "q4_k_m": 4.84,
    "q4_0": 4.5,
    "nvfp4": 4.5,
    "mxfp4": 4.25,
    "int4": 4.0,
}


@dataclass(frozen=True, slots=True)
class Weights:
    """Parameters in billions, as (low, high): equal where they are published, apart where they are guessed."""

    total_b: tuple[float, float]
    active_b: tuple[float, float]
    bits: float = 16.0

    def __post_init__(self) -> None:
        for name, (low, high) in (("total", self.total_b), ("active", self.active_b)):
            if not 0 < low <= high:
                raise UsageError(f"{name} parameters must be positive, in billions, low before high: {low}, {high}")
        if self.active_b[0] > self.total_b[1]:
            raise UsageError(f"a model of {self.total_b[1]:g}B parameters cannot have {self.active_b[0]:g}B active")

    @classmethod
    def of(cls, total_b: float, active_b: float | None = None, bits: float | str = 16.0) -> Weights:
        """Published sizes; a dense model needs no ``active_b``; ``bits`` may be a format such as ``fp8``.

        Raises UsageError for an unknown format, listing those known.
        """
        active_b = total_b if active_b is None else active_b
        if isinstance(bits, str):
            if bits.lower() not in BITS:
                raise UsageError(f"no weight format '{bits}'; use one of {', '.join(BITS)}, or bits per weight")
            bits = BITS[bits.lower()]
        return cls((total_b, total_b), (active_b, active_b), bits)

    @property
    def guessed(self) -> bool:
        return self.total_b[0] < self.total_b[1] or self.active_b[0] < self.active_b[1]

    def gigabytes(self) -> tuple[float, float, float]:
        """Gigabytes of all weights: geometric middle, low, high."""
        low, high = (billions * self.bits / 8 for billions in self.total_b)
        return sqrt(low * high), low, high

    def active(self) -> tuple[float, float, float]:
        """Active parameters in billions: geometric middle, low, high."""
        low, high = self.active_b
        return sqrt(low * high), low, high


@dataclass(frozen=True, slots=True)
class KnownModel:
    """A row of known_models.toml. ``joules``: measured GPU joules per output token, (median, least, most)."""

    name: str
    weights: Weights
    joules: tuple[float, float, float] | None
    usd_per_mtok: tuple[float, float] | None  # in, out


@cache
def _table() -> dict[str, KnownModel]:
    text = resources.files("suffice.hardware").joinpath("known_models.toml").read_text(encoding="utf-8")
    rows: dict[str, Any] = tomllib.loads(text)
    known: dict[str, KnownModel] = {}
    for name, row in rows.items():
        model = KnownModel(
            name,
            Weights.of(row["total_b"], row["active_b"], float(row["bits"])),
            tuple(row["joules"]) if "joules" in row else None,
            tuple(row["usd_per_mtok"]) if "usd_per_mtok" in row else None,
        )
        for key in (name.lower(), name.lower().rpartition("/")[2]):
            known[key] = model
    return known


def known_model(name: str) -> KnownModel | None:
    """Look a model up by its full or its short name (``openai/gpt-oss-20b``, ``gpt-oss-20b``, ``gpt-oss:20b``)."""
    key = name.lower().replace(":", "-")
    return _table().get(key) or _table().get(key.rpartition("/")[2])
