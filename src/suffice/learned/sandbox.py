"""Runs a short program that a model wrote, in a process of its own: no files, no network, no clock, no chance.

The interpreter is Monty (pydantic-monty, MIT): a subset of Python in Rust. Each call has a session of its own, so that
nothing is carried from one request to another, and limits of time, memory and depth.
"""

from __future__ import annotations

import atexit
import os
from collections.abc import Mapping
from time import monotonic
from typing import Any

from suffice import plugins

FUNCTION = "program"  # the function that a program defines: from the slots' texts to a text, or None
SECONDS, BYTES, DEPTH = 0.1, 32 << 20, 200
_LIMITS = {"max_feed_duration_secs": SECONDS, "max_memory": BYTES, "max_recursion_depth": DEPTH, "max_suspensions": 0}
_NO_HOST = {"datetime": "call_host", "random_start": "call_host", "sleep": "call_host"}  # and there is no host
_PRINTED = 10_000  # bytes that a program may print into nothing
_pools: dict[int, Any] = {}  # by process: a fork does not share one


class Broken(Exception):
    """The program did not come to a value: why."""


class Overran(Broken):
    """It took longer than it may. Some steps, such as the product of huge integers, are only ended with their process,
    after a second."""


def run(source: str, fields: Mapping[str, str]) -> str | None:
    """What the program makes of the slots' texts. Raises Broken; UsageError where the sandbox is not installed."""
    monty = plugins.load("pydantic_monty")
    began = monotonic()
    try:
        with _pool(monty).checkout(limits=_LIMITS, os_policy=_NO_HOST) as session:
            value = session.feed_run(
                f"{source}\n\n{FUNCTION}(fields)",
                inputs={"fields": dict(fields)},
                print_callback=monty.CollectString(max_bytes=_PRINTED),
            )
    except (monty.MontyError, TimeoutError, OSError, ValueError) as error:
        late = monotonic() - began > SECONDS
        raise (Overran if late else Broken)(str(error) or type(error).__name__) from None
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return str(value)
        except ValueError as error:  # an integer of thousands of digits
            raise Broken(str(error)) from None
    raise Broken(f"it returns {type(value).__name__}, neither a text nor None")


def _pool(monty: Any) -> Any:
    pool = _pools.get(os.getpid())
    if pool is None:
        pool = monty.Monty(request_timeout=5 * SECONDS + 1)
        pool.__enter__()
        _pools[os.getpid()] = pool
        atexit.register(_close, os.getpid())
    return pool


def _close(process: int) -> None:
    if process == os.getpid() and process in _pools:
        _pools.pop(process).__exit__(None, None, None)
