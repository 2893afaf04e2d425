"""Laws of energy figures: ranges hold, parts add up, more work never costs less, boundaries never mix."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suffice.hardware import Weights
from suffice.hardware.pricing import Price, TokenPricer
from suffice.hardware.remote_tokens import RemoteTokens, joules_per_token
from suffice.meters import grid_intensity
from suffice.meters.cpu_time import CpuTimeMeter, at_node
from suffice.records import Answer, Joules, Range, Task, Usage

amounts = st.floats(0.0, 1e9)
boundaries = st.sampled_from(["package", "gpu", "node", "facility"])
tokens = st.integers(0, 10_000_000)
sizes = st.floats(0.1, 5000.0)


@st.composite
def joules(draw: st.DrawFn, boundary: str | None = None) -> Joules:
    low, value, high = sorted(draw(st.tuples(amounts, amounts, amounts)))
    method = draw(st.sampled_from(["counter", "cpu_time", "tokens", "vendor"]))
    return Joules(value, low, high, method, boundary or draw(boundaries))


@st.composite
def weights(draw: st.DrawFn) -> Weights:
    total = sorted(draw(st.tuples(sizes, sizes)))
    active = sorted((total[0] * draw(st.floats(0.01, 1.0)), total[1] * draw(st.floats(0.01, 1.0))))
    return Weights((total[0], total[1]), (active[0], active[1]), draw(st.sampled_from([4.25, 8.0, 16.0])))


@given(joules(), joules())
def test_boundaries_never_mix(left: Joules, right: Joules):
    if left.boundary != right.boundary:
        with pytest.raises(ValueError, match="convert first"):
            left + right
    else:
        total = left + right
        assert total.value == left.value + right.value
        assert total.low <= total.value <= total.high
        assert total.method == (left.method if left.method == right.method else "mixed")


@given(joules("package"))
def test_restating_at_the_node_keeps_the_order_and_loses_nothing(package: Joules):
    node = at_node(package)
    assert node.boundary == "node" and node.method == package.method
    assert node.low <= node.value <= node.high
    assert node.low >= package.low and node.value >= package.value and node.high >= package.high


@given(joules("node"), st.sampled_from(["NOR", "POL", "USA", None]))
def test_emissions_keep_the_order_and_add_up(node: Joules, country: str | None):
    grid = grid_intensity(country)
    grams = node.emissions_g(grid)
    assert grams.low <= grams.value <= grams.high
    twice = (node + node).emissions_g(grid)
    assert twice.value == pytest.approx(2 * grams.value)


@given(st.lists(st.floats(0.0, 1e5), min_size=1, max_size=6), st.floats(0.1, 500.0))
def test_cpu_seconds_priced_in_parts_cost_the_same_as_at_once(parts: list[float], watts: float):
    meter = CpuTimeMeter(Range(watts, watts / 2, watts * 2, "law"), grid_intensity())
    first, *rest = (meter.elsewhere(cpu_s) for cpu_s in parts)
    total = sum(rest, first)
    whole = meter.elsewhere(sum(parts))
    assert total.joules is not None and whole.joules is not None
    assert total.gco2e is not None and whole.gco2e is not None
    assert total.joules.boundary == "node"
    for part, at_once in ((total.joules, whole.joules), (total.gco2e, whole.gco2e)):
        assert (part.low, part.value, part.high) == pytest.approx((at_once.low, at_once.value, at_once.high))


@given(weights())
def test_the_formula_keeps_the_order(size: Weights):
    figure = joules_per_token(size)
    assert 0 < figure.low < figure.value < figure.high


@given(sizes, sizes, st.floats(1.0, 10.0))
def test_a_bigger_model_costs_no_less_per_token(total: float, active: float, factor: float):
    active = min(active, total)
    small, big = joules_per_token(Weights.of(total, active)), joules_per_token(Weights.of(total * factor, active))
    assert small.value <= big.value * (1 + 1e-12)
    assert small.value >= joules_per_token(Weights.of(total, active, 8)).value


@given(tokens, tokens, tokens, tokens)
def test_more_tokens_never_cost_less(prompt: int, written: int, more_prompt: int, more_written: int):
    pricer = TokenPricer({"gpt-oss-20b": Price(0.1, 0.4, 0.02)}, grid_g_per_kwh=grid_intensity())
    less = pricer.price(Usage("gpt-oss-20b", prompt, written))
    more = pricer.price(Usage("gpt-oss-20b", prompt + more_prompt, written + more_written))
    assert less.usd is not None and more.usd is not None and less.usd <= more.usd
    assert less.joules is not None and more.joules is not None
    assert less.joules.low <= more.joules.low
    assert less.joules.value <= more.joules.value
    assert less.joules.high <= more.joules.high


@given(tokens, st.lists(tokens, min_size=1, max_size=5))
def test_calls_add_up_to_one_call_of_all_their_tokens(prompt: int, written: list[int]):
    model = RemoteTokens({"m": Weights.of(70, bits=8)})
    first, *rest = (model.call(Usage("m", prompt, count)) for count in written)
    whole = model.call(Usage("m", prompt, sum(written)))
    assert first is not None and whole is not None
    total = first
    for joules_of_call in rest:
        assert joules_of_call is not None
        total = total + joules_of_call
    assert (total.low, total.value, total.high) == pytest.approx((whole.low, whole.value, whole.high))


@given(tokens, tokens)
def test_a_cached_token_never_costs_more_than_a_fresh_one(prompt: int, cached: int):
    price = Price(2.0, 8.0, 0.5)
    assert 0 <= price.usd(prompt, 0, cached) <= price.usd(prompt, 0)


@given(st.text(max_size=400), st.text(max_size=400))
def test_what_the_frontier_model_would_have_cost_is_a_range_at_the_node(question: str, reply: str):
    task = Task.ask(question)
    for answer in (None, Answer(reply, reply), Answer(reply, reply, usage=Usage("x", len(question), len(reply)))):
        instead = TokenPricer().instead(task, answer)
        assert instead.joules is not None and instead.joules.boundary == "node"
        assert instead.joules.low <= instead.joules.value <= instead.joules.high
        assert instead.usd is not None and instead.usd >= 0
