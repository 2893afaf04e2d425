"""Counters are read from a real folder tree of the kernel's shape, stretches are timed by the real clock."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from suffice.errors import UsageError
from suffice.meters import MeterSettings, choose
from suffice.meters.cpu_time import PACKAGE_TO_NODE, CpuTimeMeter
from suffice.meters.rapl import Packages, RaplMeter, machine_busy_s
from suffice.records import Range


def zone(root: Path, name: str, label: str, energy_uj: int, span_uj: int = 1_000_000) -> Path:
    folder = root / name
    folder.mkdir()
    (folder / "name").write_text(f"{label}\n")
    (folder / "energy_uj").write_text(f"{energy_uj}\n")
    (folder / "max_energy_range_uj").write_text(f"{span_uj}\n")
    return folder


def test_packages_are_summed_and_their_parts_and_doubles_are_not(tmp_path):
    first = zone(tmp_path, "intel-rapl:0", "package-0", 100)
    second = zone(tmp_path, "intel-rapl:1", "package-1", 200)
    part = zone(tmp_path, "intel-rapl:0:0", "core", 50)
    double = zone(tmp_path, "intel-rapl-mmio:0", "package-0", 100)
    whole = zone(tmp_path, "intel-rapl:2", "psys", 0)
    packages = Packages(tmp_path)
    assert packages.read_j() == 0.0
    (first / "energy_uj").write_text("600100\n")
    (second / "energy_uj").write_text("400200\n")
    for other in (part, double, whole):
        (other / "energy_uj").write_text("999999\n")
    assert packages.read_j() == pytest.approx(1.0)


def test_counters_wrap_round(tmp_path):
    folder = zone(tmp_path, "intel-rapl:0", "package-0", 900_000)
    packages = Packages(tmp_path)
    (folder / "energy_uj").write_text("100000\n")  # 900,000 up to 1,000,000, and on to 100,000
    assert packages.read_j() == pytest.approx(0.2)
    (folder / "energy_uj").write_text("50000\n")
    assert packages.read_j() == pytest.approx(0.2 + 0.95)


def test_no_counters_names_the_cure(tmp_path):
    with pytest.raises(UsageError, match="cpu_time"):
        Packages(tmp_path)
    with pytest.raises(UsageError, match="cpu_time"):
        choose(MeterSettings("rapl", powercap=tmp_path / "absent"))


def test_unreadable_counters_name_the_cure_and_auto_says_why_it_models(tmp_path):
    folder = zone(tmp_path, "intel-rapl:0", "package-0", 0)
    (folder / "energy_uj").chmod(0)
    if os.access(folder / "energy_uj", os.R_OK):  # root reads everything: an unreadable file of another kind
        (folder / "energy_uj").unlink()
        (folder / "energy_uj").mkdir()
        cure = "cpu_time"
    else:
        cure = "chmod -R a\\+r"
    with pytest.raises(UsageError, match=cure):
        choose(MeterSettings("rapl", powercap=tmp_path))
    meter = choose(MeterSettings("auto", powercap=tmp_path))
    assert isinstance(meter, CpuTimeMeter)
    assert "no counter: " in meter.description


def test_auto_takes_the_counters_where_they_may_be_read(tmp_path):
    zone(tmp_path, "intel-rapl:0", "package-0", 0)
    assert isinstance(choose(MeterSettings("auto", powercap=tmp_path)), RaplMeter)


def test_windows_are_priced_by_the_machines_joules_per_cpu_second():
    # 30 J per busy CPU second of this machine, whatever it does meanwhile
    meter = RaplMeter(lambda: machine_busy_s() * 30.0, fallback=CpuTimeMeter(Range(4.0, 2.0, 8.0, "test")))
    early = meter.end(meter.begin())
    assert early.joules is not None and early.joules.method == "cpu_time"  # no stretch is over yet

    methods: list[str] = []
    while "counter" not in methods:  # ends as soon as the machine has worked a tenth of a second in one stretch
        window = meter.begin()
        end = time.thread_time() + 0.05
        while time.thread_time() < end:
            sum(range(500))
        cost = meter.end(window)
        assert cost.joules is not None and cost.cpu_s is not None
        methods.append(cost.joules.method)
    per_package_cpu_s = cost.joules.value / PACKAGE_TO_NODE.value / cost.cpu_s
    assert per_package_cpu_s == pytest.approx(30.0)
    assert cost.joules.boundary == "node"
    assert cost.joules.low == pytest.approx(cost.cpu_s * 30.0 * 0.8 * PACKAGE_TO_NODE.low)
    assert cost.joules.high == pytest.approx(cost.cpu_s * 30.0 * 1.2 * PACKAGE_TO_NODE.high)

    elsewhere = meter.elsewhere(2.0)
    assert elsewhere.joules is not None
    assert elsewhere.joules.value == pytest.approx(60.0 * PACKAGE_TO_NODE.value)
    assert meter.elsewhere(None).joules is None


def test_the_machines_busy_time_leaves_idle_and_waiting_out(tmp_path):
    stat = tmp_path / "stat"
    stat.write_text("cpu  100 20 30 5000 700 4 3 2 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n")
    assert machine_busy_s(stat) == pytest.approx(159 / os.sysconf("SC_CLK_TCK"))
