"""Operators learned from demonstrations: facts grounded from what stands where, actions induced from before and after.

``facts(supports, layout, order)`` · ``order_of(stacks)`` · ``induce(transitions)`` gives a ``Lesson``: a ``Domain``,
what contradicts it, and what to demonstrate next.
"""

from suffice.robot.operators.by_hand import BY_HAND
from suffice.robot.operators.facts import PREDICATES, TYPES, facts, illegal, kinds, order_of, stacked
from suffice.robot.operators.induce import Lesson, induce
from suffice.robot.operators.records import Domain, Fact, Operator, Order, Transition

__all__ = [
    "BY_HAND", "PREDICATES", "TYPES", "Domain", "Fact", "Lesson", "Operator", "Order", "Transition", "facts",
    "illegal", "induce", "kinds", "order_of", "stacked",
]  # fmt: skip
