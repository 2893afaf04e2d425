"""What perception has learned, in one file without pickled objects."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from suffice.errors import UsageError
from suffice.files import whole
from suffice.robot.files import learned
from suffice.robot.sight.palette import BITS, Palette

FORMAT = "suffice-robot-sight/1"
_CURE = "make one with suffice robot sight -o SIGHT"


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """``about``: pictures, seed, CPU seconds of rendering and of counting."""

    palette: Palette
    about: Mapping[str, Any]


def save(path: Path, sight: Sight) -> None:
    """Write whole or not at all."""
    with whole(path) as file:
        about = np.array(json.dumps({"format": FORMAT, **sight.about}))
        names = np.array(sight.palette.names)
        np.savez_compressed(file, names=names, table=sight.palette.table, about=about)


def load(path: Path) -> Sight:
    """Raises UsageError where the file is none, or colours are missing."""
    arrays, about = learned(path, FORMAT, _CURE)
    try:
        names, table = tuple(str(name) for name in arrays["names"]), arrays["table"]
        good = table.shape == (1 << 3 * BITS,) and table.dtype == np.uint8 and table.max() <= len(names)
    except (KeyError, TypeError, ValueError) as broken:
        raise UsageError(f"{path} is no whole sight ({broken}): {_CURE}") from None
    if not good:
        raise UsageError(f"{path} is no whole sight (its table of colours is another): {_CURE}")
    return Sight(Palette(names, table), about)
