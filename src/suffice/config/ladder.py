"""From Settings to what answers a task: solvers, verifiers, router, meter, pricer, and the ledger."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from suffice.cascade import cascade
from suffice.config.costing import meter, model_calls, pricer
from suffice.config.engines import symbolic, with_recipes
from suffice.config.learned import learned
from suffice.config.learned import manifest as read_manifest
from suffice.config.servers import reader, server_of
from suffice.config.settings import Settings
from suffice.errors import UsageError
from suffice.ports import Effect, Meter, Pricer, Router, Solver, Verifier
from suffice.records import Json, Receipt, Task

if TYPE_CHECKING:
    from suffice.learned.store import Manifest
    from suffice.ledgers.sqlite import SqliteLedger


@dataclass(frozen=True, slots=True)
class Ladder:
    """All that the cascade needs."""

    solvers: tuple[Solver, ...]
    verifiers: tuple[Verifier, ...]
    router: Router
    meter: Meter
    pricer: Pricer
    slice_s: float | None = None  # the longest that a solver may compute in this process at a stretch

    def steps(
        self, task: Task, request: Json = None, *, key: str | None = None, id: str | None = None
    ) -> Generator[Effect, Any, Receipt]:
        """The cascade for one task, to be run by a driver. The rest is for the receipt, see ``cascade``."""
        return cascade(
            task,
            self.solvers,
            self.verifiers,
            self.router,
            self.meter,
            self.pricer,
            request=request,
            key=key,
            id=id,
            slice_s=self.slice_s,
        )

    @property
    def connects(self) -> bool:
        """Whether any solver may ask for I/O, as models behind servers do."""
        return any(type(solver).steps is not Solver.steps for solver in self.solvers)


def build(settings: Settings, slice_s: float | None = None) -> Ladder:
    """``slice_s``: the longest that a solver may compute in this process at a stretch, where others wait too; what
    takes longer goes to a worker process. Raises UsageError where the configuration names what is not there.
    """
    from suffice.routers.cheapest_first import CheapestFirst
    from suffice.symbolic.solver import CertificateVerifier

    hardware = model_calls(settings)
    models = [(model.name, server_of(model, hardware)) for model in settings.models]
    manifest = read_manifest(settings.learned)
    exact = symbolic(settings, manifest)
    compiled, verifiers = _learned(settings, manifest, [solver for _, solver in models])
    only_reads = settings.reader.model if settings.reader and settings.reader.only_reads else None
    return Ladder(
        solvers=(
            *(exact if slice_s is None else with_recipes(exact, settings)),
            *compiled,
            *reader(settings, hardware),
            *(model for name, model in models if name != only_reads),
            *(_outside(name) for name in settings.plugins),
        ),
        verifiers=(CertificateVerifier(), *verifiers),
        router=CheapestFirst(),
        meter=meter(settings),
        pricer=pricer(settings, hardware),
        slice_s=slice_s,
    )


def open_ledger(settings: Settings, *, writable: bool = True, sync: str = "full") -> SqliteLedger:
    """The ledger that the configuration names; its folder is made if need be. Raises LedgerError.

    ``sync``: where the configuration says nothing of it.
    """
    from suffice.errors import LedgerError
    from suffice.ledgers.sqlite import SqliteLedger

    path = settings.ledger_path
    if writable:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LedgerError(f"the ledger's folder {path.parent} cannot be made ({error.strerror})") from None
    return SqliteLedger(path, writable=writable, sync=settings.sync or sync)


def _learned(
    settings: Settings, manifest: Manifest | None, models: list[Solver]
) -> tuple[list[Solver], list[Verifier]]:
    """The solvers compiled from logs, if a folder of them is named."""
    if settings.learned is None or manifest is None:
        return [], []
    solver, verifier = learned(settings.learned, manifest, models)
    return [solver], [verifier]


def _outside(name: str) -> Solver:
    from suffice import plugins

    if name in plugins.names("models"):
        raise UsageError(f"plugins: '{name}' is part of suffice; configure it with [[model]]")
    solver: type[Solver] = plugins.find(Solver, name)
    return solver()  # pyright: ignore[reportAbstractUsage]  # what it finds is concrete
