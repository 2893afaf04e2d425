"""What stands on the table: cubes by size, areas to stack them on. Metres, radians; the table's top is at z = 0.8."""

from __future__ import annotations

from dataclasses import dataclass

from suffice.errors import UsageError

TABLE_Z_M = 0.8
TABLE_HALF_M = 0.4  # the table is a square around x = y = 0
SMALLEST_HALF_M, STEP_HALF_M = 0.02, 0.0025  # as published; the seventh cube is 70 mm wide, the hand opens 80
AREA_HALF_M = 0.05
AREA_THICK_M = 0.001  # painted on the table: cubes stand in it, on the table
# From the arm's shoulder, at the height of a cube on the table: the hand pointing down, and leaning by 0.4 rad.
LEVEL_REACH_M, REACH_M = 0.74, 0.81
SHOULDER_X_M = -0.56
DENSITY_KG_M3 = 300.0

# Names are colours, smallest cube first.
COLOURS: dict[str, tuple[float, float, float]] = {
    "red": (0.85, 0.10, 0.10),
    "green": (0.10, 0.60, 0.15),
    "blue": (0.10, 0.25, 0.85),
    "yellow": (0.95, 0.85, 0.10),
    "purple": (0.50, 0.15, 0.65),
    "orange": (0.98, 0.50, 0.05),
    "cyan": (0.10, 0.75, 0.80),
}
FEWEST_BLOCKS, MOST_BLOCKS = 3, len(COLOURS)
FEWEST_PEGS, MOST_PEGS = 3, 5
_AREA_Y_M = {3: (-0.2, 0.0, 0.2), 4: (-0.3, -0.1, 0.1, 0.3), 5: (-0.35, -0.175, 0.0, 0.175, 0.35)}


@dataclass(frozen=True, slots=True)
class Cube:
    """A cube; its name is its colour."""

    name: str
    half_m: float

    @property
    def width_m(self) -> float:
        return 2 * self.half_m

    @property
    def rgb(self) -> tuple[float, float, float]:
        return COLOURS[self.name]


@dataclass(frozen=True, slots=True)
class Area:
    """A plate painted on the table, on which cubes are stacked (a "peg" of the towers of Hanoi)."""

    name: str
    x_m: float
    y_m: float
    rgb: tuple[float, float, float] = (0.35, 0.35, 0.38)


@dataclass(frozen=True, slots=True)
class Layout:
    """Cubes, smallest first, and areas, from left to right as the camera in front of the table sees them."""

    cubes: tuple[Cube, ...]
    areas: tuple[Area, ...]

    def cube(self, name: str) -> Cube:
        """Raises UsageError for a cube that is not in the scene."""
        return _named(self.cubes, name, "cube")

    def area(self, name: str) -> Area:
        """Raises UsageError for an area that is not in the scene."""
        return _named(self.areas, name, "area")

    def fits(self, cube: str, on: str) -> bool:
        """Whether the game lets a cube stand there: on an area, or on a bigger cube."""
        half = {one.name: one.half_m for one in self.cubes}
        return on not in half or half[on] > half[cube]


def _named(things, name, kind):
    for thing in things:
        if thing.name == name:
            return thing
    raise UsageError(f"no {kind} '{name}' in this scene; there are: {', '.join(thing.name for thing in things)}")


def hanoi(blocks: int = 3, pegs: int = 3) -> Layout:
    """The scene of the towers of Hanoi. Raises UsageError outside 3..7 blocks and 3..5 pegs."""
    if not FEWEST_BLOCKS <= blocks <= MOST_BLOCKS:
        raise UsageError(f"{blocks} blocks: the scene holds {FEWEST_BLOCKS} to {MOST_BLOCKS} (the hand opens 80 mm)")
    if not FEWEST_PEGS <= pegs <= MOST_PEGS:
        raise UsageError(f"{pegs} pegs: the table holds {FEWEST_PEGS} to {MOST_PEGS} within the arm's reach")
    cubes = tuple(Cube(name, SMALLEST_HALF_M + STEP_HALF_M * i) for i, name in enumerate(list(COLOURS)[:blocks]))
    areas = tuple(Area(f"peg{i + 1}", 0.0, y) for i, y in enumerate(_AREA_Y_M[pegs]))
    return Layout(cubes, areas)
