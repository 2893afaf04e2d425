"""The phrases that the edits use, from ``phrases.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from random import Random


@cache
def _phrases() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("suffice.bench.perturb").joinpath("phrases.toml").read_text(encoding="utf-8"))


def phrase(rng: Random, group: str, kind: str) -> str:
    """One phrase of a kind."""
    return rng.choice(_phrases()[group][kind])
