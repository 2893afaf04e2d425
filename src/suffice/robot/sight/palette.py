"""Which cube a pixel belongs to, by its colour alone, as counted in rendered pictures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

BITS = 5  # of each channel that are looked at
_LEVELS = 1 << BITS
BLUR = 0.7  # levels, one standard deviation, over which a colour is seen together with those around it
ENOUGH = 30  # pixels of a colour: more of them do not outweigh the colours around it
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
    """Add one picture's pixels to ``counts``, (32768, kinds), but for those where two cubes meet: they hold both's."""
    kept = np.ones(labels.shape, bool)
    for axis in (0, 1):
        for step in (1, -1):
            beside = np.roll(labels, step, axis)
            kept &= (beside == labels) | (beside == 0) | (labels == 0)
    np.add.at(counts, (_index(picture)[kept], labels[kept]), 1)


def empty(kinds: int) -> np.ndarray:
    return np.zeros((_LEVELS**3, kinds), np.int64)


def learned(names: Sequence[str], counts: np.ndarray) -> Palette:
    """Each colour is whose it and those around it were most often; one that was never met is whose the nearest is."""
    from scipy.ndimage import gaussian_filter
    from scipy.spatial import KDTree

    met = counts.sum(axis=1) > 0
    often = np.minimum(counts, ENOUGH).reshape(_LEVELS, _LEVELS, _LEVELS, -1).astype(float)
    table = gaussian_filter(often, (BLUR, BLUR, BLUR, 0)).reshape(counts.shape).argmax(axis=1).astype(np.uint8)
    grid = np.stack(np.unravel_index(np.arange(len(table)), (_LEVELS,) * 3), axis=1)
    away, nearest = KDTree(grid[met]).query(grid[~met])
    table[~met] = np.where(away <= NEAR, table[met][nearest], 0)
    return Palette(tuple(names), table)


def _index(picture: np.ndarray) -> np.ndarray:
    level = (picture >> (8 - BITS)).astype(np.int32)
    return (level[..., 0] << 2 * BITS) | (level[..., 1] << BITS) | level[..., 2]
