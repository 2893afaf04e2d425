"""Wrong translations: one thing about a Problem of orders or of rules changed."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from random import Random

from suffice.records import Json

_JOINING = ("not", "and", "or", "if", "iff")


def mutated(rng: Random, family: str, body: Json) -> Json:
    """The body with a clause left out, doubled or mistaken, another question, or other ends."""
    body = copy.deepcopy(body)
    return _order(rng, body) if family == "ordering" else _rules(rng, body)


def _order(rng: Random, body: Json) -> Json:
    clues = body["clues"]
    items = [[name, value] for name, one in body["attributes"].items() for value in one["values"]]
    number = rng.randrange(len(clues))
    match rng.choice(("drop", "change", "change", "change", "exchange", "ask", "ends", "invent", "kind")):
        case "drop":
            del clues[number]
        case "change":
            clues[number]["holds"] = _changed(rng, clues[number]["holds"], items)
        case "exchange":
            other = rng.randrange(len(clues))
            clues[number]["holds"], clues[other]["holds"] = clues[other]["holds"], clues[number]["holds"]
        case "ask":
            _asked(rng, body)
        case "ends":
            body["ordered"] = body["ordered"][::-1] if body.get("ordered") else None
        case "invent":
            clues.append({**clues[number], "holds": _changed(rng, clues[number]["holds"], items)})
        case "kind":
            for one in body["attributes"].values():
                one["kind"] = "each" if one["kind"] == "shared" else "shared"
    return body


def _asked(rng: Random, body: Json) -> None:
    find = body["find"]
    if find[0] == "whether":
        find[2] = ["not", find[2]]
    elif find[0] == "which" and find[2][0][1][0] == "rank":
        place = [rng.randint(1, len(body["slots"])), rng.choice(("first", "last"))]
        for option in find[2]:
            option[1][2:] = place
    elif find[0] == "which":
        find[2].pop()


def _rules(rng: Random, body: Json) -> Json:
    told = body["clauses"]
    atoms = [atom for one in told for key in ("if", "then") if key in one for _, atom in _atoms(one[key])]
    plain = [atom for atom in atoms if atom[0] not in (*_JOINING, "cmp")]
    number = rng.randrange(len(told))
    one = told[number]
    match rng.choice(("drop", "change", "change", "change", "converse", "exchange", "ask", "invent", "bare")):
        case "drop":
            del told[number]
        case "change":
            key = rng.choice([key for key in ("if", "then") if key in one])
            one[key] = _changed_rule(rng, one[key], plain)
        case "converse" if "if" in one:
            one["if"], one["then"] = one["then"], one["if"]
        case "exchange":
            other = rng.choice(told)
            one["text"], other["text"] = other["text"], one["text"]
        case "ask":
            (key,) = body["ask"]
            body["ask"][key] = _changed_rule(rng, body["ask"][key], plain)
        case "invent":
            told.append({**one, "then": _changed_rule(rng, one["then"], plain)})
        case "bare":
            one.pop("if", None)
    return body


def _atoms(formula: Json, path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Json]]:
    yield path, formula
    if formula[0] in _JOINING:
        for number, part in enumerate(formula[1:], 1):
            yield from _atoms(part, (*path, number))


def _put(formula: Json, path: tuple[int, ...], new: Json) -> Json:
    if not path:
        return new
    formula = list(formula)
    formula[path[0]] = _put(formula[path[0]], path[1:], new)
    return formula


def _changed(rng: Random, formula: Json, items: list[Json]) -> Json:
    path, atom = rng.choice(list(_atoms(formula)))
    new = copy.deepcopy(atom)
    ways = {"ahead": "deny swap far item", "apart": "deny far item", "rank": "deny end nth item", "same": "deny item",
            "if": "deny swap", "and": "deny join", "or": "deny join"}  # fmt: skip
    match rng.choice(ways.get(atom[0], "deny").split()):
        case "deny":
            new = atom[1] if atom[0] == "not" else ["not", atom]
        case "swap":
            new[1], new[2] = new[2], new[1]
        case "far":
            new[3:] = [1, None] if new[3:] == [1, 1] else [1, 1]
        case "item":
            new[1] = rng.choice(items)
        case "end":
            new[3] = "last" if new[3] == "first" else "first"
        case "nth":
            new[2] = new[2] + 1 if new[2] == 1 else new[2] - 1
        case "join":
            new[0] = "or" if atom[0] == "and" else "and"
    return _put(formula, path, new)


def _changed_rule(rng: Random, formula: Json, atoms: list[Json]) -> Json:
    path, atom = rng.choice(list(_atoms(formula)))
    new = copy.deepcopy(atom)
    other = rng.choice(atoms)
    ways = {"and": "deny join", "or": "deny join", "not": "deny", "cmp": "compare size"}
    match rng.choice(ways.get(atom[0], "deny word whom").split()):
        case "deny":
            new = atom[1] if atom[0] == "not" else ["not", atom]
        case "join":
            new[0] = "or" if atom[0] == "and" else "and"
        case "compare":
            new[1] = rng.choice([operator for operator in ("lt", "le", "gt", "ge", "eq") if operator != atom[1]])
        case "size":
            new[3] = ["num", str(rng.randint(1, 99))]
        case "word":
            new[0] = other[0]
        case "whom":
            new[1] = other[1]
    return _put(formula, path, new)
