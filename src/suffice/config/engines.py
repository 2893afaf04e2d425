"""The exact engines and what they read beside plain English: templates, and the policies of the guard."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from suffice.config.learned import manifest as read_manifest
from suffice.config.settings import Settings
from suffice.ports import Recipe, Solver

if TYPE_CHECKING:
    from suffice.learned.store import Manifest
    from suffice.symbolic.rules.policies import PolicySolver
    from suffice.symbolic.templates.template import Template


def symbolic(settings: Settings, manifest: Manifest | None = None) -> list[Solver]:
    """One solver per family; each reads posted problems, then the configured templates, then plain English.

    ``manifest``: of the folder of learned solvers, whose templates were mined; read if it is not handed in.
    """
    from suffice.plugins import families
    from suffice.symbolic.reading import FormReader, family_reader
    from suffice.symbolic.solver import REMEMBERED, SymbolicSolver

    known = families()
    templates = all_templates(settings, manifest)
    readers: dict[str, list[Any]] = {family: [FormReader(family)] for family in known}
    if templates:
        from suffice.symbolic.templates.read import TemplateReader

        for family in known:  # each is handed all, because a request that fits two families is ambiguous
            readers[family].append(TemplateReader(family, templates))
    return [SymbolicSolver(family, [*readers[family], family_reader(family)], REMEMBERED) for family in known]


def symbolic_solver(settings: Settings, family: str) -> Solver:
    """One of them, as a worker process builds it."""
    return next(solver for solver in symbolic(settings) if solver.name == family)


def with_recipes(solvers: list[Solver], settings: Settings) -> list[Solver]:
    """The same, each told how a worker process builds it."""
    for solver in solvers:
        solver.recipe = Recipe(__name__, symbolic_solver.__name__, (settings, solver.name))
    return solvers


def policies(settings: Settings) -> dict[str, PolicySolver]:
    """The configured policies by name, each as a solver of cases. Raises UsageError where one cannot be read."""
    if not settings.policies:
        return {}
    from suffice.symbolic.rules.policies import PolicySolver, posted

    return {name: PolicySolver(name, posted(path)) for name, path in settings.policies.items()}


def all_templates(settings: Settings, manifest: Manifest | None = None) -> list[Template]:
    """Those in files, those in the configuration itself, and approved ones of the solvers' folder; no name twice."""
    mined = _mined(settings, manifest)
    if not settings.templates and not settings.template_files and not mined:
        return []
    from suffice.symbolic.templates.load import from_tables, load_all, no_name_twice

    found = [*load_all([*settings.template_files, *mined])]
    if settings.templates:
        found += from_tables(list(settings.templates), str(settings.file))
    no_name_twice(found, str(settings.file))
    return found


def _mined(settings: Settings, manifest: Manifest | None) -> list[Path]:
    """The files of templates that were mined from logs and approved."""
    if settings.learned is None:
        return []
    from suffice.learned.approved import files

    return files(settings.learned.solvers, manifest or read_manifest(settings.learned))
