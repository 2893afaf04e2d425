"""What perception has learned, in one file without pickled objects."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from suffice.errors import UsageError
from suffice.robot.files import whole
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
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            about = json.loads(str(file["about"]))
            palette = Palette(tuple(str(name) for name in file["names"]), file["table"])
    except FileNotFoundError:
        raise UsageError(f"no trained sight at {path}: make one with suffice robot sight -o {path}") from None
    except (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile) as broken:
        raise UsageError(f"{path} holds no trained sight ({broken}): make one with suffice robot sight") from None
    if about.get("format") != FORMAT:
        raise UsageError(f"{path} is no trained sight of this version: make one with suffice robot sight")
    return Sight(palette, about)
