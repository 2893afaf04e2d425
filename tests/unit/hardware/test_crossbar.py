"""The crossbar: ideal chips are arithmetic, devices behave as published, what cannot be is refused with its range."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from suffice.errors import UsageError
from suffice.hardware.crossbar import blocks as bl
from suffice.hardware.crossbar import layers as ly
from suffice.hardware.crossbar import transfer_matrix
from suffice.hardware.crossbar.aging import spread_us
from suffice.hardware.crossbar.answer import DAY, YEAR, answer
from suffice.hardware.crossbar.board import program
from suffice.hardware.crossbar.chip import Chip
from suffice.hardware.crossbar.devices import device, names
from suffice.hardware.crossbar.planes import differences, rounded
from suffice.hardware.crossbar.planes import program as planes_of
from suffice.hardware.crossbar.programming import write

ANALOG = [name for name in names() if device(name).analog and name != "ideal"]


def rng() -> np.random.Generator:
    return np.random.default_rng(7)


def dense(outputs: int, inputs: int, seed: int = 0) -> ly.Dense:
    made = np.random.default_rng(seed)
    return ly.Dense(made.normal(size=(outputs, inputs)) / inputs**0.5, made.normal(size=outputs) * 0.1)


def stacks() -> dict[str, tuple[ly.Stack, tuple[int, ...]]]:
    made = np.random.default_rng(1)
    kernel = bl.Convolution(made.normal(size=(4, 2, 3, 3)), made.normal(size=4), stride=2, padding=1)
    convolution = ly.Stack((kernel, ly.Activation("relu"), bl.Pool(2), ly.Flatten(), dense(3, 16)))
    attention = bl.Attention(dense(8, 8, 1), dense(8, 8, 2), dense(8, 8, 3), dense(8, 8, 4), heads=2, causal=True)
    norm = bl.Norm(np.ones(8), np.zeros(8))
    feed = bl.Residual(ly.Stack((norm, dense(16, 8), ly.Activation("gelu"), dense(8, 16))))
    block = ly.Stack((bl.Residual(ly.Stack((norm, attention))), feed, bl.TokenMean(), dense(3, 8)))
    experts = [ly.Stack((dense(12, 8, n), ly.Activation("silu"), dense(3, 12, n + 9))) for n in range(4)]
    return {
        "dense": (ly.Stack((dense(20, 30), ly.Activation("tanh"), dense(3, 20))), (30,)),
        "convolution": (convolution, (2, 8, 8)),
        "transformer": (block, (5, 8)),
        "experts": (ly.Stack((bl.Experts(dense(4, 8), experts, top=2),)), (8,)),
    }


@pytest.mark.parametrize("kind", ["dense", "convolution", "transformer", "experts"])
@pytest.mark.parametrize("rows", [7, 4096])
def test_an_ideal_chip_is_floating_point(kind: str, rows: int):
    stack, shape = stacks()[kind]
    x = rng().normal(size=(6, *shape))
    found = program(Chip.ideal(rows=rows, cols=10), stack, rng()).run(1.0, x, x, rng())
    exact = stack.exact(x)
    assert np.abs(found.outputs - exact).max() <= 1e-12 * np.abs(exact).max()


@pytest.mark.parametrize("name", ANALOG)
def test_spread_is_the_published_one(name: str):
    preset = device(name)
    first = preset.spread_times_s[0]
    for share in (0.3, 0.7, 1.0):
        target = preset["g_min"] + share * (preset["g_max"] - preset["g_min"])
        written, spent = write(preset, np.full((200, 300), target), rng())
        found = written._spread(first)
        assert found.std() == pytest.approx(float(spread_us(preset, np.array(target), first)), rel=0.02)
        assert abs(found.mean() - target) < 0.1 * found.std() + 0.1
        assert spent.missed < 0.01 * spent.cells and 2 < spent.pulses / spent.cells < 15 and spent.joules > 0


def test_phase_change_memory_drifts_and_is_compensated():
    stack = ly.Stack((dense(10, 40),))
    x = rng().normal(size=(50, 40))
    plain = Chip("pcm_joshi_2020", wire_ohm=0.0, compensation="none")
    drifted = answer(stack, plain, x, times_s=(1.0, YEAR), programmings=2)
    mended = answer(stack, plain.but(compensation="array"), x, times_s=(1.0, YEAR), programmings=2)
    assert drifted.moments[1].error.mean > 1.5 * drifted.moments[0].error.mean
    assert mended.moments[1].error.mean < 0.7 * drifted.moments[1].error.mean


def test_a_device_ages_as_one_device():
    written, _ = write(device("reram_wan_2022"), np.full((100, 100), 20.0), rng())
    early, late = written.at(1.0) - 20.0, written.at(DAY) - 20.0
    assert np.corrcoef(early.ravel(), late.ravel())[0, 1] > 0.3
    assert (written.at(DAY) == written.at(DAY)).all()


def test_each_residual_array_takes_an_order_off_the_error_down_to_the_noise():
    weights = rng().uniform(-1, 1, (64, 64))
    chip = Chip("memristor_song_2024", wire_ohm=0.0, read_noise=0.0)

    def error(chip: Chip) -> float:
        planes, _ = planes_of(chip, weights, rng())
        span = np.subtract(*reversed(chip.window()))
        held = sum(plane.factor * differences(plane.written.at(1.0)).T for plane in planes) / span
        return float(np.sqrt(((held - weights) ** 2).mean() / (weights**2).mean()))

    errors = [error(chip.but(residual_arrays=count)) for count in (1, 2, 3, 4)]
    assert all(4 < before / after < 40 for before, after in pairwise(errors))
    assert error(chip.but(residual_arrays=4, read_noise=1e-3)) > 3 * errors[3]


def test_slices_hold_the_rounded_weights():
    weights = rng().uniform(-1, 1, (5, 6))
    chip = Chip.ideal().but(weight_bits=7, slice_bits=2)
    planes, _ = planes_of(chip, weights, rng())
    held = sum(plane.factor * differences(plane.written.at(1.0)).T for plane in planes) / 100.0
    assert len(planes) == 3
    assert np.allclose(held, rounded(chip, weights), atol=1e-12)


def test_stuck_cells_and_coarse_converters_cost_accuracy():
    stack = ly.Stack((dense(10, 40),))
    x = rng().normal(size=(50, 40))
    chip = Chip.ideal().but(cols=64, rows=64)
    assert answer(stack, chip.but(stuck_low=0.1), x, programmings=1).moments[0].error.mean > 0.05
    coarse = answer(stack, chip.but(output_bits=4, input_bits=4), x, programmings=1).moments[0].error.mean
    assert 0.02 < coarse < 0.5
    assert answer(stack, chip.but(output_bits=12, input_bits=12), x, programmings=1).moments[0].error.mean < coarse / 20


def test_one_answer_holds_accuracy_noise_joules_latency_and_area():
    stack, _ = stacks()["dense"]
    x = rng().normal(size=(40, 30))
    labels = stack.exact(x).argmax(axis=1)
    found = answer(stack, Chip("reram_cmo_hfox", rows=16, cols=20), x, labels, times_s=(1.0, DAY), programmings=3)
    assert found.float_accuracy == 1.0
    assert found.moments[0].accuracy and found.moments[0].accuracy.mean > 0.8
    assert found.arrays == len(found.tiles) == 2 * 2 + 2
    assert all(tile.snr_db is not None and tile.snr_db > 3 for tile in found.tiles)
    joules = found.bill.joules
    assert 0 < joules.low < joules.value < joules.high
    assert found.bill.latency_s.value > 0 and found.bill.area_mm2.value > 0
    assert found.to_json()["label"] == "simulated what-if"


BAD = [
    ({"device": "graphene_hfox_w_2026"}, "digital memory"),
    ({"device": "nothing"}, "there are: "),
    ({"g_max_us": 60.0}, "1 to 40 uS"),
    ({"g_min_us": 30.0, "g_max_us": 20.0}, "empty"),
    ({"rows": 0}, "1 to 4096"),
    ({"wire_ohm": float("nan")}, "wire_ohm"),
    ({"stuck_low": 0.7, "stuck_high": 0.7}, "at most 1"),
    ({"slice_bits": 2}, "weight_bits"),
    ({"weight_bits": 4, "slice_bits": 4}, "at most 3"),
    ({"compensation": "some"}, "array, column or none"),
]


@pytest.mark.parametrize(("settings", "words"), BAD)
def test_impossible_chips_are_refused(settings: dict, words: str):
    with pytest.raises(UsageError, match=words):
        Chip(**settings)


def test_bad_networks_and_times_are_refused():
    x = rng().normal(size=(4, 30))
    stack = ly.Stack((dense(3, 30),))
    broken = ly.Stack((ly.Dense(np.full((3, 30), np.nan)),))
    with pytest.raises(UsageError, match="NaN"):
        answer(broken, Chip(), x)
    with pytest.raises(UsageError, match="needs 4 arrays of 16 x 4, the chip has 3"):
        answer(stack, Chip(rows=16, cols=4, arrays=3), x)
    with pytest.raises(UsageError, match=r"1 to 172800 s"):
        answer(stack, Chip(), x, times_s=(YEAR,))
    with pytest.raises(UsageError, match="finite"):
        answer(stack, Chip(), x * np.inf)
    with pytest.raises(UsageError, match="do not fit the network"):
        answer(stack, Chip(), x[:, :5])
    with pytest.raises(UsageError, match="one label"):
        answer(stack, Chip(), x, np.zeros(3))
    with pytest.raises(UsageError, match="real numbers, not complex"):
        answer(stack, Chip(), x + 1j)
    with pytest.raises(UsageError, match=r"inputs must not exceed 1e\+30"):
        answer(stack, Chip(), x * 1e300)
    with pytest.raises(UsageError, match=r"\(requests, classes\)"):
        answer(stack, Chip(), x[:, None, :], np.zeros(4))


@pytest.mark.parametrize("odd", [np.nan, np.inf, -np.inf, 1e300])
def test_no_number_of_a_network_is_odd_wherever_it_stands(odd: float):
    """A bias of minus infinity would vanish in the ReLU behind it, and be answered."""
    first = ly.Dense(dense(8, 30).weight, np.full(8, odd))
    inner = ly.Stack((first, ly.Activation("relu"), dense(3, 8)))
    for stack in (inner, ly.Stack((ly.Average((inner, inner)),))):
        with np.errstate(all="ignore"), pytest.raises(UsageError, match=r"finite|must not exceed"):
            answer(stack, Chip(), rng().normal(size=(4, 30)))
    with pytest.raises(UsageError, match="real numbers"):
        program(Chip(), ly.Stack((ly.Dense(dense(3, 30).weight + 1j),)), rng())


def test_wires_and_numbers_that_no_double_can_hold():
    made = np.full((3, 2), 1e-5)
    assert np.array_equal(transfer_matrix(made, 1e-320), made.T)
    for conductance, wire in ((made, "a"), (made, None), (made + 1j, 1.0), ([["a"]], 1.0), ([[1, 2], [3]], 1.0)):
        with pytest.raises(UsageError):
            transfer_matrix(conductance, wire)  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("bad", [np.ones(3), np.array([[1.0, np.nan]]), np.array([[1.0, -1.0]])])
def test_what_is_no_array_is_refused(bad: np.ndarray):
    with pytest.raises(UsageError, match="conductances must be"):
        transfer_matrix(bad, 1.0)


def test_every_number_has_a_unit_a_range_and_a_source():
    for name in names():
        for number in device(name).numbers.values():
            assert number.unit and number.source and number.low <= number.high
            if isinstance(number.value, float):
                assert number.low <= number.value <= number.high
