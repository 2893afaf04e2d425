"""Facts grounded from what stands where, and the order of sizes that stacks show.

Sizes are as measured: of the layout, or as a camera sees them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

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


def facts(
    supports: Supports, layout: Layout, order: Order | None, sizes_m: Mapping[str, float] | None = None
) -> frozenset[Fact]:
    """What holds where cubes stand like this. ``sizes_m``: measured widths; those of the layout if not given.

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
        widths = {cube.name: 2 * cube.half_m for cube in layout.cubes} | dict(sizes_m or {})
        reach = widths | dict.fromkeys(areas, 2 * AREA_HALF_M)
        found |= {
            ("smaller", one, other) for one in cubes for other in reach if order.smaller(widths[one], reach[other])
        }
    return frozenset(found)


def stacked(
    supports: Supports, layout: Layout, sizes_m: Mapping[str, float] | None = None
) -> Iterable[tuple[float, float]]:
    """The widths of each cube that stands on a cube, and of that one."""
    widths = {cube.name: 2 * cube.half_m for cube in layout.cubes} | dict(sizes_m or {})
    return [(widths[cube], widths[below]) for cube, below in supports.items() if below in widths]


def order_of(stacks: Iterable[tuple[float, float]]) -> Order | None:
    """The order of sizes that all stacks agree with: whatever stands on something is smaller by at least half of the
    smallest difference seen. None where there is no stack, or stacks of either kind: then size decides nothing."""
    differences = {round(below - above, 6) for above, below in stacks}
    if not differences or min(differences) <= 0:
        return None
    return Order(min(differences) / 2, min(differences), len(differences))
