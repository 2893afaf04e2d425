"""A proof drawn for the terminal: a tree with the clauses quoted, and the fewest clauses that force the answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from suffice.records import Json
from suffice.symbolic.rules.forms import TooMany
from suffice.symbolic.rules.ground import ANYBODY, about
from suffice.symbolic.rules.language import CONNECTIVES, Formula, is_variable, parts, terms
from suffice.symbolic.rules.phrasing import phrase, sentence
from suffice.symbolic.rules.prefer import excepted
from suffice.symbolic.rules.problem import validate
from suffice.symbolic.rules.prove import Theory
from suffice.symbolic.rules.search import TooLong

MOST_LINES = 120
_MOST_TRIED = 60  # clauses that are left out one by one


@dataclass(eq=False, slots=True)
class Node:
    """Something established: what it says, by what, and what that rests on."""

    value: Json
    says: str
    why: str
    rests_on: list[Node]


def told(body: Json) -> Iterator[str]:
    """What was understood, one clause a line. Raises ValueError for what is no Problem."""
    validate(body)
    for number, clause in enumerate(body["clauses"], 1):
        name = f"{clause['name']}: " if "name" in clause else ""
        yield f"  [{number}] {name}{sentence(clause, bool(body.get('told')))}"


def drawn(body: Json, evidence: Json, value: str) -> Iterator[str]:
    """The tree of each proof, then the clauses that force the answer. Raises ValueError, KeyError, ..."""
    del value
    validate(body)
    steps = evidence["steps"]
    if not steps:
        yield from _either_way(evidence["facts"])
        return
    nodes = _Proof(body, steps).roots
    lines = [line for node in nodes for line in _tree(node, "", "", set())]
    yield from lines[:MOST_LINES]
    if len(lines) > MOST_LINES:
        yield f"... and {len(lines) - MOST_LINES} lines more"
    cited = sorted(
        {step["expr"][1] for step in steps if step["expr"][0] in ("clause", "told", "rule")}
        | {index for step in steps for index, _, _ in step.get("against", ())}
    )
    if body.get("told"):
        yield f"it rests on these clauses ({len(cited)} of {len(body['clauses'])}):"
    else:
        goals = [_goal(node.value) for node in nodes]
        needed = _needed(body, goals, cited)
        cited = needed if needed is not None else cited
        alone = "; none of them can be left out" if needed is not None else ""
        yield f"these clauses force it ({len(cited)} of {len(body['clauses'])}{alone}):"
    yield from (f"  [{n + 1}] {_text(body['clauses'][n])}" for n in cited)


def _text(clause: Mapping[str, Any]) -> str:
    return str(clause.get("text") or sentence(clause))


def _goal(value: Json) -> Formula:
    if isinstance(value, list) and value and value[0] not in ("contradiction", "never"):
        return value
    raise ValueError("no formula is proved")


def _needed(body: Mapping[str, Any], goals: Sequence[Formula], cited: Sequence[int]) -> list[int] | None:
    """Of the clauses that a proof cites, those without which it does not follow; None where that takes too long."""
    clauses = excepted(body["clauses"], body.get("prefer", []))
    kept = list(cited)
    if len(kept) > _MOST_TRIED:
        return None
    try:
        for number in cited:
            fewer = [other for other in kept if other != number]
            if all(_follows([clauses[n] for n in fewer], goal) for goal in goals):
                kept = fewer
        whole = all(_follows([clauses[n] for n in kept], goal) for goal in goals)
    except (TooMany, TooLong, RecursionError):
        return None
    return kept if whole else None


def _follows(clauses: Sequence[Json], goal: Formula) -> bool:
    goal = about(goal, ANYBODY) if any(map(is_variable, terms(goal))) else goal
    theory = Theory(clauses, [goal])
    return theory.clash is not None or theory.entails(goal) is True


def _either_way(facts: Mapping[str, Any]) -> Iterator[str]:
    for key, says in (("with", "one way in which all clauses hold, and it is so:"), ("without", "and it is not so:")):
        yield says
        held = [phrase(atom) for atom in facts[key]["true"]]
        sizes = [phrase(["cmp", "eq", [name, who], size]) for name, who, size in facts[key]["sizes"]]
        yield "  " + ("; ".join([*held, *sizes][:30]) or "nothing else is so")


class _Proof:
    """The steps as nodes. A supposition that is closed is one node, on the contradiction that it led to."""

    def __init__(self, body: Mapping[str, Any], steps: Sequence[Mapping[str, Any]]) -> None:
        self.clauses = body["clauses"]
        levels: list[list[Node]] = [[]]
        for step in steps:
            kind, *rest = step["expr"]
            value = step["value"]
            if kind == "suppose":
                levels.append([Node(rest[0], phrase(rest[0]), "as supposed", [])])
                continue
            if kind == "therefore":
                inner = levels.pop()
                node = Node(value, phrase(value), f"else {inner[0].says}, and then", [inner[-1]])
            else:
                scope = [node for level in levels for node in level]
                node = self._node(kind, rest, value, scope)
                node.rests_on += self._against(step.get("against", ()), scope)
            levels[-1].append(node)
        (every,) = levels
        used = {id(below) for node in every for below in _below(node)}
        self.roots = [node for node in every if id(node) not in used]

    def _node(self, kind: str, rest: Sequence[Any], value: Json, scope: Sequence[Node]) -> Node:
        says = "a contradiction" if value == ["contradiction"] else ""
        if kind == "never":
            return Node(value, f"nothing shows that {phrase(value[1])}", "no rule that says so applies", [])
        says = says or phrase(value)
        if kind == "supposed":
            return Node(value, says, "as supposed", [])
        if kind == "order":
            return Node(value, says, "by the order of numbers", _about(scope, list(parts(value)), value))
        clause = self.clauses[rest[0]]
        spoken_of = self._spoken_of(rest[0], rest[1] if len(rest) > 1 else {})
        return Node(value, says, f"[{rest[0] + 1}] {_text(clause)}", _about(scope, spoken_of, value))

    def _spoken_of(self, index: int, binding: Mapping[str, str]) -> list[Formula]:
        """What a clause says depends on; a plain fact depends on nothing."""
        clause = self.clauses[index]
        if "if" not in clause and not any(_alternatives(clause["then"])):
            return []
        named = [_put(clause[key], binding) for key in ("if", "then") if key in clause]
        return [part for formula in named for part in parts(formula)]

    def _against(self, against: Sequence[Any], scope: Sequence[Node]) -> Iterator[Node]:
        """The rules that would say the opposite, each with why it does not."""
        for index, binding, gives_way in against:
            clause = self.clauses[index]
            why = "gives way" if gives_way else "cannot apply"
            lacking = [node for node in scope if node.value[0] == "never"]
            condition = list(parts(_put(clause["if"], binding)))
            yield Node([], f"{clause.get('name') or f'[{index + 1}]'} says otherwise", f"{why}: {_text(clause)}",
                       [] if gives_way else _about(lacking, condition, ["contradiction"]))  # fmt: skip


def _alternatives(formula: Formula) -> Iterator[bool]:
    """Whether a formula, and each within it, leaves alternatives open."""
    if formula[0] in CONNECTIVES:
        yield formula[0] == "or" or (formula[0] == "not" and formula[1][0] == "and")
        for part in formula[1:]:
            yield from _alternatives(part)


def _below(node: Node) -> Iterator[Node]:
    """All that a node rests on, where it is told first."""
    open_, seen = [*node.rests_on], set()
    while open_:
        one = open_.pop()
        if id(one) not in seen:
            seen.add(id(one))
            open_ += one.rests_on
            yield one


def _about(scope: Sequence[Node], spoken_of: Sequence[Formula], value: Json) -> list[Node]:
    """The last node for each thing that is spoken of, but for what it establishes; of a quantity, all that is known."""
    own = set(map(_key, _atoms(value)))
    found: dict[str, Node] = {}
    for key in map(_key, spoken_of):
        for node in scope:
            keys = set(map(_key, _atoms(node.value[1] if node.value[0] == "never" else node.value)))
            if key in keys and (key not in own or (node.value[0] == "cmp" and node.value != value)):
                found[key] = node
    return list(dict.fromkeys(found.values()))


def _atoms(formula: Json) -> list[Formula]:
    return [] if formula == ["contradiction"] else list(parts(formula))


def _key(part: Formula) -> str:
    return repr(["cmp", *part[2]]) if part[0] == "cmp" else repr(list(part))


def _put(formula: Formula, binding: Mapping[str, str]) -> Formula:
    return [
        _put(part, binding) if isinstance(part, list) else binding.get(part, part) if isinstance(part, str) else part
        for part in formula
    ]


def _tree(node: Node, first: str, rest: str, seen: set[int]) -> Iterator[str]:
    """The lines of a node, its own beginning with ``first`` and those below with ``rest``."""
    if id(node) in seen and node.rests_on:
        yield f"{first}{node.says} (above)"
        return
    seen.add(id(node))
    yield f"{first}{node.says}   <- {node.why}"
    for number, below in enumerate(node.rests_on, 1):
        last = number == len(node.rests_on)
        yield from _tree(below, rest + ("└─ " if last else "├─ "), rest + ("   " if last else "│  "), seen)
