"""How a group and what was certified for it stand in the manifest; their artefacts are written on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from suffice.learn.groups import Found
from suffice.learn.repeats import Repeats
from suffice.learn.search import Outcome
from suffice.learned import store
from suffice.learned.certificate import Certificate
from suffice.learned.gate import Gate
from suffice.learned.group import Group
from suffice.learned.predictor import Parts
from suffice.learned.tier import Voice
from suffice.records import Json

Row = dict[str, Json]


def row(
    found: Found, group: Group | None, outcome: Outcome | None, again: Repeats | None, folder: Path, left: float
) -> Row:
    """A group in the manifest. ``left``: the delta that re-certifications may still spend."""
    made: Row = {"group": group.to_json() if group else None, "shape": found.shape.to_json(), "stages": []}
    if outcome is None:
        return made | {"why": "none of its requests has an answer"}
    if again is not None and again.certificate is not None:
        made["stages"].append(_stage(folder, again.voices, again.certificate))
    if outcome.certificate is not None:
        made["stages"].append(_stage(folder, outcome.voices, outcome.certificate))
        made["unsettled"] = store.save_parts(folder, "unsettled", marks_of(outcome.unsettled))
        made["curve"] = [list(point) for point in outcome.curve]
    else:
        made["why"] = outcome.why
    if made["stages"]:
        gate = outcome.gate if outcome.certificate is not None and outcome.gate else Gate.open()
        made["gate"] = store.save_parts(folder, "gate", gate.parts())
        made["usual"] = store.save_parts(folder, "usual", usual(outcome.usual))
        made["left"], made["until"] = left, outcome.until
    return made


def _stage(folder: Path, voices: Mapping[str, Voice], certificate: Certificate) -> Row:
    return {"values": saved(folder, voices), "certificate": certificate.to_json()}


def saved(folder: Path, voices: Mapping[str, Voice]) -> Row:
    """Voices as they stand in the manifest; ``tier.voice`` reads them."""
    values: Row = {}
    for name, voice in voices.items():
        scale = voice.scale and {"at": list(voice.scale.at), "share": list(voice.scale.share)}
        artefact = store.save(folder, voice.predictor)
        values[name] = {
            "kind": voice.kind, "artefact": artefact, "scale": scale, "unserved": sorted(voice.unserved)
        }  # fmt: skip
    return values


def marks_of(found: frozenset[int]) -> Parts:
    import numpy as np

    return Parts({"version": 1}, {"marks": np.array(sorted(found), np.uint64)})


def usual(confidences: Sequence[float]) -> Parts:
    import numpy as np

    return Parts({"version": 1}, {"confidences": np.array(confidences, np.float64)})


def size(folder: Path, row: Mapping[str, Json]) -> int:
    """Bytes of all that a group's row names."""
    named = [row[key] for key in ("gate", "usual", "unsettled") if key in row]
    named += [voice["artefact"] for stage in row["stages"] for voice in stage["values"].values()]
    return sum(store.sizes(folder, artefact) for artefact in named)
