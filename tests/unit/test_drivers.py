from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from suffice.drivers import Committer, run_async, run_sync
from suffice.errors import LedgerError, SolverError
from suffice.ledgers.memory import MemoryLedger
from suffice.ledgers.sqlite import SqliteLedger
from suffice.pool import WorkerPool
from suffice.ports import Append, Compute, Emit, Head, Receive, Recipe, Send, Solver
from suffice.records import Abstain, Answer, Code, Link, Receipt, Task, Tier
from suffice.wire import open_async_client, open_client


def receipt(number: int) -> Receipt:
    return Receipt(f"r-{number}", f"t-{number}", "refused", "2026-01-01T00:00:00+00:00")


def get(url: str, timeout_s: float = 5.0) -> Send:
    return Send("GET", url, {"x-asked": "yes"}, b"", timeout_s)


def read_all(url: str, timeout_s: float = 5.0):
    """Fetch a page; what breaks on the way becomes the last piece."""
    head, pieces = None, []
    try:
        head = yield get(url, timeout_s)
        while (piece := (yield Receive())) is not None:
            pieces.append(piece)
        assert (yield Receive()) is None
    except SolverError as error:
        pieces.append(str(error))
    return head, pieces


def both(make, **sync_only):
    """The outcome of the synchronous driver, after checking that the other one's is the same."""
    outcome = run_sync(make(), **sync_only)
    assert asyncio.run(run_async(make())) == outcome
    return outcome


def test_a_request_and_its_answer(chat_server):
    chat_server.bytes(b"HTTP/1.1 201 Created\r\nX-Kind: Tea\r\ncontent-length: 5\r\n\r\nhello")
    head, pieces = both(lambda: read_all(chat_server.base_url))
    assert head == Head(201, {"x-kind": "Tea", "content-length": "5"}) and b"".join(pieces) == b"hello"
    assert chat_server.requests[0][1]["x-asked"] == "yes"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "closed the connection without an answer"),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhel", "closed the connection mid-answer"),
        (b"rubbish\r\n\r\n", "broke the protocol"),
    ],
)
def test_both_drivers_say_the_same_of_what_broke(chat_server, raw, words):
    chat_server.bytes(raw)
    assert words in both(lambda: read_all(chat_server.base_url))[1][-1]


