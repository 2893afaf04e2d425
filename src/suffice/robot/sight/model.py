"""What perception has learned, in one file without pickled objects."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from suffice.robot.files import learned, whole
from suffice.robot.sight.palette import Palette

FORMAT = "suffice-robot-sight/1"


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
    """Raises UsageError where the file is none."""
    arrays, about = learned(path, FORMAT, "make one with suffice robot sight -o SIGHT")
    return Sight(Palette(tuple(str(name) for name in arrays["names"]), arrays["table"]), about)
