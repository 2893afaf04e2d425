"""Behaviour cloning within a budget of CPU seconds; goes on where it was cut off, and keeps its learning curve."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
from benchmarks.end_to_end import network
from benchmarks.end_to_end.rows import Rows
from benchmarks.end_to_end.tokens import Seen, tokens
from benchmarks.end_to_end.variants import VARIANTS, Variant

from suffice.files import whole
from suffice.robot.skills.train import BLUR

RATE, WARM, BATCH = 1e-3, 200, 64
FINGERS_WEIGHT = 0.2
Looks = tuple[np.ndarray, np.ndarray]  # pictures, and the rows where they were taken


def loss_of(parameters: dict, half: np.ndarray, variant: Variant, batch: dict) -> jnp.ndarray:
    """L1 of four numbers, cross-entropy of the fingers' sign, over the steps that are known."""
    move = batch["told"] if variant.told else None
    things, arm = tokens(batch["seen"], half, move, variant.sizes)
    out = network.chunk(parameters, batch.get("pictures", things), arm)
    wanted, known = batch["wanted"], batch["known"]
    away = jnp.abs(out[..., :4] - wanted[..., :4]).sum(-1)
    fingers = jnp.logaddexp(0.0, -out[..., 4] * wanted[..., 4])
    return ((away + FINGERS_WEIGHT * fingers) * known).sum() / known.sum()


def optimiser(steps: int) -> optax.GradientTransformation:
    rate = optax.warmup_cosine_decay_schedule(0.0, RATE, min(WARM, steps // 4), steps, RATE / 50)
    return optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(rate, weight_decay=1e-4))


def batch_of(rows: Rows, picked: np.ndarray, pictures: np.ndarray | None, rng: np.random.Generator | None, sided: bool):
    """``picked``: rows; ``pictures``: taken there. ``rng``: mirrored and blurred as the skills' rows are. ``sided``:
    the goal lies on one side, so that left and right are not mirrored; pictures are never mirrored."""
    wanted, known = rows.chunks(picked)
    arm, cubes, areas = (one[picked] for one in rows.seen)
    if rng is not None:
        many = len(picked)
        blur = BLUR / np.sqrt(2)  # of each of the two points between which a relation is
        arm = arm + rng.normal(0, 1, arm.shape) * [*blur[:4], BLUR[5], BLUR[6]]
        cubes = cubes + rng.normal(0, 1, cubes.shape) * blur[:4]
        if pictures is None:
            x, y, turn = rng.choice([-1.0, 1.0], (3, many))
            y = np.ones(many) if sided else y
            one = np.ones(many)
            arm = arm * np.stack([x, y, one, turn, one, one], -1)
            cubes = cubes * np.stack([x, y, one, turn], -1)[:, None]
            areas = areas * y[:, None]
            wanted = wanted * np.stack([x, y, one, turn, one], -1)[:, None]
    batch: dict[str, Any] = {
        "seen": Seen(*(np.asarray(one, np.float32) for one in (arm, cubes, areas))),
        "told": rows.told[picked],
        "wanted": wanted.astype(np.float32),
        "known": known.astype(np.float32),
    }
    return batch if pictures is None else batch | {"pictures": pictures}


def train(
    rows: Rows,
    held: Rows,
    output: Path,
    variant: Variant,
    *,
    steps: int,
    every: int,
    about: dict[str, Any],
    tried: Callable[[dict], dict[str, Any]],
    tell: Callable[[str], None],
    looks: tuple[Looks, Looks] | None = None,
) -> dict:
    """The parameters after ``steps``. Every ``every`` steps it saves, and writes a line of its curve: losses, and what
    ``tried`` says of the parameters. ``looks``: the pictures of both, for a network that sees nothing else."""
    adam = optimiser(steps)
    parameters = network.drawn(variant.shape, about.get("seed", 0))
    state, done, spent = adam.init(parameters), 0, 0.0
    if output.exists():
        (parameters, state), kept = load(output, (parameters, state))
        done, spent = kept["done"], kept["training_cpu_s"]
    loss = partial(loss_of, half=rows.half, variant=variant)

    @jax.jit
    def step(parameters, state, batch):
        value, slope = jax.value_and_grad(lambda p: loss(p, batch=batch))(parameters)
        updates, state = adam.update(slope, state, parameters)
        return optax.apply_updates(parameters, updates), state, value

    measure = jax.jit(lambda p, batch: loss(p, batch=batch))
    mine, other = looks if looks else (None, None)
    while done < steps:
        began, losses = time.process_time(), []
        for number in range(done, min(steps, done + every)):
            rng = np.random.default_rng((about.get("seed", 0), number))
            batch = batch_of(rows, *_drawn(rows, mine, BATCH, rng), rng, variant.sided)
            parameters, state, value = step(parameters, state, batch)
            losses.append(value)
        done = min(steps, done + every)
        held_loss = np.mean([float(measure(parameters, one)) for one in _held(held, other, variant.sided)])
        spent += time.process_time() - began
        line = {"step": done, "cpu_s": spent, "loss": float(np.mean(losses)), "held_loss": float(held_loss)}
        line |= tried(parameters)
        save(output, (parameters, state), {**about, "done": done, "steps": steps, "training_cpu_s": spent})
        with output.with_suffix(".curve.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
        tell(json.dumps(line))
    return parameters


def _held(held: Rows, looks: Looks | None, sided: bool) -> Iterator[dict]:
    """The same rows of held-out demonstrations each time, as they are."""
    rng = np.random.default_rng(5)
    return (batch_of(held, *_drawn(held, looks, BATCH, rng), None, sided) for _ in range(8))


def _drawn(
    rows: Rows, looks: Looks | None, many: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray | None]:
    """Rows at random, of those where pictures were taken if there are any; and the pictures."""
    if looks is None:
        return rng.integers(len(rows), size=many), None
    pictures, at = looks
    picked = rng.integers(len(at), size=many)
    return at[picked], pictures[picked]


def save(path: Path, tree: Any, about: dict[str, Any]) -> None:
    leaves = {f"leaf{i}": np.asarray(one) for i, one in enumerate(jax.tree.leaves(tree))}
    with whole(path) as file:
        np.savez(file, about=np.array(json.dumps(about)), **leaves)  # pyright: ignore[reportArgumentType]


def load(path: Path, like: Any) -> tuple[Any, dict[str, Any]]:
    """A tree of the same shape as ``like``, and what it was made from."""
    with np.load(path, allow_pickle=False) as file:
        about = json.loads(str(file["about"]))
        leaves, kind = jax.tree.flatten(like)
        return jax.tree.unflatten(kind, [jnp.asarray(file[f"leaf{i}"]) for i in range(len(leaves))]), about


def load_about(path: Path) -> dict[str, Any]:
    """What a network was made from. Raises SystemExit where none is."""
    if not path.exists():
        raise SystemExit(f"{path} is not there: run python -m benchmarks.end_to_end train first")
    with np.load(path, allow_pickle=False) as file:
        return json.loads(str(file["about"]))


def load_parameters(path: Path) -> tuple[dict, dict[str, Any]]:
    """What was trained last. Raises SystemExit where nothing was."""
    about = load_about(path)
    parameters = network.drawn(VARIANTS[about["variant"]].shape, 0)
    (parameters, _), about = load(path, (parameters, optimiser(about["steps"]).init(parameters)))
    return parameters, about
