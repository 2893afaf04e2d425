"""The ``[learned]`` table, and from it the solvers compiled from logs, with their verifier and alarms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from suffice.config import environment
from suffice.config.table import Table, path_in
from suffice.ports import Solver, Verifier

if TYPE_CHECKING:
    from suffice.learned.store import Manifest

_AUDIT, _NEW = 0.02, 0.2


@dataclass(frozen=True, slots=True)
class LearnedSettings:
    """``[learned]``. ``solvers``: the folder that ``suffice learn`` wrote; ``manifest``: its SHA-256, pinned.

    ``audit``: the share of served answers that is also asked of the model ``reference``, None: none is. ``slack``: how
    much more than the certified risk is tolerated before the audit's alarm rings. ``new``: the share of requests with a
    new shape, beyond that of the logs, that is let pass before theirs does.
    """

    solvers: Path
    manifest: str | None = None
    reference: str | None = None
    audit: float = _AUDIT
    slack: float = 0.0
    new: float = _NEW


def learned_settings(table: Table, folder: Path) -> LearnedSettings | None:
    solvers, manifest, reference = (
        path_in(table.text("solvers"), folder),
        table.text("manifest"),
        table.text("reference"),
    )
    audit, slack, new = (table.number(key, least=0) for key in ("audit", "slack", "new"))
    table.done()
    if solvers is None:
        if (audit, slack, new, manifest, reference) != (None,) * 5:
            table.wrong("solvers", "is missing; name the folder that 'suffice learn' wrote")
        return None
    if audit and reference is None:
        table.wrong("reference", "is missing; name the [[model]] that served answers are compared with")
    for key, share in (("audit", audit), ("slack", slack), ("new", new)):
        if share is not None and share > 1:
            table.wrong(key, f"{share:g} is no share; give one from 0 to 1")
    return LearnedSettings(
        solvers, manifest, reference, _AUDIT if audit is None else audit, slack or 0.0, _NEW if new is None else new
    )


def manifest(settings: LearnedSettings | None) -> Manifest | None:
    """What the folder of solvers holds, if one is named. Raises UsageError where it is none, or not the one pinned."""
    if settings is None:
        return None
    from suffice.learned.store import read_manifest

    return read_manifest(settings.solvers, settings.manifest)


def learned(settings: LearnedSettings, manifest: Manifest, models: Sequence[Solver]) -> tuple[Solver, Verifier]:
    """Raises UsageError where anything that the manifest names is missing or damaged."""
    from suffice.learned.alarms import Alarms
    from suffice.learned.audit import AuditedSolver
    from suffice.learned.check import CertifiedVerifier
    from suffice.learned.solver import LearnedSolver
    from suffice.learned.tier import shelf

    held = shelf(settings.solvers, manifest)
    file = environment.state_folder() / "alarms" / f"{manifest.sha256[:16]}.json"
    alarms = Alarms(held, file, slack=settings.slack, new=settings.new)
    reference = next((model for model in models if model.name == settings.reference), None)
    if reference is None or not settings.audit:
        return LearnedSolver(held, alarms), CertifiedVerifier(held)
    return AuditedSolver(held, alarms, reference, settings.audit), CertifiedVerifier(held)