def test_both_drivers_time_out(chat_server):
    chat_server.hang(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhel")
    head, pieces = both(lambda: read_all(chat_server.base_url, 0.3))
    assert head is not None and pieces[0] == b"hel" and "timed out after 0.3 s" in pieces[1]


def test_pieces_come_as_they_arrive(chat_server):
    """A stream is handed on while the server still holds the connection open."""
    chat_server.hang(b"HTTP/1.1 200 OK\r\n\r\nfirst")

    def steps():
        yield get(chat_server.base_url)
        return (yield Receive())

    assert both(steps) == b"first"
    assert chat_server.closed_by_peer.wait(5)  # and the open response was closed at the end


def test_a_client_can_be_shared_between_runs(chat_server):
    chat_server.bytes(b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok")
    with open_client() as client:
        for _ in range(3):
            assert run_sync(read_all(chat_server.base_url), client=client)[1] == [b"ok"]

    async def several():
        async with open_async_client() as client:
            runs = (run_async(read_all(chat_server.base_url), client=client) for _ in range(5))
            return await asyncio.gather(*runs)

    assert [pieces for _, pieces in asyncio.run(several())] == [[b"ok"]] * 5


def test_cancelling_closes_the_response_and_the_generator(chat_server):
    chat_server.hang(b"HTTP/1.1 200 OK\r\n\r\nfirst")
    opened, closed = [], []

    def steps():
        try:
            yield get(chat_server.base_url, 60.0)
            opened.append(True)
            while True:
                yield Receive()
        finally:
            closed.append(True)

    async def cancelled():
        running = asyncio.create_task(run_async(steps()))
        while not opened:
            await asyncio.sleep(0.01)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running

    asyncio.run(cancelled())
    assert closed == [True] and chat_server.closed_by_peer.wait(5)


def test_ctrl_c_does_not_wait_for_a_server(chat_server):
    chat_server.hang()

    def interrupt():
        while not chat_server.requests:
            pass
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt, daemon=True).start()
    with pytest.raises(KeyboardInterrupt):
        run_sync(read_all(chat_server.base_url, 3600.0))


def test_emits_reach_the_listener():
    def steps():
        yield Emit(b"a")
        yield Emit(b"b")
        return "done"

    heard: list[bytes] = []

    async def hear(piece: bytes) -> None:
        heard.append(piece)

    assert run_sync(steps(), emit=heard.append) == "done"
    assert asyncio.run(run_async(steps(), emit=hear)) == "done"
    assert run_sync(steps()) == "done"  # nobody listens
    assert heard == [b"a", b"b", b"a", b"b"]


class Doubling(Solver):
    name, tier = "doubling", Tier.SYMBOLIC

    def solve(self, task: Task) -> Answer | Abstain:
        return Answer(task.messages[-1].content * 2, "")


class DoublingElsewhere(Doubling):
    in_process = False
    recipe = Recipe(Path(__file__).stem, "Doubling")


def test_computing_needs_a_pool_and_a_recipe(monkeypatch):
    monkeypatch.setattr(sys, "path", [*sys.path, str(Path(__file__).parent)])
    task = Task.ask("ab")

    def steps(solver: Solver):
        return (yield Compute(solver, task))

    assert run_sync(steps(DoublingElsewhere())) is None
    with WorkerPool() as pool:
        assert run_sync(steps(Doubling()), pool=pool) is None
        assert pool.processes() == ()
        computed = run_sync(steps(DoublingElsewhere()), pool=pool)
        assert computed is not None and computed.result() == Answer("abab", "")
        assert asyncio.run(run_async(DoublingElsewhere().steps(task), pool=pool)) == Answer("abab", "")
    assert run_sync(DoublingElsewhere().steps(task)) == Answer("abab", "")  # no workers: computed here


def test_appending_returns_the_link():
    ledger = MemoryLedger()

    def steps(number: int):
        return (yield Append(receipt(number)))

    assert run_sync(steps(1), ledger=ledger).seq == 1
    assert run_sync(steps(2)) is None
    with pytest.raises(LedgerError, match="already in the ledger"):
        run_sync(steps(1), ledger=ledger)


class Counting(MemoryLedger):
    """Counts its commits."""

    commits = 0

    def append(self, receipts: Iterable[Receipt], run: str | None = None) -> Sequence[Link]:
        self.commits += 1
        return super().append(receipts, run)


def test_concurrent_receipts_share_commits_and_each_gets_its_own_link():
    ledger = Counting()

    async def many():
        committer = Committer(ledger)
        links = await asyncio.gather(*(committer.append(receipt(number)) for number in range(100)))
        await committer.close()
        return links

    links = asyncio.run(many())
    assert [link.seq for link in links] == list(range(1, 101))
    assert ledger.commits < 10 and ledger.verify().intact


def test_a_receipt_that_is_alone_is_committed_on_the_spot(tmp_path):
    async def two() -> list[Link]:
        with SqliteLedger(tmp_path / "ledger.sqlite", sync="normal") as ledger:
            committer = Committer(ledger, lambda: True)
            step = committer.append(receipt(1))
            with pytest.raises(StopIteration) as done:  # it never waits
                step.send(None)
            links = [done.value.value, *await asyncio.gather(*(committer.append(receipt(n)) for n in (2, 3)))]
            with pytest.raises(LedgerError):
                await committer.append(receipt(1))
            await committer.close()
            return links

    assert [link.seq for link in asyncio.run(two())] == [1, 2, 3]


def test_a_bad_receipt_does_not_cost_the_others_theirs():
    ledger = MemoryLedger()

    async def three():
        committer = Committer(ledger)
        await committer.append(receipt(1))
        outcome = await asyncio.gather(
            *(committer.append(receipt(number)) for number in (2, 1, 3)), return_exceptions=True
        )
        await committer.close()
        return outcome

    first, bad, last = asyncio.run(three())
    assert isinstance(bad, LedgerError) and {first.seq, last.seq} == {2, 3}


def test_a_cancelled_callers_receipt_is_committed_all_the_same():
    ledger = MemoryLedger()

    async def cancelled():
        committer = Committer(ledger)
        waiting = asyncio.create_task(committer.append(receipt(1)))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        await committer.close()

    asyncio.run(cancelled())
    assert ledger.head().seq == 1


def test_what_the_generator_raises_comes_through():
    def steps():
        yield Emit(b"")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run_sync(steps())
    with pytest.raises(ZeroDivisionError):
        asyncio.run(run_async(steps()))


def test_abstentions_are_results():
    class Shy(Doubling):
        def solve(self, task: Task) -> Answer | Abstain:
            return Abstain(Code.UNSUPPORTED, "no")

    assert run_sync(Shy().steps(Task.ask("a"))) == Abstain(Code.UNSUPPORTED, "no")
