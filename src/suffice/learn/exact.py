"""What the exact engines already prove of a group's requests. It never reaches what is learned, which comes after them:
so it is neither learned from nor certified on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from time import process_time

from suffice.grading import agrees
from suffice.learn.groups import Found
from suffice.learn.logs import Logged
from suffice.records import Json, Task

Ask = Callable[[Task], str | None]  # a verified answer's text, if there is one
LOOK = 50  # requests of a group that are asked first; where none is proved, no other is asked


@dataclass(slots=True)
class Exact:
    """``same`` of the ``compared`` proved answers are as logged."""

    asked: int = 0
    answered: int = 0
    compared: int = 0
    same: int = 0

    def proves(self, ask: Ask, logged: Logged, reference: str | None) -> bool:
        self.asked += 1
        text = ask(logged.task)
        if text is None:
            return False
        self.answered += 1
        if reference is not None:
            self.compared += 1
            self.same += agrees(text, reference)
        return True

    def to_json(self) -> Json:
        return asdict(self)


def look(found: Found, ask: Ask, most: int = LOOK, until: float = float("inf")) -> Exact:
    """At ``most`` requests of the group's sample, while there is CPU time left for them."""
    exact, step = Exact(), max(1, len(found.sample) // most) if most else 1
    for logged, _ in found.sample[::step][:most]:
        if process_time() > until:
            break
        exact.proves(ask, logged, logged.gold if logged.gold is not None else logged.answer)
    return exact
