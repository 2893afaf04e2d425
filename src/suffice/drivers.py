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
    """Appends the receipts of many concurrent tasks in shared commits: those that arrive together, or during a commit.

    ``append`` returns after the commit. A ledger that need not wait commits right here, any other on a thread.
    """

    def __init__(self, ledger: Ledger, alone: Callable[[], bool] = lambda: False) -> None:
        """``alone``: whether no other receipt can be near, so that waiting for company is in vain."""
        from concurrent.futures import ThreadPoolExecutor

        self._ledger, self._alone = ledger, alone
        self._thread = ThreadPoolExecutor(1, "suffice-ledger")
        self._waiting: list[tuple[Receipt, asyncio.Future[Link]]] = []
        self._due = False  # a commit is to begin, or under way
        self._idle: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def append(self, receipt: Receipt) -> Link:
        """Raises LedgerError. A cancelled caller's receipt is committed all the same."""
        if not self._due and self._alone():
            links = self._ledger.append_at_once([receipt])
            if links is not None:
                return links[0]
        if self._loop is None:
            from asyncio import Event, get_running_loop

            self._loop, self._idle = get_running_loop(), Event()
        done: asyncio.Future[Link] = self._loop.create_future()
        self._waiting.append((receipt, done))
        if not self._due:
            self._due = True
            self._loop.call_soon(self._commit)  # after what is ready now, which may add to it
        return await done

    async def close(self) -> None:
        """Wait for the commits under way, then end the thread."""
        while self._due and self._idle is not None:
            self._idle.clear()
            await self._idle.wait()
        self._thread.shutdown()

    def _commit(self) -> None:
        batch, self._waiting = self._waiting, []
        receipts = [receipt for receipt, _ in batch]
        try:
            links = self._ledger.append_at_once(receipts)
        except Exception as error:
            links = [error] if len(batch) == 1 else None
        if links is None:
            self._thread.submit(self._on_thread, batch, receipts)
        else:
            self._committed(batch, links)

    def _on_thread(self, batch: list[tuple[Receipt, asyncio.Future[Link]]], receipts: list[Receipt]) -> None:
        try:
            links: Sequence[Link | Exception] = self._ledger.append(receipts)
        except Exception as error:  # one bad receipt must not cost the others theirs
            links = [error] if len(batch) == 1 else [self._single(receipt) for receipt in receipts]
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self._committed, batch, links)

    def _single(self, receipt: Receipt) -> Link | Exception:
        try:
            return self._ledger.append([receipt])[0]
        except Exception as error:
            return error

    def _committed(self, batch: list[tuple[Receipt, asyncio.Future[Link]]], links: Sequence[Link | Exception]) -> None:
        for link, (_, done) in zip(links, batch, strict=True):
            if done.done():  # its caller was cancelled
                continue
            done.set_exception(link) if isinstance(link, Exception) else done.set_result(link)
        if self._waiting:
            self._commit()
            return
        self._due = False
        if self._idle is not None:
            self._idle.set()
