"""A random share of served answers is also asked of the reference model, and the alarms are told who was right.

The audited request waits for the model; its receipt carries what the model cost. The answer that leaves is the
certified one: one disagreement says nothing, many ring the alarm.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from suffice.errors import SolverError
from suffice.learned.alarms import Alarms
from suffice.learned.solver import LearnedSolver
from suffice.learned.tier import Served, Shelf
from suffice.ports import Emit, Send, Solver, Steps
from suffice.records import Abstain, Answer, Task, Usage

WAIT_S = 20.0  # that a certified answer is held back for, at most
_SHARE = 0.5  # of the task's own time, at most


class AuditedSolver(LearnedSolver):
    """``share``: of served answers that are audited, 0..1, drawn by ``draw``. ``reference``: the model that answers."""

    def __init__(
        self,
        shelf: Shelf,
        alarms: Alarms,
        reference: Solver,
        share: float,
        draw: Random | None = None,
    ) -> None:
        super().__init__(shelf, alarms)
        self._reference, self._share, self._draw = reference, share, draw or Random()

    def steps(self, task: Task) -> Steps:
        found = self.find(task)
        if isinstance(found, Abstain):
            return found
        answer = self.answer(found)
        if isinstance(answer, Abstain) or self._draw.random() >= self._share:
            return answer
        try:
            said = yield from _unheard(self._reference.steps(task), _patience_s(task))
        except Exception:  # whatever broke there: no comparison, and no reason to withhold what is certified
            return answer
        return self._compared(found.served, answer, said)

    def _compared(self, served: Served, answer: Answer, said: Answer | Abstain) -> Answer:
        usage = said.usage or Usage(self._reference.name, None, None)  # it worked, and nobody knows how much
        if isinstance(said, Abstain):
            return replace(answer, usage=usage)
        ours, theirs = served.group.reply.values(answer.text), served.group.reply.values(said.text)
        if ours is not None:
            right = theirs is not None and all(
                served.group.reply.same(name, value, theirs[name]) for name, value in ours.items()
            )
            self.alarms.compared(served.group.id, right)
        return replace(answer, usage=usage)


def _patience_s(task: Task) -> float:
    return WAIT_S if task.budget.seconds is None else min(WAIT_S, _SHARE * task.budget.seconds)


def _unheard(steps: Steps, patience_s: float) -> Steps:
    """The same, but nobody listens: the model's reply must not reach the client, who waits no longer than that."""
    reply = error = None
    while True:
        try:
            effect = steps.send(reply) if error is None else steps.throw(error)
        except StopIteration as stop:
            return stop.value
        reply = error = None
        if isinstance(effect, Send):
            effect = replace(effect, timeout_s=min(effect.timeout_s, patience_s))
        if not isinstance(effect, Emit):
            try:
                reply = yield effect
            except SolverError as broken:
                error = broken
