"""A wall-clock limit on computation in this process, where a worker process would cost more than it saves."""

from __future__ import annotations

import gc
import signal
import threading
from importlib import import_module
from types import FrameType
from typing import Any

_AGAIN_S = 0.05  # an exception raised amid a finaliser or a callback of the garbage collector is lost: ring again
_LEAST_S = 0.001
_TIMER = hasattr(signal, "setitimer")
try:  # the same without handlers dressed as enums, which costs more than all the rest
    _set_handler: Any = import_module("_signal").signal
except ImportError:
    _set_handler = signal.signal


class Overdue(Exception):
    """The time of a computation is up."""


class alarm:  # reads as what it does: with alarm(seconds)
    """Raise Overdue inside the block after ``seconds``.

    Works by a timer signal: in the main thread of a Unix process; elsewhere only the solvers' own step limits hold.
    """

    __slots__ = ("_before", "_seconds")

    def __init__(self, seconds: float | None) -> None:
        here = _TIMER and threading.current_thread() is threading.main_thread()
        self._seconds = seconds if here else None

    def __enter__(self) -> None:
        if self._seconds is not None:
            self._before = _set_handler(signal.SIGALRM, _ring)
            signal.setitimer(signal.ITIMER_REAL, max(self._seconds, _LEAST_S), _AGAIN_S)

    def __exit__(self, *_: object) -> None:
        if self._seconds is not None:
            signal.setitimer(signal.ITIMER_REAL, 0)
            _set_handler(signal.SIGALRM, signal.SIG_DFL if self._before is None else self._before)


_HERE = (alarm.__enter__.__code__, alarm.__exit__.__code__)


def _ring(number: int, frame: FrameType | None) -> None:
    if frame is not None and frame.f_code in _HERE:
        return  # raised amid setting or stopping the timer, nobody would stop it; where it was set, it rings again
    if frame is not None and any(getattr(one, "__code__", None) is frame.f_code for one in gc.callbacks):
        return  # it would be lost there, with a complaint; it rings again
    raise Overdue
