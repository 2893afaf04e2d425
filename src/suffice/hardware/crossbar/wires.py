"""Wire resistance, exactly: a programmed array is a linear network, hence one matrix.

Word line i runs from its driver on the left through one node per column, bit line j from the top through one node per
row to its virtual ground at the bottom; a device joins the two nodes of each crossing. Bit lines are eliminated column
by column (each is a tridiagonal system), then the word lines' nodes block by block from the right (Schur complements),
which leaves currents = transfer @ volts and driver currents = source @ volts. Nothing is iterated or approximated.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import get_lapack_funcs

from suffice.errors import UsageError
from suffice.hardware.crossbar.threads import one_thread

Array = np.ndarray
LEAST_OHM = 1e-300  # a wire below has no finite conductance in double precision, and is perfect
_CHOLESKY, _INVERSE, _TRIDIAGONAL = get_lapack_funcs(("potrf", "potri", "ptsv"), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Network:
    """``transfer``: (cols, rows) siemens, currents into the virtual grounds per volt of the drivers.
    ``source``: (rows, rows) siemens, symmetric: currents out of the drivers per volt; volts @ source @ volts is the
    power that they deliver, all of which the array and its wires turn into heat."""

    transfer: Array
    source: Array

    def watts(self, volts: Array) -> Array:
        """Power of each vector; ``volts``: (vectors, rows)."""
        return np.einsum("vi,vi->v", volts @ self.source, volts)


def transfer_matrix(conductance_s: Array, wire_ohm: float) -> Array:
    """What an array with resistive wires multiplies by: (cols, rows) siemens, so that currents = T @ volts.

    ``conductance_s``: (rows, cols) siemens. Drivers stand at the left end of the word lines, virtual grounds at the
    bottom end of the bit lines, one segment of ``wire_ohm`` between neighbours and at both ends. Exact for linear
    devices. Costs cols * rows^3 once (or rows * cols^3, whichever is less), and a plain product per vector afterwards.
    Raises UsageError for what is no array of conductances, or no resistance.
    """
    conductance, wire = checked(conductance_s, wire_ohm)
    if wire == 0.0:
        return conductance.T.copy()
    rows, cols = conductance.shape
    if rows <= cols:
        return _solved(conductance, 1.0 / wire).transfer
    # Reciprocity: the same network driven from the grounds and read at the drivers, turned about its other diagonal.
    turned = _solved(np.ascontiguousarray(conductance.T[::-1, ::-1]), 1.0 / wire).transfer
    return np.ascontiguousarray(turned.T[::-1, ::-1])


def network(conductance_s: Array, wire_ohm: float) -> Network:
    """Transfer and source matrix of an array; arguments and errors as of ``transfer_matrix``."""
    conductance, wire = checked(conductance_s, wire_ohm)
    if wire == 0.0:
        return Network(conductance.T.copy(), np.diag(conductance.sum(axis=1)))
    return _solved(conductance, 1.0 / wire)


def checked(conductance_s: Array, wire_ohm: float) -> tuple[Array, float]:
    """Raises UsageError, with what is allowed."""
    try:
        conductance = np.asarray(conductance_s)
        wire = float(wire_ohm)
    except (TypeError, ValueError):
        raise UsageError(f"give a matrix of conductances and one resistance, not {wire_ohm!r}") from None
    if conductance.dtype.kind not in "biuf":
        raise UsageError(f"conductances must be real numbers, not {conductance.dtype}")
    conductance = conductance.astype(np.float64, copy=False)
    if conductance.ndim != 2 or 0 in conductance.shape:
        raise UsageError(f"conductances must be a (rows, cols) matrix, got the shape {conductance.shape}")
    if not np.isfinite(conductance).all() or conductance.min() < 0:
        raise UsageError("conductances must be finite and 0 S or more: the array holds NaN, infinity or a negative one")
    if not 0.0 <= wire < float("inf"):
        raise UsageError(f"wire_ohm must be 0 or more and finite, got {wire_ohm}")
    return conductance, wire if wire > LEAST_OHM else 0.0


def _solved(conductance: Array, wire_s: float) -> Network:
    with one_thread():
        return _eliminated(conductance, wire_s)


def _eliminated(conductance: Array, wire_s: float) -> Network:
    """Columns from right to left. ``seen``: what the array from this column on looks like from the segment before."""
    rows, cols = conductance.shape
    line = np.full(rows, 2.0)  # a bit line's own Laplacian, in units of the wire's conductance
    line[0] = 1.0  # open at the top
    transfer = np.empty((cols, rows))
    admittance = np.zeros((rows, rows))
    everywhere = np.arange(rows)
    for col in range(cols - 1, -1, -1):
        device = conductance[:, col] / wire_s
        follow = _bit_line(line + device, device)
        transfer[col] = follow[-1]
        admittance -= device[:, None] * follow
        admittance[everywhere, everywhere] += device
        # in series with the segment to the left: what passes is P = (I + Y)^-1, what is seen is P Y = I - P
        block = admittance.copy()
        block[everywhere, everywhere] += 1.0
        factor, fault = _CHOLESKY(block, lower=0, overwrite_a=1, clean=0)
        _sound(fault)
        passed, fault = _INVERSE(factor, lower=0, overwrite_c=1)
        _sound(fault)
        passed: Array = np.triu(passed) + np.triu(passed, 1).T
        transfer[col:] = transfer[col:] @ passed
        # 1 - P on the diagonal would lose the digits in which devices differ from wires that conduct far better
        seen = np.einsum("ik,ki->i", passed, admittance)
        admittance = -passed
        admittance[everywhere, everywhere] = seen
    return Network(transfer * wire_s, admittance * wire_s)


def _bit_line(diagonal: Array, device: Array) -> Array:
    """(rows, rows): node voltages of a bit line per volt of the word line nodes beside it."""
    if len(diagonal) == 1:
        return (device / diagonal)[:, None]
    _, _, follow, fault = _TRIDIAGONAL(diagonal, np.full(len(diagonal) - 1, -1.0), np.diag(device))
    _sound(fault)
    return follow


def _sound(fault: int) -> None:
    if fault:
        raise UsageError("the array cannot be solved: its conductances differ by more than double precision holds")
