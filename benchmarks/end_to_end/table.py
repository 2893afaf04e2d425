"""The table's lines, with what training and acting cost, and the learning curves as a picture."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.end_to_end.bench import read
from benchmarks.end_to_end.train import load_about
from benchmarks.end_to_end.variants import VARIANTS

from suffice.config.arm import price
from suffice.config.settings import Settings
from suffice.robot.scene.control import CONTROL_HZ
from suffice.robot.table import wilson

WIDE, HIGH, EDGE = 640, 300, 40
COLOURS = ("#1b6ca8", "#c0392b", "#1e8449", "#8e44ad", "#b9770e")


def summed(rows: Sequence[dict[str, Any]], about: dict[str, Any]) -> dict[str, Any]:
    """One line. Joules are modelled from CPU seconds by the package's own meter."""
    joules = price(Settings())
    n, won = len(rows), sum(row["success"] for row in rows)
    low, high = wilson(won, n)
    acting = sum(row["policy_cpu_s"] for row in rows) / n
    made = about["demonstrating_cpu_s"] + about["drawing_cpu_s"] + about["training_cpu_s"]
    training, episode = joules(made), joules(acting)
    return {
        "variant": about["variant"],
        "task": rows[0]["task"],
        "blocks": rows[0]["blocks"],
        "seeds": [rows[0]["seed"], rows[-1]["seed"]],
        "episodes": n,
        "successes": won,
        "interval_95": [float(low), float(high)],
        "progress": sum(row["progress"] for row in rows) / n,
        "reasons": {reason: sum(row["reason"] == reason for row in rows) for reason in ("goal", "stuck", "time")},
        "simulated_s": sum(row["control_steps"] for row in rows) / n / CONTROL_HZ,
        "policy_cpu_s_per_episode": acting,
        "policy_joules_per_episode": episode and episode.to_json(),
        "simulator_cpu_s_per_episode": sum(row["simulator_cpu_s"] for row in rows) / n,
        **{key: about[key] for key in ("demonstrating_cpu_s", "drawing_cpu_s", "training_cpu_s")},
        "training_joules": training and training.to_json(),
    }


def table(data: Path) -> str:
    """The record in Markdown: what was reached, and what acting and training cost. Then the curves."""
    rows: dict[tuple, list[dict[str, Any]]] = {}
    for row in read(data / "episodes.jsonl"):
        rows.setdefault((row["variant"], row["task"], row["blocks"]), []).append(row)
    lines = ["| variant, task, cubes | reached | interval | progress | CPU s, J an episode | training CPU s, J |"]
    lines.append("|---|---|---|---|---|---|")
    for (name, task, blocks), found in sorted(rows.items()):
        one = summed(sorted(found, key=lambda row: row["seed"]), load_about(data / f"{name}.npz"))
        low, high = (100 * end for end in one["interval_95"])
        spent = one["demonstrating_cpu_s"] + one["drawing_cpu_s"] + one["training_cpu_s"]
        cells = (
            f"{name}, {task}, {blocks}",
            f"{one['successes']} of {one['episodes']}",
            f"{low:.1f} to {high:.1f}%",
            f"{100 * one['progress']:.1f}%",
            f"{one['policy_cpu_s_per_episode']:.2f}, {_joules(one, 'policy_joules_per_episode')}",
            f"{spent:.0f}, {_joules(one, 'training_joules')}",
        )
        lines.append(f"| {' | '.join(cells)} |")
    for name in VARIANTS:
        for one in _curve(data / f"{name}.curve.jsonl"):
            lines.append(f"{name}: " + ", ".join(f"{key} {value:.4g}" for key, value in one.items()))
    return "\n".join(lines)


def _joules(one: dict[str, Any], key: str) -> str:
    told = one[key]
    return "?" if told is None else f"{told['value']:.3g} ({told['low']:.3g} to {told['high']:.3g})"


def drawn(data: Path) -> str:
    """Losses against CPU seconds, on demonstrations that were trained on and on others (dashed): SVG."""
    curves = {name: _curve(data / f"{name}.curve.jsonl") for name in VARIANTS}
    curves = {name: lines for name, lines in curves.items() if lines}
    most_s = max((lines[-1]["cpu_s"] for lines in curves.values()), default=1.0)
    most = max((line["held_loss"] for lines in curves.values() for line in lines), default=1.0)
    parts = []
    for (name, lines), colour in zip(curves.items(), COLOURS, strict=False):
        for key, dash in (("loss", ""), ("held_loss", ' stroke-dasharray="5 4"')):
            points = " ".join(f"{_x(one['cpu_s'] / most_s)},{_y(one[key] / most)}" for one in lines)
            parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>')
        at = EDGE + 16 * len(parts) / 2
        parts.append(f'<text x="{WIDE - 150}" y="{at:.0f}" fill="{colour}">{name}</text>')
    axes = (
        f'<path d="M{EDGE},{EDGE} V{HIGH - EDGE} H{WIDE - EDGE}" fill="none" stroke="#666"/>'
        f'<text x="{EDGE}" y="{HIGH - 12}">0</text><text x="{WIDE - 120}" y="{HIGH - 12}">{most_s:.0f} CPU s</text>'
        f'<text x="4" y="{EDGE - 10}">loss, up to {most:.2f}; dashed: on demonstrations not trained on</text>'
    )
    style = 'font-family="sans-serif" font-size="13"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" {style}>'
    return f'{head}<rect width="100%" height="100%" fill="#fff"/>{axes}{"".join(parts)}</svg>\n'


def _curve(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def _x(share: float) -> str:
    return f"{EDGE + share * (WIDE - 2 * EDGE):.1f}"


def _y(share: float) -> str:
    return f"{HIGH - EDGE - share * (HIGH - 2 * EDGE):.1f}"
