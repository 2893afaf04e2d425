"""An array with resistive wires is a linear, passive, reciprocal network; without resistance it is its conductances."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suffice.hardware.crossbar.threads import one_thread
from suffice.hardware.crossbar.wires import network, transfer_matrix


@st.composite
def arrays(draw: st.DrawFn, most: int = 9) -> tuple[np.ndarray, float]:
    rows, cols = draw(st.integers(1, most)), draw(st.integers(1, most))
    seed = draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)
    conductance = 10 ** rng.uniform(-7, -3, (rows, cols))
    conductance[rng.random((rows, cols)) < draw(st.sampled_from((0.0, 0.3)))] = 0.0
    return conductance, draw(st.floats(1e-3, 100.0))


def nodal(conductance: np.ndarray, wire_ohm: float) -> tuple[np.ndarray, np.ndarray]:
    """All node equations at once: transfer (cols, rows), and node voltages (2 rows cols, rows) for one volt a row."""
    rows, cols = conductance.shape
    word = np.arange(rows * cols).reshape(rows, cols)
    bit, wire_s = word + rows * cols, 1.0 / wire_ohm
    matrix = np.zeros((2 * rows * cols, 2 * rows * cols))
    joined = [(word[:, :-1], word[:, 1:], wire_s), (bit[:-1], bit[1:], wire_s), (word, bit, conductance)]
    for left, right, value in joined:
        ends, others = left.ravel(), right.ravel()
        value = np.broadcast_to(value, left.shape).ravel()
        np.add.at(matrix, (ends, ends), value)
        np.add.at(matrix, (others, others), value)
        np.add.at(matrix, (ends, others), -value)
        np.add.at(matrix, (others, ends), -value)
    matrix[word[:, 0], word[:, 0]] += wire_s
    matrix[bit[-1], bit[-1]] += wire_s
    driven = np.zeros((2 * rows * cols, rows))
    driven[word[:, 0], np.arange(rows)] = wire_s
    with one_thread():
        volts = np.linalg.solve(matrix, driven)
    return wire_s * volts[bit[-1]], volts


@given(arrays())
def test_equals_the_solution_of_all_nodes(array):
    conductance, wire = array
    expected, _ = nodal(conductance, wire)
    assert np.allclose(transfer_matrix(conductance, wire), expected, rtol=1e-9, atol=1e-13 * conductance.max())


@given(arrays())
def test_power_of_the_drivers_is_dissipated(array):
    conductance, wire = array
    rows, cols = conductance.shape
    volts = np.random.default_rng(rows * 31 + cols).normal(size=rows)
    nodes = nodal(conductance, wire)[1] @ volts
    word, bit = nodes[: rows * cols].reshape(rows, cols), nodes[rows * cols :].reshape(rows, cols)
    drops = (np.diff(word, axis=1), np.diff(bit, axis=0), volts - word[:, 0], bit[-1])
    heat = (conductance * (word - bit) ** 2).sum() + sum((drop**2).sum() for drop in drops) / wire
    assert np.isclose(network(conductance, wire).watts(volts[None])[0], heat, rtol=1e-9)


@given(arrays())
def test_currents_are_conserved(array):
    """With one volt on every row, what leaves the drivers arrives at the grounds."""
    found = network(*array)
    assert np.allclose(found.transfer.sum(axis=0), found.source.sum(axis=1), rtol=1e-9)


@given(arrays())
def test_reciprocity(array):
    """Driven from the grounds and read at the drivers, the same array has the same transfer."""
    conductance, wire = array
    turned = network(np.ascontiguousarray(conductance.T[::-1, ::-1]), wire).transfer
    assert np.allclose(network(conductance, wire).transfer, turned.T[::-1, ::-1], rtol=1e-9, atol=1e-18)


@given(arrays())
def test_wires_only_take_away(array):
    """Every current is at most that of perfect wires, and tends to it as their resistance goes to nothing."""
    conductance, wire = array
    assert (transfer_matrix(conductance, wire).sum(axis=1) <= conductance.sum(axis=0) * (1 + 1e-9)).all()
    assert np.allclose(transfer_matrix(conductance, 1e-9), conductance.T, rtol=1e-6, atol=1e-12)
    assert (transfer_matrix(conductance, 0.0) == conductance.T).all()


@given(arrays(), st.integers(0, 1000))
def test_columns_without_devices_change_nothing_but_distance(array, seed):
    """A device-free column is one more segment of word line: two of them at once are the same in any order."""
    conductance, wire = array
    order = np.random.default_rng(seed).permutation(conductance.shape[1])
    assert np.allclose(transfer_matrix(conductance[:, order], 0.0), transfer_matrix(conductance, 0.0)[order])
    wider = np.hstack([conductance, np.zeros((conductance.shape[0], 2))])
    found = transfer_matrix(wider, wire)
    assert np.allclose(found[:-2], transfer_matrix(conductance, wire), rtol=1e-9, atol=1e-18)
    assert np.abs(found[-2:]).max() < 1e-15


def exactly(conductance: np.ndarray, wire_ohm: float) -> np.ndarray:
    """The same node equations in fractions, without any rounding until the end."""
    rows, cols = conductance.shape
    count, wire_s = rows * cols, 1 / Fraction(wire_ohm)
    matrix = [[Fraction(0)] * (2 * count + rows) for _ in range(2 * count)]

    def join(one: int, other: int, value: Fraction) -> None:
        for here, there in ((one, other), (other, one)):
            matrix[here][here] += value
            matrix[here][there] -= value

    for node in range(count):
        row, col = divmod(node, cols)
        join(node, count + node, Fraction(float(conductance[row, col])))
        if col + 1 < cols:
            join(node, node + 1, wire_s)
        if row + 1 < rows:
            join(count + node, count + node + cols, wire_s)
        else:
            matrix[count + node][count + node] += wire_s
        if col == 0:
            matrix[node][node] += wire_s
            matrix[node][2 * count + row] += wire_s
    for place in range(2 * count):  # symmetric and positive definite: no pivots are sought
        pivot = matrix[place][place]
        matrix[place] = [value / pivot for value in matrix[place]]
        for other in range(2 * count):
            factor = matrix[other][place]
            if other != place and factor:
                matrix[other] = [a - factor * b for a, b in zip(matrix[other], matrix[place], strict=True)]
    return np.array([[float(wire_s * value) for value in row[2 * count :]] for row in matrix[2 * count - cols :]])


@pytest.mark.parametrize("wire_ohm", [1e-9, 1e-4, 1.0, 1e4, 1e6])
@pytest.mark.parametrize("shape", [(3, 2), (2, 3)])
def test_no_digit_is_lost_from_perfect_wires_to_bad_ones(wire_ohm: float, shape: tuple[int, int]):
    conductance = 10 ** np.random.default_rng(5).uniform(-8, -2, shape)
    assert transfer_matrix(conductance, wire_ohm) == pytest.approx(exactly(conductance, wire_ohm), rel=1e-12)
