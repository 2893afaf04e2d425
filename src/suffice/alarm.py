"""A wall-clock limit on computation in this process, where a worker process would cost more than it saves."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Overdue(Exception):
    """The time of a computation is up."""


@contextmanager
def alarm(seconds: float | None) -> Iterator[None]:
    """Raise Overdue inside the block after ``seconds``.

    Works by a timer signal: in the main thread of a Unix process; elsewhere only the solvers' own step limits hold.
    """
    timer = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if seconds is None or not timer:
        yield
        return

    def ring(number: int, frame: FrameType | None) -> None:
        raise Overdue

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
