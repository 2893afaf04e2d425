"""Labels that only one user's replies hold are that user's words: they are kept nowhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from suffice.learn.cases import UNSAID, Case
from suffice.learned.reply import Reply, Value
from suffice.learned.sets import IN

LEAST_USERS = 2
_Users = Mapping[tuple[str, str], set[str | None]]  # who was answered this value of that name


def public(reply: Reply, cases: Sequence[Case], listed: Collection[str]) -> tuple[Reply, list[Case]]:
    """The reply without them, and the cases, whose reference says nothing where it was one of them.

    ``listed``: labels that the prompt names, which are nobody's. Nothing changes where the log names no users.
    """
    users: defaultdict[tuple[str, str], set[str | None]] = defaultdict(set)
    for case in cases:
        for pair in case.values.items():
            users[pair].add(case.user)
    if all(case.user is None for case in cases):
        return reply, list(cases)
    reply, cases = _members(reply, cases, listed, users)
    inside = {name for one in reply.sets for name in one.names.values()}
    private = {
        (part.name, label)
        for part in reply.parts
        if part.name not in inside
        for label in part.labels
        if label not in listed and len(users[part.name, label]) < LEAST_USERS
    }
    if not private:
        return reply, list(cases)
    parts = tuple(_without(part, {label for name, label in private if name == part.name}) for part in reply.parts)
    nothing = dict.fromkeys(reply.names, UNSAID)
    left = [case if private.isdisjoint(case.values.items()) else replace(case, values=nothing) for case in cases]
    return replace(reply, parts=parts), left


def _members(
    reply: Reply, cases: Sequence[Case], listed: Collection[str], users: _Users
) -> tuple[Reply, Sequence[Case]]:
    """The same for labels of sets, of which one at least is left."""
    sets, dropped = [], set()
    for one in reply.sets:
        kept = tuple(x for x, name in one.names.items() if x in listed or len(users[name, IN]) >= LEAST_USERS)
        sets.append(replace(one, labels=kept or one.labels[:1]))
        dropped |= set(one.names.values()) - set(sets[-1].names.values())
    if not dropped:
        return reply, cases
    left = replace(reply, parts=tuple(part for part in reply.parts if part.name not in dropped), sets=tuple(sets))
    nothing = dict.fromkeys(left.names, UNSAID)
    return left, [
        replace(case, values={name: case.values[name] for name in left.names})
        if all(case.values[name] not in (IN, UNSAID) for name in dropped)
        else replace(case, values=nothing)
        for case in cases
    ]


def _without(part: Value, private: set[str]) -> Value:
    labels = tuple(label for label in part.labels if label not in private)
    aliases = tuple(pair for pair in part.aliases if pair[1] not in private)
    return replace(part, labels=labels, aliases=aliases, output=part.output if labels or not private else _free(part))


def _free(part: Value) -> str:
    return "text" if part.output == "label" else part.output
