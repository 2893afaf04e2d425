"""The network that is put on the chip: from a file, or the classifier of a folder of learned solvers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from suffice.errors import UsageError
from suffice.hardware.crossbar.answer import checked_inputs
from suffice.hardware.crossbar.layers import Activation, Affine, Average, Dense, Select, Stack
from suffice.hardware.crossbar.storing import arrays_in, load
from suffice.learn.logs.reading import Logs
from suffice.learned import tier
from suffice.learned.averaging import SHARPNESS
from suffice.learned.group import Group
from suffice.learned.kinds.linear import Linear
from suffice.learned.predictor import Parts, Predictor

INVENTED = 256  # normally distributed inputs, where no data are given


@dataclass(frozen=True, slots=True)
class Model:
    """``x``: (requests, ...); ``labels``: class numbers, None where unknown; ``told``: where the inputs are from."""

    name: str
    stack: Stack
    x: np.ndarray
    labels: np.ndarray | None
    told: str


def open_model(path: Path, data: Path | None, group: str | None, most: int) -> Model:
    """At most ``most`` requests. Raises UsageError for what is no network, and data that do not fit it."""
    if path.is_dir():
        return _classifier(path, data, group, most)
    if group is not None:
        raise UsageError(f"--group is for a folder of learned solvers, {path.name} is a file: leave it out")
    stack = load(path)
    if data is None:
        rng = np.random.default_rng(0)
        x = rng.standard_normal((min(INVENTED, most), _inputs(path, stack)))
        return Model(path.name, stack, x, None, f"{len(x)} normally distributed inputs: no data were given")
    x, labels = read_data(data)
    x, labels = x[:most], None if labels is None else labels[:most]
    try:
        outputs = stack.exact(x[:1]).shape[-1]
    except (ValueError, IndexError) as error:
        raise UsageError(f"{data}: inputs of the shape {x.shape[1:]} do not fit {path.name} ({error})") from None
    if labels is not None and not 0 <= labels.min() <= labels.max() < max(outputs, 2):
        raise UsageError(f"{data}: labels must be class numbers from 0 to {max(outputs, 2) - 1}")
    return Model(path.name, stack, x, labels, f"{len(x)} requests of {data.name}")


def read_data(path: Path) -> tuple[np.ndarray, np.ndarray | None]:
    """``x`` and, where it is there, ``y`` of an ``.npz`` file. Raises UsageError."""
    arrays = arrays_in(path)
    if "x" not in arrays:
        raise UsageError(f"{path} holds no array 'x' (requests, ...), only: {', '.join(arrays) or 'nothing'}")
    x, labels = checked_inputs(arrays["x"]), arrays.get("y")
    if labels is not None and (labels.shape != (len(x),) or labels.dtype.kind not in "iub"):
        raise UsageError(f"{path}: 'y' must hold one whole number for each of the {len(x)} inputs")
    return x, labels


def _inputs(path: Path, stack: Stack) -> int:
    for layer in stack.layers:
        if isinstance(layer, Dense):
            return layer.weight.shape[1]
        if not isinstance(layer, Activation | Affine):
            break
    raise UsageError(f"{path.name} does not begin with a dense layer: give inputs that fit it with --data X.npz")


def _classifier(folder: Path, data: Path | None, group: str | None, most: int) -> Model:
    served = tier.load(folder).served
    found = [
        (one.group, name, voice.predictor)
        for one in served.values()
        for stage in one.stages
        for name, voice in stage.voices.items()
        if voice.kind in ("linear", "net") and group in (None, one.group.id)
    ]
    if not found:
        wanted = "" if group is None else f" in the group '{group}'"
        there = ", ".join(one.group.id for one in served.values()) or "none"
        raise UsageError(f"{folder} serves no linear classifier or network{wanted}; its groups: {there}")
    if data is None:
        raise UsageError("a learned classifier reads texts: give requests with their answers, --data LOG.jsonl")
    owner, name, predictor = found[0]
    linear, stack = as_layers(predictor)
    x, labels = _asked(Logs([data]), owner, name, linear, most)
    told = f"{len(x)} requests of {data.name} in the group {owner.id}"
    return Model(f"{predictor.kind} of {owner.id}", stack, x, labels, told)


def as_layers(predictor: Predictor) -> tuple[Linear, Stack]:
    """The classifier as layers over a dense vector of its terms."""
    parts = predictor.parts()
    arrays = dict(parts.arrays or {})
    if predictor.kind == "linear":
        linear = Linear.of(parts)
        return linear, Stack((_scores(arrays),))
    inner = {name.removeprefix("linear_"): arrays[name] for name in arrays if name.startswith("linear_")}
    linear = Linear.of(Parts(parts.header["linear"], inner))
    hidden = arrays["hidden"].astype(float) * arrays["scale"]
    sharp = Affine(np.array(SHARPNESS), np.array(0.0))
    net = (
        Select(arrays["reads"]),
        Dense(hidden.T, arrays["hidden_bias"].astype(float)),
        Activation("relu"),
        Dense(arrays["out"].astype(float).T, arrays["out_bias"].astype(float)),
        Activation("softmax"),
    )
    return linear, Stack((Average((Stack((_scores(inner), sharp, Activation("softmax"))), Stack(net))),))


def _scores(arrays: dict[str, np.ndarray]) -> Dense:
    weights = arrays["weights"].astype(float) * arrays["scale"].astype(float)
    return Dense(weights.T, arrays["bias"].astype(float))


def _asked(logs: Logs, group: Group, name: str, linear: Linear, most: int) -> tuple[np.ndarray, np.ndarray]:
    places = {label: place for place, label in enumerate(linear.labels)}
    rows: list[np.ndarray] = []
    labels: list[int] = []
    for logged in logs:
        right = logged.gold if logged.gold is not None else logged.answer
        fields = group.shape.fields(logged.task)
        values = group.reply.values(right) if right is not None else None
        if fields is None or values is None or values.get(name) not in places:
            continue
        row = np.zeros(linear.terms_known)
        terms, amounts = linear.vector(fields)
        row[terms] = amounts
        rows.append(row)
        labels.append(places[values[name]])
        if len(rows) == most:
            break
    if not rows:
        raise UsageError(f"none of the logged requests belongs to the group {group.id} and has an answer of its labels")
    return np.array(rows), np.array(labels)
