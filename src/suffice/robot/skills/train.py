"""Behaviour cloning of the four skills: what the demonstrator wanted, and when it went on.

A move mirrored left to right, or front to back, is a move as well: every row is used in all eight mirror images.
Training stops when it has made its steps, goes on where it was cut off, and depends on nothing but file and seed.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path

import numpy as np

from suffice.errors import UsageError
from suffice.robot.demonstrations import Demonstration, read
from suffice.robot.features import Skill, relations
from suffice.robot.lessons import taught
from suffice.robot.skills.network import Adam, Network
from suffice.robot.skills.policy import OUTPUTS, Policy, as_arrays, inputs, load, load_arrays, network, save

BATCH, RATE = 256, 3e-3
STEPS = 3000
AFTER = 4  # rows of the next skill that show how it looks when this one is done
CHUNK = 1000  # steps between two writings
DONE_WEIGHT = 0.1
# Relations drawn from everywhere count as not done: where demonstrations ended is a small part of all there could be.
ELSEWHERE = 96
ANYWHERE = np.array([(-0.4, -0.4, -0.4, -0.8, -0.03, -0.01, -1), (0.4, 0.4, 0.4, 0.8, 0.3, 0.04, 1)])
BLUR = np.array([7e-4, 7e-4, 7e-4, 0.01, 7e-4, 7e-4, 0.02])  # of relations while training, in metres and radians


def train(
    demonstrations: Path,
    output: Path,
    *,
    seed: int = 0,
    steps: int = STEPS,
    scaling: str = "multi",
    chunk: int = CHUNK,
    tell: Callable[[str], None] = lambda line: None,
) -> Policy:
    """Train, or go on training, into ``output``. Raises UsageError where that file comes from something else."""
    shown = read(demonstrations)
    if not shown:
        raise UsageError(f"{demonstrations} holds no demonstrations: record some with suffice robot demos")
    source = hashlib.sha256(demonstrations.read_bytes()).hexdigest()
    rows = {skill: _rows(skill, shown) for skill in Skill}
    about = {
        "demonstrations": len(shown),
        "source": source,
        "seed": seed,
        "steps": steps,
        "scaling": scaling,
        "domain": taught(shown).domain.to_json(),
        "naive": {skill: _spread(rows[skill][0]) for skill in Skill},
        "demonstrating_cpu_s": sum(one.cpu_s for one in shown),
        "training_cpu_s": 0.0,
        "finished": False,
    }
    arrays: dict[str, np.ndarray] = {}
    if output.exists():
        arrays, before = load_arrays(output)
        if any(before[key] != about[key] for key in ("source", "seed", "steps", "scaling")):
            raise UsageError(f"{output} was trained from something else: name a new file")
        about["training_cpu_s"] = before["training_cpu_s"]
    for skill in Skill:
        done = int(arrays.get(f"{skill}/steps", 0))
        while done < steps:
            began = time.process_time()
            net, adam = _taken_up(
                arrays, skill, inputs(rows[skill][0][:1], scaling, about["naive"][skill]).shape[-1], seed
            )
            until = min(steps, done + chunk)
            loss = _fit(net, adam, rows[skill], about, skill, until)
            done = until
            about["training_cpu_s"] += time.process_time() - began
            arrays |= {f"{skill}/steps": np.array(done), **as_arrays(net, skill)}
            arrays |= as_arrays(_as_network(adam.means), skill, "mean") | as_arrays(
                _as_network(adam.squares), skill, "square"
            )
            save(output, arrays, about)
            tell(f"{skill}: {done}/{steps} steps, loss {loss:.2g}")
    save(output, arrays, {**about, "finished": True})
    return load(output)


def _rows(skill: Skill, shown: Sequence[Demonstration]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Relations, what was wanted (nan: another skill wanted it), and whether this skill was done, in all mirror images.

    The part before shows how it looks when this one is not done yet, the beginning of the next how it looks when it is.
    """
    relation, wanted, done = [], [], []
    for one in shown:
        mine = [i for i, part in enumerate(one.skills) if part is skill]
        after = range(mine[-1] + 1, min(mine[-1] + 1 + AFTER, len(one.skills)))
        before = range(one.skills.index(one.skills[mine[0] - 1]) if mine[0] else 0, mine[0])
        for i in [*before, *mine, *after]:
            relation.append(relations(skill, one.seen[i], one.layout, one.move))
            wanted.append(one.wanted[i] if i in mine else np.full(5, np.nan))
            done.append(i in after or (i in mine and one.done[i]))
    relation, wanted, done = np.array(relation), np.array(wanted), np.array(done)
    images = []
    for x, y, turn in product((1, -1), repeat=3):
        sign = np.array([x, y, 1, turn, 1, 1, 1])
        images.append((relation * sign, wanted * np.array([x, y, 1, turn, 1]), done))
    return tuple(np.concatenate(parts) for parts in zip(*images, strict=True))  # pyright: ignore[reportReturnType]


def _spread(relation: np.ndarray) -> list[list[float]]:
    return [relation.mean(axis=0).tolist(), (relation.std(axis=0) + 1e-6).tolist()]


def _fit(net: Network, adam: Adam, rows, about, skill: Skill, until: int) -> float:
    """Make the steps up to ``until``; the mean loss of the last hundred."""
    relation, wanted, done = rows
    known = ~np.isnan(wanted)
    wanted = np.where(known, wanted, 0.0)
    # rows that are done are few: both kinds weigh the same
    weight = np.where(done, 0.5 / done.mean(), 0.5 / (1 - done.mean())) * DONE_WEIGHT
    losses = []
    for step in range(adam.steps, until):
        rng = np.random.default_rng((about["seed"], step))
        picked = rng.integers(len(relation), size=BATCH)
        blurred = relation[picked] + rng.normal(0, 1, (BATCH, len(BLUR))) * BLUR
        anywhere = rng.uniform(ANYWHERE[0], ANYWHERE[1], (ELSEWHERE, len(BLUR)))
        values = net.layers(inputs(np.concatenate([blurred, anywhere]), about["scaling"], about["naive"][skill]))
        output = values[-1]
        slope = np.zeros((BATCH + ELSEWHERE, OUTPUTS))
        error = np.where(known[picked], output[:BATCH, :5] - wanted[picked], 0.0)
        likely = 1 / (1 + np.exp(-output[:, 5]))
        slope[:BATCH, :5] = 2 * error / BATCH
        slope[:BATCH, 5] = weight[picked] * (likely[:BATCH] - done[picked]) / BATCH
        slope[BATCH:, 5] = DONE_WEIGHT * likely[BATCH:] / BATCH
        rate = RATE * 0.5 * (1 + np.cos(np.pi * step / about["steps"]))
        adam.step(net.parameters, net.gradient(values, slope), rate)
        losses.append(float((error**2).sum(axis=1).mean()))
    return float(np.mean(losses[-100:]))


def _taken_up(arrays: dict[str, np.ndarray], skill: Skill, width: int, seed: int) -> tuple[Network, Adam]:
    if f"{skill}/steps" not in arrays:
        net = Network.drawn(width, OUTPUTS, np.random.default_rng((seed, list(Skill).index(skill))))
        return net, Adam(net.parameters)
    net = network(arrays, skill)
    adam = Adam(net.parameters)
    adam.steps = int(arrays[f"{skill}/steps"])
    adam.means, adam.squares = (network(arrays, skill, part).parameters for part in ("mean", "square"))
    return net, adam


def _as_network(parameters: list[np.ndarray]) -> Network:
    half = len(parameters) // 2
    return Network(tuple(parameters[:half]), tuple(parameters[half:]))
