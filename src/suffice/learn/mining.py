"""From distinct requests of one stream to the shapes that they are instances of."""

from __future__ import annotations

from collections.abc import Sequence

from suffice.learn.alignment import constants
from suffice.learn.mixture import Doc, parts, widely_sent
from suffice.learned.shape import Shape

FEWEST = 10  # distinct requests that may tell constant from variable text
FEWEST_USERS = 5  # distinct users among them, where the log names that many
_ALIGNED = 400  # requests of a set that are aligned
_FITTING = 0.97  # share of a set that its shape must fit, else constants are given up
_SLOT = ("", "")


def shapes(docs: Sequence[Doc], roles: tuple[str, ...], form: str | None) -> list[Shape]:
    """The shapes of ``docs``, all of the same roles and form; a shape that fits anything stands last, if need be."""
    whole = Shape(roles, (_SLOT,) * len(roles), form)
    if len(docs) < FEWEST:
        return [whole]
    users = min(FEWEST_USERS, len(frozenset[str]().union(*(doc.users for doc in docs))))
    found: list[Shape] = []
    constant = frozenset(place for place, role in enumerate(roles) if role in ("system", "developer"))
    sets = list(parts(docs, FEWEST, users, constant if len(constant) < len(roles) else frozenset()))
    taken = {id(doc) for one in sets for doc in one}
    rest = [doc for doc in docs if id(doc) not in taken]
    for one in (*sets, rest):
        shape = _shape(one, whole) if len(one) >= FEWEST else None
        if shape is not None and shape not in found:
            found.append(shape)
    left = sum(not any(shape.cut(list(doc.texts)) for shape in found) for doc in docs)
    if left and whole not in found:
        found.append(whole)
    return found


def _shape(docs: Sequence[Doc], whole: Shape) -> Shape:
    """The shape of a set, weakened until it fits nearly all of it."""
    step = max(1, len(docs) // _ALIGNED)
    aligned = docs[::step]
    users = min(FEWEST_USERS, len(frozenset[str]().union(*(doc.users for doc in docs))))
    messages = []
    for number in range(len(whole.roles)):
        found = constants([doc.tokens[number] for doc in aligned])
        messages.append(found if found else _SLOT)
    if all(len(found) == 1 for found in messages):  # nothing differs: then nothing says what a template is
        return whole
    while True:
        shape = Shape(whole.roles, tuple(messages), whole.form)
        fitting = [doc for doc in docs if shape.cut(list(doc.texts)) is not None]
        if len(fitting) >= _FITTING * len(docs):
            return shape if widely_sent(fitting, users) else whole
        weaker = _weaker(messages, docs)
        if weaker is None:
            return whole
        messages = weaker


def _weaker(messages: list[tuple[str, ...]], docs: Sequence[Doc]) -> list[tuple[str, ...]] | None:
    """Without the one constant whose loss lets most requests fit; None where no constant is left."""
    best, kept = (-1, 0), None
    for number, found in enumerate(messages):
        fit = _fits(found, docs, number)
        for one in _without(found):
            score = (_fits(one, docs, number) - fit, len("".join(one)))
            if score > best:
                best, kept = score, [*messages[:number], one, *messages[number + 1 :]]
    return kept


def _without(found: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The constants of a message, less one of them."""
    if found == _SLOT:
        return []
    if len(found) < 2:
        return [_SLOT]
    if len(found) > 2:
        return [found[:at] + found[at + 1 :] for at in range(1, len(found) - 1)]
    first, last = found
    return [one for one in (("", last), (first, "")) if one != found]


def _fits(found: tuple[str, ...], docs: Sequence[Doc], number: int) -> int:
    probe = Shape(("user",), (found,))
    return sum(probe.cut([doc.texts[number]]) is not None for doc in docs)
