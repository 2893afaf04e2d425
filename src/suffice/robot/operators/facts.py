"""Facts grounded from what stands where, and the order of sizes that stacks show."""

from __future__ import annotations

from collections.abc import Iterable

from suffice.robot.operators.records import Fact, Order
from suffice.robot.scene.layout import AREA_HALF_M, Layout
from suffice.robot.scene.supports import HAND, TABLE, Supports

TYPES = {"thing": "object", "cube": "thing", "area": "thing", "spot": "thing"}
PREDICATES = {
    "on": ("cube", "thing"),
    "clear": ("thing",),
    "holding": ("cube",),
    "free": (),
    "smaller": ("cube", "thing"),
}


def kinds(layout: Layout, supports: Supports | None = None) -> dict[str, str]:
    """Every thing and its type. A cube that lies beside the areas lies on a spot of its own."""
    lying = [cube for cube, below in (supports or {}).items() if below == TABLE]
    return {
        **{cube.name: "cube" for cube in layout.cubes},
        **{area.name: "area" for area in layout.areas},
        **{spot(cube): "spot" for cube in lying},
    }


def spot(cube: str) -> str:
    """The name of the piece of table that a cube lies on."""
    return f"beside-{cube}"


def facts(supports: Supports, layout: Layout, order: Order | None) -> frozenset[Fact]:
    """What holds where cubes stand like this.

    A cube of which nothing is known (``air``, ``askew``) is on nothing and not clear: no action can take it.
    """
    cubes, areas = [cube.name for cube in layout.cubes], [area.name for area in layout.areas]
    found: set[Fact] = set()
    for cube, below in supports.items():
        if below == HAND:
            found.add(("holding", cube))
        elif below == TABLE:
            found.add(("on", cube, spot(cube)))
        elif below in cubes or below in areas:
            found.add(("on", cube, below))
    if HAND not in supports.values():
        found.add(("free",))
    covered = set(supports.values())
    stand = {fact[1] for fact in found if fact[0] == "on"}
    found |= {("clear", thing) for thing in (*stand, *areas) if thing not in covered}
    if order is not None:
        widths = {**_widths(layout), **dict.fromkeys(areas, 2 * AREA_HALF_M)}
        found |= {
            ("smaller", one, other) for one in cubes for other in widths if order.smaller(widths[one], widths[other])
        }
    return frozenset(found)


def stacked(supports: Supports, layout: Layout) -> list[tuple[float, float]]:
    """The widths of each cube that stands on a cube, and of that one, in metres."""
    widths = _widths(layout)
    return [(widths[cube], widths[below]) for cube, below in supports.items() if below in widths]


def order_of(stacks: Iterable[tuple[float, float]]) -> Order | None:
    """The order of sizes that all stacks agree with: whatever stands on something is smaller by at least half of the
    smallest difference seen. None where there is no stack, or stacks of either kind: then size decides nothing."""
    differences = {round(below - above, 6) for above, below in stacks}
    if not differences or min(differences) <= 0:
        return None
    return Order(min(differences) / 2, min(differences), len(differences))


def illegal(start: Supports, layout: Layout, order: Order | None) -> str | None:
    """Why a start is against the rules: a cube stands on one that is not bigger, where the order forbids it."""
    if order is None:
        return None
    widths = _widths(layout)
    for cube, below in start.items():
        if below in start and not order.smaller(widths[cube], widths[below]):
            return f"an illegal start: {cube} stands on {below}, which is smaller; put it elsewhere"
    return None


def _widths(layout: Layout) -> dict[str, float]:
    return {cube.name: cube.width_m for cube in layout.cubes}
