"""Patches of one colour in a picture, and what they end at below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from suffice.robot.sight.cameras import OWN

FEWEST_PX = 12  # of a cube, else it is not seen
_SEAM_PX = 4


@dataclass(frozen=True, slots=True, eq=False)
class Blob:
    """The largest connected patch of a cube's colour. ``middle``: of its bounding box. ``under``: the number of the
    cube that most of its pixels end at below, 0 where it is none."""

    pixels: int
    middle: np.ndarray
    row: float
    left: int
    right: int
    under: int
    cut: bool  # it touches the picture's border


def blobs(labels: np.ndarray, numbers: Sequence[int]) -> dict[int, Blob]:
    """The patches of the numbers that are seen."""
    from scipy import ndimage

    found: dict[int, Blob] = {}
    boxes = ndimage.find_objects(labels, max_label=max(numbers))
    for number in numbers:
        box = boxes[number - 1]
        if box is None:
            continue
        parts, count = cast(tuple[np.ndarray, int], ndimage.label(labels[box] == number))
        if count > 1:
            sizes = np.bincount(parts.ravel())[1:]
            mine = parts == sizes.argmax() + 1
        else:
            mine = parts == 1
        rows, columns = np.nonzero(mine)
        if len(rows) < FEWEST_PX:
            continue
        top, left = int(box[0].start), int(box[1].start)
        found[number] = Blob(
            len(rows),
            np.array([left + (columns.min() + columns.max() + 1) / 2, top + (rows.min() + rows.max() + 1) / 2]),
            top + float(rows.mean()),
            left + int(columns.min()),
            left + int(columns.max()),
            _under(labels, mine, top, left, number),
            bool(top + rows.min() == 0 or left + columns.min() == 0
                 or top + rows.max() == labels.shape[0] - 1 or left + columns.max() == labels.shape[1] - 1),
        )  # fmt: skip
    return found


def _under(labels: np.ndarray, mine: np.ndarray, top: int, left: int, number: int) -> int:
    """Between two cubes may lie pixels of neither's colour: the first cube within a few rows counts."""
    columns = np.nonzero(mine.any(axis=0))[0]
    lowest = top + mine.shape[0] - 1 - mine[::-1].argmax(axis=0)[columns]
    rows = np.minimum(lowest + np.arange(1, _SEAM_PX + 1)[:, None], labels.shape[0] - 1)
    below = labels[rows, left + columns]
    below[(below == number) | (below >= OWN)] = 0
    first = below[(below > 0).argmax(axis=0), np.arange(len(columns))]
    return int(np.bincount(first).argmax())
