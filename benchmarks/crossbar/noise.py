"""Device noise against the published polynomials and against aihwkit, and residual arrays down to the read noise."""

from __future__ import annotations

import numpy as np
from benchmarks.crossbar.rows import SEED, Rows, elsewhere

from suffice.hardware.crossbar.aging import spread_us
from suffice.hardware.crossbar.chip import Chip
from suffice.hardware.crossbar.devices import device
from suffice.hardware.crossbar.planes import differences, program
from suffice.hardware.crossbar.programming import write

CELLS = (400, 1000)
DAY, YEAR = 86400.0, 31_536_000.0
AIHWKIT = """
import torch
from aihwkit.inference import PCMLikeNoiseModel, ReRamWan2022NoiseModel
from aihwkit.inference.noise.reram import ReRamCMONoiseModel
torch.manual_seed(0)
models = {"reram_wan_2022": ReRamWan2022NoiseModel(g_max=40.0), "pcm_joshi_2020": PCMLikeNoiseModel(g_max=25.0),
          "reram_cmo_hfox": ReRamCMONoiseModel(g_max=90.0, g_min=9.0)}
for name, model in models.items():
    for g in given[name]:
        for t in given["times_" + name]:
            target = torch.full((400, 1000), float(g))
            written = model.apply_programming_noise_to_conductance(target.clone())
            drift = model.generate_drift_coefficients(target.clone())
            aged = model.apply_drift_noise_to_conductance(written, drift, float(t))
            found[f"{name} {float(g):g} {float(t):g}"] = np.array([float(aged.mean()), float(aged.std())])
"""
LEVELS = {
    "reram_wan_2022": (8.0, 20.0, 32.0, 40.0),
    "pcm_joshi_2020": (5.0, 12.0, 20.0, 25.0),
    "reram_cmo_hfox": (20.0, 40.0, 60.0, 80.0),
}
TIMES = {
    "reram_wan_2022": (1.0, DAY, 2 * DAY),
    "pcm_joshi_2020": (1.0, DAY, YEAR),
    "reram_cmo_hfox": (1.0, DAY, YEAR),
}


def noise(rows: Rows, aihwkit: str | None) -> None:
    for name in (*LEVELS, "reram_milo_2021", "memristor_rao_2023"):
        preset = device(name)
        low, high = preset["g_min"], preset["g_max"]
        for g_us in LEVELS.get(name, (low + 0.3 * (high - low), high)):
            written, spent = write(preset, np.full(CELLS, g_us), np.random.default_rng(SEED))
            for t_s in preset.spread_times_s:
                published = float(spread_us(preset, np.array(g_us), t_s))
                found = float(written._spread(t_s).std())
                rows.add(f"{name} {g_us:g} uS at {t_s:g} s: sigma over published - 1", abs(found / published - 1),
                         most=0.02, sigma_us=found, pulses=spent.pulses / spent.cells)  # fmt: skip
    if aihwkit is None:
        return
    given = {name: np.array(levels) for name, levels in LEVELS.items()}
    theirs = elsewhere(aihwkit, AIHWKIT, given | {f"times_{name}": np.array(times) for name, times in TIMES.items()})
    for name, levels in LEVELS.items():
        for g_us in levels:
            written, _ = write(device(name), np.full(CELLS, g_us), np.random.default_rng(SEED))
            for t_s in TIMES[name]:
                mean, sigma = theirs[f"{name} {g_us:g} {t_s:g}"]
                ours = written.at(t_s)
                rows.add(f"{name} {g_us:g} uS at {t_s:g} s: sigma over aihwkit's - 1", abs(ours.std() / sigma - 1),
                         most=0.02, sigma_us=float(ours.std()), mean_off_us=float(ours.mean() - mean))  # fmt: skip


def residual(rows: Rows) -> None:
    """Relative error of products of a 256 x 256 matrix with 1 to 6 arrays, without and with read noise."""
    rng = np.random.default_rng(SEED)
    weights, x = rng.uniform(-1, 1, (256, 256)), rng.normal(size=(256, 100))
    for read_noise in (0.0, 1e-4):
        before = None
        for count in range(1, 7):
            chip = Chip("memristor_song_2024", cols=512, residual_arrays=count, wire_ohm=0.0, read_noise=read_noise)
            planes, _ = program(chip, weights, np.random.default_rng(SEED))
            low, high = chip.window()
            total = np.zeros((256, 100))
            for plane in planes:
                g_us = plane.written.at(1.0)
                g_us = g_us + read_noise * high * rng.standard_normal(g_us.shape)  # one reading of every device
                total += plane.factor * differences(g_us).T @ x / (high - low)
            error = float(np.sqrt(((total - weights @ x) ** 2).mean() / ((weights @ x) ** 2).mean()))
            rows.add(f"read noise {read_noise:g}: {count} arrays, relative error of products", error)
            if before is not None and read_noise == 0.0:
                rows.add(f"{count} arrays: times less than with {count - 1}", before / error, least=8.0)
            before = error
