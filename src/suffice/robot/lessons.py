"""The operators that demonstrations teach: each one's before and after, as facts."""

from __future__ import annotations

from collections.abc import Sequence

from suffice.robot.demonstrations import Demonstration
from suffice.robot.operators import PREDICATES, TYPES, Lesson, Transition, facts, induce, kinds, order_of, stacked


def taught(demonstrations: Sequence[Demonstration]) -> Lesson:
    """What was learned, what contradicts it, and what to demonstrate next."""
    order = order_of(
        pair for one in demonstrations for both in (one.before, one.after) for pair in stacked(both, one.layout)
    )
    transitions = [
        Transition(
            "move",
            facts(one.before, one.layout, order),
            facts(one.after, one.layout, order),
            f"demonstration {number} ({one.move})",
        )
        for number, one in enumerate(demonstrations, start=1)
    ]
    things = {name: kind for one in demonstrations for name, kind in kinds(one.layout).items()}
    return induce(transitions, things, TYPES, PREDICATES, order)
