"""How texts of each family are held against what somebody wrote for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from suffice.records import Abstain, Code, Json
from suffice.symbolic.formal import accounts, alike, canonical, mentions, orders, policies
from suffice.symbolic.formal.cues import REWRITES, computes, miscounted
from suffice.symbolic.formal.unsayable import clues_unsayable, unsayable
from suffice.symbolic.rules.schema import of_prose

Body = Mapping[str, Any]

_FIGURES = (
    "Write every number, amount, percentage, unit, date, time and place exactly as the text gives it (as a value of the"
    ' right kind, with its unit), each under a name of its own in "given". Use all of them. Add none that the text does'
    ' not state. Compute nothing yourself: write the operations in "find".',
)
_QUOTES = (
    'Go through the text sentence by sentence. For each statement copy the whole sentence, letter by letter, into "{}",'
    " and write what it says as a formula that names everybody whom that sentence names, and nobody else. Where it says"
    " two things, quote it twice, or quote each half.",
    "Leave no statement out, and add none that the text does not make.",
)
_ORDERS = (
    *(rule.format("say") for rule in _QUOTES),
    '"ordered" names the two ends in the text\'s own words: oldest and youngest, leftmost and rightmost, first and'
    ' last; whoever is nearer to the first end is ahead. Places without names are "1", "2", ...',
    'Use kind "shared" where two may be level, as in age, price or a race without "no ties"; "each" where each has a'
    " place or a thing of his own.",
    'To ask who, which or where: ["which", "is", options], one option for each value that there is.',
)
_POLICIES = (
    *(rule.format("text") for rule in _QUOTES),
    'Build predicates from the words of the text, the same words for the same thing: "is a member", "may enter".'
    ' A rule for everybody has "if" and speaks of "?x"; a fact has none and speaks of a name. Write sizes of one kind'
    " in one unit.",
)


@dataclass(frozen=True)
class Ways:
    """``account``: the body, with its variants where a word has several meanings, or what is not accounted for.

    ``unsaid``: keys of the form that are not a translator's to write; ``form``: what prose always means.
    """

    tells: Callable[[str], bool]
    unsayable: Callable[[str], str | None]
    canonical: Callable[[Body], Any]
    account: Callable[[str, Body], list[Json] | Abstain]
    rules: tuple[str, ...]
    keys: frozenset[str]  # of a body, that are a translator's to write
    empty: Mapping[str, Json] = field(default_factory=dict)
    computes: Callable[[Body], bool] = lambda body: True
    miscounted: Callable[[str, str], str | None] = lambda text, value: None
    translated: Callable[[Json], Json] = lambda schema: schema  # the part of the schema that is a translator's
    unsaid: frozenset[str] = frozenset(("reply",))
    form: Mapping[str, Json] = field(default_factory=dict)


def _by_clauses(account: Callable[[str, Body], str | None], text: str, body: Body) -> list[Json] | Abstain:
    wrong = account(text, body)
    return Abstain(Code.UNSUPPORTED, wrong) if wrong else [dict(body)]


def _figures(family: str) -> Ways:
    return Ways(
        partial(mentions.tells, family),
        unsayable,
        canonical.canonical,
        lambda text, body: accounts.account(family, [text], body),
        _FIGURES,
        frozenset(("given", "find", "where", "form")),
        empty={"given": {}},
        computes=lambda body: computes(body["find"], body["given"]) or not REWRITES.isdisjoint(body["form"]),
    )


WAYS: Mapping[str, Ways] = {
    "arithmetic": replace(_figures("arithmetic"), miscounted=miscounted),
    "calendar": _figures("calendar"),
    "ordering": Ways(
        orders.tells,
        clues_unsayable,
        alike.order,
        partial(_by_clauses, orders.account),
        _ORDERS,
        frozenset(("slots", "ordered", "attributes", "clues", "find", "form")),
    ),
    "rules": Ways(
        policies.tells,
        clues_unsayable,
        alike.policy,
        partial(_by_clauses, policies.account),
        _POLICIES,
        frozenset(("clauses", "ask", "form")),
        unsaid=frozenset(("reply", "unknown", "labels", "decided", "worded", "one")),
        form={"worded": True},
        translated=of_prose,
    ),
}
