"""Planning Problems as PDDL text, read and written: :strips, :typing, :negative-preconditions, :equality; constants.

The grammar is that of PDDL 1.2 (McDermott et al. 1998). Case does not matter there; everything becomes lower case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from suffice.records import Json

REQUIREMENTS = (":strips", ":typing", ":negative-preconditions", ":equality")
_TOKEN = re.compile(r";[^\n]*|[()]|[^\s();]+")
_DEEPEST = 12
Expression = Any  # a name, or a list of expressions


def parse(domain: str, problem: str) -> dict[str, Json]:
    """The Problem body that two PDDL definitions state together. Raises ValueError saying what is not understood."""
    told, asked = _definition(domain, "domain"), _definition(problem, "problem")
    domain_name, problem_of = told.pop("domain"), asked.pop(":domain", None)
    asked.pop("problem")
    if problem_of is not None and problem_of != domain_name:
        raise ValueError(f"the problem belongs to the domain {problem_of}, not to {domain_name}")
    actions = told.pop(":action", {})
    _requirements([*told.pop(":requirements", []), *asked.pop(":requirements", [])])
    types = dict(_typed(told.pop(":types", [])))
    objects = _once([*_typed(told.pop(":constants", [])), *_typed(asked.pop(":objects", []))], "object")
    predicates = {
        _name(one[0]): [kind for _, kind in _typed(one[1:])] for one in map(_list, told.pop(":predicates", []))
    }
    start = [_fact(one) for one in asked.pop(":init", [])]
    goal = _conjunction(asked.pop(":goal", [[]]))
    for left in (*told, *asked):
        raise ValueError(f"'{left}' is not supported here; leave it out, or use a planner that knows it")
    return {
        "types": {name: kind for name, kind in types.items() if name != "object"},
        "objects": objects,
        "predicates": predicates,
        "actions": actions,
        "start": [fact for place, fact in enumerate(start) if fact not in start[:place]],
        "goal": goal,
    }


def domain_text(body: Mapping[str, Any], name: str = "learned") -> str:
    """The types, predicates and actions of a body as a readable PDDL domain."""
    types = body.get("types", {})
    lines = [f"(define (domain {name})", f"  (:requirements {' '.join(_needed(body))})"]
    if types:
        lines.append(f"  (:types {_grouped(types.items())})")
    predicates = [
        f"({predicate}{''.join(f' ?{letter}{_kind(kind)}' for letter, kind in zip('abcdefgh', kinds, strict=False))})"
        for predicate, kinds in body["predicates"].items()
    ]
    lines.append("  (:predicates " + "\n               ".join(predicates) + ")")
    for action, parts in body["actions"].items():
        parameters = " ".join(f"{variable}{_kind(kind)}" for variable, kind in parts["parameters"])
        lines += [
            f"  (:action {action}",
            f"    :parameters ({parameters})",
            f"    :precondition (and {' '.join(map(_literal, parts['when']))})",
            f"    :effect (and {' '.join(map(_literal, parts['then']))}))",
        ]
    return "\n".join(lines) + ")\n"


def problem_text(body: Mapping[str, Any], name: str = "task", domain: str = "learned") -> str:
    """The objects, the start and the goal of a body as a readable PDDL problem."""
    return (
        f"(define (problem {name}) (:domain {domain})\n"
        f"  (:objects {_grouped(body['objects'].items())})\n"
        f"  (:init {' '.join(map(_literal, body['start']))})\n"
        f"  (:goal (and {' '.join(map(_literal, body['goal']))})))\n"
    )


# --- writing -----------------------------------------------------------------------------------------
def _needed(body: Mapping[str, Any]) -> list[str]:
    literals = [literal for action in body["actions"].values() for literal in action["when"]]
    inner = [one[1] if one[0] == "not" else one for one in literals]
    return [
        ":strips",
        *([":typing"] if body.get("types") else []),
        *([":negative-preconditions"] if any(one[0] == "not" and one[1][0] != "=" for one in literals) else []),
        *([":equality"] if any(one[0] == "=" for one in inner) else []),
    ]


def _literal(one: Sequence[Any]) -> str:
    return f"(not {_literal(one[1])})" if one[0] == "not" else f"({' '.join(one)})"


def _kind(kind: str) -> str:
    return "" if kind == "object" else f" - {kind}"


def _grouped(pairs: Iterable[tuple[str, str]]) -> str:
    groups: dict[str, list[str]] = {}
    for name, kind in pairs:
        groups.setdefault(kind, []).append(name)
    plain = groups.pop("object", [])  # those without a type go last: what follows them would lend them its own
    return " ".join([*(f"{' '.join(names)} - {kind}" for kind, names in groups.items()), *plain])


# --- reading -----------------------------------------------------------------------------------------
def _definition(text: str, kind: str) -> dict[str, Any]:
    """The parts of ``(define (domain ...) ...)`` by their keyword; ``:action`` by name."""
    whole = list(_expressions(text))
    if len(whole) != 1 or not isinstance(whole[0], list) or whole[0][:1] != ["define"]:
        raise ValueError(f"a PDDL {kind} is one expression: (define ({kind} NAME) ...)")
    found: dict[str, Any] = {}
    for part in whole[0][1:]:
        part = _list(part)
        key = part[0] if part and isinstance(part[0], str) else ""
        if key == kind:
            found[kind] = _name(part[1] if len(part) == 2 else [])
        elif key == ":action":
            name, action = _action(part)
            actions = found.setdefault(key, {})
            if name in actions:
                raise ValueError(f"there are two actions '{name}'")
            actions[name] = action
        elif key in found:
            raise ValueError(f"there are two parts '{key}'")
        else:
            found[key] = _name(part[1]) if key == ":domain" and len(part) == 2 else part[1:]
    if kind not in found:
        raise ValueError(f"the {kind} has no name: (define ({kind} NAME) ...)")
    return found


def _expressions(text: str) -> Iterator[Expression]:
    stack: list[list[Expression]] = []
    for token in _TOKEN.findall(text):
        if token[0] == ";":
            continue
        if token == "(":
            stack.append([])
            if len(stack) > _DEEPEST:
                raise ValueError(f"nested deeper than {_DEEPEST}")
            continue
        if token == ")" and not stack:
            raise ValueError("a bracket is closed that was not opened")
        done = stack.pop() if token == ")" else token.lower()
        if stack:
            stack[-1].append(done)
        else:
            yield done
    if stack:
        raise ValueError("a bracket is not closed")


def _requirements(named: list[Expression]) -> None:
    for requirement in named:
        if requirement not in REQUIREMENTS:
            raise ValueError(f"the requirement {requirement} is not supported; {', '.join(REQUIREMENTS)} are")


def _action(part: list[Expression]) -> tuple[str, dict[str, Json]]:
    name = _name(part[1] if len(part) > 1 else [])
    keys, values = part[2::2], part[3::2]
    if len(keys) != len(values) or not all(isinstance(key, str) for key in keys) or len(set(keys)) != len(keys):
        raise ValueError(f"the action '{name}' is not a list of keywords with one value each")
    parts = dict(zip(keys, values, strict=True))
    parameters = _typed(_list(parts.pop(":parameters", [])))
    when = _conjunction([parts.pop(":precondition", [])])
    then = _conjunction([parts.pop(":effect", [])])
    for left in parts:
        raise ValueError(f"'{left}' in the action '{name}' is not supported")
    return name, {"parameters": [list(pair) for pair in parameters], "when": when, "then": then}


def _conjunction(parts: list[Expression]) -> list[Json]:
    """The literals of ``(and ...)``, of one literal alone, or of nothing."""
    if len(parts) != 1:
        raise ValueError("a goal, a precondition and an effect are one expression each: (and ...)")
    whole = _list(parts[0])
    if not whole:
        return []
    found: list[Json] = []
    for one in whole[1:] if whole[0] == "and" else [whole]:
        one = _list(one)
        if one[:1] == ["and"]:
            found += _conjunction([one])
        elif one[:1] == ["not"] and len(one) == 2:
            found.append(["not", _fact(one[1])])
        else:
            found.append(_fact(one))
    return found


def _fact(value: Expression) -> list[str]:
    fact = _list(value)
    if fact[:1] and fact[0] in ("not", "and", "or", "imply", "exists", "forall", "when", "increase"):
        raise ValueError(f"'{fact[0]}' is not supported in {_shown(value)}")
    if not fact or not all(isinstance(part, str) for part in fact):
        raise ValueError(f"{_shown(value)} is no fact such as (on a b); only literals and their conjunctions are read")
    return fact


def _typed(parts: list[Expression]) -> list[tuple[str, str]]:
    """(name, type) pairs of ``a b - block c``."""
    found: list[tuple[str, str]] = []
    names: list[str] = []
    places = iter(parts)
    for part in places:
        if part == "-":
            kind = next(places, None)
            if not names or not isinstance(kind, str):
                raise ValueError("a type is one name, after '-'; (either ...) is not supported")
            found += [(name, kind) for name in names]
            names = []
        else:
            names.append(_name(part))
    return found + [(name, "object") for name in names]


def _once(pairs: list[tuple[str, str]], what: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, kind in pairs:
        if found.setdefault(name, kind) != kind:
            raise ValueError(f"the {what} '{name}' has two types")
    return found


def _name(value: Expression) -> str:
    if not isinstance(value, str):
        raise ValueError(f"a name was expected, not {_shown(value)}")
    return value


def _list(value: Expression) -> list[Expression]:
    if not isinstance(value, list):
        raise ValueError(f"'{str(value)[:40]}' stands where a bracket was expected")
    return value


def _shown(value: Expression) -> str:
    said = f"({' '.join(map(_shown, value))})" if isinstance(value, list) else str(value)
    return said[:60]
