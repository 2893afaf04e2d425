"""Several prompts in one stream: which requests share long passages, and so come from the same template.

A passage is a run of tokens that enough distinct requests hold. Passages that nearly always stand together are one
``signature``; plain talk has none that is long. What one user repeats is no signature.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from suffice.learn.alignment import Tokens

RUN = 8  # tokens of a passage, spaces included
LONG = 10  # passages of a signature: seventeen tokens or more
_TOGETHER = 0.9  # Jaccard index
_MOST = 20_000  # passages looked at
_SHARE = 0.01  # of the requests, that must hold a signature
_WITHIN = 0.9  # of one set in another
_PART = 0.05  # of a set, that must be of one template for the set to be several
_FEW_PARTS = 8  # templates with one opening; more are texts that an application fills in
_DEEPEST = 3
_HEAD = re.compile(r"[^:\n]{1,60}[:\n]")
_HEAD_WORDS = 3
_HEAD_SHARE = 0.05  # of what has no signature


@dataclass(frozen=True, slots=True)
class Doc:
    """One distinct request: the tokens of each message, and the users that sent it."""

    texts: tuple[str, ...]
    tokens: tuple[Tokens, ...]
    users: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Signature:
    members: int  # bit i: request i holds it
    passages: int


def parts(
    docs: Sequence[Doc], fewest: int, fewest_users: int, constant: frozenset[int] = frozenset()
) -> Iterator[list[Doc]]:
    """Disjoint sets of requests that share a long signature, the strongest first; what shares none is left out.

    ``fewest`` distinct requests, from ``fewest_users`` distinct users, make a set. ``constant``: numbers of messages
    that do not tell requests apart, such as system prompts.
    """
    least = max(fewest, round(_SHARE * len(docs)))
    signatures = [one for one in _signatures(docs, least, constant) if one.passages >= LONG]
    left = (1 << len(docs)) - 1
    while signatures:
        best = max(signatures, key=lambda one: (one.members & left).bit_count() * one.passages)
        best = _widest(best, signatures, left)
        members = best.members & left
        signatures = [one for one in signatures if one is not best and (one.members & left).bit_count() >= least]
        if members.bit_count() < least:
            continue
        chosen = [docs[place] for place in _bits(members)]
        if not widely_sent(chosen, fewest_users):
            continue
        left &= ~members
        yield from _refined(chosen, fewest, fewest_users, constant, _DEEPEST)
    yield from _same_heads([docs[place] for place in _bits(left)], fewest, fewest_users)


def _widest(best: _Signature, signatures: Sequence[_Signature], left: int) -> _Signature:
    """The widest signature that nearly all requests with ``best`` have too: a document in a prompt is no prompt."""
    own = best.members & left
    wider = [one for one in signatures if (one.members & own).bit_count() >= _WITHIN * own.bit_count()]
    return max(wider, key=lambda one: ((one.members & left).bit_count(), one.passages), default=best)


def widely_sent(docs: Sequence[Doc], fewest_users: int) -> bool:
    """Whether enough users sent them; where the log does not say who did for most, nobody can tell."""
    known = [doc.users for doc in docs if doc.users]
    return 2 * len(known) < len(docs) or len(frozenset[str]().union(*known)) >= fewest_users


def _same_heads(docs: list[Doc], fewest: int, fewest_users: int) -> Iterator[list[Doc]]:
    """What is left, by the instruction that opens the last message: ``Translate to French: ...``."""
    heads: dict[str, list[Doc]] = {}
    for doc in docs:
        head = _HEAD.match(doc.texts[-1])
        if head and len(head[0].split()) >= _HEAD_WORDS:
            heads.setdefault(head[0], []).append(doc)
    for _, held in sorted(heads.items(), key=lambda item: -len(item[1])):
        if len(held) >= max(fewest, _HEAD_SHARE * len(docs)) and widely_sent(held, fewest_users):
            yield held


def _refined(
    docs: list[Doc], fewest: int, fewest_users: int, constant: frozenset[int], depth: int
) -> Iterator[list[Doc]]:
    """A set whose members share an opening may be several templates: only if these, few, make up nearly all."""
    least = max(fewest, round(_PART * len(docs)))
    inner = [one for one in _signatures(docs, least, constant) if one.passages >= LONG]
    inner = [one for one in inner if one.members.bit_count() < _WITHIN * len(docs)]
    chosen, left = [], (1 << len(docs)) - 1
    for one in sorted(inner, key=lambda one: -one.members.bit_count()):
        members = one.members & left
        if members.bit_count() >= _WITHIN * one.members.bit_count():
            chosen.append(members)
            left &= ~members
    sets = [[docs[place] for place in _bits(members)] for members in chosen]
    few = 2 <= len(sets) <= _FEW_PARTS and left.bit_count() <= (1 - _WITHIN) * len(docs)
    if not depth or not few or not all(widely_sent(one, fewest_users) for one in sets):
        yield docs
        return
    for one in sets:
        yield from _refined(one, fewest, fewest_users, constant, depth - 1)
    if left:
        yield [docs[place] for place in _bits(left)]


def _signatures(docs: Sequence[Doc], least: int, constant: frozenset[int]) -> list[_Signature]:
    """Passages held by ``least`` requests or more, those together that nearly always stand together."""
    holders: dict[int, list[int]] = {}
    for place, doc in enumerate(docs):
        for passage in _passages(doc, constant):
            holders.setdefault(passage, []).append(place)
    frequent = sorted((held for held in holders.values() if len(held) >= least), key=len, reverse=True)[:_MOST]
    exact: dict[int, int] = {}
    for held in frequent:
        bits = bytearray(len(docs) // 8 + 1)
        for place in held:
            bits[place >> 3] |= 1 << (place & 7)
        members = int.from_bytes(bits, "little")
        exact[members] = exact.get(members, 0) + 1
    merged: list[list[int]] = []  # members of the first, its size, passages
    for members, passages in sorted(exact.items(), key=lambda item: -item[1]):
        size = members.bit_count()
        for one in merged:
            if _TOGETHER * size <= one[1] <= size / _TOGETHER:
                both = (one[0] & members).bit_count()
                if both >= _TOGETHER * (size + one[1] - both):
                    one[2] += passages
                    break
        else:
            if len(merged) < 2000:
                merged.append([members, size, passages])
    return [_Signature(members, passages) for members, _, passages in merged]


def _passages(doc: Doc, constant: frozenset[int]) -> dict[int, None]:
    """In the order of the text, so that nothing depends on how Python hashes."""
    return {
        hash((number, *tokens[at : at + RUN])): None
        for number, tokens in enumerate(doc.tokens)
        if number not in constant
        for at in range(len(tokens) - RUN + 1)
    }


def _bits(members: int) -> Iterator[int]:
    while members:
        low = members & -members
        yield low.bit_length() - 1
        members ^= low
