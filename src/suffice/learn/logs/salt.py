"""The salt that hides users' names: thirty-two random bytes in a file that only its owner can read."""

from __future__ import annotations

import os
from pathlib import Path

from suffice.errors import UsageError


def salt(path: Path) -> bytes:
    """The salt in ``path``, made if there is none yet. Raises UsageError where it cannot be kept."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            read = bytes.fromhex(path.read_text().strip())
            if len(read) < 16:
                raise ValueError("it is too short") from None
            return read
        fresh = os.urandom(32)
        with os.fdopen(handle, "w") as file:
            file.write(fresh.hex() + "\n")
    except (OSError, ValueError) as error:
        raise UsageError(f"the salt for users' names, {path}, cannot be used ({error}): move it away") from None
    return fresh
