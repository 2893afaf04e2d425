"""Templates that were mined from logs: proposed in the manifest, served once an operator has approved the very file.

SOLVERS/templates/NAME.toml      what was mined; the manifest holds its SHA-256, the checks and what was proposed
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from suffice.errors import UsageError
from suffice.learned import store
from suffice.learned.store import Manifest
from suffice.records import Json

FOLDER = "templates"


def put(folder: Path, name: str, text: str) -> str:
    """Write a template's file; its SHA-256."""
    content = text.encode()
    store.write(folder / FOLDER / f"{name}.toml", content)
    return sha256(content).hexdigest()


def proposed(folder: Path, manifest: Manifest | None = None) -> Sequence[Mapping[str, Json]]:
    """What the manifest says of mined templates; read unless it is handed in. Raises UsageError."""
    rows = (manifest or store.read_manifest(folder)).body.get("templates", [])
    if not isinstance(rows, list) or not all(
        isinstance(row, dict) and {"name", "sha256"} <= row.keys() for row in rows
    ):
        raise UsageError(f"{folder / store.MANIFEST} is damaged (its templates): learn again")
    return rows


def approve(folder: Path, name: str) -> str:
    """Record that the operator has read the template ``name`` and lets it be served; the manifest's new SHA-256.

    Raises UsageError for one that is not there, or is not what the checks have passed.
    """
    with store.alone(folder):
        return _approve(folder, name)


def _approve(folder: Path, name: str) -> str:
    manifest = store.read_manifest(folder)
    rows = [dict(row) for row in proposed(folder, manifest)]
    row = next((row for row in rows if row["name"] == name), None)
    if row is None:
        there = ", ".join(row["name"] for row in rows) or "none"
        raise UsageError(f"{folder} proposes no template '{name}'; there are: {there}")
    _content(folder, row)
    row["approved"] = row["sha256"]
    return store.write_manifest(folder, {**manifest.body, "templates": rows})


def carried_over(folder: Path, rows: Sequence[Mapping[str, Json]]) -> list[Json]:
    """New proposals, those approved whose file an earlier manifest of the folder has approved as it is."""
    try:
        known = {row.get("approved") for row in proposed(folder)} - {None}
    except UsageError:
        known = set()
    return [{**row, "approved": row["sha256"] if row["sha256"] in known else None} for row in rows]


def files(folder: Path, manifest: Manifest | None = None) -> list[Path]:
    """The files of approved templates, each unchanged since. Raises UsageError."""
    found = []
    for row in proposed(folder, manifest):
        if row.get("approved") == row["sha256"]:
            _content(folder, row)
            found.append(folder / FOLDER / f"{row['name']}.toml")
    return found


def _content(folder: Path, row: Mapping[str, Json]) -> None:
    name = row["name"]
    if not isinstance(name, str) or not name.replace("-", "").isalnum():
        raise UsageError(f"{folder / store.MANIFEST}: {name!r} is no name of a template: learn again")
    path = folder / FOLDER / f"{name}.toml"
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}): learn again") from None
    if sha256(content).hexdigest() != row["sha256"]:
        raise UsageError(
            f"{path} was changed since it was mined: name a text of your own as 'templates' in the configuration"
        )
