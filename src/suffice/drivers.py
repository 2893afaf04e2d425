"""The two drivers: they do what a generator's effects ask for, one synchronously, one on an event loop.

Whatever breaks on the way to a server is thrown into the generator as a SolverError in plain words.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from suffice.errors import SolverError
from suffice.ports import Append, Compute, Effect, Emit, Ledger, Receive, Send
from suffice.records import Link, Receipt
from suffice.wire import AsyncWire, SyncWire

if TYPE_CHECKING:
    import asyncio

    from pyreqwest.client import Client, SyncClient

    from suffice.pool import WorkerPool

T = TypeVar("T")
GONE = "the client went away before the answer was complete"


class Presence(Protocol):
    """Watches whether anybody still waits for the answer; once nobody does, it cancels the waiting task."""

    def begin(self) -> None:
        """Watch from now on: something slow, or costly, begins."""
        ...

    @property
    def gone(self) -> bool: ...

    def caught(self) -> bool:
        """Whether a cancellation that arrived is this one's doing; then it is taken back."""
        ...


class Keeper(Protocol):
    """Keeps receipts, as a Committer does."""

    async def append(self, receipt: Receipt) -> Link | None: ...


def run_sync(
    steps: Generator[Effect, Any, T],
    *,
    client: SyncClient | None = None,
    pool: WorkerPool | None = None,
    ledger: Ledger | None = None,
    emit: Callable[[bytes], None] | None = None,
) -> T:
    """Run to the end and return what the generator returns. Without ``client``, one is opened if it is needed.

    Raises what the generator raises, and LedgerError where the receipt cannot be kept.
    """
    wire = SyncWire(client)
    reply: Any = None
    error: SolverError | None = None
    try:
        while True:
            try:
                effect = steps.send(reply) if error is None else steps.throw(error)
            except StopIteration as stop:
                return stop.value
            reply = error = None
            try:
                if isinstance(effect, Compute):
                    recipe, seconds = effect.solver.recipe, effect.task.budget.seconds
                    reply = pool.solve(recipe, effect.task, seconds) if pool and recipe else None
                elif isinstance(effect, Send):
                    reply = wire.send(effect)
                elif isinstance(effect, Receive):
                    reply = wire.receive()
                elif isinstance(effect, Append) and ledger:
                    reply = ledger.append([effect.receipt])[0]
                elif isinstance(effect, Emit) and emit:
                    emit(effect.data)
            except SolverError as broken:
                error = broken
    finally:
        steps.close()
        wire.close()


async def run_async(
    steps: Generator[Effect, Any, T],
    *,
    client: Client | None = None,
    pool: WorkerPool | None = None,
    committer: Keeper | None = None,
    emit: Callable[[bytes], Awaitable[None]] | None = None,
    presence: Presence | None = None,
) -> T:
    """The same on an event loop. Cancelling it closes the generator and the open response, and kills its worker.

    Where ``presence`` finds that nobody waits any more, servers and workers are let go and the receipt says so.
    """
    from asyncio import CancelledError

    wire = AsyncWire(client)
    reply: Any = None
    error: SolverError | None = None
    try:
        while True:
            try:
                effect = steps.send(reply) if error is None else steps.throw(error)
            except StopIteration as stop:
                return stop.value
            reply = error = None
            if presence is not None and presence.gone and not isinstance(effect, Append):
                error = SolverError(GONE)
                continue
            try:
                if isinstance(effect, Compute):
                    recipe, seconds = effect.solver.recipe, effect.task.budget.seconds
                    reply = await pool.solve_async(recipe, effect.task, seconds) if pool and recipe else None
                elif isinstance(effect, Send):
                    if presence is not None:
                        presence.begin()
                    reply = await wire.send(effect)
                elif isinstance(effect, Receive):
                    reply = await wire.receive()
                elif isinstance(effect, Append) and committer:
                    reply = await committer.append(effect.receipt)
                elif isinstance(effect, Emit) and emit:
                    await emit(effect.data)
            except SolverError as broken:
                error = broken
            except CancelledError:
                if presence is None or not presence.caught():
                    raise
                error = SolverError(GONE)
    finally:
        steps.close()
        await wire.close()


class Committer:
    """Appends the receipts of many concurrent tasks in shared commits, on one thread of its own.

    ``append`` returns after the commit; receipts that arrive during a commit make up the next one.
    """

    def __init__(self, ledger: Ledger) -> None:
        from concurrent.futures import ThreadPoolExecutor

        self._ledger = ledger
        self._thread = ThreadPoolExecutor(1, "suffice-ledger")
        self._waiting: list[tuple[Receipt, asyncio.Future[Link]]] = []
        self._running: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def append(self, receipt: Receipt) -> Link:
        """Raises LedgerError. A cancelled caller's receipt is committed all the same."""
        if self._loop is None:
            from asyncio import get_running_loop

            self._loop = get_running_loop()
        done: asyncio.Future[Link] = self._loop.create_future()
        self._waiting.append((receipt, done))
        if self._running is None or self._running.done():
            self._running = self._loop.create_task(self._commit())
        return await done

    async def close(self) -> None:
        """Wait for the commits under way, then end the thread."""
        if self._running is not None:
            await self._running
        self._thread.shutdown()

    async def _commit(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                links: Sequence[Link | Exception] = await self._append([receipt for receipt, _ in batch])
            except Exception as error:  # one bad receipt must not cost the others theirs
                links = [error] if len(batch) == 1 else [await self._alone(receipt) for receipt, _ in batch]
            for link, (_, done) in zip(links, batch, strict=True):
                if done.done():  # its caller was cancelled
                    continue
                done.set_exception(link) if isinstance(link, Exception) else done.set_result(link)

    async def _alone(self, receipt: Receipt) -> Link | Exception:
        try:
            return (await self._append([receipt]))[0]
        except Exception as error:
            return error

    async def _append(self, receipts: list[Receipt]) -> Sequence[Link]:
        import asyncio

        return await asyncio.get_running_loop().run_in_executor(self._thread, self._ledger.append, receipts)
