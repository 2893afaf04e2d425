"""Which of several shapes a request has.

A shape that is all slot fits everything, and a template's requests are not its own: the most particular shape that fits
is the one. Whoever serves only some of the groups must still know the shapes of all.
"""

from __future__ import annotations

from collections.abc import Iterable

from suffice.learned.shape import Shape, form, plain
from suffice.records import Task

Cut = tuple[Shape, dict[str, str]]


class Fitting:
    """Knows ``shapes``, in any order."""

    def __init__(self, shapes: Iterable[Shape]) -> None:
        self._known: dict[tuple[tuple[str, ...], str | None], list[Shape]] = {}
        for shape in sorted(set(shapes), key=lambda shape: (-shape.constant_chars, shape.id)):
            self._known.setdefault((shape.roles, shape.form), []).append(shape)

    def find(self, task: Task) -> Cut | None:
        """The most particular shape that fits, and the texts of its slots; None where none does."""
        if not plain(task):
            return None
        known = self._known.get((tuple(message.role for message in task.messages), form(task)))
        if not known:
            return None
        texts = [message.content for message in task.messages]
        for shape in known:
            fields = shape.cut(texts)
            if fields is not None:
                return shape, fields
        return None
