from __future__ import annotations

import threading
import time

import pytest

from suffice.meters import grid_intensity
from suffice.meters._processors import cpu_name, watts_per_core
from suffice.meters.cpu_time import PACKAGE_TO_NODE, CpuTimeMeter
from suffice.records import Range

TEN_WATTS = Range(10.0, 5.0, 20.0, "test")


def spin(cpu_s: float) -> None:
    end = time.thread_time() + cpu_s
    while time.thread_time() < end:
        sum(range(500))


def test_joules_are_cpu_seconds_times_watts_restated_at_the_node():
    meter = CpuTimeMeter(TEN_WATTS)
    window = meter.begin()
    spin(0.01)
    cost = meter.end(window)
    assert cost.cpu_s is not None and cost.cpu_s >= 0.01
    assert cost.joules is not None
    assert (cost.joules.method, cost.joules.boundary) == ("cpu_time", "node")
    assert cost.joules.value == pytest.approx(cost.cpu_s * 10.0 * PACKAGE_TO_NODE.value)
    assert cost.joules.low == pytest.approx(cost.cpu_s * 5.0 * PACKAGE_TO_NODE.low)
    assert cost.joules.high == pytest.approx(cost.cpu_s * 20.0 * PACKAGE_TO_NODE.high)
    assert cost.gco2e is None  # nobody said where the electricity comes from


def test_a_waiting_window_costs_wall_but_hardly_any_cpu():
    meter = CpuTimeMeter(TEN_WATTS)
    window = meter.begin()
    time.sleep(0.02)
    cost = meter.end(window)
    assert cost.cpu_s is not None
    assert cost.cpu_s < cost.wall_s


def test_a_thread_does_not_pay_for_another():
    meter = CpuTimeMeter(TEN_WATTS)
    window = meter.begin()
    busy = threading.Thread(target=spin, args=(0.05,))
    busy.start()
    busy.join()
    cost = meter.end(window)
    assert cost.cpu_s is not None and cost.cpu_s < 0.05


def test_a_window_ends_in_its_own_thread():
    meter = CpuTimeMeter(TEN_WATTS)
    window = meter.begin()
    caught: list[Exception] = []

    def end_elsewhere() -> None:
        try:
            meter.end(window)
        except ValueError as error:
            caught.append(error)

    thread = threading.Thread(target=end_elsewhere)
    thread.start()
    thread.join()
    assert "thread that began it" in str(caught[0])


def test_a_workers_cpu_seconds_are_priced_and_a_killed_workers_are_unknown():
    meter = CpuTimeMeter(TEN_WATTS, grid_intensity(g_per_kwh=360.0))
    cost = meter.elsewhere(2.0)
    assert cost.wall_s == 0.0 and cost.cpu_s == 2.0
    assert cost.joules is not None and cost.joules.value == pytest.approx(20.0 * PACKAGE_TO_NODE.value)
    assert cost.gco2e is not None and cost.gco2e.value == pytest.approx(cost.joules.value * 360.0 / 3.6e6)
    lost = meter.elsewhere(None)
    assert lost.cpu_s is None and lost.joules is None and lost.gco2e is None


@pytest.mark.parametrize(
    ("name", "watts"),
    [
        ("AMD EPYC 7763 64-Core Processor", 280 / 64),
        ("Intel(R) Xeon(R) Gold 6148 CPU @ 2.40GHz", 150 / 20),
        ("Intel(R) Xeon(R) CPU E5-2680 v4 @ 2.40GHz", 120 / 14),
        ("Intel(R) Core(TM) i7-8650U CPU @ 1.90GHz", 15 / 4),
        ("AMD Ryzen 9 5950X 16-Core Processor", 105 / 16),
        ("Intel(R) Xeon(R) Processor", 4.0),
        ("", 4.0),
        (None, 4.0),
    ],
)
def test_watts_by_the_kernels_name(name: str | None, watts: float):
    found = watts_per_core(name)
    assert found.value == pytest.approx(watts)
    assert (found.low, found.high) == pytest.approx((watts / 2, watts * 2))


def test_an_unknown_processor_says_so_and_a_stated_wattage_wins():
    assert "not in the table" in watts_per_core("Quantum 9000").source
    stated = watts_per_core("AMD EPYC 7763 64-Core Processor", 7.5)
    assert stated.value == 7.5 and "configured" in stated.source


def test_the_name_is_read_from_the_kernels_file(tmp_path):
    cpuinfo = tmp_path / "cpuinfo"
    cpuinfo.write_text("processor\t: 0\nmodel name\t: AMD EPYC 7763 64-Core Processor\nflags\t: a b\n")
    assert cpu_name(cpuinfo) == "AMD EPYC 7763 64-Core Processor"
    cpuinfo.write_text("processor\t: 0\n")
    assert cpu_name(cpuinfo) is None
    assert cpu_name(tmp_path / "absent") is None
