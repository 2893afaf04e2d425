"""Full nodal analysis of an array by a sparse factorisation: every node an unknown. Shares no code with the package."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sparse
from scipy.sparse.linalg import splu


@dataclass(frozen=True)
class Nodal:
    """``solve``: the factorised node equations; node (row, col) of the word lines, then of the bit lines."""

    conductance: np.ndarray
    wire_s: float
    matrix: Any
    factor: Any

    @classmethod
    def of(cls, conductance: np.ndarray, wire_ohm: float) -> Nodal:
        rows, cols = conductance.shape
        wire_s, count = 1.0 / wire_ohm, rows * cols
        word = np.arange(count).reshape(rows, cols)
        bit = word + count
        left = np.concatenate([word[:, :-1].ravel(), bit[:-1].ravel(), word.ravel()])
        right = np.concatenate([word[:, 1:].ravel(), bit[1:].ravel(), bit.ravel()])
        wires = np.full(rows * (cols - 1) + (rows - 1) * cols, wire_s)
        value = np.concatenate([wires, conductance.ravel()])
        diagonal = np.bincount(left, value, 2 * count) + np.bincount(right, value, 2 * count)
        diagonal[word[:, 0]] += wire_s
        diagonal[bit[-1]] += wire_s
        every = np.arange(2 * count)
        entries = np.concatenate([-value, -value, diagonal])
        places = np.concatenate([left, right, every]), np.concatenate([right, left, every])
        matrix = sparse.coo_matrix((entries, places), (2 * count, 2 * count)).tocsc()
        return cls(conductance, wire_s, matrix, splu(matrix))

    def nodes(self, volts: np.ndarray) -> np.ndarray:
        """Node voltages (nodes, vectors) for driver voltages (rows, vectors), refined once."""
        rows, cols = self.conductance.shape
        driven = np.zeros((2 * rows * cols, volts.shape[1]))
        driven[np.arange(rows) * cols] = self.wire_s * volts
        found = self.factor.solve(driven)
        return found + self.factor.solve(driven - self.matrix @ found)

    def currents(self, volts: np.ndarray) -> np.ndarray:
        """Into the grounds: (cols, vectors)."""
        cols = self.conductance.shape[1]
        return self.wire_s * self.nodes(volts)[-cols:]

    def dissipated(self, volts: np.ndarray) -> np.ndarray:
        """Watts of all devices and wires, resistor by resistor: (vectors,)."""
        rows, cols = self.conductance.shape
        word, bit = np.split(self.nodes(volts), 2)
        word, bit = word.reshape(rows, cols, -1), bit.reshape(rows, cols, -1)
        devices = (self.conductance[:, :, None] * (word - bit) ** 2).sum(axis=(0, 1))
        drops = [np.diff(word, axis=1), np.diff(bit, axis=0), volts[:, None] - word[:, :1], bit[-1:]]
        return devices + self.wire_s * sum((drop**2).sum(axis=(0, 1)) for drop in drops)
