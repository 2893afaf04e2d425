from __future__ import annotations

import pytest

from suffice.hardware import Weights
from suffice.hardware.pricing import DEFAULT_FRONTIER, Price, TokenPricer
from suffice.hardware.remote_tokens import RemoteTokens
from suffice.records import Answer, Problem, Range, Task, Usage

TASK = Task.ask("What is 15% of 240?")


def test_dollars_follow_the_price_list():
    pricer = TokenPricer({"m": Price(2.0, 8.0, 0.5)})
    assert pricer.price(Usage("m", 1_000_000, 500_000)).usd == pytest.approx(2.0 + 4.0)
    assert pricer.price(Usage("m", 1_000_000, 0, cached_tokens=400_000)).usd == pytest.approx(1.2 + 0.2)
    without_cache_price = TokenPricer({"m": Price(2.0, 8.0)})
    assert without_cache_price.price(Usage("m", 1_000_000, 0, cached_tokens=400_000)).usd == pytest.approx(2.0)


def test_what_nobody_knows_is_none():
    pricer = TokenPricer({"m": Price(2.0, 8.0)})
    assert pricer.price(Usage("other", 10, 10)).usd is None
    assert pricer.price(Usage("m", None, 10)).usd is None
    assert pricer.price(Usage("m", 10, None)).usd is None
    assert pricer.price(Usage("m", 10, 10)).joules is None  # a price, but no size


def test_grams_follow_joules_and_the_grid():
    cost = TokenPricer(grid_g_per_kwh=Range(360.0, 180.0, 720.0, "test")).price(Usage("gpt-oss-120b", 10, 1000))
    assert cost.joules is not None and cost.gco2e is not None
    assert cost.gco2e.value == pytest.approx(cost.joules.value * 360 / 3.6e6)
    assert cost.gco2e.low == pytest.approx(cost.joules.low * 180 / 3.6e6)
    assert cost.gco2e.high == pytest.approx(cost.joules.high * 720 / 3.6e6)


def test_without_a_frontier_model_a_named_one_is_assumed_and_said():
    instead = TokenPricer().instead(TASK, None)
    assert instead.model == DEFAULT_FRONTIER
    assert instead.joules is not None and instead.usd is not None
    assert "no frontier model is configured" in instead.how
    assert "346-1464" in instead.how and "ML.ENERGY" in instead.how and "USD per million" in instead.how


def test_a_configured_frontier_model_overrides():
    pricer = TokenPricer(
        {"closed-1": Price(1.25, 10.0)},
        RemoteTokens({"closed-1": Weights((300, 2000), (30, 300), 8)}),
        frontier="closed-1",
    )
    instead = pricer.instead(TASK, Answer("36", "15% of 240 is 36."))
    assert instead.model == "closed-1" and "assumed" not in instead.how
    assert "guessed A = 30-300B active, GB = 300-2000" in instead.how
    prompt, written = len("What is 15% of 240?") / 4, len("15% of 240 is 36.") / 4 + 200
    assert instead.usd == pytest.approx((prompt * 1.25 + written * 10.0) / 1e6)
    assert instead.joules is not None
    assert instead.joules.high / instead.joules.low > 100  # honest about a closed model


def test_a_closed_model_of_unknown_size_has_no_joules_and_names_the_cure():
    instead = TokenPricer(frontier="closed-2").instead(TASK, None)
    assert instead.joules is None and instead.usd is None
    assert "state total_b and active_b" in instead.how and "price is not configured" in instead.how


def test_counted_tokens_replace_estimates():
    pricer = TokenPricer({"closed-1": Price(1.0, 10.0)}, frontier="closed-1")
    answer = Answer("yes", "yes", usage=Usage("small", 1000, 50))
    instead = pricer.instead(TASK, answer)
    assert instead.usd == pytest.approx((1000 * 1.0 + 50 * 10.0) / 1e6)
    assert "counted by the model that answered" in instead.how and "(10-110)" in instead.how
    itself = pricer.instead(TASK, Answer("yes", "yes", usage=Usage("closed-1", 1000, 50)))
    assert "(50-50)" in itself.how


def test_a_posted_problem_is_as_long_as_its_json():
    task = Task("t", problem=Problem("arithmetic", {"expression": "1+" * 200 + "1"}))
    empty = Task("t", problem=Problem("arithmetic", {}))
    longer, shorter = TokenPricer().instead(task, None), TokenPricer().instead(empty, None)
    assert longer.usd is not None and shorter.usd is not None and longer.usd > shorter.usd
