"""Networks from files and from scikit-learn, and their tuning for a noisy chip."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler

from suffice.errors import UsageError
from suffice.hardware.crossbar import blocks as bl
from suffice.hardware.crossbar import layers as ly
from suffice.hardware.crossbar.answer import answer, decisions
from suffice.hardware.crossbar.chip import Chip
from suffice.hardware.crossbar.foreign import from_sklearn
from suffice.hardware.crossbar.storing import load, save
from suffice.hardware.crossbar.tuning import tune


def block(seed: int = 0) -> ly.Stack:
    made = np.random.default_rng(seed)

    def dense(outputs: int, inputs: int) -> ly.Dense:
        return ly.Dense(made.normal(size=(outputs, inputs)), made.normal(size=outputs))

    attend = bl.Attention(dense(4, 4), dense(4, 4), dense(4, 4), dense(4, 4), heads=2)
    experts = bl.Experts(dense(3, 4), [ly.Stack((dense(4, 4),)) for _ in range(3)], top=1)
    norm = bl.Norm(np.ones(4), np.zeros(4))
    return ly.Stack((bl.Residual(ly.Stack((norm, attend))), experts, bl.TokenMean(), ly.Activation("gelu")))


def test_a_network_is_the_same_after_a_file(tmp_path: Path):
    stack, x = block(), np.random.default_rng(1).normal(size=(3, 5, 4))
    save(stack, tmp_path / "net.npz")
    assert np.allclose(load(tmp_path / "net.npz").exact(x), stack.exact(x), rtol=0, atol=1e-14)


def test_plain_weights_are_dense_layers_with_relu(tmp_path: Path):
    made = np.random.default_rng(1)
    arrays = {
        "0.weight": made.normal(size=(6, 4)),
        "0.bias": made.normal(size=6),
        "10.weight": made.normal(size=(3, 6)),
    }
    x = made.normal(size=(2, 4))
    expected = np.maximum(x @ arrays["0.weight"].T + arrays["0.bias"], 0) @ arrays["10.weight"].T
    np.savez(tmp_path / "net.npz", **arrays)
    save_file(arrays, tmp_path / "net.safetensors")
    for name in ("net.npz", "net.safetensors"):
        assert np.allclose(load(tmp_path / name).exact(x), expected)


def test_files_that_hold_no_network_are_refused(tmp_path: Path):
    pickled = tmp_path / "pickled.npz"
    np.savez(pickled, layers=np.array([{"kind": "dense"}], dtype=object))
    cases = {
        pickled: "cannot be read",
        tmp_path / "model.pkl": "pickles are not opened",
        tmp_path / "gone.npz": "cannot be read",
    }
    rows = {
        "unknown.npz": ([{"layer": "recurrent"}], "no layer 'recurrent'"),
        "missing.npz": ([{"layer": "dense", "weight": {"array": "w"}}], "describes no network"),
        "empty.npz": ([], "describes no network"),
    }
    for name, (spec, words) in rows.items():
        np.savez(tmp_path / name, layers=np.array(json.dumps(spec)))
        cases[tmp_path / name] = words
    np.savez(tmp_path / "nothing.npz", x=np.zeros(3))
    cases[tmp_path / "nothing.npz"] = "no arrays named"
    np.savez(tmp_path / "complex.npz", weight=np.ones((2, 3)) + 1j)
    cases[tmp_path / "complex.npz"] = "real numbers, not complex"
    np.savez(tmp_path / "odd.npz", weight=np.ones((2, 3)), bias=np.array([0.0, -np.inf]))
    cases[tmp_path / "odd.npz"] = "bias: weights must be finite"
    for path, words in cases.items():
        with pytest.raises(UsageError, match=words):
            load(path)


@pytest.fixture(scope="module")
def digits() -> tuple[np.ndarray, np.ndarray]:
    return load_digits(return_X_y=True)


def test_scikit_learn_models_decide_the_same(digits):
    x, y = digits[0][:400], digits[1][:400]
    binary = (y == 3).astype(int)
    for model, labels in (
        (make_pipeline(StandardScaler(), LogisticRegression(max_iter=30, tol=0.1)), y),
        (make_pipeline(MinMaxScaler(), MLPClassifier((16,), solver="lbfgs", max_iter=15, activation="tanh")), y),
        (LogisticRegression(max_iter=50, tol=0.1), binary),
    ):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.fit(x, labels)
        assert (decisions(from_sklearn(model).exact(x)) == model.predict(x)).all()
    with pytest.raises(UsageError, match="dict is no fitted"):
        from_sklearn({})


def test_tuning_for_the_chip_recovers_accuracy(digits):
    x, y = digits[0] / 16, digits[1]
    train, test = slice(0, 1000), slice(1000, 1797)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plain = from_sklearn(MLPClassifier((64,), max_iter=30, random_state=0).fit(x[train], y[train]))
    chip = Chip("reram_wan_2022", g_max_us=20.0, wire_ohm=0.0)  # a narrow window: much noise for each weight
    tuned = tune(plain, chip, x[train], y[train], t_s=86400.0, epochs=8)
    on_chip = [
        answer(stack, chip, x[test], y[test], times_s=(86400.0,), programmings=8).moments[0].accuracy
        for stack in (plain, tuned)
    ]
    assert on_chip[0] and on_chip[1] and on_chip[1].mean > on_chip[0].mean + 0.02
    with pytest.raises(UsageError, match="dense layers and activations, not Residual"):
        tune(block(), chip, x[train], y[train])
