"""Programming pulse by pulse: a pulse towards the target, a read, and again until the read lies within the band."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from suffice.errors import UsageError
from suffice.hardware.crossbar.aging import Array, Written, spread_us
from suffice.hardware.crossbar.devices import Device

# A pulse closes this part of what is missing, within this spread of the logarithm from pulse to pulse. Assumed: a
# cell then takes three to ten pulses, the order that reports of write-verify name.
GAIN, GAIN_SPREAD = 0.6, 0.6
BAND = 0.4  # half-width of the band at most, in published deviations: what relaxes afterwards is the larger part
PULSES_MAX = 60


@dataclass(frozen=True, slots=True)
class Programming:
    """What writing took: pulses in all, cells, cells that never came within the band, joules of the pulses."""

    pulses: int
    cells: int
    missed: int
    joules: float

    def __add__(self, other: Programming) -> Programming:
        return Programming(
            self.pulses + other.pulses,
            self.cells + other.cells,
            self.missed + other.missed,
            self.joules + other.joules,
        )


def write(
    device: Device,
    target_us: Array,
    rng: np.random.Generator,
    *,
    stuck_low: float = 0.0,
    stuck_high: float = 0.0,
) -> tuple[Written, Programming]:
    """Write-verify every device of an array. ``stuck_*``: share of cells stuck at the ends of the device's window.

    Raises UsageError for targets outside the window that the device was fitted for.
    """
    if not device.analog:
        raise UsageError(f"{device.name} cannot hold weights: {device.refusal}")
    low, high = device.numbers["g_min"].low, device.numbers["g_max"].high
    least, most = float(target_us.min()), float(target_us.max())
    if least < low or most > high * (1 + 1e-12):
        raise UsageError(f"{device.name} holds {low:g} to {high:g} uS, not {least:g} to {most:g} uS: narrow the window")
    stuck = np.full(target_us.shape, np.nan)
    if stuck_low or stuck_high:
        fate = rng.random(target_us.shape)
        stuck[fate < stuck_low] = device["g_min"]
        stuck[(fate >= stuck_low) & (fate < stuck_low + stuck_high)] = device["g_max"]
    verified, programming = _verified(device, target_us, np.isnan(stuck), rng)
    draws = rng.standard_normal((5, *target_us.shape))
    return Written(device, target_us, verified, draws, stuck), programming


def _verified(device: Device, target: Array, alive: Array, rng: np.random.Generator) -> tuple[Array, Programming]:
    if "spread" not in device.numbers:
        return target.copy(), Programming(0, target.size, 0, 0.0)
    band = np.minimum(device["accept"], BAND * spread_us(device, target, device.spread_times_s[0])).ravel()
    noise = 0.2 * band  # of the verifying read, averaged until it is well below the band
    aim = target.ravel()
    g_us = rng.uniform(device["g_min"], device["g_max"], aim.size)  # whatever was written before
    wanting = np.flatnonzero(alive.ravel())
    pulses, charge = 0, 0.0
    for _ in range(PULSES_MAX):
        missing = aim[wanting] - g_us[wanting] + noise[wanting] * rng.standard_normal(wanting.size)
        keep = np.abs(missing) > band[wanting]
        wanting, missing = wanting[keep], missing[keep]
        if not wanting.size:
            break
        before = g_us[wanting]
        push = GAIN * np.exp(GAIN_SPREAD * rng.standard_normal(wanting.size))
        g_us[wanting] = np.maximum(before + push * missing, 0.0)
        pulses += wanting.size
        charge += float((before + g_us[wanting]).sum()) / 2 * 1e-6
    joules = charge * device["pulse_v"] ** 2 * device["pulse_s"]
    return g_us.reshape(target.shape), Programming(pulses, target.size, int(wanting.size), joules)
