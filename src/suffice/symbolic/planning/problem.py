"""The language of planning: what a Problem body may hold. It is the core of PDDL: STRIPS, types, negation, equality.

body = ``{"types": {type: supertype}, "objects": {name: type}, "predicates": {name: [type, ...]}, "actions": {name:
{"parameters": [[variable, type], ...], "when": [literal, ...], "then": [literal, ...]}}, "start": [fact, ...],
"goal": [literal, ...], "find": "plan" | "shortest" | "steps", "form": {...}}``

Types are a forest below ``object``, which need not be stated. A fact is ``[predicate, object, ...]``; a literal is a
fact, ``["=", a, b]``, or ``["not", one of these]``; in actions ``?x`` stands for any object of the parameter's type.
``when`` and ``goal`` hold where all their literals do; ``then`` makes its facts true, and those under ``not`` false
(a fact that is under both becomes true, as in PDDL). What ``start`` does not list is false.

``find``: ``plan`` is any plan; ``shortest`` one with as few actions as possible; ``steps`` their number. A plan is
written ``(stack a b), (pick-up c)``, and ``()`` where the goal holds from the start.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from suffice.records import Json
from suffice.symbolic.form import validate_form
from suffice.symbolic.planning.telling import paraphrase as paraphrase

FINDS = ("plan", "shortest", "steps")
NAME = r"^[a-z][a-z0-9_-]{0,59}$"
VARIABLE = r"^\?[a-z][a-z0-9_-]{0,59}$"
MOST, FACTS, PARAMETERS = 400, 4_000, 8  # names of a kind, facts of a state, parameters of an action or a predicate
FORM_TYPES: dict[str, type] = {"only": bool, "json": str, "reply": list}
_KEYS = {"types", "objects", "predicates", "actions", "start", "goal", "find", "form"}
_ACTION = {"parameters", "when", "then"}

_DOMAIN = (
    "(define (domain blocks) (:requirements :strips) (:predicates (on ?x ?y) (table ?x) (clear ?x) (held ?x) (free))"
    " (:action take :parameters (?x) :precondition (and (clear ?x) (table ?x) (free))"
    " :effect (and (held ?x) (not (table ?x)) (not (free))))"
    " (:action stack :parameters (?x ?y) :precondition (and (held ?x) (clear ?y))"
    " :effect (and (on ?x ?y) (free) (not (held ?x)) (not (clear ?y)))))"
)
_TWO = (
    "(define (problem two) (:domain blocks) (:objects a b) (:init (table a) (table b) (clear a) (clear b) (free))"
    " (:goal (on a b)))"
)
EXAMPLES: tuple[tuple[str, str | None, str], ...] = (
    (f"Find a plan for this problem.\n{_DOMAIN}\n{_TWO}", None, "(take a), (stack a b)"),
    (f"Find a shortest plan.\n```pddl\n{_DOMAIN}\n{_TWO}\n```", None, "(take a), (stack a b)"),
    (f"How many steps does a shortest plan take?\n{_DOMAIN}\n{_TWO}", None, "2"),
)


def validate(body: Json) -> None:
    """Raises ValueError saying what is wrong with the body."""
    if not isinstance(body, Mapping):
        raise ValueError("the body must be an object with 'objects', 'predicates', 'actions', 'start' and 'goal'")
    unknown = set(body) - _KEYS
    if unknown:
        raise ValueError(f"unknown key '{min(unknown, key=str)}'")
    types = _types(body.get("types", {}))
    objects, predicates = _table(body.get("objects"), "objects"), _table(body.get("predicates"), "predicates")
    for name, type_ in objects.items():
        _one_of(type_, types, f"the type of '{name}'")
    for name, kinds in predicates.items():
        if not isinstance(kinds, list) or len(kinds) > PARAMETERS:
            raise ValueError(f"the predicate '{name}' needs a list of at most {PARAMETERS} types")
        for kind in kinds:
            _one_of(kind, types, f"a type of '{name}'")
    if not objects:
        raise ValueError("there are no objects")
    _literals(body.get("start"), "start", predicates, objects, types, plain=True)
    _literals(body.get("goal"), "goal", predicates, objects, types)
    for name, action in _table(body.get("actions"), "actions").items():
        _action(name, action, predicates, objects, types)
    if body.get("find", "plan") not in FINDS:
        raise ValueError(f"'find' is one of {', '.join(FINDS)}")
    validate_form(body.get("form", {}), FORM_TYPES)


def above(type_: str, types: Mapping[str, str]) -> list[str]:
    """The type and all its supertypes, ending with ``object``."""
    found = [type_]
    while found[-1] != "object":
        found.append(types.get(found[-1], "object"))
    return found


def _types(types: Json) -> dict[str, str]:
    found = dict(_table(types, "types"))
    if "object" in found:
        raise ValueError("'object' is the type above all others and has none above itself")
    for name, parent in found.items():
        _one_of(parent, {**found, "object": ""}, f"the type above '{name}'")
    for name in found:
        seen, at = {name}, found[name]
        while at != "object":
            if at in seen:
                raise ValueError(f"the type '{name}' stands above itself")
            seen.add(at)
            at = found[at]
    return {**found, "object": ""}


def _table(value: Json, what: str) -> Mapping[str, Json]:
    if not isinstance(value, Mapping) or len(value) > MOST:
        raise ValueError(f"'{what}' must be an object of at most {MOST} names")
    for name in value:
        if not isinstance(name, str) or not re.fullmatch(NAME, name):
            raise ValueError(f"'{str(name)[:40]}' in '{what}' is no name: lower case letters, digits, - and _")
        if name in ("not", "and", "or", "object") and what != "types":
            raise ValueError(f"'{name}' in '{what}' is a word of the language")
    return value


def _one_of(value: Json, known: Iterable[str], what: str) -> None:
    if not isinstance(value, str) or value not in known:
        raise ValueError(f"{what}, {str(value)[:40]!r}, is not known")


def _action(
    name: str, action: Json, predicates: Mapping[str, Json], objects: Mapping[str, Json], types: Mapping[str, str]
) -> None:
    if not isinstance(action, Mapping) or set(action) != _ACTION or not isinstance(action["parameters"], list):
        raise ValueError(f"the action '{name}' must be an object with 'parameters', 'when' and 'then'")
    terms = dict(objects)
    if len(action["parameters"]) > PARAMETERS:
        raise ValueError(f"the action '{name}' has more than {PARAMETERS} parameters")
    for pair in action["parameters"]:
        if not isinstance(pair, list) or len(pair) != 2 or not re.fullmatch(VARIABLE, str(pair[0])):
            raise ValueError(f"a parameter of '{name}' is a variable and a type, such as ['?x', 'object']")
        if pair[0] in terms:
            raise ValueError(f"'{name}' has two parameters {pair[0]}")
        _one_of(pair[1], types, f"the type of '{pair[0]}' in '{name}'")
        terms[pair[0]] = pair[1]
    _literals(action["when"], name, predicates, terms, types)
    _literals(action["then"], name, predicates, terms, types, equality=False)


def _literals(
    value: Json,
    where: str,
    predicates: Mapping[str, Json],
    terms: Mapping[str, Json],
    types: Mapping[str, str],
    plain: bool = False,
    equality: bool = True,
) -> None:
    """``terms``: objects and variables with their types; ``plain``: facts alone."""
    if not isinstance(value, list) or len(value) > FACTS:
        raise ValueError(f"'{where}' needs a list of at most {FACTS} literals")
    for literal in value:
        fact = literal
        if isinstance(literal, list) and len(literal) == 2 and literal[0] == "not" and not plain:
            fact = literal[1]
        if not isinstance(fact, list) or not fact or not all(isinstance(part, str) for part in fact):
            raise ValueError(f"{str(literal)[:60]} in '{where}' is no literal")
        if fact[0] == "=" and equality and not plain and len(fact) == 3:
            for term in fact[1:]:
                _one_of(term, terms, f"a name in '{where}'")
            continue
        kinds = predicates.get(fact[0])
        if kinds is None or len(kinds) != len(fact) - 1:
            raise ValueError(f"{str(fact)[:60]} in '{where}' fits no predicate")
        for term, kind in zip(fact[1:], kinds, strict=True):
            _one_of(term, terms, f"a name in '{where}'")
            if kind not in above(terms[term], types):
                raise ValueError(
                    f"'{term}' in '{where}' is of the type '{terms[term]}', and '{fact[0]}' takes '{kind}'"
                )
