"""Artefacts on disk: JSON and arrays without pickle, each file named by the SHA-256 of its bytes.

SOLVERS/manifest.json            groups, stages, certificates; names every artefact
SOLVERS/artefacts/<sha256>.json  a predictor's header
SOLVERS/artefacts/<sha256>.npz   its arrays
"""

from __future__ import annotations

import fcntl
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from suffice import files, plugins
from suffice.errors import UsageError
from suffice.learned.predictor import Parts, Predictor
from suffice.records import Json

MANIFEST, FOLDER = "manifest.json", "artefacts"
VERSION = 1
_LARGEST_BYTES = 256 << 20  # of a file, and of its arrays unpacked


def kinds() -> tuple[str, ...]:
    """The kinds of predictor there are, none of them imported."""
    return tuple(
        sorted(path.stem for path in (Path(__file__).parent / "kinds").glob("*.py") if path.stem != "__init__")
    )


def make_folder(folder: Path) -> None:
    """Raises UsageError where nothing can be written there."""
    try:
        (folder / FOLDER).mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder), TemporaryFile(dir=folder / FOLDER):
            pass
    except OSError as error:
        raise UsageError(f"{folder} cannot be written ({error.strerror}): name another folder") from None


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else changes the folder meanwhile, and what a killed command left half written is gone. Raises UsageError
    where somebody does."""
    try:
        lock = (folder / ".lock").open("w")
    except OSError as error:
        raise UsageError(f"{folder} cannot be written ({error.strerror}): name a folder that may be") from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # it ends with the process, however that ends
        except BlockingIOError:
            raise UsageError(
                f"another command is writing to {folder}: wait for it to end, or name another folder"
            ) from None
        for part in folder.rglob(".*.part"):
            part.unlink(missing_ok=True)
        yield


def save(folder: Path, predictor: Predictor) -> str:
    """Write a predictor and return the name of its artefact."""
    return save_parts(folder, predictor.kind, predictor.parts())


def save_parts(folder: Path, kind: str, parts: Parts) -> str:
    """The artefact's name is the hash of its header, which holds that of its arrays."""
    arrays = None
    if parts.arrays:
        import numpy as np

        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:  # savez would pickle objects
            for name in sorted(parts.arrays):
                with packed.open(f"{name}.npy", "w", force_zip64=True) as member:
                    np.lib.format.write_array(member, np.asanyarray(parts.arrays[name]), allow_pickle=False)
        arrays = _put(folder, buffer.getvalue(), "npz")
    return _put(folder, encoded({"kind": kind, "arrays": arrays, "header": parts.header}), "json")


def load(folder: Path, name: str) -> Predictor:
    """Raises UsageError where the file is missing, is not what its name says, or holds no predictor."""
    kind = _header(folder, name).get("kind")
    if kind not in kinds():
        raise UsageError(f"{folder}: the artefact {name[:12]} is of the unknown kind '{kind}': update suffice")
    module = plugins.load(f"suffice.learned.kinds.{kind}")
    try:
        return plugins.only(Predictor, module).of(load_parts(folder, name, kind))
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise UsageError(f"{folder}: the artefact {name[:12]} is damaged ({error}): learn again") from None


def load_parts(folder: Path, name: str, kind: str) -> Parts:
    """Raises UsageError where the file is missing, is not what its name says, or is of another kind."""
    stored = _header(folder, name)
    if stored.get("kind") != kind or not isinstance(stored.get("header"), dict):
        raise UsageError(f"{folder}: the artefact {name[:12]} is no {kind}: learn again")
    if not stored.get("arrays"):
        return Parts(stored["header"])
    try:
        return Parts(stored["header"], _arrays(_get(folder, stored["arrays"], "npz")))
    except UsageError:
        raise
    except Exception as error:  # whatever the readers of zip files and arrays make of what is neither
        raise UsageError(f"{folder}: the arrays of the artefact {name[:12]} cannot be read: {error}") from None


def _arrays(content: bytes) -> dict[str, Any]:
    """Raises ValueError, and whatever else the reading of strange files raises."""
    np = plugins.load("numpy")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        members = packed.infolist()
        if sum(member.file_size for member in members) > _LARGEST_BYTES:
            raise ValueError(f"they take more than {_LARGEST_BYTES >> 20} MiB")
        return {
            member.filename.removesuffix(".npy"): np.lib.format.read_array(
                io.BytesIO(packed.read(member)), allow_pickle=False
            )
            for member in members
        }


def _header(folder: Path, name: str) -> dict[str, Any]:
    return _decoded(_get(folder, name, "json"), f"{name}.json")


def write_manifest(folder: Path, manifest: Mapping[str, Json]) -> str:
    """Put the manifest in place, whole or not at all; the SHA-256 that a configuration can pin."""
    content = json.dumps(manifest, indent=1, ensure_ascii=False, sort_keys=True).encode()
    write(folder / MANIFEST, content)
    return sha256(content).hexdigest()


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a folder of solvers holds, and the SHA-256 of the bytes that say so."""

    body: Mapping[str, Json]
    sha256: str


def read_manifest(folder: Path, pin: str | None = None) -> Manifest:
    """The manifest, whose bytes must have the hash ``pin`` where one is given. Raises UsageError."""
    path = folder / MANIFEST
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read ({error.strerror}): name a folder that 'suffice learn' wrote"
        ) from None
    found = sha256(content).hexdigest()
    if pin is not None and found != pin.lower():
        raise UsageError(
            f"{path} has the SHA-256 {found}, not the pinned {pin}: approve it by pinning that, or restore it"
        )
    manifest = _decoded(content, str(path))
    if manifest.get("version") != VERSION:
        raise UsageError(f"{path} is of version {manifest.get('version')}, this suffice reads {VERSION}: learn again")
    return Manifest(manifest, found)


def sizes(folder: Path, name: str) -> int:
    """Bytes of an artefact on the disk, its arrays included."""
    content = _get(folder, name, "json")
    arrays = _decoded(content, name).get("arrays")
    return len(content) + (len(_get(folder, arrays, "npz")) if arrays else 0)


def encoded(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _put(folder: Path, content: bytes, suffix: str) -> str:
    name = sha256(content).hexdigest()
    write(folder / FOLDER / f"{name}.{suffix}", content)
    return name


def write(path: Path, content: bytes) -> None:
    """Put a file in place, whole or not at all. Raises UsageError."""
    cure = "make room, or name another folder"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror}): {cure}") from None
    files.write(path, content, cure)


def _get(folder: Path, name: str, suffix: str) -> bytes:
    if not isinstance(name, str) or len(name) != 64 or not set(name) <= set("0123456789abcdef"):
        raise UsageError(f"{folder}: '{name}' names no artefact")
    path = folder / FOLDER / f"{name}.{suffix}"
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise UsageError(f"{path} is larger than {_LARGEST_BYTES >> 20} MiB")
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}): the manifest names it; learn again") from None
    if sha256(content).hexdigest() != name:
        raise UsageError(f"{path} was changed: its content does not have the hash that the manifest pins")
    return content


def _decoded(content: bytes, where: str) -> dict[str, Any]:
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        raise UsageError(f"{where} is no JSON: learn again") from None
    if not isinstance(value, dict):
        raise UsageError(f"{where} holds no object: learn again")
    return value
