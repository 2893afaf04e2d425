"""Whole networks on the chip: digits against the reference figures, the learned tier's classifiers, experts."""

from __future__ import annotations

import warnings
from pathlib import Path
from time import process_time

import numpy as np
from benchmarks.crossbar.rows import SEED, Rows
from benchmarks.learning import sets
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier

from suffice.hardware.crossbar.answer import Answer, answer
from suffice.hardware.crossbar.blocks import Experts
from suffice.hardware.crossbar.chip import Chip
from suffice.hardware.crossbar.foreign import from_sklearn
from suffice.hardware.crossbar.layers import Activation, Dense, Stack
from suffice.hardware.crossbar.threads import one_thread
from suffice.hardware.crossbar.tuning import tune
from suffice.learn.kinds.linear import LinearLearner
from suffice.learn.kinds.net import NetLearner
from suffice.learn.learner import Unfit
from suffice.meters import choose
from suffice.report.chip.model import as_layers

DAY, YEAR = 86400.0, 31_536_000.0
# aihwkit 1.1.0 (torch tile, 8-bit converters, output noise 0.04, 6 programmings) on a 64-128-10 network, float 97.78%
REFERENCE = {
    ("reram_cmo_hfox", 1.0): 97.69, ("reram_cmo_hfox", DAY): 97.69,
    ("pcm_joshi_2020", 1.0): 97.50, ("pcm_joshi_2020", DAY): 96.73, ("pcm_joshi_2020", YEAR): 97.10,
    ("reram_wan_2022", 1.0): 96.67, ("reram_wan_2022", DAY): 95.71, ("reram_wan_2022", 2 * DAY): 96.02,
}  # fmt: skip
TIMES = {"reram_cmo_hfox": (1.0, DAY, YEAR), "pcm_joshi_2020": (1.0, DAY, YEAR), "reram_wan_2022": (1.0, DAY, 2 * DAY)}
Data = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def digits_data() -> Data:
    x, y = load_digits(return_X_y=True)
    return tuple(train_test_split(x / 16, y, test_size=540, random_state=0))  # type: ignore[return-value]


def digits_net(data: Data) -> Stack:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return from_sklearn(MLPClassifier((128,), max_iter=200, random_state=3).fit(data[0], data[2]))


def digits(rows: Rows) -> None:
    data = digits_data()
    train, test, _, labels = data
    stack = digits_net(data)
    rows.add("digits 64-128-10, floating point, %", 100 * answer(stack, Chip.ideal(), test, labels,
             programmings=1).float_accuracy)  # fmt: skip
    for name, times in TIMES.items():
        chip = Chip(name, wire_ohm=0.0, output_noise=0.04)
        found = answer(stack, chip, test, labels, calibration=train[:200], times_s=times, programmings=20, seed=SEED)
        for moment in found.moments:
            assert moment.accuracy is not None
            accuracy, reference = 100 * moment.accuracy.mean, REFERENCE.get((name, moment.t_s))
            if reference is None:
                rows.add(f"{name} at {moment.t_s:g} s: % (no reference)", accuracy, sd=100 * (moment.accuracy.sd or 0))
                continue
            rows.add(f"{name} at {moment.t_s:g} s: points from {reference} %", abs(accuracy - reference), most=1.0,
                     percent=accuracy, sd=100 * (moment.accuracy.sd or 0))  # fmt: skip
    for wire_ohm in (1.0, 5.0):
        chip = Chip("reram_cmo_hfox", wire_ohm=wire_ohm)
        found = answer(stack, chip, test, labels, calibration=train[:200], programmings=10, seed=SEED)
        assert found.moments[0].accuracy is not None
        rows.add(f"reram_cmo_hfox with wires of {wire_ohm:g} ohm, %", 100 * found.moments[0].accuracy.mean)


def tuning(rows: Rows) -> None:
    """What fine-tuning with the device's noise recovers, where a narrow window makes the noise large."""
    data = digits_data()
    train, test, known, labels = data
    stack = digits_net(data)
    for g_max_us in (40.0, 20.0):
        chip = Chip("reram_wan_2022", g_max_us=g_max_us, wire_ohm=0.0, output_noise=0.04)
        for name, net in (("as trained", stack), ("tuned", tune(stack, chip, train, known, t_s=DAY, epochs=10))):
            found = answer(net, chip, test, labels, calibration=train[:200], times_s=(DAY,), programmings=20, seed=SEED)
            accuracy = found.moments[0].accuracy
            assert accuracy is not None
            rows.add(f"window to {g_max_us:g} uS, 1 day, {name}: %", 100 * accuracy.mean, sd=100 * (accuracy.sd or 0))


def learned(rows: Rows, data: Path) -> None:
    """The learned tier's own classifiers, fitted to Banking77 (77 labels), read as the tier reads them."""
    train = sets.examples(sets.banking(data, "train"))
    test = sets.examples(sets.banking(data, "test"))
    order = np.random.default_rng(SEED).permutation(len(test))[:200]
    test = [test[place] for place in order]
    for learner in (LinearLearner(), NetLearner()):
        fitted = learner.fit(train, "label", seed=0, seconds=1e6)
        assert not isinstance(fitted, Unfit)
        linear, stack = as_layers(fitted)
        x = np.zeros((len(test), linear.terms_known))
        for row, example in zip(x, test, strict=True):
            places, values = linear.vector(example.fields)
            row[places] = values
        labels = np.array([linear.labels.index(example.value) for example in test])
        fields = [example.fields for example in test]
        fitted.guesses(fields[:20])
        begin = process_time()
        with one_thread():
            fitted.guesses(fields)
        served = (process_time() - begin) / len(fields)
        chip = Chip("reram_cmo_hfox", rows=128, wire_ohm=1.0)
        found = answer(stack, chip, x, labels, times_s=(1.0, DAY), programmings=2, seed=SEED)
        _told(rows, f"Banking77 {fitted.kind}", found, served)


