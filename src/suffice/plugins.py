"""Finding plug-ins: the file's name is the plug-in's name, and the port says in which folder to look.

``find(Meter, "clock")`` imports ``suffice.meters.clock`` and takes the one Meter defined there. Packages
outside join through the entry-point group ``suffice.<folder>``, and are loaded only when named.
"""

from __future__ import annotations

import inspect
from collections import Counter
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TypeVar

from suffice.errors import UsageError
from suffice.ports import HardwareModel, Ledger, Meter, Router, Solver

FOLDERS: dict[type, str] = {
    Solver: "models",
    Router: "routers",
    Meter: "meters",
    Ledger: "ledgers",
    HardwareModel: "hardware",
}
_ROOT = Path(__file__).parent
T = TypeVar("T")


def names(package: str) -> tuple[str, ...]:
    """The plug-ins of one folder of this package, sorted, none of them imported."""
    folder = _ROOT / package
    files = {path.stem for path in folder.glob("*.py")}
    folders = {path.parent.name for path in folder.glob("*/__init__.py")}
    return tuple(sorted(name for name in files | folders if not name.startswith("_")))


def families() -> tuple[str, ...]:
    """The symbolic families: folders under ``symbolic`` that state a problem, none of them imported."""
    return tuple(sorted(path.parent.name for path in (_ROOT / "symbolic").glob("*/problem.py")))


def find(port: type[T], name: str) -> type[T]:
    """The class that ``name`` stands for, looked for in the port's folder, then among other packages.

    Raises UsageError: no such name (lists what there is), or a missing optional package (says what to install).
    """
    package = FOLDERS[port]
    if name in names(package):
        return only(port, load(f"suffice.{package}.{name}"))
    entry = _outside(package).get(name)
    if entry is None:
        there = sorted({*names(package), *_outside(package)})
        raise UsageError(f"no {port.__name__} '{name}'; there are: {', '.join(there) or 'none'}")
    try:
        found = entry.load()
    except ModuleNotFoundError as missing:
        raise UsageError(
            f"{name} ({entry.value}) needs {missing.name}: install the package that brings it"
        ) from missing
    if not (inspect.isclass(found) and issubclass(found, port)):
        raise UsageError(f"{name} ({entry.value}) is no {port.__name__}: its entry point must name a subclass")
    return found


def load(module: str) -> ModuleType:
    """Import a plug-in's module. Raises UsageError with the cure where an optional package is missing."""
    try:
        return import_module(module)
    except ModuleNotFoundError as missing:
        package = (missing.name or "").partition(".")[0]
        if package in ("", "suffice"):  # our own mistake, not a missing extra
            raise
        name = module.rpartition(".")[2]
        raise UsageError(f"{name} needs {package}: pip install 'suffice[{_extra(package, module)}]'") from missing


def only(port: type[T], module: ModuleType) -> type[T]:
    """The one concrete subclass of ``port`` that the module itself defines."""
    here = [
        thing
        for thing in vars(module).values()
        if inspect.isclass(thing) and thing.__module__ == module.__name__ and issubclass(thing, port)
    ]
    concrete = [thing for thing in here if not inspect.isabstract(thing)]
    if len(concrete) != 1:
        found = ", ".join(thing.__name__ for thing in concrete) or "none"
        raise UsageError(f"{module.__name__} must define exactly one {port.__name__}, found: {found}")
    return concrete[0]


def _outside(package: str):
    from importlib.metadata import entry_points  # slow to import, and needed only for names that are not ours

    return {entry.name: entry for entry in entry_points(group=f"suffice.{package}")}


def _extra(missing: str, module: str) -> str:
    """The extra of ours that brings the missing package, as the installed metadata says: the one that is named like the
    room of the module that wants it, else the smallest; the plug-in's name where there is none."""
    from importlib.metadata import PackageNotFoundError, packages_distributions, requires

    *rooms, name = module.split(".")
    try:
        wanted = [line.partition(";") for line in requires("suffice") or []]
    except PackageNotFoundError:
        return name
    known = {missing, *packages_distributions().get(missing, ())}
    extras = [
        (marker.rpartition("extra ==")[2].strip(" '\""), requirement) for requirement, _, marker in wanted if marker
    ]
    sizes = Counter(extra for extra, _ in extras if extra != "dev")
    bring = [
        extra for extra, requirement in extras if extra in sizes and any(_starts_with(requirement, n) for n in known)
    ]
    return min(bring, key=lambda extra: (extra not in rooms, sizes[extra]), default=name)


def _starts_with(requirement: str, name: str) -> bool:
    plain, name = (text.strip().lower().replace("_", "-") for text in (requirement, name))
    return plain.startswith(name) and not plain[len(name) :][:1].isalnum() and plain[len(name) :][:1] != "-"
