"""The rules of the game as somebody would write them down: what learned operators are compared with."""

from __future__ import annotations

from suffice.robot.operators.facts import PREDICATES, TYPES
from suffice.robot.operators.records import Domain, Operator, Order

BY_HAND = Domain(
    TYPES,
    PREDICATES,
    (
        Operator(
            "move",
            (("?cube", "cube"), ("?from", "thing"), ("?to", "thing")),
            when=(
                ("free",),
                ("clear", "?cube"),
                ("clear", "?to"),
                ("on", "?cube", "?from"),
                ("smaller", "?cube", "?to"),
            ),
            adds=(("on", "?cube", "?to"), ("clear", "?from")),
            ends=(("on", "?cube", "?from"), ("clear", "?to")),
            shown=0,
        ),
    ),
    Order(margin_m=0.0, least_m=0.0, pairs=0),
)
