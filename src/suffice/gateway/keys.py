"""Virtual keys: who may ask. The file holds no key, only HMAC-SHA-256 of each under a random pepper.

    {"pepper": "64 hex digits", "keys": {"name": {"hmac": "64 hex digits", "created": "2026-11-22T08:00:00+00:00"}}}

Keys are random, 256 bits: nothing slower than HMAC is needed to keep them from being guessed.
"""

from __future__ import annotations

import fcntl
import hmac
import json
import os
import re
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from time import monotonic
from typing import Any

from suffice.errors import UsageError

PREFIX = "sk-suffice-"
_NAME = re.compile(r"[\w.@-]{1,64}")
_LOOK_AGAIN_S = 1.0


class Keys:
    """The keys of a file, read again within a second of a change."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp: tuple[int, int] | None = None
        self._looked_s = 0.0
        self._pepper = b""
        self._names: dict[str, str] = {}  # by HMAC
        self._look()

    def __bool__(self) -> bool:
        """Whether there are any."""
        if monotonic() - self._looked_s > _LOOK_AGAIN_S:
            self._look()
        return bool(self._names)

    def owner(self, authorization: str | None) -> str | None:
        """The name of the key in an Authorization header; None where it is nobody's."""
        scheme, _, key = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not key:
            return None
        digest = _hmac(self._pepper, key.strip())
        name = None
        for known, owner in self._names.items():  # all of them, so that the time tells nothing
            if hmac.compare_digest(known, digest):
                name = owner
        return name

    def _look(self) -> None:
        self._looked_s = monotonic()
        try:
            found = self._path.stat()
            stamp = (found.st_mtime_ns, found.st_ino)
        except FileNotFoundError:
            self._stamp, self._names = None, {}
            return
        if stamp != self._stamp:
            content = _read(self._path)
            self._pepper = bytes.fromhex(content["pepper"])
            self._names = {row["hmac"]: name for name, row in content["keys"].items()}
            self._stamp = stamp


def is_here(host: str) -> bool:
    """Whether a host's name or address is this machine's loopback interface."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def add(path: Path, name: str) -> str:
    """Make a key and return it: it can never be shown again. Raises UsageError for a name that is taken or odd."""
    if not _NAME.fullmatch(name):
        raise UsageError(f"'{name}' is no name for a key: use up to 64 letters, digits, and . _ @ -")
    key = PREFIX + secrets.token_urlsafe(32)

    def change(content: dict[str, Any]) -> None:
        if name in content["keys"]:
            raise UsageError(f"there is a key '{name}' already: remove it first, or use another name")
        made = datetime.now(UTC).isoformat(timespec="seconds")
        content["keys"][name] = {"hmac": _hmac(bytes.fromhex(content["pepper"]), key), "created": made}

    _change(path, change)
    return key


def remove(path: Path, name: str) -> None:
    """Raises UsageError where there is no such key."""

    def change(content: dict[str, Any]) -> None:
        if content["keys"].pop(name, None) is None:
            raise UsageError(f"there is no key '{name}'; there are: {', '.join(sorted(content['keys'])) or 'none'}")

    _change(path, change)


def names(path: Path) -> dict[str, str]:
    """When each key was made, by name."""
    return {name: row["created"] for name, row in _read(path)["keys"].items()} if path.exists() else {}


def _hmac(pepper: bytes, key: str) -> str:
    return hmac.digest(pepper, key.encode("utf-8", "surrogateescape"), "sha256").hex()


def _read(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        bytes.fromhex(content["pepper"])
        if all(len(row["hmac"]) == 64 and isinstance(row["created"], str) for row in content["keys"].values()):
            return content
    except OSError as error:
        raise UsageError(f"the keys in {path} cannot be read ({error.strerror}): check its permissions") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        pass
    raise UsageError(f"{path} is no file of keys: name another, or restore it from a copy")


def _change(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Read, change, and put in place whole; one process at a time."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = os.open(path.with_name(path.name + ".lock"), os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise UsageError(f"keys cannot be kept at {path} ({error.strerror}): check the folder") from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        content = _read(path) if path.exists() else {"pepper": secrets.token_hex(32), "keys": {}}
        change(content)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        descriptor = os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(json.dumps(content, indent=1) + "\n")
        draft.replace(path)
    except OSError as error:
        raise UsageError(f"keys cannot be kept at {path} ({error.strerror}): check the folder") from None
    finally:
        os.close(lock)
