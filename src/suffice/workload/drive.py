"""The run itself: tasks in, a bounded number of them under way, receipts out in the order of the tasks.

A receipt is written after its commit to the ledger. Tasks under way are bounded in number and in bytes, so
that a file of any length runs in bounded memory.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
from collections.abc import AsyncIterator, Callable, Generator, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from os import urandom
from typing import TYPE_CHECKING, Any, Protocol

from suffice.drivers import Committer, run_async
from suffice.errors import LedgerError, SolverError, UsageError, in_words
from suffice.ports import Effect, Ledger
from suffice.records import Budget, Json, Link, Receipt, Requirement, Task
from suffice.workload.lines import Line
from suffice.workload.tasks import Unreadable, as_request, parse

if TYPE_CHECKING:
    from pyreqwest.client import Client

    from suffice.pool import WorkerPool

WINDOW = 256  # receipts that may wait for those before them
WINDOW_BYTES = 16 << 20  # of task lines under way


class LabelledLedger(Protocol):
    """A ledger that keeps apart what belongs to one run."""

    def append(self, receipts: Iterable[Receipt], run: str | None = None) -> Sequence[Link]: ...


class _OfRun(Ledger):
    """A ledger through which every receipt goes under the label of this run."""

    def __init__(self, ledger: LabelledLedger, run: str) -> None:
        self._ledger, self._run = ledger, run

    def append(self, receipts: Iterable[Receipt]) -> Sequence[Link]:
        return self._ledger.append(receipts, run=self._run)


class _Slot(Committer):
    """A place among the tasks being solved, given back when its receipt is on the way to the ledger."""

    def __init__(self, committer: Committer, slots: asyncio.Semaphore) -> None:
        self._committer, self._slots, self._held = committer, slots, True

    async def append(self, receipt: Receipt) -> Link:
        """Raises SolverError for an answer that cannot be written down, before it spoils a shared commit."""
        self.free()
        _writable(receipt)
        return await self._committer.append(receipt)

    def free(self) -> None:
        if self._held:
            self._held = False
            self._slots.release()


class _Window:
    """Admits lines while few enough of them, and of their bytes, are under way. One line always fits."""

    def __init__(self) -> None:
        self._lines = self._bytes = 0
        self._changed = asyncio.Condition()

    async def enter(self, size_bytes: int) -> None:
        async with self._changed:
            await self._changed.wait_for(
                lambda: not self._lines or (self._lines < WINDOW and self._bytes + size_bytes <= WINDOW_BYTES)
            )
            self._lines, self._bytes = self._lines + 1, self._bytes + size_bytes

    async def leave(self, size_bytes: int) -> None:
        async with self._changed:
            self._lines, self._bytes = self._lines - 1, self._bytes - size_bytes
            self._changed.notify_all()


class Interrupted(Exception):
    """Ctrl-C, or a polite request to end: what was written stands. ``signal`` is its number."""

    def __init__(self, number: int) -> None:
        self.signal = number
        super().__init__(signal.Signals(number).name)


async def drive(
    lines: Iterator[Line],
    steps: Callable[[Task, Json], Generator[Effect, Any, Receipt]],
    ledger: LabelledLedger,
    run: str,
    write: Callable[[Json], None],
    *,
    requires: Requirement,
    budget: Budget,
    concurrency: int,
    known: Callable[[Line], Json | None] = lambda line: None,
    connects: bool = True,
    pool: WorkerPool | None = None,
) -> None:
    """Answer every line by ``steps``, a cascade, and hand each receipt to ``write``, in order.

    ``known``: receipts that need no new run. ``connects``: whether there are servers to talk to.

    Raises LedgerError, what ``write`` raises, and Interrupted at SIGINT or SIGTERM; every receipt committed by
    then stays in the ledger.
    """
    committer = Committer(_OfRun(ledger, run))
    slots, window = asyncio.Semaphore(concurrency), _Window()
    jobs: asyncio.Queue[tuple[asyncio.Task[Json], int] | None] = asyncio.Queue()

    async def answer(line: Line, slot: _Slot) -> Json:
        try:
            read = parse(line, requires, budget)
            if isinstance(read, Unreadable):
                receipt = _failed(read.task_id, read.reason, as_request(line))
                return receipt.linked(await slot.append(receipt)).to_json()
            task, request = read
            try:
                solved = run_async(steps(task, request), client=client, pool=pool, committer=slot)
                return (await solved).to_json()
            except (LedgerError, UsageError):
                raise
            except Exception as broken:  # one task's misfortune: its receipt says so, and the run goes on
                receipt = _failed(task.id, in_words(broken), request)
                return receipt.linked(await slot.append(receipt)).to_json()
        finally:
            slot.free()

    async def produce() -> None:
        for line in lines:
            await window.enter(line.size_bytes)
            found = known(line)
            if found is not None:
                job = asyncio.create_task(_ready(found))
            else:
                await slots.acquire()
                job = asyncio.create_task(answer(line, _Slot(committer, slots)))
            jobs.put_nowait((job, line.size_bytes))
            await asyncio.sleep(0)
        jobs.put_nowait(None)

    async def consume() -> None:
        while (entry := await jobs.get()) is not None:
            job, size_bytes = entry
            write(await job)
            await window.leave(size_bytes)

    async with _client(connects) as client:
        try:
            await _both(produce(), consume())
        finally:
            while not jobs.empty():
                entry = jobs.get_nowait()
                if entry is not None:
                    entry[0].cancel()
                    with contextlib.suppress(Exception, asyncio.CancelledError):
                        await entry[0]
            await committer.close()


def _failed(task_id: str | None, reason: str, request: Json) -> Receipt:
    """The receipt of a line that no solver was asked about, or that broke the ladder."""
    return Receipt(
        id=f"r-{urandom(10).hex()}",
        task_id=task_id,
        status="failed",
        created=datetime.now(UTC).isoformat(timespec="milliseconds"),
        error=reason,
        task=request,
    )


def _writable(receipt: Receipt) -> None:
    answer = receipt.answer
    if answer is None:
        return
    problems = [problem.to_json() for problem in answer.reading.problems] if answer.reading else []
    items = answer.certificate.items if answer.certificate else ()
    try:
        json.dumps([problems, items], allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise SolverError(f"{receipt.solver}: its reading or evidence cannot be written down ({error})") from None


async def _ready(receipt: Json) -> Json:
    return receipt


@contextlib.asynccontextmanager
async def _client(connects: bool) -> AsyncIterator[Client | None]:
    """One HTTP client for the whole run, if there is anybody to talk to."""
    if not connects:
        yield None
        return
    from suffice.wire import open_async_client

    client = open_async_client()
    try:
        yield client
    finally:
        await client.close()


async def _both(*work) -> None:
    """Run until all is done, one of them breaks, or a signal asks to stop; leave nothing running."""
    loop = asyncio.get_running_loop()
    stopped: asyncio.Future[int] = loop.create_future()

    def stop(number: int) -> None:
        if not stopped.done():
            stopped.set_result(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(ValueError, RuntimeError, NotImplementedError):  # not in the main thread
            loop.add_signal_handler(number, stop, number)
    tasks = [asyncio.create_task(coroutine) for coroutine in work]
    try:
        waiting: set[asyncio.Future] = {*tasks, stopped}
        while not all(task.done() for task in tasks):
            done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            if stopped in done:
                raise Interrupted(stopped.result())
            for task in done:
                task.result()
            waiting -= done
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for number in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(ValueError, RuntimeError, NotImplementedError):
                loop.remove_signal_handler(number)
