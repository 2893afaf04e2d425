"""Predicates that name several others or several places: before both, after either, first or third."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from suffice.records import Json
from suffice.symbolic.ordering.scale import Unread

if TYPE_CHECKING:
    from suffice.symbolic.ordering.meaning import Clauses


def several(clauses: Clauses, op: str, node: Mapping[str, Any], a: Json) -> Json:
    """After Ann but before both Bob and Cy. Raises Unread where a negation may reach over one or all."""
    verb = node.get("vb", "be")

    def far(part: Mapping[str, Any]) -> Json:
        said = [clauses.rel({**part, "b": part[key], "vb": verb}, a) for key in "bcd" if key in part]
        if part["many"] == "all" and node.get("neg"):
            raise Unread("a negation that may reach over several things")
        return said[0] if len(said) == 1 else ["and" if part["many"] == "all" else "or", *said]

    if op == "far":
        return far(node["x"])
    if op == "farone":
        either = far(node["x"])
        if either[0] != "or" or node.get("neg"):
            raise Unread("one and not both, of things that are not told as either")
        return ["count", 1, 1, *either[1:]]
    if node.get("neg"):
        raise Unread("a negation that may reach over two relations")
    parts = [far(node[key]) for key in "xy"]
    if op == "farxor":
        return ["count", 1, 1, *parts]
    return ["and" if op == "far2" else "or", *parts]


def places(clauses: Clauses, op: str, node: Mapping[str, Any], a: Json) -> Json:
    """First or third; neither first nor last; one of the first two; no earlier than third."""
    verb = node.get("vb", "be")
    if op == "bounded":
        if node.get("neg"):
            raise Unread("a bound that is denied")
        k = int(node["k"])
        beyond = range(1, k) if node["side"] == "after" else range(1, k + 1)
        spots = [clauses.spot({"dim": "seq", "end": "first", "k": number}, verb, a) for number in beyond]
        if not spots:
            raise Unread("no earlier than first")
        either = spots[0] if len(spots) == 1 else ["or", *spots]
        return ["not", either] if node["side"] == "after" else either
    z = node["z"]
    if "upto" in z:
        spots = [clauses.spot({"dim": "seq", "end": z["upto"], "k": k}, verb, a) for k in range(1, int(z["k"]) + 1)]
    else:
        spots = [clauses.spot(z[key], verb, a) for key in "stu" if key in z]
    if len(spots) > 40:
        raise Unread("more than forty")
    either = spots[0] if len(spots) == 1 else ["or", *spots]
    if "none" in z:
        if node.get("neg"):
            raise Unread("a negation of neither")
        return ["not", either]
    return either
