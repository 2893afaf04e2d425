"""A trained network at the arm: it predicts chunk after chunk, and what they say of the same step is averaged."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

import jax
import numpy as np
from benchmarks.end_to_end import network
from benchmarks.end_to_end.tokens import halves, numbers, pairs, tokens
from benchmarks.end_to_end.variants import Variant

from suffice.robot.moves import Move
from suffice.robot.scene import Layout, Observation

EVERY = 4  # control steps between two predictions
FORGET = 0.3  # a prediction's weight falls by exp(-FORGET) for each control step of its age


class Actor:
    """Five numbers a step; ``levelled`` makes seven of them, as it does for the skills."""

    parameters: dict | None = None

    def __init__(self, variant: Variant, layout: Layout):
        self._layout = layout
        half = halves(layout)
        self._places = [thing.name for thing in (*layout.cubes, *layout.areas)]
        self._numbers = pairs(len(layout.cubes), len(layout.areas))
        told = variant.told

        @jax.jit
        def chunk(parameters, seen, move, pictures):
            things, arm = tokens(jax.tree.map(lambda one: one[None], seen), half, move[None] if told else None)
            return network.chunk(parameters, things if pictures is None else pictures[None], arm)[0]

        self._chunk = chunk
        self.begin()

    def warm(self, parameters: dict, seen: Observation, draw: Callable[[], np.ndarray] | None) -> None:
        """Compiled before anything is timed."""
        self.parameters = parameters
        self._predicted(seen, None, draw)

    def begin(self) -> None:
        """Forgets what it meant to do."""
        self._step = 0
        self._recent: deque[tuple[int, np.ndarray]] = deque(maxlen=network.CHUNK)

    def act(self, seen: Observation, move: Move | None, draw: Callable[[], np.ndarray] | None) -> np.ndarray:
        """``move``: what it is told. ``draw``: the pictures, taken only when it looks."""
        if self._step % EVERY == 0:
            self._recent.append((self._step, self._predicted(seen, move, draw)))
        ages = [(self._step - begun, made) for begun, made in self._recent if self._step - begun < network.CHUNK]
        weight = np.array([np.exp(-FORGET * age) for age, _ in ages])
        action = np.average([np.clip(made[age], -1, 1) for age, made in ages], axis=0, weights=weight)
        self._step += 1
        return np.array([*action[:4], 1.0 if action[4] > 0 else -1.0])

    def _predicted(self, seen: Observation, move: Move | None, draw: Callable[[], np.ndarray] | None) -> np.ndarray:
        number = 0
        if move is not None:
            number = self._numbers.index((self._places.index(move.cube), self._places.index(move.to)))
        row = jax.tree.map(lambda one: np.asarray(one, np.float32), numbers(seen, self._layout))
        return np.asarray(self._chunk(self.parameters, row, np.asarray(number), None if draw is None else draw()))
