"""The other end of the pool's pipe: what a worker process runs. It trusts its parent, and nobody else can reach it."""

from __future__ import annotations

import pickle
import resource
import signal
from importlib import import_module
from math import ceil
from multiprocessing.connection import Connection
from time import process_time

from suffice.errors import SolverError, in_words
from suffice.ports import Recipe, Solver
from suffice.records import Abstain, Answer, Code, Task

_MIB = 1 << 20


def serve(descriptor: int, memory_bytes: int) -> None:
    """Solve what comes through the pipe until its other end is closed, which also happens when the parent dies.

    Receives ``(recipe, task, seconds)``; sends ``(outcome, CPU seconds of this process so far, fit for more)``.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, who decides
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_AS, memory_bytes)
    pipe = Connection(descriptor)
    solvers: dict[bytes, Solver] = {}
    while True:
        try:
            recipe, task, seconds = pipe.recv()
        except (EOFError, OSError):
            return
        # Stops the computation even when the parent was killed and nobody watches the clock.
        _limit(resource.RLIMIT_CPU, None if seconds is None else ceil(process_time() + seconds) + 1)
        fit = True
        try:
            outcome = _solve(recipe, task, solvers)
        except MemoryError:
            outcome = Abstain(Code.TOO_HARD, f"needs more than the {memory_bytes // _MIB} MiB of memory allowed")
            fit = False  # its memory may be in shreds
        pipe.send((outcome, process_time(), fit))


def _solve(recipe: Recipe, task: Task, solvers: dict[bytes, Solver]) -> Answer | Abstain | SolverError:
    try:
        key = pickle.dumps(recipe)  # its arguments need not be hashable
        solver = solvers.get(key)
        if solver is None:
            solver = solvers[key] = getattr(import_module(recipe.module), recipe.name)(*recipe.arguments)
        outcome = solver.solve(task)
    except MemoryError:
        raise
    except RecursionError:
        return Abstain(Code.TOO_HARD, "nested too deeply")
    except Exception as error:  # a broken solver ends its attempt, not the worker
        return SolverError(in_words(error))
    if not isinstance(outcome, Answer | Abstain):
        return SolverError(f"{recipe.name} returned {type(outcome).__name__}, neither an Answer nor an Abstain")
    return outcome


def _limit(what: int, amount: int | None) -> None:
    """Lower the soft limit; some systems know no such limit, and there the parent's clock remains."""
    hard = resource.getrlimit(what)[1]
    soft = hard if amount is None else amount if hard == resource.RLIM_INFINITY else min(amount, hard)
    try:
        resource.setrlimit(what, (soft, hard))
    except (ValueError, OSError):
        return
