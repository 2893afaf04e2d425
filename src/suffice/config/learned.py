"""The ``[learned]`` table, and from it the solvers compiled from logs, with their verifier and alarms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from suffice.config import environment
from suffice.config.table import Table, path_in
from suffice.ports import Solver, Verifier

_AUDIT = 0.02


@dataclass(frozen=True, slots=True)
class LearnedSettings:
    """``[learned]``. ``solvers``: the folder that ``suffice learn`` wrote; ``manifest``: its SHA-256, pinned.

    ``audit``: the share of served answers that is also asked of the model ``reference``, None: none is. ``slack``: how
    much more than the certified risk is tolerated before the audit's alarm rings.
    """

    solvers: Path
    manifest: str | None = None
    reference: str | None = None
    audit: float = _AUDIT
    slack: float = 0.0


def learned_settings(table: Table, folder: Path) -> LearnedSettings | None:
    solvers, manifest, reference = (
        path_in(table.text("solvers"), folder),
        table.text("manifest"),
        table.text("reference"),
    )
    audit, slack = table.number("audit", least=0), table.number("slack", least=0)
    table.done()
    if solvers is None:
        if (audit, slack, manifest, reference) != (None, None, None, None):
            table.wrong("solvers", "is missing; name the folder that 'suffice learn' wrote")
        return None
    if audit and reference is None:
        table.wrong("reference", "is missing; name the [[model]] that served answers are compared with")
    for key, share in (("audit", audit), ("slack", slack)):
        if share is not None and share > 1:
            table.wrong(key, f"{share:g} is no share; give one from 0 to 1")
    return LearnedSettings(solvers, manifest, reference, _AUDIT if audit is None else audit, slack or 0.0)


def learned(settings: LearnedSettings, models: Sequence[Solver]) -> tuple[Solver, Verifier]:
    """Raises UsageError where the folder is no folder of solvers, or is not the one pinned."""
    from suffice.learned import store
    from suffice.learned.alarms import Alarms
    from suffice.learned.audit import AuditedSolver
    from suffice.learned.check import CertifiedVerifier
    from suffice.learned.solver import LearnedSolver
    from suffice.learned.tier import load

    shelf = load(settings.solvers, settings.manifest)
    file = environment.state_folder() / "alarms" / f"{store.manifest_hash(settings.solvers)[:16]}.json"
    alarms = Alarms(shelf.served.values(), file, slack=settings.slack)
    reference = next((model for model in models if model.name == settings.reference), None)
    if reference is None or not settings.audit:
        return LearnedSolver(shelf, alarms), CertifiedVerifier(shelf)
    return AuditedSolver(shelf, alarms, reference, settings.audit), CertifiedVerifier(shelf)
