"""The server's processes: this one alone, or several that it starts, watches and stops."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import multiprocessing.connection
import os
import signal
import time
from collections.abc import Callable
from importlib import import_module
from multiprocessing.context import ForkProcess
from multiprocessing.process import BaseProcess
from typing import Any

_STOP = (signal.SIGTERM, signal.SIGINT)
_LOOK_S = 0.5  # at whether the process that started this one still runs
_HASTY_S, _MOST_HASTY = 2.0, 5  # a worker that ends sooner than this, so many times in a row, will not do better
_GRACE_S = 5.0  # beyond the time to drain, before workers are killed


def event_loop() -> Callable[[], asyncio.AbstractEventLoop]:
    """How to make one: uvloop's where it is installed."""
    try:
        return import_module("uvloop").new_event_loop
    except ModuleNotFoundError:
        return asyncio.new_event_loop


async def stopped() -> None:
    """Return once this process is asked to stop, or the one that started it is gone. A second signal ends at once."""
    loop, parent = asyncio.get_running_loop(), multiprocessing.parent_process()
    asked = asyncio.Event()

    def ask() -> None:
        if asked.is_set():
            os._exit(1)
        asked.set()

    for number in _STOP:
        loop.add_signal_handler(number, ask)
    while not asked.is_set():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asked.wait(), _LOOK_S)
        if parent is not None and os.getppid() != parent.pid:
            return


def run(work: Callable[[], None], workers: int, drain_s: float) -> int:
    """Run ``work`` until SIGINT or SIGTERM; the exit code. One worker is this very process: whoever starts the server
    sees it end, and starts it anew."""
    if workers == 1:
        work()
        return 0
    return _Workers(work, workers, drain_s).run()


def _worker(work: Callable[[], None]) -> None:
    for number in _STOP:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOP)
    work()


class _Workers:
    """Several processes; one that dies is replaced."""

    def __init__(self, work: Callable[[], None], count: int, drain_s: float) -> None:
        self._work, self._drain_s = work, drain_s
        self._started: dict[BaseProcess, float] = {}
        self._count, self._hasty = count, 0
        self._asked = 0

    def run(self) -> int:
        before = {number: signal.signal(number, self._ask) for number in _STOP}
        try:
            for _ in range(self._count):
                self._start()
            while not self._asked and self._hasty < _MOST_HASTY:
                multiprocessing.connection.wait([process.sentinel for process in self._started], _LOOK_S)
                self._replace()
            return self._stop()
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _ask(self, number: int, frame: Any) -> None:
        del number, frame
        self._asked += 1

    def _start(self) -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, _STOP)  # a worker must not be asked to stop before it can hear it
        process = ForkProcess(target=_worker, args=(self._work,))
        process.start()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOP)
        self._started[process] = time.monotonic()

    def _replace(self) -> None:
        for process, since in list(self._started.items()):
            if process.exitcode is not None and not self._asked:
                del self._started[process]
                self._hasty = self._hasty + 1 if time.monotonic() - since < _HASTY_S else 0
                self._start()

    def _stop(self) -> int:
        for process in self._started:
            process.terminate()
        until = time.monotonic() + self._drain_s + _GRACE_S
        for process in self._started:
            while process.is_alive() and time.monotonic() < until and self._asked < 2:
                process.join(0.1)
            if process.is_alive():
                process.kill()
                process.join()
        return 0 if self._asked else 1
