"""``suffice chip``: a network from a file or from learned solvers, in figures and on a page that needs nothing else."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from suffice.cli import suffice
from suffice.errors import UsageError
from suffice.hardware.crossbar.answer import decisions
from suffice.hardware.crossbar.chip import Chip
from suffice.hardware.crossbar.layers import Activation, Dense, Stack
from suffice.hardware.crossbar.storing import save
from suffice.learn.kinds.linear import LinearLearner
from suffice.learn.kinds.net import NetLearner
from suffice.learn.learner import Example, Learner, Unfit
from suffice.records import Joules
from suffice.report.chip.model import as_layers
from suffice.report.chip.study import Stop, solving


def run(*words: object) -> str:
    runner = CliRunner()
    done = runner.invoke(suffice, [str(word) for word in words], standalone_mode=False, catch_exceptions=False)
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("chip")
    made = np.random.default_rng(0)
    centres = made.normal(size=(3, 12))
    labels = made.integers(0, 3, 80)
    x = centres[labels] + 0.3 * made.normal(size=(80, 12))
    save(Stack((Dense(centres @ centres.T @ centres, None), Activation("identity"))), folder / "net.npz")
    np.savez(folder / "data.npz", x=x, y=labels)
    return folder


def test_figures_and_page(folder: Path):
    words = ("chip", "report", folder / "net.npz", "--data", folder / "data.npz", "--programmings", 2)
    told = json.loads(run(*words, "--json", "-o", folder / "page.html"))
    assert told["label"] == "simulated what-if" and told["accuracy_float"] > 0.9
    assert told["moments"][0]["accuracy"]["programmings"] == 2 and len(told["moments"]) == 6
    assert set(told["sweeps"]) == {"read_noise", "wire_ohm", "output_bits"}
    assert told["request"]["joules"]["low"] < told["request"]["joules"]["high"]
    assert {"h100", "b200", "cpu_core"} <= set(told["machines"]) and told["cpu_measured"]
    page = (folder / "page.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 8 and "Simulated what-if" in page
    assert "not set" in page and not re.search(r">\s*(None|nan|inf)\b", page)
    assert not re.search(r"<script|https?://(?!www.w3.org)", page)


def test_without_data_it_agrees_with_floating_point(folder: Path):
    told = json.loads(run("chip", "report", folder / "net.npz", "--json", "--programmings", 1, "--requests", 40))
    assert told["accuracy_float"] is None and told["moments"][0]["agreement"]["mean"] > 0.8


def test_the_work_of_solving_is_told_beforehand():
    stack = Stack((Dense(np.ones((6, 100)), None),))
    assert solving(stack, Chip(rows=50, cols=4)) == 4 * 2 * 50**3 * 12
    assert solving(stack, Chip(rows=50, cols=4, wire_ohm=0.0)) == 0


def test_devices_are_listed_with_ranges():
    told = {one["name"]: one for one in json.loads(run("chip", "devices", "--json"))}
    assert told["graphene_hfox_w_2026"]["refusal"]
    assert "0 to 40" in run("chip", "devices") or "1 to 40" in run("chip", "devices")
    assert all(number["source"] for one in told.values() for number in one["numbers"].values())


def test_where_the_chip_stops_paying():
    def joules(value: float, low: float, high: float) -> Joules:
        return Joules(value, low, high, "simulated", "node")

    rows = [(1, joules(8, 4, 16)), (4, joules(2, 1, 4)), (16, joules(0.5, 0.25, 1))]
    assert Stop.of(joules(1, 0.5, 1.5), rows) == Stop(likely=16, earliest=4)
    assert Stop.of(joules(0.1, 0.05, 0.2), rows) == Stop(None, None)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("net.npz", "--device", "graphene_hfox_w_2026"), "digital memory"),
        (("net.npz", "--data", "net.npz"), "no array 'x'"),
        (("gone.npz",), "cannot be read"),
        (("net.npz", "--group", "g1"), "--group is for a folder"),
        (("net.npz", "--rows", "5", "--cols", "2", "--arrays", "3"), "needs 9 arrays of 5 x 2, the chip has 3"),
    ],
)
def test_bad_input_is_one_clear_line(folder: Path, words: tuple[str, ...], message: str):
    named = [str(folder / word) if word.endswith(".npz") else word for word in words]
    with pytest.raises(UsageError, match=message):
        run("chip", "report", *named)


TOPICS = {"refund": ("money back", "charged twice"), "delivery": ("where is it", "never came"), "bill": ("vat", "tax")}


def mails(seed: int, count: int) -> list[Example]:
    rng = random.Random(seed)
    said = [(topic, rng.choice(TOPICS[topic])) for topic in rng.choices(sorted(TOPICS), k=count)]
    return [Example({"input": f"{words} please {rng.randrange(99)}"}, topic) for topic, words in said]


@pytest.mark.parametrize("learner", [LinearLearner(), NetLearner()], ids=["linear", "net"])
def test_a_learned_classifier_decides_the_same_as_layers(learner: Learner):
    fitted = learner.fit(mails(1, 90), "label", seed=0, seconds=60)
    assert not isinstance(fitted, Unfit)
    linear, stack = as_layers(fitted)
    asked = mails(2, 20)
    x = np.zeros((len(asked), linear.terms_known))
    for row, example in zip(x, asked, strict=True):
        places, values = linear.vector(example.fields)
        row[places] = values
    guesses = fitted.guesses([example.fields for example in asked])
    assert [linear.labels[place] for place in decisions(stack.exact(x))] == [guess and guess.value for guess in guesses]