def experts(rows: Rows) -> None:
    """A mixture of 4 experts, 2 asked, trained here on digits; the router is digital."""
    train, test, known, labels = digits_data()
    stack = _mixture(train, known)
    with one_thread():
        stack.exact(test)
        begin = process_time()
        for _ in range(20):
            stack.exact(test)
        each = (process_time() - begin) / (20 * len(test))
    for name in ("reram_cmo_hfox", "reram_wan_2022"):
        found = answer(stack, Chip(name), test, labels, calibration=train[:200], times_s=(1.0, DAY), programmings=10,
                       seed=SEED)  # fmt: skip
        _told(rows, f"mixture of experts, {name}", found, each)


def _told(rows: Rows, name: str, found: Answer, cpu_s: float) -> None:
    assert found.float_accuracy is not None
    rows.add(f"{name}: floating point, %", 100 * found.float_accuracy, arrays=found.arrays)
    for moment in found.moments:
        assert moment.accuracy is not None
        lost = 100 * (found.float_accuracy - moment.accuracy.mean)
        rows.add(f"{name}: points lost at {moment.t_s:g} s", lost, sd=100 * (moment.accuracy.sd or 0))
    joules = found.bill.at_node
    rows.add(f"{name}: J a request at the node", joules.value, low=joules.low, high=joules.high)
    for cause, part in found.bill.parts.items():
        rows.add(f"{name}: J of {cause}", part.value, low=part.low, high=part.high)
    measured = choose().elsewhere(cpu_s).joules
    if measured is not None:
        rows.add(f"{name}: J a request on this CPU", measured.value, low=measured.low, high=measured.high, cpu_s=cpu_s)
        rows.add(f"{name}: CPU / chip", measured.value / joules.value, least_ratio=measured.low / joules.high)


def _mixture(x: np.ndarray, labels: np.ndarray, count: int = 4, units: int = 24, top: int = 2) -> Stack:
    """Trained with the routing that serves; Adam, 40 rounds of batches of 32."""
    rng = np.random.default_rng(SEED)
    weights = {
        "router": rng.normal(size=(count, 64)) / 8,
        "hidden": rng.normal(size=(count, units, 64)) / 8,
        "out": rng.normal(size=(count, 10, units)) / units**0.5,
    }
    weights |= {"hidden_bias": np.zeros((count, 1, units)), "out_bias": np.zeros((count, 1, 10))}
    moments = {name: (np.zeros_like(value), np.zeros_like(value)) for name, value in weights.items()}
    step = 0
    for _ in range(40):
        order = rng.permutation(len(x))
        for begin in range(0, len(x) - 31, 32):
            step += 1
            rows = order[begin : begin + 32]
            gradients = _mixture_gradients(weights, x[rows], labels[rows], top, rng)
            for name, gradient in gradients.items():
                mean, square = moments[name]
                mean += 0.1 * (gradient - mean)
                square += 0.001 * (gradient**2 - square)
                scale = np.sqrt(square / (1 - 0.999**step)) + 1e-8
                weights[name] = weights[name] - 3e-3 * mean / (1 - 0.9**step) / scale
    parts = [
        Stack((Dense(weights["hidden"][n], weights["hidden_bias"][n, 0]), Activation("relu"),
               Dense(weights["out"][n], weights["out_bias"][n, 0])))
        for n in range(count)
    ]  # fmt: skip
    return Stack((Experts(Dense(weights["router"]), tuple(parts), top),))


def _mixture_gradients(weights: dict[str, np.ndarray], x: np.ndarray, labels: np.ndarray, top: int,
                       rng: np.random.Generator) -> dict[str, np.ndarray]:  # fmt: skip
    scores = x @ weights["router"].T
    noisy = scores + 0.3 * rng.standard_normal(scores.shape)  # so that every expert is asked at first
    least = np.sort(noisy, axis=1)[:, -top][:, None]
    powers = np.exp(scores - scores.max(axis=1, keepdims=True)) * (noisy >= least)
    share = powers / powers.sum(axis=1, keepdims=True)
    hidden = np.maximum(np.einsum("eui,bi->ebu", weights["hidden"], x) + weights["hidden_bias"], 0.0)
    said = np.einsum("eou,ebu->ebo", weights["out"], hidden) + weights["out_bias"]
    total = np.einsum("be,ebo->bo", share, said)
    back = np.exp(total - total.max(axis=1, keepdims=True))
    back /= back.sum(axis=1, keepdims=True)
    back[np.arange(len(x)), labels] -= 1.0
    back /= len(x)
    of_share = np.einsum("bo,ebo->be", back, said)
    of_scores = share * (of_share - (share * of_share).sum(axis=1, keepdims=True))
    of_said = np.einsum("be,bo->ebo", share, back)
    of_hidden = np.einsum("eou,ebo->ebu", weights["out"], of_said) * (hidden > 0)
    return {
        "router": of_scores.T @ x,
        "hidden": np.einsum("ebu,bi->eui", of_hidden, x),
        "hidden_bias": of_hidden.sum(axis=1, keepdims=True),
        "out": np.einsum("ebo,ebu->eou", of_said, hidden),
        "out_bias": of_said.sum(axis=1, keepdims=True),
    }
