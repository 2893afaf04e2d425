"""Labels that only one user's replies hold are that user's words: they are kept nowhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace

from suffice.learn.cases import UNSAID, Case
from suffice.learned.reply import Reply, Value

LEAST_USERS = 2


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
    private = {
        (part.name, label)
        for part in reply.parts
        for label in part.labels
        if label not in listed and len(users[part.name, label]) < LEAST_USERS
    }
    if not private:
        return reply, list(cases)
    parts = tuple(_without(part, {label for name, label in private if name == part.name}) for part in reply.parts)
    nothing = dict.fromkeys(reply.names, UNSAID)
    left = [case if private.isdisjoint(case.values.items()) else replace(case, values=nothing) for case in cases]
    return replace(reply, parts=parts), left


def _without(part: Value, private: set[str]) -> Value:
    labels = tuple(label for label in part.labels if label not in private)
    aliases = tuple(pair for pair in part.aliases if pair[1] not in private)
    return replace(part, labels=labels, aliases=aliases, output=part.output if labels or not private else _free(part))


def _free(part: Value) -> str:
    return "text" if part.output == "label" else part.output
