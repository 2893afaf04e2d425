"""Which cube a pixel belongs to, by its colour alone, as counted in rendered pictures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

BITS = 5  # of each channel that are looked at
_LEVELS = 1 << BITS
NEAR = 3  # levels: a colour further than that from all that were counted is nobody's


@dataclass(frozen=True, slots=True, eq=False)
class Palette:
    """``table``: for each of 32 x 32 x 32 colours, 0 for what is no cube, i for ``names[i - 1]``."""

    names: tuple[str, ...]
    table: np.ndarray

    def labels(self, picture: np.ndarray) -> np.ndarray:
        """``picture``: height x width x 3 bytes; height x width bytes come back."""
        return self.table[_index(picture)]

    def only(self, present: Iterable[str]) -> Palette:
        """Without the cubes that are not in a scene."""
        there = set(present)
        kept = np.array([0, *(i if name in there else 0 for i, name in enumerate(self.names, 1))], np.uint8)
        return Palette(self.names, kept[self.table])


def count(counts: np.ndarray, picture: np.ndarray, labels: np.ndarray) -> None:
    """Add one picture's pixels to ``counts``, (32768, kinds)."""
    np.add.at(counts, (_index(picture).ravel(), labels.ravel()), 1)


def empty(kinds: int) -> np.ndarray:
    return np.zeros((_LEVELS**3, kinds), np.int64)


def learned(names: Sequence[str], counts: np.ndarray) -> Palette:
    """Each colour is whose it was most often; a colour never met is whose the nearest one is."""
    from scipy.spatial import KDTree

    met = counts.sum(axis=1) > 0
    table = counts.argmax(axis=1).astype(np.uint8)
    grid = np.stack(np.unravel_index(np.arange(len(table)), (_LEVELS,) * 3), axis=1)
    away, nearest = KDTree(grid[met]).query(grid[~met])
    table[~met] = np.where(away <= NEAR, table[met][nearest], 0)
    return Palette(tuple(names), table)


def _index(picture: np.ndarray) -> np.ndarray:
    level = (picture >> (8 - BITS)).astype(np.int32)
    return (level[..., 0] << 2 * BITS) | (level[..., 1] << BITS) | level[..., 2]
