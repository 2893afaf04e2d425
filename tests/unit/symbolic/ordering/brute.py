"""A third engine: every world of a small Problem, one by one, and what follows from them. Also makes up Problems."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import permutations, product
from random import Random
from typing import Any


def worlds(body: Any) -> Iterator[dict[str, Any]]:
    """Every world that meets the clues."""
    n = len(body["slots"])
    tables = []
    for attribute in body["attributes"].values():
        values, kind = attribute["values"], attribute["kind"]
        if kind in ("each", "some"):
            tables.append([dict(zip(values, way, strict=True)) for way in permutations(range(n), len(values))])
        elif kind == "shared":
            tables.append([dict(zip(values, way, strict=True)) for way in product(range(n), repeat=len(values))])
        else:
            ways = product(values, repeat=n)
            tables.append([{v: [s for s in range(n) if way[s] == v] for v in values} for way in ways])
    for way in product(*tables):
        world = dict(zip(body["attributes"], way, strict=True))
        if all(true(body, clue["holds"], world) for clue in body["clues"]):
            yield world


def true(body: Any, f: Any, w: Any) -> bool:
    tag, *p = f
    pos = lambda item: w[item[0]][item[1]]  # noqa: E731
    far = len(body["slots"])
    if tag == "not":
        return not true(body, p[0], w)
    if tag == "and":
        return all(true(body, x, w) for x in p)
    if tag in ("or", "readings"):
        return any(true(body, x, w) for x in p[tag == "readings" :])
    if tag == "if":
        return not true(body, p[0], w) or true(body, p[1], w)
    if tag == "iff":
        return true(body, p[0], w) == true(body, p[1], w)
    if tag == "count":
        return p[0] <= sum(true(body, x, w) for x in p[2:]) <= (far * 99 if p[1] is None else p[1])
    if tag == "at":
        return body["slots"][pos(p[0])] in p[1]
    if tag == "same":
        return pos(p[0]) in pos(p[1]) if isinstance(pos(p[1]), list) else pos(p[0]) == pos(p[1])
    if tag == "between":
        a, x, b = pos(p[1]), pos(p[0]), pos(p[2])
        return a < x < b or b < x < a
    if tag == "rank":
        mine, rest = pos(p[0]), [s for v, s in w[p[0][0]].items() if v != p[0][1]]
        return mine not in rest and sum((s < mine) == (p[2] == "first") for s in rest) == p[1] - 1
    gap = pos(p[1]) - pos(p[0])
    return p[2] <= (gap if tag == "ahead" else abs(gap)) <= (far if p[3] is None else p[3])


def answers(body: Any) -> str | None:
    """The answer that follows; None where there is none, or more than one."""
    found = list(worlds(body))
    if not found:
        return None
    can = lambda f: any(true(body, f, w) for w in found)  # noqa: E731
    sure = lambda f: all(true(body, f, w) for w in found)  # noqa: E731
    match body["find"]:
        case ["whether", mode, f]:
            if mode == "is" and can(f) and not sure(f):
                return None
            return "Yes" if {"is": sure, "must": sure, "could": can, "cannot": lambda f: not can(f)}[mode](f) else "No"
        case ["which", mode, options]:
            if mode == "is":
                fit = [label for label, f in options if sure(f)]
                return fit[0] if len(fit) == 1 and sum(can(f) for _, f in options) == 1 else None
            test = {"must": sure, "could": can, "cannot": lambda f: not can(f), "need not": lambda f: not sure(f)}[mode]
            fit = [label for label, f in options if test(f)]
            return fit[0] if len(fit) == 1 else None
        case ["order", name, way]:
            orders = {tuple(sorted(w[name], key=lambda v, w=w: w[name][v])) for w in found}
            if len(orders) != 1 or any(len(set(w[name].values())) < len(w[name]) for w in found):
                return None
            order = orders.pop()
            return ", ".join(order if way == "forward" else order[::-1])
    if len(found) != 1:
        return None
    rows: list[dict[str, str]] = [{} for _ in body["slots"]]
    for name, table in found[0].items():
        for value, slot in table.items():
            rows[slot][name] = value
    return json.dumps(rows)


def problem(rng: Random) -> Any:
    """A small Problem with clues that mostly hold together in one world."""
    n = rng.randrange(2, 5)
    attributes: dict[str, Any] = {}
    for number in range(rng.randrange(1, 3)):
        kind = rng.choice(("each", "each", "each", "shared", "some", "free"))
        count = n if kind == "each" else rng.randrange(1, n + 1)
        attributes[f"a{number}"] = {"values": [f"v{number}{k}" for k in range(count)], "kind": kind}
    slots = [f"s{k}" for k in range(n)]
    body = {"slots": slots, "ordered": ["first", "last"], "attributes": attributes, "clues": [], "find": ["grid"]}
    placed = [[a, v] for a, t in attributes.items() for v in t["values"] if t["kind"] != "free"]
    if not placed:
        return problem(rng)
    everything = list(worlds(body))
    actual = rng.choice(everything)
    for number in range(rng.randrange(1, 7)):
        f = formula(rng, body, placed, 2)
        if rng.random() < 0.93 and not true(body, f, actual):
            f = ["not", f]
        if rng.random() < 0.15:
            f = ["readings", f"p{number % 2}", f, formula(rng, body, placed, 1)]
        body["clues"].append({"say": f"clue {number}", "holds": f})
    mode = rng.choice(("is", "must", "could", "cannot"))
    label = lambda k: f"({'ABCDE'[k]})"  # noqa: E731
    choices: list[Any] = [
        ["whether", mode, formula(rng, body, placed, 2)],
        ["which", rng.choice((mode, "need not")), [[label(k), formula(rng, body, placed, 1)] for k in range(3)]],
        ["which", "is", [[v, ["same", [a, v], rng.choice(placed)]] for a, v in placed if a == placed[0][0]]],
    ]
    if all(t["kind"] == "each" for t in attributes.values()):
        choices.append(["grid"])
    if attributes["a0"]["kind"] in ("each", "shared"):
        choices.append(["order", "a0", rng.choice(("forward", "backward"))])
    body["find"] = rng.choice(choices)
    return body


def formula(rng: Random, body: Any, placed: Any, depth: int) -> Any:
    if depth and rng.random() < 0.4:
        tag = rng.choice(("not", "and", "or", "if", "iff", "count"))
        parts = [formula(rng, body, placed, depth - 1) for _ in range({"not": 1, "if": 2, "iff": 2}.get(tag, 3))]
        if tag == "count":
            least = rng.randrange(0, 3)
            return [tag, least, rng.choice((None, least, least + 1)), *parts]
        return [tag, *parts]
    a, b, c = (rng.choice(placed) for _ in range(3))
    least = rng.randrange(0, 3)
    free = [[n, v] for n, t in body["attributes"].items() if t["kind"] == "free" for v in t["values"]]
    atoms: list[Any] = [
        ["at", a, rng.sample(body["slots"], rng.randrange(1, len(body["slots"]) + 1))],
        ["ahead", a, b, least, rng.choice((None, least, least + 1))],
        ["apart", a, b, least, rng.choice((None, least, least + 1))],
        ["between", a, b, c],
        ["same", a, rng.choice(free or placed)],
    ]
    if body["attributes"][a[0]]["kind"] != "some":
        k = rng.randrange(1, len(body["attributes"][a[0]]["values"]) + 1)
        atoms.append(["rank", a, k, rng.choice(("first", "last"))])
    return rng.choice(atoms)
