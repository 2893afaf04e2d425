"""One look: where each cube is, from the pictures of all cameras.

A cube stands on what its pixels end at below: on another cube, or on the table. So its height is known, and the outline
has only to find where it stands and how it is turned. Where the outline does not fit at that height, others are tried.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from suffice.robot.scene.layout import TABLE_Z_M, Layout
from suffice.robot.sight.outline import Fit, View, corners, fit, outline

FEWEST_PX = 12  # of a cube, else it is not seen
_SEAM_PX = 4
_PASSES = 3
_PRIOR_PX = 0.25  # by which any other height must fit better than that of what is seen below it
_SHOWN = 0.3, 1.12  # of the outline: less is a stray patch, or too much is hidden; more does not fit
# How far an outline may lie off the edges: no other height need be tried; it may be so; it hardly is.
_GOOD_PX, _FAIR_PX, _POOR_PX = 0.5, 0.8, 1.5


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
    below[below == number] = 0
    first = below[(below > 0).argmax(axis=0), np.arange(len(columns))]
    return int(np.bincount(first).argmax())


class Look:
    """All that one set of pictures shows. ``views[0]`` is the camera that sees the whole table."""

    def __init__(self, views: Sequence[View], layout: Layout) -> None:
        self.views = views
        self.names = {number: cube.name for number, cube in enumerate(layout.cubes, 1)}
        self.half = {number: cube.half_m for number, cube in enumerate(layout.cubes, 1)}
        self.blobs = [blobs(view.labels, list(self.names)) for view in views]
        self.fits: dict[int, Fit] = {}

    def located(self) -> dict[str, Fit]:
        """Every cube that is seen to stand somewhere: those that would hang in the air are left out."""
        main = self.blobs[0]
        rest = sorted(main, key=lambda one: -main[one].row)  # from the bottom of the picture up
        for _ in range(_PASSES):  # again, for those that came before what they stand on
            floating: list[int] = []
            for number in rest:
                self.fits.pop(number, None)
                found, floats = self._standing(number)
                if found is not None:
                    self.fits[number] = found
                if floats:
                    floating.append(number)
            rest = floating
        return {
            self.names[number]: found
            for number, found in self.fits.items()
            if number not in rest and _SHOWN[0] < main[number].pixels / self._extent(number, found) < _SHOWN[1]
        }

    def _extent(self, number: int, found: Fit) -> float:
        """How many pixels the whole cube would have."""
        pixels, _ = self.views[0].camera.project(corners(self.half[number], found.position_m, found.yaw_rad)[0])
        x, y = pixels[outline(pixels)].T
        return abs(float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum())) / 2

    def _standing(self, number: int) -> tuple[Fit | None, bool]:
        """The best of its poses, and whether nothing is below it there."""
        blob, half = self.blobs[0][number], self.half[number]
        heights = [self._top(blob.under), TABLE_Z_M, *(self._top(other) for other in self.fits)]
        found: list[tuple[bool, bool, float, Fit]] = []
        first = round(heights[0], 6)
        for bottom in dict.fromkeys(round(height, 6) for height in heights):
            one = self._at_height(number, bottom + half)
            if one is None:
                continue
            floats = not self._stands(one, bottom, half)
            less_likely = 0.0 if bottom == first else _PRIOR_PX
            found.append((one.off_px > _POOR_PX, floats, one.off_px + less_likely, one))
            if one.off_px < _GOOD_PX and not floats:
                break
        if not found:
            return None, True
        _, floats, _, best = min(found, key=lambda way: way[:3])
        return best, floats

    def _stands(self, found: Fit, bottom: float, half: float) -> bool:
        """Whether something is there for it to stand on, and nothing where it stands."""
        on = bottom <= TABLE_Z_M + 1e-6
        for other, there in self.fits.items():
            beside = float(np.abs(found.position_m[:2] - there.position_m[:2]).max())
            if abs(self._top(other) - bottom) < 1e-5:
                on |= beside < self.half[other] + half / 2
            elif abs(found.position_m[2] - there.position_m[2]) < half + self.half[other] - 0.005 and beside < 0.7 * (
                half + self.half[other]
            ):
                return False
        return on

    def _top(self, number: int) -> float:
        there = self.fits.get(number)
        return TABLE_Z_M if there is None else float(there.position_m[2]) + self.half[number]

    def _at_height(self, number: int, z_m: float) -> Fit | None:
        camera, middle = self.views[0].camera, self.blobs[0][number].middle
        ray = camera.ray(middle)
        start = camera.position_m + ray * ((z_m - camera.position_m[2]) / ray[2])
        straight = self._fit(number, start, 0.0)
        if straight is not None and straight.off_px < _FAIR_PX:
            return straight
        turned = self._fit(number, start, np.pi / 4)
        return min((one for one in (straight, turned) if one is not None), key=lambda one: one.off_px, default=None)

    def _fit(self, number: int, start: np.ndarray, yaw: float) -> Fit | None:
        """By the first camera, then by all that see the cube whole."""
        half = self.half[number]
        main = self.blobs[0][number]
        behind = frozenset(
            other for other, blob in self.blobs[0].items()
            if other != number and blob.row > main.row and blob.left < main.right and blob.right > main.left
        )  # fmt: skip
        alone = fit(self.views[:1], number, half, start, yaw, fixed_z=True, behind=behind)
        if alone is None:
            return None
        more = [
            view for view, seen in zip(self.views[1:], self.blobs[1:], strict=True)
            if number in seen and seen[number].pixels > 60 and not seen[number].cut
        ]  # fmt: skip
        if not more:
            return alone
        both = fit([self.views[0], *more], number, half, alone.position_m, alone.yaw_rad, fixed_z=True, behind=behind)
        if both is None or both.off_px > max(_FAIR_PX, 1.5 * alone.off_px):
            return alone
        return both
