"""What the environment says: the only file that reads it, but for what a terminal can show (``explain``)."""

from __future__ import annotations

import os
from pathlib import Path

from suffice.errors import UsageError


def config_path() -> Path | None:
    """``$SUFFICE_CONFIG``, else ``suffice.toml`` in the working folder if it is there, else None."""
    named = os.environ.get("SUFFICE_CONFIG")
    if named:
        return Path(named)
    here = Path("suffice.toml")
    return here if here.is_file() else None


def state_folder() -> Path:
    """Where this user's ledger lives unless the configuration names another place (XDG base directories)."""
    home = os.environ.get("XDG_STATE_HOME")
    return (Path(home) if home and Path(home).is_absolute() else Path.home() / ".local" / "state") / "suffice"


def secret(name: str) -> str | None:
    """The value of a variable that holds a key; None if it is unset or empty."""
    return os.environ.get(name, "").strip() or None


def debugging() -> bool:
    """Whether to show tracebacks (``SUFFICE_DEBUG=1``)."""
    return os.environ.get("SUFFICE_DEBUG", "") not in ("", "0")


def one_thread() -> None:
    """Linear algebra in one thread, unless the caller says otherwise: on matrices of 7 x 7 more of them only wait."""
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")


def without_screen() -> None:
    """Let MuJoCo draw without a screen, unless the caller says otherwise. To be called before it is first imported.

    Raises UsageError where there is no graphics library.
    """
    from ctypes.util import find_library

    if os.environ.get("MUJOCO_GL"):
        return
    name = next((name for name, library in (("egl", "EGL"), ("osmesa", "OSMesa")) if find_library(library)), None)
    if name is None:
        raise UsageError("pictures need a graphics library: apt-get install libegl1 libgl1, or libosmesa6")
    os.environ["MUJOCO_GL"] = name
