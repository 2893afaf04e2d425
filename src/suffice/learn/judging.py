"""How guesses did: against the references of a part, and how much could be certified if others were like it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil

from suffice.learn.cases import UNSAID, Case
from suffice.learn.thresholds import Marked, count, grid, tail
from suffice.learned.gate import Gate
from suffice.learned.reply import Reply
from suffice.learned.tier import Joint, Voice, joints

SPENT = 0.02  # the delta of a group, as far as it can be foreseen


def promising(marks: Sequence[Marked], target: float) -> tuple[float, float]:
    """The largest coverage at which the share of right answers is the target, and the accuracy of all guesses."""
    best = 0.0
    for threshold in grid(marks):
        served, errors = count(marks, threshold)
        if errors <= (1 - target) * served:
            best = served / len(marks)
    guessed = [mark.right for mark in marks if mark.confidence is not None]
    return best, (sum(guessed) / len(guessed) if guessed else 0.0)


def hoped(marks: Sequence[Marked], target: float, sample: int) -> float:
    """The largest coverage that a certify part of ``sample`` requests would certify if it were like this part."""
    best, scale = 0.0, sample / len(marks) if marks else 0.0
    for threshold in grid(marks):
        served, errors = count(marks, threshold)
        if tail(ceil(errors * scale), int(served * scale), 1 - target) <= SPENT:
            best = served / len(marks)
    return best


def told(pool: Sequence[Case], voices: Mapping[str, Voice], gate: Gate) -> list[Joint | None]:
    """What is guessed for each case; None also where the gate is shut."""
    through = [place for place, case in enumerate(pool) if gate.shut(case.fields) is None]
    found: list[Joint | None] = [None] * len(pool)
    for place, guess in zip(through, joints(voices, [pool[place].fields for place in through]), strict=True):
        found[place] = guess
    return found


def marked(pool: Sequence[Case], told: Sequence[Joint | None], reply: Reply) -> list[Marked]:
    marks = []
    for case, guess in zip(pool, told, strict=True):
        if guess is None or not _sayable(guess.values, reply):
            marks.append(Marked(None, False))
        else:
            agrees = all(right(name, value, case, reply) for name, value in guess.values.items())
            marks.append(Marked(guess.confidence, agrees))
    return marks


def _sayable(values: Mapping[str, str], reply: Reply) -> bool:
    """``values`` may be some of the reply's alone."""
    said = {name: reply.said(name, value) for name, value in values.items()}
    return None not in said.values() and (said.keys() < set(reply.names) or reply.states(values))


def right(name: str, value: str, case: Case, reply: Reply) -> bool:
    """Whether what would be said is what the reference says."""
    said, wanted = reply.said(name, value), case.values[name]
    return said is not None and wanted != UNSAID and reply.same(name, said, wanted)
