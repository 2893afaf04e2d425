"""Finding the templates that a request may fit, without trying them all.

Every template begins with constant text. Those beginnings are kept sorted, each with a link to the
longest other one that it begins with; one bisection then finds all beginnings of a request.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from suffice.records import Task
from suffice.symbolic.templates.match import plausible
from suffice.symbolic.templates.pattern import TURN, normal
from suffice.symbolic.templates.template import Template

LONGEST = 60_000  # characters of one request that templates look at
_ROLES = {"developer": "system"}  # the newer name of the same role


class _Beginnings:
    """Templates by the constant text that they begin with."""

    def __init__(self, templates: Iterable[Template]) -> None:
        self.templates: dict[str, list[Template]] = {}
        for template in templates:
            self.templates.setdefault(template.pattern.constants[0], []).append(template)
        self.sorted = sorted(self.templates)
        self.shorter: list[int] = []  # index of the longest other beginning that this one begins with, or -1
        for number, beginning in enumerate(self.sorted):
            link = number - 1
            while link >= 0 and not beginning.startswith(self.sorted[link]):
                link = self.shorter[link]
            self.shorter.append(link)

    def of(self, text: str) -> list[Template]:
        # a beginning of ``text`` that sorts before ``sorted[number]`` is also a beginning of that one
        number = bisect_right(self.sorted, text) - 1
        found: list[Template] = []
        while number >= 0:
            if text.startswith(self.sorted[number]):
                found += self.templates[self.sorted[number]]
            number = self.shorter[number]
        return found


class Index:
    """All templates, ready to be looked up."""

    def __init__(self, templates: Iterable[Template]) -> None:
        by_roles: dict[tuple[str, ...], list[Template]] = {}
        for template in templates:
            by_roles.setdefault(template.roles, []).append(template)
        self._by_roles = {roles: _Beginnings(some) for roles, some in by_roles.items()}

    def candidates(self, task: Task) -> tuple[str, list[Template]]:
        """The request as one normalised text, and the templates whose constant text stands in it in order."""
        beginnings = self._by_roles.get(roles(task))
        if beginnings is None:
            return "", []
        text = whole_text(task)
        if text is None:
            return "", []
        return text, [template for template in beginnings.of(text) if plausible(template.pattern, text)]


def roles(task: Task) -> tuple[str, ...]:
    """The roles of a request's messages, in order."""
    return tuple([_ROLES.get(message.role, message.role) for message in task.messages])


def whole_text(task: Task) -> str | None:
    """All messages, normalised and joined by TURN; None if they are too long or hold that mark."""
    contents = [message.content for message in task.messages]
    if sum(map(len, contents)) > LONGEST or any(TURN in content for content in contents):
        return None
    return TURN.join(map(normal, contents))
