"""What becomes of a written conductance: spread, shift, relaxation, drift and 1/f noise, as published for each device.

Conductances are in microsiemens here, as the published fits are. A device keeps its own random draws, so that it ages
as one device: its error at one second is part of its error after a day.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from suffice.hardware.crossbar.devices import Device

Array = np.ndarray


def spread_us(device: Device, g_us: Array, t_s: float) -> Array:
    """Standard deviation about the target, linear in ln(t) between the times of the fit."""
    g_us = np.asarray(g_us, dtype=np.float64)
    if "spread" not in device.numbers:
        return np.zeros_like(g_us)
    x, times = g_us / device["spread_at"], device.spread_times_s
    rows = [np.polynomial.polynomial.polyval(x, row) for row in device["spread"]]
    if t_s <= times[0]:
        return np.maximum(rows[0], 0.0)
    for row, after, begin, end in zip(rows, rows[1:], times, times[1:], strict=False):
        if t_s <= end:
            share = np.log(t_s / begin) / np.log(end / begin)
            return np.maximum(row + share * (after - row), 0.0)
    return np.maximum(rows[-1], 0.0)


@dataclass(frozen=True, slots=True)
class Written:
    """Devices right after programming and what they will do: ``draws`` are standard normal, (5, rows, cols).

    ``stuck``: conductances that do not follow their target, NaN elsewhere.
    """

    device: Device
    target_us: Array
    verified_us: Array  # what write-verify left, before anything relaxes
    draws: Array
    stuck_us: Array

    def at(self, t_s: float) -> Array:
        """Conductances (rows, cols) in uS after ``t_s`` seconds. Raises UsageError outside the device's time range."""
        device = self.device
        device.within("time", t_s, "a time in seconds of")
        g_us = self._spread(t_s)
        seconds = max(t_s, 1e-9)
        if "shift" in device.numbers:
            g_us = g_us + device["shift"] * np.log(seconds)
        if "relaxation" in device.numbers:
            slope, first = device["relaxation"]
            g_us = g_us + max(slope * np.log(seconds) + first, 0.0) * self.draws[2]
        if "drift" in device.numbers:
            start = device["drift_from"]
            g_us = np.maximum(g_us, 0.0) * ((t_s + start) / start) ** -self.exponents()
        g_us = g_us + self._flicker(g_us, t_s) * self.draws[4]
        g_us = np.clip(g_us, *self._ends())
        return np.where(np.isnan(self.stuck_us), g_us, self.stuck_us)

    def exponents(self) -> Array:
        """Drift exponents of the devices."""
        device = self.device
        x = np.log(np.clip(self.target_us / device["spread_at"], 1e-7, None))
        mean, deviation = (np.clip(slope * x + at_1, low, high) for slope, at_1, low, high in device["drift"])
        return np.abs(mean + deviation * self.draws[3])

    def _spread(self, t_s: float) -> Array:
        """The error that write-verify left is part of the published one; the rest comes by relaxing, more with time."""
        device = self.device
        if "spread" not in device.numbers:
            return self.verified_us
        first = spread_us(device, self.target_us, device.spread_times_s[0])
        now = spread_us(device, self.target_us, t_s)
        left = self.verified_us - self.target_us
        known = np.sqrt(np.mean(left**2 / np.maximum(first, 1e-12) ** 2)) if left.size else 0.0
        rest = np.sqrt(max(1.0 - known**2, 0.0))
        early = left + first * rest * self.draws[0]
        grown = np.sqrt(np.maximum(now**2 - first**2, 0.0))
        return self.target_us + early * np.minimum(now / np.maximum(first, 1e-12), 1.0) + grown * self.draws[1]

    def _flicker(self, g_us: Array, t_s: float) -> Array | float:
        device = self.device
        if "flicker" in device.numbers:
            scale, t_read = device["flicker"]
            decades = np.log10(np.maximum(g_us, 1.0))
            return scale * decades * np.sqrt(np.log((max(t_s, 2 * t_read) + t_read) / (2 * t_read)))
        if "flicker_of_g" in device.numbers:
            share, power, most, t_read = device["flicker_of_g"]
            x = np.maximum(self.verified_us / device["spread_at"], 1e-9) ** power
            since = t_s + device.get("drift_from", 0.0)
            return g_us * np.minimum(share / np.maximum(x, 1e-3), most) * np.sqrt(np.log((since + t_read) / 2 / t_read))
        return 0.0

    def _ends(self) -> tuple[float, float]:
        """No device conducts less than nothing; one with a characterised window stays in it."""
        low = self.device.numbers["g_min"].low
        high = self.device.numbers["g_max"].high
        return (low, high) if "shift" in self.device.numbers else (0.0, np.inf)
