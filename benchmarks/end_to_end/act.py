"""A trained network at the arm: it predicts a chunk, and carries out its beginning.

One step of it, from poses. Of six towers of three (``guided-moves``, seeds 900 to 905, which the table does not use) 6
were reached so; 4 where predictions of the same step were averaged as ACT does, predicted anew every step or every
fourth; 1 with every eighth.
"""

from __future__ import annotations

from collections.abc import Callable

import jax
import numpy as np
from benchmarks.end_to_end import network
from benchmarks.end_to_end.tokens import halves, numbers, pairs, tokens
from benchmarks.end_to_end.variants import Variant

from suffice.robot.moves import Move
from suffice.robot.scene import Layout, Observation


class Actor:
    """Five numbers a step; ``levelled`` makes seven of them, as it does for the skills."""

    parameters: dict | None = None

    def __init__(self, variant: Variant, layout: Layout):
        self._layout, self._executed = layout, variant.executed
        half = halves(layout)
        self._places = [thing.name for thing in (*layout.cubes, *layout.areas)]
        self._numbers = pairs(len(layout.cubes), len(layout.areas))
        told, sizes = variant.told, variant.sizes

        @jax.jit
        def chunk(parameters, seen, move, pictures):
            things, arm = tokens(jax.tree.map(lambda one: one[None], seen), half, move[None] if told else None, sizes)
            return network.chunk(parameters, things if pictures is None else pictures[None], arm)[0]

        self._chunk = chunk
        self.begin()

    def warm(self, parameters: dict, seen: Observation, draw: Callable[[], np.ndarray] | None) -> None:
        """Compiled before anything is timed."""
        self.parameters = parameters
        self._predicted(seen, None, draw)

    def begin(self) -> None:
        """Forgets what it meant to do."""
        self._meant: list[np.ndarray] = []

    def act(self, seen: Observation, move: Move | None, draw: Callable[[], np.ndarray] | None) -> np.ndarray:
        """``move``: what it is told. ``draw``: the pictures, taken only when it looks."""
        if not self._meant:
            self._meant = list(self._predicted(seen, move, draw)[: self._executed])
        action = self._meant.pop(0)
        return np.array([*np.clip(action[:4], -1, 1), 1.0 if action[4] > 0 else -1.0])

    def _predicted(self, seen: Observation, move: Move | None, draw: Callable[[], np.ndarray] | None) -> np.ndarray:
        number = 0
        if move is not None:
            number = self._numbers.index((self._places.index(move.cube), self._places.index(move.to)))
        row = jax.tree.map(lambda one: np.asarray(one, np.float32), numbers(seen, self._layout))
        return np.asarray(self._chunk(self.parameters, row, np.asarray(number), None if draw is None else draw()))
