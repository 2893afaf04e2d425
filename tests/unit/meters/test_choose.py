from __future__ import annotations

import importlib.util

import pytest

from suffice.errors import UsageError
from suffice.meters import MeterSettings, choose
from suffice.meters._zeus import GpuCounters
from suffice.meters.cpu_time import CpuTimeMeter
from suffice.meters.nvml import GPU_TO_NODE, NvmlMeter
from suffice.records import Range


def test_a_named_meter_is_what_is_given():
    meter = choose(MeterSettings("cpu_time", watts_per_core=9.0, country="NOR"))
    assert isinstance(meter, CpuTimeMeter)
    assert meter.watts.value == 9.0
    assert meter.grid_g_per_kwh is not None and "NOR" in meter.grid_g_per_kwh.source


@pytest.mark.parametrize("watts", [0.0, -4.0, 5000.0, float("nan")])
def test_impossible_watts_are_refused(watts: float):
    with pytest.raises(UsageError, match="watts_per_core"):
        choose(MeterSettings(watts_per_core=watts))


def test_an_unknown_meter_is_refused():
    with pytest.raises(UsageError, match="no Meter 'calorimeter'"):
        choose(MeterSettings("calorimeter"))


@pytest.mark.skipif(importlib.util.find_spec("zeus") is not None, reason="zeus is installed here")
@pytest.mark.parametrize("kind", ["nvml", "zeusd"])
def test_meters_that_need_zeus_say_what_to_install(kind: str):
    with pytest.raises(UsageError, match=r"pip install 'suffice\[meters\]'"):
        choose(MeterSettings(kind))


def test_gpu_joules_are_added_at_the_node():
    inner = CpuTimeMeter(Range(10.0, 5.0, 20.0, "test"))
    counted = iter((100.0, 160.0))
    meter = NvmlMeter(inner, GpuCounters(lambda: next(counted), lambda: 300.0, 700.0))
    window = meter.begin()
    cost = meter.end(window)  # far below a tick of the counter: power x time, at most the limit x time
    assert cost.joules is not None
    assert (cost.joules.method, cost.joules.boundary) == ("mixed", "node")
    long = meter._gpu_joules(2.0, 60.0)
    assert (long.value, long.low, long.high) == pytest.approx((60.0, 57.0, 63.0))
    assert (long.method, long.boundary) == ("counter", "gpu")
    short = meter._gpu_joules(0.01, 0.0)
    assert (short.value, short.low, short.high) == pytest.approx((3.0, 0.0, 7.0))
    assert GPU_TO_NODE.low == 1.0  # the processors are counted by the inner meter too
