"""Shadow mode: models answer everything; what the ladder would have said is worked out afterwards, elsewhere.

A thread hands each request to a worker process and writes the receipt when both answers are known. Receipts therefore
come some milliseconds after the replies, and those still waiting when a process is killed are lost.
"""

from __future__ import annotations

import queue
import threading
from dataclasses import replace

from suffice.config import Settings
from suffice.drivers import run_sync
from suffice.errors import SolverError, SufficeError
from suffice.gateway.agreement import agreement
from suffice.pool import WorkerPool
from suffice.ports import Ledger, Meter, Recipe
from suffice.records import Abstain, Answer, Code, Cost, Json, Level, Receipt, Task

WAITING = 4096  # requests that may wait for their candidate; beyond that, candidates are left out
_BATCH = 64
_WORKER_S = 10.0  # for one candidate, the start of the process included


class Candidates:
    """What a worker process runs: the ladder without models."""

    def __init__(self, settings: Settings) -> None:
        from suffice.config.ladder import build

        self._ladder = build(replace(settings, models=(), plugins=(), reader=None, instead=None))

    def solve(self, task: Task) -> Answer | Abstain:
        """The verified answer, with the verdict's guarantee as its claim."""
        receipt = run_sync(self._ladder.steps(task, {}))
        if receipt.answer is not None and receipt.verdict is not None:
            if receipt.verdict.guarantee.level is not Level.NONE:
                return replace(receipt.answer, claim=receipt.verdict.guarantee)
            return Abstain(Code.UNSUPPORTED, "it could not be verified")
        refused = [attempt for attempt in receipt.attempts if attempt.code is not None]
        reasons = "; ".join(f"{attempt.solver}: {attempt.reason}" for attempt in refused) or receipt.error
        return Abstain(
            refused[0].code or Code.UNSUPPORTED if refused else Code.UNSUPPORTED, reasons or "nobody answered"
        )


class Shadow:
    """``put`` is quick and never blocks; ``close`` waits until every receipt is written."""

    def __init__(self, settings: Settings, ledger: Ledger, meter: Meter) -> None:
        self._ledger, self._meter = ledger, meter
        self._nothing = meter.elsewhere(0.0)
        self._recipe = Recipe(__name__, Candidates.__name__, (settings,))
        self._queue: queue.SimpleQueue[tuple[Receipt, Task | None, str | None] | None] = queue.SimpleQueue()
        self._pool = WorkerPool(most_s=_WORKER_S)
        self._thread = threading.Thread(target=self._work, name="suffice-shadow", daemon=True)
        self._thread.start()
        self.lost = 0  # receipts that the ledger refused

    def put(self, receipt: Receipt, task: Task | None, text: str | None) -> None:
        """``task``: None where the request is none that the ladder takes. ``text``: what the model said."""
        self._queue.put((receipt, task, text))

    def close(self) -> None:
        self._queue.put(None)
        self._thread.join()
        self._pool.close()

    def _work(self) -> None:
        batch: list[Receipt] = []
        while (item := self._queue.get()) is not None:
            receipt, task, text = item
            batch.append(self._compared(receipt, task, text))
            if self._queue.empty() or len(batch) >= _BATCH:
                self._write(batch)
                batch = []
        self._write(batch)

    def _write(self, batch: list[Receipt]) -> None:
        if batch:
            try:
                self._ledger.append(batch)
            except SufficeError:  # a full disk: the models go on answering, and the count says what is missing
                self.lost += len(batch)

    def _compared(self, receipt: Receipt, task: Task | None, text: str | None) -> Receipt:
        if task is None:
            outcome, cost = Abstain(Code.UNSUPPORTED, "the request is no chat that the ladder takes"), self._nothing
        elif self._queue.qsize() > WAITING:
            outcome, cost = (
                Abstain(Code.TOO_HARD, f"left out: more than {WAITING} requests were waiting"),
                self._nothing,
            )
        else:
            try:
                computed = self._pool.solve(self._recipe, task)
                outcome, cost = computed.outcome, self._meter.elsewhere(computed.cpu_s)
            except Exception as broken:
                outcome, cost = SolverError(str(broken)), self._nothing
        return replace(receipt, shadow=_told(outcome, text, cost), cost=receipt.cost + cost)


def _told(outcome: Answer | Abstain | SolverError, text: str | None, cost: Cost) -> Json:
    if not isinstance(outcome, Answer):
        reason = outcome.reason if isinstance(outcome, Abstain) else str(outcome)
        return {"answer": None, "agrees": None, "reason": reason, "cost": cost.to_json()}
    return {
        "answer": outcome.value,
        "text": outcome.text,
        "solver": outcome.reading and outcome.reading.problems[0].family,
        "guarantee": outcome.claim.to_json(),
        "agrees": None if text is None else agreement(outcome.value, text),
        "cost": cost.to_json(),
    }
