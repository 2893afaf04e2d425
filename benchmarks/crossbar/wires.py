"""Exactness, conservation and speed of the transfer matrix."""

from __future__ import annotations

from time import process_time

import numpy as np
from benchmarks.crossbar.nodal import Nodal
from benchmarks.crossbar.rows import SEED, Rows, elsewhere

from suffice.hardware.crossbar import network, transfer_matrix
from suffice.hardware.crossbar.board import program
from suffice.hardware.crossbar.chip import Chip
from suffice.hardware.crossbar.layers import Activation, Dense, Stack
from suffice.hardware.crossbar.threads import one_thread

WIRE_OHM = 1.0

BADCROSSBAR = """
import badcrossbar, logging
logging.disable(logging.CRITICAL)
begin = time.process_time()
solution = badcrossbar.compute(given["volts"], 1 / given["conductance"], r_i=float(given["wire_ohm"]))
found["cpu_s"] = time.process_time() - begin
found["currents"] = np.asarray(solution.currents.output)
"""


def array(size: int) -> np.ndarray:
    return np.random.default_rng((SEED, size)).uniform(50e-6, 150e-6, (size, size))


def volts(size: int, vectors: int) -> np.ndarray:
    return np.random.default_rng((SEED, size, 1)).uniform(-0.2, 0.2, (size, vectors))


def worst(found: np.ndarray, expected: np.ndarray) -> float:
    """Largest error relative to the largest entry."""
    return float(np.abs(found - expected).max() / np.abs(expected).max())


def exactness(rows: Rows, badcrossbar: str | None, sizes: tuple[int, ...] = (64, 128, 256)) -> None:
    for size in sizes:
        conductance = array(size)
        transfer = transfer_matrix(conductance, WIRE_OHM)
        nodal = Nodal.of(conductance, WIRE_OHM)
        exact = nodal.currents(np.eye(size))
        rows.add(f"{size}: transfer matrix against nodal analysis", worst(transfer, exact), most=1e-12)
        rows.add(f"{size}: every entry, relative to itself", float(np.abs(transfer / exact - 1).max()), most=2e-12)
        found = network(conductance, WIRE_OHM)
        kirchhoff = np.abs(found.transfer.sum(axis=0) / found.source.sum(axis=1) - 1).max()
        rows.add(f"{size}: Kirchhoff residual (currents in against out)", float(kirchhoff), most=1e-12)
        if badcrossbar and size <= 128:
            drive = volts(size, 16)
            given = {"conductance": conductance, "volts": drive, "wire_ohm": np.array(WIRE_OHM)}
            other = elsewhere(badcrossbar, BADCROSSBAR, given)["currents"]
            rows.add(f"{size}: against badcrossbar, 16 vectors", worst((transfer @ drive).T, other), most=1e-12)
    rng = np.random.default_rng(SEED)
    stack = Stack((Dense(rng.normal(size=(128, 64))), Activation("relu"), Dense(rng.normal(size=(10, 128)))))
    x = rng.normal(size=(200, 64))
    for tile in (32, 4096):
        found = program(Chip.ideal(tile, tile), stack, rng).run(1.0, x, x, rng).outputs
        rows.add(f"ideal chip of {tile} x {tile} against floating point", worst(found, stack.exact(x)), most=1e-12)


def energy(rows: Rows, sizes: tuple[int, ...] = (64, 128)) -> None:
    for size in sizes:
        conductance, drive = array(size), volts(size, 16)
        for wire_ohm in (0.01, 1.0, 10.0):
            given = network(conductance, wire_ohm).watts(drive.T)
            heat = Nodal.of(conductance, wire_ohm).dissipated(drive)
            rows.add(f"{size}, {wire_ohm:g} ohm: power of drivers against heat", worst(given, heat), most=1e-9)


def speed(rows: Rows, badcrossbar: str | None, sizes: tuple[int, ...] = (256, 512)) -> None:
    """CPU seconds for each vector after programming; one thread each."""
    for size in sizes:
        conductance, drive = array(size), volts(size, 2000)
        with one_thread():
            begin = process_time()
            transfer = transfer_matrix(conductance, WIRE_OHM)
            programmed = process_time() - begin
            begin = process_time()
            for column in drive.T:
                _ = transfer @ column
            each = (process_time() - begin) / drive.shape[1]
            rows.add(f"{size}: programming, CPU s", programmed, most=15.0)
            rows.add(f"{size}: one vector, CPU s", each)
            begin = process_time()
            nodal = Nodal.of(conductance, WIRE_OHM)
            factored = process_time() - begin
            right = np.zeros(2 * size * size)
            begin = process_time()
            for column in drive.T[:5]:
                right[np.arange(size) * size] = nodal.wire_s * column
                nodal.factor.solve(right)
            lu = (process_time() - begin) / 5
        rows.add(f"{size}: times as fast as sparse LU, a vector", lu / each, least=1000.0, lu_s=lu, factor_s=factored)
        if badcrossbar:
            given = {"conductance": conductance, "volts": drive[:, :1], "wire_ohm": np.array(WIRE_OHM)}
            other = float(elsewhere(badcrossbar, BADCROSSBAR, given)["cpu_s"])
            rows.add(f"{size}: times as fast as badcrossbar, a vector", other / each, least=1000.0, badcrossbar_s=other)
