"""The verbs: small abstract classes, and the effects by which a sans-I/O solver asks for the world.

A solver's ``steps`` is a generator: it yields effects and is sent their results, so that one piece
of code serves the synchronous driver (library, command line) and the asynchronous one (gateway).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from suffice.errors import SolverError
from suffice.records import (
    Abstain,
    Answer,
    Cost,
    Estimate,
    Instead,
    Json,
    Level,
    Link,
    Reading,
    Receipt,
    Task,
    Tier,
    Usage,
    Verdict,
    Work,
)


# --- effects: what a generator may ask of its driver ---------------------------------------------
@dataclass(frozen=True, slots=True)
class Compute:
    """Run ``solver.solve(task)`` in a worker process, for at most ``task.budget.seconds``.

    The driver sends back ``Computed``, or ``None`` where there is no worker: then compute here.
    """

    solver: Solver
    task: Task


@dataclass(frozen=True, slots=True)
class Computed:
    """What a worker process made of a task, and the CPU seconds that it took there."""

    outcome: Answer | Abstain | SolverError
    cpu_s: float | None

    def result(self) -> Answer | Abstain:
        """Raises the SolverError if that was the outcome."""
        if isinstance(self.outcome, SolverError):
            raise self.outcome
        return self.outcome


@dataclass(frozen=True, slots=True)
class Send:
    """Send an HTTP request; the driver sends back a ``Head`` once status and headers are in."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    timeout_s: float


@dataclass(frozen=True, slots=True)
class Head:
    status: int
    headers: Mapping[str, str]  # lower-case names


@dataclass(frozen=True, slots=True)
class Receive:
    """Ask for the next piece of the open response; the driver sends ``bytes``, or ``None`` at its end."""


@dataclass(frozen=True, slots=True)
class Emit:
    """Hand on a piece of an unverified answer to whoever listens."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Append:
    """Append the receipt; the driver sends back its ``Link`` after the batch is committed."""

    receipt: Receipt


Effect = Compute | Send | Receive | Emit | Append
Steps = Generator[Effect, Any, Answer | Abstain]


# --- verbs ---------------------------------------------------------------------------------------
class Reader(ABC):
    """Turns a task into a Reading of one family, or abstains."""

    @abstractmethod
    def read(self, task: Task) -> Reading | Abstain: ...


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a worker process builds a solver: ``module.name(*arguments)``; the arguments can be pickled.

    What it builds has no step limits: the worker's clock, CPU and memory limits stop it.
    """

    module: str
    name: str
    arguments: tuple[Any, ...] = ()


class Solver(ABC):
    """Answers tasks or abstains. ``expected_usd`` and ``expected_joules`` order the ladder (None: unknown).

    ``in_process``: ``solve`` is limited in steps and may run on the event loop. ``recipe``: for workers.
    ``earns``: the levels that its answers can reach; None leaves it open.
    """

    name: str
    tier: Tier
    expected_joules: float | None = 0.0
    expected_usd: float | None = 0.0
    in_process: bool = True
    recipe: Recipe | None = None
    earns: frozenset[Level] | None = None

    @abstractmethod
    def solve(self, task: Task) -> Answer | Abstain:
        """Answer from pure computation. Raises SolverError when broken."""

    def steps(self, task: Task) -> Steps:
        """The same, sans I/O. Solvers that talk to servers override this instead of ``solve``."""
        computed = yield Compute(self, task)
        return self.solve(task) if computed is None else computed.result()


class Language(ABC):
    """A formal language into which others may translate a task: a family of the symbolic tier, as models see it."""

    family: str

    @abstractmethod
    def schema(self) -> Json:
        """The JSON Schema of its Problems, as plain alternatives."""

    @abstractmethod
    def rules(self) -> Sequence[str]:
        """What a translator must mind, one sentence or two each."""

    @abstractmethod
    def examples(self) -> Sequence[tuple[str, Json]]:
        """Texts with the bodies of their Problems."""

    @abstractmethod
    def excuse(self, task: Task) -> Abstain | None:
        """Why the task need not be translated at all; None if it may be worth it."""

    @abstractmethod
    def read(self, task: Task, bodies: Sequence[Json]) -> Reading | Abstain:
        """What several translations of the task say, if all of them are the same Problem and account for its text."""

    @abstractmethod
    def solve(self, task: Task, reading: Reading) -> Answer | Abstain:
        """What the exact engine makes of it."""


class Verifier(ABC):
    """Checks an answer with code that did not produce it."""

    @abstractmethod
    def verify(self, task: Task, answer: Answer) -> Verdict: ...


class Router(ABC):
    """Orders the solvers to try for a task."""

    @abstractmethod
    def rank(self, task: Task, solvers: Sequence[Solver]) -> Sequence[Solver]: ...


class Meter(ABC):
    """Measures work in windows. A window counts the CPU time of its own thread alone, and is closed
    while its task waits, so that concurrent tasks do not pay for one another."""

    @abstractmethod
    def begin(self) -> Any:
        """Open a window and return it."""

    @abstractmethod
    def end(self, window: Any) -> Cost:
        """Close the window: wall and CPU seconds, joules at the node boundary, grams of CO2e, dollars."""

    def elsewhere(self, cpu_s: float | None) -> Cost:
        """Price CPU seconds that a worker process spent; a meter that knows no watts leaves joules unknown."""
        return Cost(cpu_s=cpu_s)


class Ledger(ABC):
    """Keeps receipts. ``append`` returns after the record is durable."""

    @abstractmethod
    def append(self, receipts: Iterable[Receipt]) -> Sequence[Link]: ...

    def append_at_once(self, receipts: Sequence[Receipt]) -> Sequence[Link] | None:
        """The same, where it takes microseconds; None where it would wait for a disk or for others: then ``append``."""
        del receipts
        return None


class HardwareModel(ABC):
    """Prices recorded work: the same work on one machine or another."""

    name: str

    @abstractmethod
    def estimate(self, work: Work) -> Estimate:
        """Joules at the node boundary, seconds, accuracy; each is ``None`` where nothing is known."""


class Pricer(ABC):
    """Prices model calls: what one did cost, and what the frontier model would have cost."""

    @abstractmethod
    def price(self, usage: Usage) -> Cost: ...

    @abstractmethod
    def instead(self, task: Task, answer: Answer | None) -> Instead: ...
