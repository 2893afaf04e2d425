"""What two Problems of orders, or of rules, have in common that mean the same: for comparing translations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from suffice.records import Json
from suffice.symbolic.english.text import analyse
from suffice.symbolic.formal.canonical import Form
from suffice.symbolic.formal.quotes import stem
from suffice.symbolic.rules.language import KINDS, is_variable, size_of

_SYMMETRIC = frozenset(("apart", "same"))
_SAYS_NOTHING = frozenset("is are a an the has have of be does do to".split())


def order(body: Mapping[str, Any]) -> Form:
    """Names of attributes, the words of clues and their sequence set aside."""
    attributes = {name: ("of", tuple(sorted(a["values"])), a["kind"]) for name, a in body["attributes"].items()}
    clues = {_formula(clue["holds"], attributes, body) for clue in body["clues"]}
    find = body["find"]
    if find[0] == "which":
        options = sorted((label, _formula(f, attributes, body)) for label, f in find[2])
        find = ("which", find[1], tuple(map(tuple, options)))
    elif find[0] == "whether":
        find = ("whether", find[1], _formula(find[2], attributes, body))
    elif find[0] == "order":
        find = ("order", attributes[find[1]], find[2])
    ends = tuple(body["ordered"]) if body.get("ordered") else None
    slots = (len(body["slots"]), ends) if ends else tuple(sorted(body["slots"]))
    return (slots, tuple(sorted(attributes.values())), tuple(sorted(clues, key=repr)), _tuple(find), _form(body))


def _formula(formula: Json, attributes: Mapping[str, Form], body: Mapping[str, Any]) -> Form:
    tag, *rest = formula
    if tag == "not" and rest[0][0] == "not":
        return _formula(rest[0][1], attributes, body)
    if tag in ("not", "if", "iff", "and", "or", "count", "readings"):
        plain = rest[: {"count": 2, "readings": 1}.get(tag, 0)]
        parts = [_formula(part, attributes, body) for part in rest[len(plain) :]]
        if tag in ("and", "or"):
            parts = [p for part in parts for p in (part[1:] if part[0] == tag else (part,))]
        if tag != "if":
            parts = sorted(set(parts) if tag in ("and", "or") else parts, key=repr)
        return parts[0] if tag in ("and", "or") and len(parts) == 1 else (tag, *plain, *parts)
    items = [_item(part, attributes) if isinstance(part, list) and part[0] in attributes and tag != "at" else part
             for part in rest]  # fmt: skip
    if tag == "at":
        label = rest[1]
        if len(label) == 1 and body.get("ordered") and body["attributes"][rest[0][0]]["kind"] == "each":
            return ("rank", _item(rest[0], attributes), body["slots"].index(label[0]) + 1)
        return (tag, _item(rest[0], attributes), tuple(sorted(label)))
    if tag == "rank" and body["attributes"][rest[0][0]]["kind"] == "each":
        return (tag, items[0], rest[1] if rest[2] == "first" else len(body["slots"]) + 1 - rest[1])
    if tag in _SYMMETRIC:
        items[:2] = sorted(items[:2], key=repr)
    if tag == "between":
        items[1:] = sorted(items[1:], key=repr)
    return (tag, *map(_tuple, items))


def _item(item: Json, attributes: Mapping[str, Form]) -> Form:
    return (attributes[item[0]], item[1])


def policy(body: Mapping[str, Any]) -> Form:
    """Variables, the words of clauses, their sequence, and the small words of predicates set aside."""
    clauses = {_clause(part) for clause in body["clauses"] for part in _single(clause)}
    ask = body["ask"]
    asked = tuple(
        (key, _said(said, {"?x": "?1"}) if key in ("truth", "who") else _tuple(said)) for key, said in ask.items()
    )
    rest = tuple(sorted((key, repr(value)) for key, value in body.items() if key not in ("clauses", "ask", "form")))
    return (tuple(sorted(clauses, key=repr)), asked, rest, _form(body))


def _single(clause: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """A and B follow: A follows, and B follows."""
    if clause["then"][0] == "and":
        for part in clause["then"][1:]:
            yield from _single({**clause, "then": part})
    else:
        yield clause


def _clause(clause: Mapping[str, Any]) -> Form:
    names: dict[str, str] = {}
    condition = _said(clause["if"], names) if "if" in clause else None
    rest = tuple(sorted((key, repr(value)) for key, value in clause.items() if key not in ("if", "then", "text")))
    return (condition, _said(clause["then"], names), rest)


def _said(formula: Json, names: dict[str, str]) -> Form:
    head, *rest = formula
    if head == "not" and rest[0][0] == "not":
        return _said(rest[0][1], names)
    if head in ("not", "and", "or"):
        parts = [_said(part, names) for part in rest]
        parts = [p for part in parts for p in (part[1:] if part[0] == head and head != "not" else (part,))]
        return (head, *sorted(parts, key=repr))
    if head == "cmp":
        return (head, rest[0], _plain(rest[1][0]), _term(rest[1][1], names), _size(rest[2]))
    return (_plain(head), *(_term(term, names) for term in rest))


def _size(value: Json) -> Form:
    return size_of(value) if value[0] in KINDS else _tuple(value)


def _term(term: str, names: dict[str, str]) -> Form:
    return names.setdefault(term, f"?{len(names) + 1}") if is_variable(term) else _plain(term)


def _plain(text: str) -> Form:
    words = [token.form for token in analyse(text).tokens]
    return tuple(stem(word) for word in words if word not in _SAYS_NOTHING) or tuple(words)


def _form(body: Mapping[str, Any]) -> Form:
    return tuple(sorted((key, repr(value)) for key, value in body.get("form", {}).items()))


def _tuple(value: Json) -> Form:
    return tuple(map(_tuple, value)) if isinstance(value, list | tuple) else value
