"""A mined Problem as a template file, in the format of docs/templates.md, and in plain English."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from suffice.learn.templates.candidate import Candidate
from suffice.learn.templates.columns import Asked, Slot, Told
from suffice.learn.templates.formula import ENDS, GIVEN, WEEKDAYS, Node, bare, coded, decimal, text, words
from suffice.records import Json

_DATE_FORMS = {"long": "long", "day first": "dmy", "month first": "mdy"}
_TWICE = {"{": "{{", "}": "}}"}


def template(name: str, asked: Asked, told: Told, best: Candidate, where: Sequence[Node]) -> str:
    """TOML. Constants are the shape's own; no text of a slot is in it."""
    family, labels = best.family(asked), {one.name: one.labels for one in asked.slots if one.kind == "choice"}
    conditions = [when for _, when in best.outcomes if when is not None]
    roots, numbers = coded([*(conditions or [best.node]), *where], labels)
    count = len(conditions) or 1
    find = _find(best, roots[:count], told)
    formulas = [text(node) for node in roots[count:]]
    used = best.slots
    lines = ["[[template]]", f"name = {_string(name)}", f"family = {_string(family)}"]
    for role, pieces in zip(asked.roles, asked.pieces, strict=True):
        role = "system" if role == "developer" else role
        body = "".join(_braces(p) if isinstance(p, str) else f"{{{p.name}:{_type(p, used)}}}" for p in pieces)
        lines.append(f"{role} = {_string(body)}")
    lines.append(f"find = {_string(bare(find))}")
    if formulas:
        lines += ["where = [", *(f"    {_string(bare(one))}," for one in formulas), "]"]
    answer = "".join(
        "{answer}" if piece is None else f"{{{piece[0]}}}" if isinstance(piece, tuple) else _braces(piece)
        for piece in told.pieces
    )
    lines.append(f"answer = {_string(answer)}")
    styles = {one.style for one in asked.slots if one.kind == "date"} & {"day first", "month first"}
    lines += [f"dates = {_string(style)}" for style in sorted(styles)]
    if any(one.kind == "time" for one in asked.slots):
        lines.append('clock = "24h"')
    whole = " ".join([find, *formulas])
    given = {key: {"duration": value} for key, value in GIVEN.items() if re.search(rf"\b{key}\b", whole)}
    given |= {day.lower(): {"weekday": day} for day in WEEKDAYS if re.search(rf"\b{day.lower()}\b", whole)}
    days = dict.fromkeys(re.findall(r"\bday_(\d{4})_(\d\d)_(\d\d)\b", whole))
    off = ['off = ["list", [["md", 12, 25], ["md", 1, 1]]]'] if re.search(r"\boff\b", whole) else []
    if given or days or off:
        lines += ["", "[template.given]", *(f"day_{'_'.join(day)} = {'-'.join(day)}" for day in days), *off]
        lines += [
            f"{key} = {{ {kind} = {_string(said)} }}" for key, worth in given.items() for kind, said in worth.items()
        ]
    for one in asked.slots:
        if one.kind == "choice":
            lines += ["", f"[template.choice.{one.name}]"] if one.name in numbers else []
            lines += [f"{_string(label)} = {decimal(worth)}" for label, worth in numbers.get(one.name, {}).items()]
    mere = [one for one in asked.slots if one.kind == "choice" and one.name not in numbers]
    if mere:
        lines += ["", "[template.choice]"]
        lines += [f"{one.name} = [{', '.join(map(_string, one.labels))}]" for one in mere]
    form = _form(best, told, family)
    if form:
        lines += ["", "[template.form]", *(f"{key} = {_plain(value)}" for key, value in form.items())]
    return "\n".join(lines) + "\n"


def proposal(told: Told, best: Candidate, where: Sequence[Node]) -> str:
    """What the operator is asked to approve."""
    if best.outcomes:
        cases = [f"'{label}' if {bare(words(when))}" for label, when in best.outcomes if when is not None]
        said = "The answer is " + ", else ".join(cases) + f", else '{best.outcomes[-1][0]}'"
    else:
        said = "The answer is " + bare(words(best.node))
    if told.kind == "number":
        how = {"half_up": "halves up", "half_even": "halves to even", "floor": "down", "ceil": "up"}[best.mode]
        said += f", rounded to {told.decimals} decimals ({how})"
    limits = _limits(where, best.node)
    said += f", where {'; '.join(limits)}" if limits else ""
    return said + (". Halves to be rounded are refused: the log does not tell how" if _halves(where) else "") + "."


def _halves(where: Sequence[Node]) -> bool:
    return any(node[1][0] == "mod" for node in where)


def _limits(where: Sequence[Node], whole: Node) -> list[str]:
    """Ranges in one piece each. ``whole``: the answer before it is rounded."""
    found, least = [], {node[1]: node[2] for node in where if node[0] == "ge"}
    for node in where:
        if node[0] == "le" and node[1] in least:
            what = words(node[1]) if node[1][0] in ENDS else "the answer" if node[1] == whole else bare(words(node[1]))
            found.append(f"{what} is from {words(least[node[1]])} to {words(node[2])}")
        elif node[0] == "eq" and node[2][0][0] == "*":
            found.append("25 December and 1 January make no difference")
        elif node[0] != "ge" and node[1][0] != "mod":
            found.append(bare(words(node)))
    return found


def _find(best: Candidate, roots: Sequence[Node], told: Told) -> str:
    """A formula; labels other than Yes and No are what is largest."""
    if not best.outcomes:
        return text(roots[0])
    if set(told.labels) == {"Yes", "No"}:
        return text(roots[0] if best.outcomes[0][0] == "Yes" else _opposite(roots[0]))
    pairs = []
    for place, (label, _) in enumerate(best.outcomes):
        score = "1"
        if place < len(roots):
            score = f"when({text(roots[place])}, 1, 0)"
        for earlier in reversed(roots[:place]):
            score = f"when({text(earlier)}, 0, {score})"
        pairs.append(f"[{json.dumps(label)}, {score}]")
    return f'which("max", {", ".join(pairs)})'


_OPPOSITE = {"ge": "lt", "gt": "le", "le": "gt", "lt": "ge", "eq": "ne", "ne": "eq", "and": "or", "or": "and"}


def _opposite(node: Node) -> Node:
    if node[0] in ("and", "or"):
        return (_OPPOSITE[node[0]], *map(_opposite, node[1:]))
    return (_OPPOSITE[node[0]], *node[1:])


def _type(one: Slot, used: set[str]) -> str:
    if one.kind == "number":
        return "count" if one.decimals == 0 and one.name in used else "number"
    return one.kind


def _form(best: Candidate, told: Told, family: str) -> dict[str, Json]:
    form: dict[str, Json] = {}
    if told.kind == "number":
        if family == "arithmetic" or told.fixed:
            form["decimals"] = told.decimals
        if family == "arithmetic":
            form |= {} if told.fixed else {"trim": True}
            form |= {"thousands": True} if told.grouped else {}
            form |= {"mode": best.mode} if best.mode != "half_up" else {}
    if told.kind == "date" and told.style in _DATE_FORMS:
        form["date"] = _DATE_FORMS[told.style]
    return form


def _braces(piece: str) -> str:
    return "".join(_TWICE.get(mark, mark) for mark in piece)


def _plain(value: Json) -> str:
    return (
        str(value).lower() if isinstance(value, bool) else str(value) if isinstance(value, int) else _string(str(value))
    )


def _string(said: str) -> str:
    """A TOML string; JSON's escapes are among TOML's."""
    return json.dumps(said, ensure_ascii=False).replace("\x7f", "\\u007f")
