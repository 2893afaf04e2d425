"""Demonstrations as arrays: what is seen at every control step, and what is wanted for the next second."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from benchmarks.end_to_end.network import CHUNK
from benchmarks.end_to_end.tokens import Seen, halves, numbers, pairs, relations

from suffice.robot import features
from suffice.robot.demonstrations import read
from suffice.robot.moves import Move


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """T rows. ``wanted``: T x 5. ``ends``: the row after the last one that belongs to the same chunk's episode.
    ``told``: the number of the move that is being made."""

    seen: Seen
    half: np.ndarray
    wanted: np.ndarray
    ends: np.ndarray
    told: np.ndarray
    cpu_s: float

    def __len__(self) -> int:
        return len(self.wanted)

    def chunks(self, picked: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Of these rows: batch x CHUNK x 5, and which steps are known, batch x CHUNK."""
        at = picked[:, None] + np.arange(CHUNK)
        known = at < self.ends[picked, None]
        return self.wanted[np.where(known, at, picked[:, None])], known


def load(path: Path, told: bool) -> Rows:
    """``told``: a chunk ends with its move, since the next one is not told yet. Else it goes on through the episode."""
    arms, cubes, wanted, names = [], [], [], []
    cpu_s, length, begun = 0.0, 0, {}
    layout = None
    for one in read(path):
        layout = one.layout
        places = [thing.name for thing in (*layout.cubes, *layout.areas)]
        number = pairs(len(layout.cubes), len(layout.areas)).index(
            (places.index(one.move.cube), places.index(one.move.to))
        )
        stepped = np.flatnonzero(~one.done)  # where a part is done nothing moves: the next part acts on the same view
        for row in stepped:
            seen = numbers(one.seen[row], layout)
            arms.append(seen.arm)
            cubes.append(seen.cubes)
        wanted.append(one.wanted[stepped])
        names.append(np.full(len(stepped), number))
        length += len(stepped)
        begun.setdefault(one.seed, []).append((length - len(stepped), length))
        cpu_s += one.cpu_s
    if layout is None:
        raise SystemExit(f"{path} holds no demonstrations: run python -m benchmarks.end_to_end demos")
    ends = np.zeros(length, dtype=int)
    for spans in begun.values():
        for first, last in spans:
            ends[first:last] = last if told else spans[-1][1]
    areas = np.tile([area.y_m for area in layout.areas], (length, 1))
    seen = Seen(np.array(arms), np.array(cubes), areas)
    return Rows(seen, halves(layout), np.concatenate(wanted), ends, np.concatenate(names), cpu_s)


def agree(path: Path) -> None:
    """Raises AssertionError unless the tokens hold, to 1e-5, what the robot's own skills see of the same move."""
    for one in read(path)[:3]:
        places = [thing.name for thing in (*one.layout.cubes, *one.layout.areas)]
        for seen in one.seen[::20]:
            made = np.asarray(relations(numbers(seen, one.layout), halves(one.layout)))
            for row, (cube, to) in zip(made, pairs(len(one.layout.cubes), len(one.layout.areas)), strict=True):
                move = Move(places[cube], places[to])
                ours = [features.relations(skill, seen, one.layout, move) for skill in features.Skill]
                assert np.abs(row - ours).max() < 1e-5, (one.seed, move)
