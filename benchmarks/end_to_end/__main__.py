"""python -m benchmarks.end_to_end demos|pictures|train|bench|curves --data FOLDER     (needs suffice[robot,baseline])

Everything goes into FOLDER, and every stage goes on where it was cut off.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from benchmarks.end_to_end.variants import VARIANTS

SEEDS = {"moves": 0, "moves_held": 500_000, "episodes": 100_000, "episodes_held": 200_000}
COUNTS = {"moves": 50, "moves_held": 12, "episodes": 300, "episodes_held": 16}
DRAWING_CPU_S = {"episodes": 400.0, "episodes_held": 20.0}


def main() -> None:
    reader = argparse.ArgumentParser(prog="python -m benchmarks.end_to_end", description=__doc__)
    reader.add_argument("stage", choices=("demos", "pictures", "train", "bench", "curves"))
    reader.add_argument("--data", type=Path, default=Path("end_to_end_data"), help="where everything is kept")
    reader.add_argument("--variant", choices=tuple(VARIANTS), default="episodes")
    reader.add_argument("--count", type=int, help="demonstrations, instead of 50 moves and 300 episodes")
    reader.add_argument("--steps", type=int, help="of training, instead of the variant's own")
    reader.add_argument("--task", choices=("hanoi", "move"), default="hanoi")
    reader.add_argument("--blocks", type=int, default=3)
    reader.add_argument("--episodes", type=int, default=50)
    reader.add_argument("--seed", type=int, default=2000)
    asked = reader.parse_args()
    asked.data.mkdir(parents=True, exist_ok=True)
    {"demos": demos, "pictures": pictures, "train": train, "bench": bench, "curves": curves}[asked.stage](asked)


def demos(asked: argparse.Namespace) -> None:
    from benchmarks.end_to_end.record import record

    from suffice.robot.demonstrate import record as record_moves

    for name, seed in SEEDS.items():
        count = asked.count or COUNTS[name]
        if name.startswith("moves"):
            record_moves(_file(asked, name), count, blocks=3, pegs=3, seed=seed, tell=_tell)
        else:
            record(_file(asked, name), count, blocks=3, seed=seed, tell=_tell)


def pictures(asked: argparse.Namespace) -> None:
    from benchmarks.end_to_end.pictures import render

    for name, cpu_s in DRAWING_CPU_S.items():
        render(_file(asked, name), _file(asked, f"{name}_pictures"), cpu_s, _tell)


def train(asked: argparse.Namespace) -> None:
    from benchmarks.end_to_end import pictures as drawn
    from benchmarks.end_to_end.rows import agree, load
    from benchmarks.end_to_end.train import train as fit

    variant = VARIANTS[asked.variant]
    names = (variant.demonstrations, f"{variant.demonstrations}_held")
    agree(_file(asked, names[1]))
    rows, held = (load(_file(asked, name), variant.told) for name in names)
    looks: Any = None
    about = {"variant": asked.variant, "seed": 0, "demonstrating_cpu_s": rows.cpu_s, "drawing_cpu_s": 0.0}
    if variant.pictures:
        made = [drawn.load(_file(asked, f"{name}_pictures"), _file(asked, name)) for name in names]
        looks = tuple((pictures, at) for pictures, at, _ in made)
        about |= {"drawing_cpu_s": made[0][2], "looks": len(made[0][1])}
    steps = asked.steps or variant.steps
    fit(
        rows,
        held,
        _policy(asked),
        variant,
        steps=steps,
        every=max(1, steps // 10),
        about=about,
        tried=_tried(asked.variant),
        tell=_tell,
        looks=looks,
    )


def _tried(name: str):
    """Five single moves that neither training nor the table uses, by the parameters as they are then."""
    play = _play(name, "move", 3)

    def tried(parameters: dict) -> dict[str, Any]:
        rows = [play(parameters, seed) for seed in range(900, 905)]
        return {"moves_made": sum(row["success"] for row in rows), "of": len(rows)}

    return tried


def _play(name: str, task: str, blocks: int):
    """An episode, given parameters and a seed."""
    from benchmarks.end_to_end.act import Actor
    from benchmarks.end_to_end.bench import episode
    from benchmarks.end_to_end.pictures import drawn, seen_small

    from suffice.robot.scene import hanoi

    variant, scene = VARIANTS[name], seen_small(hanoi(blocks, 3))
    actor = Actor(variant, scene.layout)

    def play(parameters: dict, seed: int) -> dict[str, Any]:
        if actor.parameters is None:
            actor.warm(parameters, scene.reset()[0], (lambda: drawn(scene)) if variant.pictures else None)
        actor.parameters = parameters
        return episode(scene, actor, variant, task, seed)

    return play


def bench(asked: argparse.Namespace) -> None:
    from benchmarks.end_to_end.bench import run
    from benchmarks.end_to_end.table import summed
    from benchmarks.end_to_end.train import load_parameters

    parameters, about = load_parameters(_policy(asked))
    play = _play(asked.variant, asked.task, asked.blocks)
    seeds = range(asked.seed, asked.seed + asked.episodes)
    rows = run(
        asked.variant,
        asked.blocks,
        lambda seed: play(parameters, seed),
        seeds,
        asked.task,
        asked.data / "episodes.jsonl",
        lambda row: _tell(json.dumps(row)),
    )
    _tell(json.dumps(summed(rows, about), indent=1))


def curves(asked: argparse.Namespace) -> None:
    from benchmarks.end_to_end.table import drawn, table

    (asked.data / "curves.svg").write_text(drawn(asked.data), encoding="utf-8")
    _tell(table(asked.data))


def _file(asked: argparse.Namespace, name: str) -> Path:
    return asked.data / f"{name}.hdf5"


def _policy(asked: argparse.Namespace) -> Path:
    return asked.data / f"{asked.variant}.npz"


def _tell(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
