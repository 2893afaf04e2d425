"""One look: where each cube is, from the pictures of all cameras.

A cube stands on what its pixels end at below: on another cube, or on the table. So its height is known, and the outline
has only to find where it stands and how it is turned. Where the outline does not fit at that height, others are tried.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from suffice.robot.scene.layout import AREA_HALF_M, AREA_THICK_M, TABLE_HALF_M, TABLE_Z_M, Layout
from suffice.robot.sight.blobs import blobs
from suffice.robot.sight.cameras import OUTSIDE, Views
from suffice.robot.sight.edges import MINE, NOTHING, OTHER, Cubes
from suffice.robot.sight.outline import Fit, fit

_WHOLE_PX = 60  # of a cube that is seen by another camera than the first: fewer are not counted
_PASSES = 3
_PRIOR_PX = 0.4  # by which any other height must fit better than that of what is seen below it
_SHOWN = 0.3, 1.12  # of the outline: less is a stray patch, or too much is hidden; more does not fit
# How far an outline may lie off the edges: no other height need be tried; it may be so; it hardly is.
_GOOD_PX, _FAIR_PX, _POOR_PX = 0.5, 0.8, 1.5
_SINK_M = 0.00028  # contacts are soft: a cube sinks in by that, times the root of how many cubes rest on the contact
_SAME_M = 0.002  # heights that differ by less are one
_TURNS_RAD = 0.0, np.pi / 4  # to start from

Way = tuple[int, float]  # a cube's number, and the height of its middle in metres


class Look:
    """All that one set of pictures shows. The first camera sees the whole table."""

    def __init__(self, views: Views, layout: Layout) -> None:
        self.views = views
        self.names = {number: cube.name for number, cube in enumerate(layout.cubes, 1)}
        self.half = {number: cube.half_m for number, cube in enumerate(layout.cubes, 1)}
        self.blobs = [blobs(labels, list(self.names)) for labels in views.pictures]
        self.areas = [np.array([area.x_m, area.y_m]) for area in layout.areas]
        self.camera = views.cameras[0]
        self.whole = {number: self._whole(number) for number in self.blobs[0]}
        chains = [self._chain(number) for number in self.blobs[0]]
        self.resting = {number: sum(number in chain for chain in chains) for number in self.blobs[0]}
        self.away: dict[int, np.ndarray] = {}  # of cubes from each camera, at their likely heights
        self._tried: dict[Way, Fit | None] = {}
        self.fits: dict[int, Fit] = {}

    def located(self) -> dict[str, Fit]:
        """Every cube that is seen to stand somewhere: those that would hang in the air are left out."""
        main = self.blobs[0]
        rest = sorted(main, key=lambda one: -main[one].row)  # from the bottom of the picture up
        likely = [(number, self._resting(number, main[number].under)) for number in rest]
        self.away = {way[0]: self._away(self._middle(*way)) for way in likely}
        self._fit(likely)
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
            if number not in rest and _SHOWN[0] < main[number].pixels / found.extent_px < _SHOWN[1]
        }

    # --- heights -------------------------------------------------------------------------------------------
    def _standing(self, number: int) -> tuple[Fit | None, bool]:
        """The best of its poses, and whether nothing is below it there."""
        likely = self._resting(number, self.blobs[0][number].under)
        self._fit([(number, likely)])
        first = self._tried[number, likely]
        if first is not None and first.off_px < _GOOD_PX and self._stands(number, first):
            return first, False
        others = dict.fromkeys([likely, *(self._resting(number, below) for below in (0, *self.fits))])
        self._fit([(number, height) for height in others])
        found: list[tuple[bool, bool, float, Fit]] = []
        for height in others:
            one = self._tried[number, height]
            if one is None:
                continue
            floats = not self._stands(number, one)
            less_likely = 0.0 if height == likely else _PRIOR_PX
            found.append((one.off_px > _POOR_PX, floats, one.off_px + less_likely, one))
        if not found:
            return None, True
        _, floats, _, best = min(found, key=lambda way: way[:3])
        return best, floats

    def _resting(self, number: int, below: int) -> float:
        """The height of its middle on that cube, or on the table, in metres."""
        return round(self._top(below) - self._sunk(number) + self.half[number], 6)

    def _top(self, number: int) -> float:
        """Of a cube: as it was found; before that, as it must be from what is seen to be below it."""
        if number in self.fits:
            return float(self.fits[number].position_m[2]) + self.half[number]
        return TABLE_Z_M + sum(2 * self.half[one] - self._sunk(one) for one in self._chain(number))

    def _chain(self, number: int) -> list[int]:
        """The cube, and those that are seen below it, downwards."""
        chain: list[int] = []
        while number in self.blobs[0] and number not in chain:
            chain.append(number)
            number = self.blobs[0][number].under
        return chain

    def _sunk(self, number: int) -> float:
        return _SINK_M * float(np.sqrt(self.resting[number]))

    def _stands(self, number: int, found: Fit) -> bool:
        """Whether something is there for it to stand on, and nothing where it stands."""
        half = self.half[number]
        bottom = float(found.position_m[2]) - half + self._sunk(number)
        on = bottom < TABLE_Z_M + _SAME_M
        for other, there in self.fits.items():
            beside = float(np.abs(found.position_m[:2] - there.position_m[:2]).max())
            if abs(self._top(other) - bottom) < _SAME_M:
                on |= beside < self.half[other] + half / 2
            elif abs(found.position_m[2] - there.position_m[2]) < half + self.half[other] - 0.005 and beside < 0.7 * (
                half + self.half[other]
            ):
                return False
        return on

    # --- outlines ------------------------------------------------------------------------------------------
    def _fit(self, ways: Sequence[Way]) -> None:
        """Try what was not tried: by the first camera, then by all that see the cube whole."""
        new = [(way, start) for way in ways if way not in self._tried and (start := self._start(way)) is not None]
        self._tried.update(dict.fromkeys(way for way in ways if way not in self._tried))
        rest = new
        for turn in _TURNS_RAD:
            found = self._fits([(way, start, turn) for way, start in rest], cameras=1)
            for way, one in found.items():
                before = self._tried[way]
                if one is not None and (before is None or one.off_px < before.off_px):
                    self._tried[way] = one
            rest = [(way, start) for way, start in rest if _off(self._tried[way]) >= _FAIR_PX]
        seen = [
            (way, one.position_m, one.yaw_rad)
            for way, _ in new
            if (one := self._tried[way]) and self.whole[way[0]].any()
        ]
        for way, both in self._fits(seen, cameras=len(self.views)).items():
            if _off(both) <= max(_FAIR_PX, 1.5 * _off(self._tried[way])):
                self._tried[way] = both

    def _fits(self, starts: Sequence[tuple[Way, np.ndarray, float]], cameras: int) -> dict[Way, Fit | None]:
        if not starts:
            return {}
        numbers = [way[0] for way, _, _ in starts]
        at = np.array([start for _, start, _ in starts])
        kinds = np.array([self._kinds(*pair) for pair in zip(numbers, at, strict=True)])
        cubes = Cubes(
            np.array([self.half[number] for number in numbers]),
            np.array([self._hidden(number, start) for number, start in zip(numbers, at, strict=True)]),
            at,
            np.array([turn for _, _, turn in starts]),
            kinds[:, :cameras],
        )
        found = fit(self.views.first(cameras), cubes)
        return {way: one for (way, _, _), one in zip(starts, found, strict=True)}

    def _hidden(self, number: int, at: np.ndarray) -> float:
        """How much of it is in what it stands on."""
        bottom = at[2] - self.half[number]
        plate = bottom < TABLE_Z_M and any(np.abs(at[:2] - area).max() < AREA_HALF_M for area in self.areas)
        return TABLE_Z_M + AREA_THICK_M - bottom if plate else self._sunk(number)

    def _start(self, way: Way) -> np.ndarray | None:
        """To begin from; None where no table is."""
        start = self._middle(*way)
        return start if np.abs(start[:2]).max() < TABLE_HALF_M else None

    def _middle(self, number: int, z_m: float) -> np.ndarray:
        """Where the middle of its patch would be at that height."""
        ray = self.camera.ray(self.blobs[0][number].middle)
        return self.camera.position_m + ray * ((z_m - self.camera.position_m[2]) / ray[2])

    def _kinds(self, number: int, at: np.ndarray) -> np.ndarray:
        """What each label is to a cube that stands there, for each camera: one that is further away and lower in the
        first picture cannot hide it."""
        kinds = np.full((len(self.blobs), OUTSIDE + 1), OTHER, np.uint8)
        kinds[:, 0] = NOTHING
        there = self._away(at)
        row = self.blobs[0][number].row
        stands = abs(self._resting(number, self.blobs[0][number].under) - at[2]) < _SAME_M
        chain = self._chain(number) if stands else []
        for other, away in self.away.items():
            if self.blobs[0][other].row > row:
                kinds[(away > there) | (other in chain), other] = NOTHING
        kinds[:, number] = MINE
        kinds[1:][~self.whole[number]] = OTHER
        return kinds

    def _away(self, at: np.ndarray) -> np.ndarray:
        """From each camera, in metres."""
        return np.linalg.norm(self.views.position_m - at, axis=1)

    def _whole(self, number: int) -> np.ndarray:
        """Which of the other cameras see the whole cube."""
        seen = [there.get(number) for there in self.blobs[1:]]
        return np.array([one is not None and one.pixels > _WHOLE_PX and not one.cut for one in seen], bool)


def _off(found: Fit | None) -> float:
    return np.inf if found is None else found.off_px
