"""Rows of figures: what was measured, against what is claimed, with machine, versions, seed and command."""

from __future__ import annotations

import json
import platform
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import scipy

from suffice import __version__

SEED = 20261122
SOURCES = str(Path(__file__).parents[2] / "src")


class Rows:
    """Prints each figure as it comes; ``failed`` counts claims that did not hold."""

    def __init__(self, claim: str, out: Path | None) -> None:
        self._claim, self._out, self.failed = claim, out, 0

    def add(self, what: str, figure: float, *, most: float | None = None, least: float | None = None, **more) -> None:
        held = (most is None or figure <= most) and (least is None or figure >= least)
        self.failed += not held
        bound = (
            "" if most is None and least is None else f"  claimed {'<=' if least is None else '>='} {most or least:g}"
        )
        extra = "".join(f"  {name} {value:.4g}" if isinstance(value, float) else f"  {name} {value}" for name, value in
                        more.items())  # fmt: skip
        print(f"{what:<58}{figure:>12.5g}{bound}{'' if held else '  MISSED'}{extra}", flush=True)
        if self._out is not None:
            row = {"claim": self._claim, "what": what, "figure": figure, "most": most, "least": least, "held": held}
            row |= more | {"seed": SEED, "command": " ".join(sys.argv[1:]), "versions": versions()}
            with self._out.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row) + "\n")


def versions() -> dict[str, str]:
    return {
        "suffice": __version__,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "machine": f"{platform.machine()} {platform.processor() or ''}".strip(),
    }


def elsewhere(python: str, script: str, arrays: Mapping[str, np.ndarray]) -> dict[str, Any]:
    """Run a script in another environment: it finds ``given`` (a dict of arrays) and fills the dict ``found``."""
    with TemporaryDirectory() as folder:
        np.savez(f"{folder}/given.npz", **arrays)  # type: ignore[arg-type]
        whole = (
            "import numpy as np, time\nfound = {}\n"
            f"given = dict(np.load({folder!r} + '/given.npz'))\n{script}\n"
            f"np.savez({folder!r} + '/found.npz', **found)\n"
        )
        environment = {
            "PATH": "/usr/bin:/bin",
            "OPENBLAS_NUM_THREADS": "1",
            "OMP_NUM_THREADS": "1",
            "PYTHONPATH": SOURCES,
        }
        done = subprocess.run([python, "-c", whole], capture_output=True, text=True, env=environment)
        if done.returncode:
            raise SystemExit(f"{python} failed:\n{done.stderr[-2000:]}")
        with np.load(f"{folder}/found.npz") as stored:
            return {name: stored[name] for name in stored.files}
