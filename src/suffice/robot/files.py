"""What was learned, on disk: arrays, and what they were made from as JSON."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from suffice.errors import UsageError


def learned(path: Path, kind: str, cure: str) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    """The arrays of a file without pickled objects, and its ``about``. ``kind``: as in ``suffice-robot-policy/1``.
    Raises UsageError, with the cure, where it is none of that kind."""
    name = kind.removeprefix("suffice-robot-").partition("/")[0]
    if not path.is_file():
        raise UsageError(f"no {name} at {path}: {cure}")
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            arrays = {key: file[key] for key in file.files}
        about = json.loads(str(arrays.pop("about")))
        known = about["format"]
    except (ValueError, TypeError, KeyError, AttributeError, OSError, EOFError, zipfile.BadZipFile) as broken:
        raise UsageError(f"{path} is no {name} ({broken}): {cure}") from None
    if known != kind:
        raise UsageError(f"{path} is no {name} of this version, it says '{str(known)[:60]}': {cure}")
    return arrays, about
