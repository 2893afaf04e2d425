"""Refit what a GPU takes per operation and per byte, from measured runs of language models.

    python benchmarks/machines.py --data DIR

DIR holds ``energy/ml-energy_leaderboard`` (515 runs on H100 and B200 GPUs; none of it is part of this repository).
Each figure is printed beside the constant in the package; exit code 1 if one differs by more than 1%.
The last lines measure this processor: single precision matrix products, and the reading of a matrix, in one thread.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from pathlib import Path
from statistics import median
from time import process_time

from suffice.hardware import Weights
from suffice.hardware.decode import decode
from suffice.hardware.machine import machine

FORMATS = {"bfloat16": "bf16", "fp8": "fp8", "mxfp4": "mxfp4"}
SAME: list[bool] = []


def quantile(values: list[float], p: float) -> float:
    ordered = sorted(values)
    at = p * (len(ordered) - 1)
    low = int(at)
    return ordered[low] + (ordered[min(low + 1, len(ordered) - 1)] - ordered[low]) * (at - low)


def show(name: str, measured: float, stated: float | None = None) -> None:
    same = None if stated is None else math.isclose(measured, stated, rel_tol=0.01)
    SAME.append(same is not False)
    mark = "" if same is None else f"   package {stated:.4g}   {'ok' if same else 'DIFFERS'}"
    print(f"  {name:<66}{measured:10.4g}{mark}")


def fit(runs: list[dict]) -> tuple[float, float]:
    """Joules per operation and per byte: least squares of the relative error, then the median error set to nothing."""
    rows = [(run["flops"] / run["joules"], run["bytes"] / run["joules"]) for run in runs]
    aa, ab, bb = (sum(r[i] * r[j] for r in rows) for i, j in ((0, 0), (0, 1), (1, 1)))
    a, b = sum(r[0] for r in rows), sum(r[1] for r in rows)
    flop, byte = (a * bb - b * ab) / (aa * bb - ab * ab), (aa * b - ab * a) / (aa * bb - ab * ab)
    assert flop > 0 and byte > 0
    middle = median(run["joules"] / (flop * run["flops"] + byte * run["bytes"]) for run in runs)
    return flop * middle, byte * middle


def runs_of(gpu: str, energy: Path) -> list[dict]:
    found = []
    for task in ("lm-arena-chat", "gpqa"):
        path = energy / f"ml-energy_leaderboard/public/data/tasks/{task}.json"
        for row in json.loads(path.read_text())["configurations"]:
            if row["gpu_model"] != gpu:
                continue
            total, active = row["total_params_billions"], row["activated_params_billions"]
            dtype = FORMATS[row["weight_precision"]]
            batch = max(1.0, row["avg_batch_size"] / row["data_parallel"])
            work = decode(Weights.of(total, active, dtype), 1.0, batch, dtype)
            found.append(
                {
                    "model": (total, active),
                    "dtype": dtype,
                    "joules": row["energy_per_token_joules"],
                    "gpu_s": row["num_gpus"] / row["output_throughput_tokens_per_sec"],
                    "flops": work.flops,
                    "bytes": work.bytes_moved,
                }
            )
    return found


def gpu(name: str, title: str, energy: Path) -> None:
    runs, known = runs_of(title, energy), machine(name)
    flop, byte = fit(runs)
    print(f"\n{title}: {len(runs)} runs")
    show("joules per operation", flop, known.facts["joules_per_flop"].value)
    show("joules per byte", byte, known.facts["joules_per_byte"].value)
    ratios = []
    for model in sorted({run["model"] for run in runs}):  # variants of one size are left out together
        flop_out, byte_out = fit([run for run in runs if run["model"] != model])
        ratios += [
            run["joules"] / (flop_out * run["flops"] + byte_out * run["bytes"]) for run in runs if run["model"] == model
        ]
    for p, end in ((0.05, "low"), (0.95, "high")):
        ratio = quantile(ratios, p)
        show(f"left-out size: measured / predicted, {p:.0%}", ratio)
        for fact, value in (("joules_per_flop", flop), ("joules_per_byte", byte)):
            show(f"  {fact} {end}", value * ratio, getattr(known.facts[fact], end))
    speeds = known.facts["bytes_per_s"].value
    roof = [
        max(run["flops"] / known.peaks.get(run["dtype"], known.peaks["bf16"]).value, run["bytes"] / speeds)
        / run["gpu_s"]
        for run in runs
    ]
    for p, end in ((0.5, "value"), (0.05, "low"), (0.95, "high")):
        show(f"roofline / measured time, {p:.0%}", quantile(roof, p), getattr(known.facts["efficiency"], end))


def cpu() -> None:
    import numpy as np
    from threadpoolctl import threadpool_limits

    print("\nThis processor, one thread (CPU time; not compared)")
    with threadpool_limits(1):
        square = np.random.default_rng(0).random((2048, 2048), np.float32)
        wide = np.random.default_rng(0).random((8192, 8192), np.float32)
        vector = wide[0].copy()
        square @ square
        for name, count, unit in (
            ("sgemm 2048, operations per second", 2 * 2048**3, lambda: square @ square),
            ("sgemv 8192, bytes per second", 4 * 8192**2, lambda: wide @ vector),
        ):
            speeds = []
            for _ in range(5):
                began = process_time()
                unit()
                speeds.append(count / (process_time() - began))
            show(name, median(speeds))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    energy = parser.parse_args().data / "energy"
    gpu("h100", "H100", energy)
    gpu("b200", "B200", energy)
    cpu()
    return 0 if all(SAME) else 1


if __name__ == "__main__":
    sys.exit(main())
