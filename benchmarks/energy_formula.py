"""Recompute every fitted or summarised energy constant of the package from the data it came from.

    python benchmarks/energy_formula.py --data DIR [--out ROWS.jsonl]

DIR holds ``energy/`` (ML.ENERGY leaderboard, TokenPowerBench, codecarbon, ecologits) and ``router/OmnisBench``; none of
it is part of this repository. Each figure is printed beside the constant in the package; exit code 1 if one differs by
more than 1% (or by its rounding). Standard library only; nothing is random.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import platform
import sys
from collections import defaultdict
from pathlib import Path
from statistics import median

from suffice import __version__
from suffice.hardware import known_model, pricing, remote_tokens
from suffice.meters import cpu_time, grid_intensity

BITS = {"bfloat16": 16.0, "fp8": 8.0, "mxfp4": 4.25}
ROWS: list[dict] = []


def quantile(values, p: float) -> float:
    ordered = sorted(values)
    at = p * (len(ordered) - 1)
    low = int(at)
    return ordered[low] + (ordered[min(low + 1, len(ordered) - 1)] - ordered[low]) * (at - low)


def show(name: str, measured: float, stated: float | None = None, within: float = 0.01) -> None:
    """Print one figure; with ``stated``, compare it with the package's constant."""
    same = None if stated is None else math.isclose(measured, stated, rel_tol=within, abs_tol=5e-4)
    mark = "" if same is None else f"   package {stated:g}   {'ok' if same else 'DIFFERS'}"
    print(f"  {name:<58}{measured:10.4g}{mark}")
    ROWS.append({"figure": name, "measured": measured, "package": stated, "same": same})


def solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Gauss-Jordan elimination with pivoting."""
    n = len(right)
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    for i in range(n):
        pivot = max(range(i, n), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for r in range(n):
            if r != i:
                factor = rows[r][i] / rows[i][i]
                rows[r] = [x - factor * y for x, y in zip(rows[r], rows[i], strict=True)]
    return [rows[i][n] / rows[i][i] for i in range(n)]


def fit(runs: list[dict]) -> list[float]:
    """Least squares of log J/token on 1, log active parameters, log gigabytes of weights."""
    x = [(1.0, run["log_a"], run["log_gb"]) for run in runs]
    y = [run["log_j"] for run in runs]
    normal = [[sum(row[i] * row[j] for row in x) for j in range(3)] for i in range(3)]
    return solve(normal, [sum(row[i] * value for row, value in zip(x, y, strict=True)) for i in range(3)])


def leaderboard(energy: Path) -> dict[str, list[dict]]:
    folder = energy / "ml-energy_leaderboard/public/data/tasks"
    return {
        task: json.loads((folder / f"{task}.json").read_text())["configurations"] for task in ("lm-arena-chat", "gpqa")
    }


def formula(tasks: dict[str, list[dict]]) -> None:
    print("\nJoules per output token from the size of a model (ML.ENERGY, 16-256 sequences)")
    runs, by_model = [], defaultdict(list)
    for row in (row for rows in tasks.values() for row in rows):
        if 16 <= row["max_num_seqs"] <= 256:
            active, total = row["activated_params_billions"], row["total_params_billions"]
            gigabytes = total * BITS[row["weight_precision"]] / 8
            by_model[row["model_id"]].append(row["energy_per_token_joules"])
            runs.append(
                {
                    "model": (total, active),  # variants of one size are left out together
                    "log_a": math.log(active),
                    "log_gb": math.log(gigabytes),
                    "log_j": math.log(row["energy_per_token_joules"]),
                }
            )
    coefficients = fit(runs)
    show("configurations", len(runs), 345)
    for name, value, stated in zip(
        ("intercept", "exponent of active parameters", "exponent of gigabytes"),
        coefficients,
        (remote_tokens.INTERCEPT, remote_tokens.PER_LOG_ACTIVE, remote_tokens.PER_LOG_GB),
        strict=True,
    ):
        show(name, value, stated)
    logs = []
    for model in sorted({run["model"] for run in runs}):
        k = fit([run for run in runs if run["model"] != model])
        held_out = [run for run in runs if run["model"] == model]
        logs += [run["log_j"] - (k[0] + k[1] * run["log_a"] + k[2] * run["log_gb"]) for run in held_out]
    show("left-out size: median factor off", math.exp(median(map(abs, logs))))
    show("left-out size: 90% within factor", math.exp(quantile(map(abs, logs), 0.9)))
    show("left-out size: actual / predicted, 5%", math.exp(quantile(logs, 0.05)), remote_tokens.ERROR_LOW, 0.02)
    show("left-out size: actual / predicted, 95%", math.exp(quantile(logs, 0.95)), remote_tokens.ERROR_HIGH, 0.02)

    print("\nMeasured joules per output token (median, least, most)")
    for model, joules in sorted(by_model.items()):
        known = known_model(model)
        stated = known.joules if known and known.name == model else None
        for what, value, i in (("median", median(joules), 0), ("least", min(joules), 1), ("most", max(joules), 2)):
            show(f"{model.rpartition('/')[2]}: {what}", value, stated and stated[i])


def replies(tasks: dict[str, list[dict]], omnis: Path) -> None:
    print("\nTokens of a reply")
    lengths = [row["avg_output_len"] for row in tasks["lm-arena-chat"]]
    show("ML.ENERGY chat: median of mean output lengths", median(lengths), pricing.REPLY)
    show("ML.ENERGY chat: least", min(lengths), pricing.REPLY_LOW)
    show("ML.ENERGY chat: most", max(lengths), pricing.REPLY_HIGH)
    tokens = defaultdict(list)
    for item in json.loads((omnis / "runs/2026-08-19/results.json").read_text())["items"]:
        if item["dataset"] == "gsm8k" and item["output_tokens"]:
            tokens[item["chosen_model"].rpartition("/")[2]].append(item["output_tokens"])
    for model, counts in sorted(tokens.items()):
        show(f"OmnisBench GSM8K: median of {model}", median(counts))
    gpt5, opus = tokens["gpt-5"], tokens["claude-opus-5"]
    show(
        "steps: geometric mean of claude-opus-5 and gpt-5", math.sqrt(median(gpt5) * median(opus)), pricing.STEPS, 0.02
    )
    show("steps: 95% of gpt-5", quantile(gpt5, 0.95), pricing.STEPS_HIGH, 0.02)
    low, high = median(opus) / median(tokens["gpt-5-nano"]), median(gpt5) / median(tokens["claude-haiku-4-5"])
    show("another model's length: least", low, pricing.OTHER_LOW, 0.1)
    show("another model's length: most", high, pricing.OTHER_HIGH, 0.1)


def boundaries(energy: Path) -> None:
    print("\nFrom GPU or package to the node")
    ratios = [
        run["total_energy"] / run["gpu_energy"]
        for path in sorted((energy / "tokenpowerbench").rglob("*.json"))
        for runs in json.loads(path.read_text()).values()
        for run in runs
        if run.get("cpu_energy", 0) > 0 and run["total_energy"] > run["gpu_energy"]
    ]
    factor = remote_tokens.GPU_TO_NODE
    show("TokenPowerBench runs with node power", len(ratios), 9)
    show("node / GPU: median", median(ratios), factor.value)
    show("node / GPU: least", min(ratios), factor.low)
    show("node / GPU: most", max(ratios), factor.high)

    profiles = energy / "codecarbon/codecarbon/data/hardware/cpu_load_profiling"
    wall, medians = [], []
    for path in sorted(profiles.rglob("*.csv")):
        modelled = []
        with path.open() as lines:
            for row in csv.DictReader(lines):
                try:
                    counter_w, estimate_w = float(row["rapl_power"]), float(row["estimated_power"])
                    load, plug_w = float(row["cpu_load"]), float(row["tapo_power"])
                except (KeyError, ValueError, TypeError):
                    continue
                if counter_w > 0 and estimate_w > 0:
                    modelled.append(estimate_w / counter_w)
                    if plug_w > 0 and load >= 50:
                        wall.append(plug_w / counter_w)
        if modelled:
            medians.append(median(modelled))
    show("wall plug / RAPL at 50% load or more: median", median(wall), cpu_time.PACKAGE_TO_NODE.value, 0.03)
    show("wall plug / RAPL at 50% load or more: least", min(wall))
    show("wall plug / RAPL at 50% load or more: most", max(wall))
    show("TDP x load / RAPL: median of the lowest run", min(medians))
    show("TDP x load / RAPL: median of the highest run", max(medians))


def grids(energy: Path) -> None:
    print("\nGrams of CO2e per kWh")
    mix = json.loads((energy / "codecarbon/codecarbon/data/private_infra/global_energy_mix.json").read_text())
    other = {
        row["name"]: row["gwp"]
        for row in json.loads((energy / "ecologits/electricity_mixes.json").read_text())["electricity_mixes"]
    }
    here = {k: v for k, v in mix.items() if v["carbon_intensity"] and v["total_TWh"] and v["year"] >= 2021}
    total = sum(row["total_TWh"] for row in here.values())
    world, stated = sum(row["total_TWh"] * row["carbon_intensity"] for row in here.values()) / total, grid_intensity()
    show("world, weighted by generation", world, stated.value)
    so_far, marks = 0.0, {0.05: stated.low, 0.95: stated.high}
    for row in sorted(here.values(), key=lambda row: row["carbon_intensity"]):
        for share in [share for share in marks if so_far < share * total <= so_far + row["total_TWh"]]:
            show(f"world, {share:.0%} of generation is below", row["carbon_intensity"], marks[share])
        so_far += row["total_TWh"]
    ratios = [other[k] * 1000 / row["carbon_intensity"] for k, row in here.items() if k in other]
    germany = grid_intensity("DEU")
    show("two tables of national averages: ratio, 5%", quantile(ratios, 0.05), germany.low / germany.value)
    show("two tables of national averages: ratio, 95%", quantile(ratios, 0.95), germany.high / germany.value)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with energy/ and router/OmnisBench/")
    parser.add_argument("--out", type=Path, help="write the figures as JSON lines")
    arguments = parser.parse_args(argv)
    energy = arguments.data / "energy"
    if not energy.is_dir():
        parser.error(f"{energy} is no folder: give the folder that holds energy/")
    ROWS.clear()
    tasks = leaderboard(energy)
    formula(tasks)
    replies(tasks, arguments.data / "router/OmnisBench")
    boundaries(energy)
    grids(energy)
    if arguments.out:
        run = {
            "version": __version__,
            "python": platform.python_version(),
            "machine": platform.machine(),
            "seed": None,
            "command": "python benchmarks/energy_formula.py --data DIR",
        }
        arguments.out.write_text("".join(json.dumps({**row, **run}) + "\n" for row in ROWS))
    differing = [row["figure"] for row in ROWS if row["same"] is False]
    print(f"\n{len(ROWS)} figures, {len(differing)} differ from the package" + "".join(f"\n  {d}" for d in differing))
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
