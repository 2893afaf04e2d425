"""Certificates: the bounds are right, and hold as often as they say."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suffice.learn.thresholds import Failed, Marked, Passed, affording, certify, count, tail
from suffice.learned.certificate import Certificate
from suffice.learned.check import holds


@pytest.mark.parametrize(
    ("target", "errors", "needed"),
    # the fewest served at delta 0.05, from tables of the binomial distribution
    [(0.95, 0, 59), (0.98, 0, 149), (0.99, 0, 299), (0.95, 1, 93), (0.98, 1, 236), (0.99, 1, 473)],
)
def test_how_many_are_needed_for_a_few_errors(target, errors, needed):
    assert affording(errors, 1 - target, 0.05) == needed


@given(st.integers(1, 300), st.data(), st.floats(0.001, 0.5))
def test_the_tail_is_that_of_the_binomial_distribution(served, data, risk):
    from scipy.stats import binom

    errors = data.draw(st.integers(0, served - 1))
    assert tail(errors, served, risk) == pytest.approx(binom.cdf(errors, served, risk), rel=1e-9, abs=1e-12)


def _population(rng, size):
    """Confidence and correctness: the surer, the righter."""
    for _ in range(size):
        confidence = rng.random()
        yield Marked(confidence, rng.random() < 0.75 + 0.25 * confidence)


def test_certificates_are_violated_no_more_often_than_delta():
    """Target 95 %: above confidence 0.6 a served answer is right with 95 % on average, below it is not."""
    rng, violated, passed = random.Random(5), 0, 0
    runs = 400
    for _ in range(runs):
        outcome = certify(list(_population(rng, 200)), list(_population(rng, 800)), 0.95, 0.1)
        if isinstance(outcome, Passed):
            passed += 1
            violated += (0.75 + 0.25 * (1 + outcome.threshold) / 2) < 0.95
    assert passed > runs // 4
    assert violated <= 0.1 * runs


def test_too_little_data_says_how_much_is_needed():
    outcome = certify([Marked(1.0, True)] * 20, [Marked(1.0, True)] * 50, 0.95, 0.05)
    assert isinstance(outcome, Failed)
    assert "not enough data: 50" in outcome.reason


def test_what_is_certified_also_passes_the_checkers_own_count():
    rng = random.Random(1)
    test = list(_population(rng, 3000))
    outcome = certify(list(_population(rng, 1000)), test, 0.9, 0.05)
    assert isinstance(outcome, Passed)
    assert count(test, outcome.threshold) == (outcome.served, outcome.errors)
    good = Certificate("g", "gold", 0.9, 0.05, outcome.threshold, 3000, outcome.served, outcome.errors, 4)
    assert holds(good)


@given(st.integers(1, 2000), st.data())
def test_the_checker_and_the_test_agree(served, data):
    errors = data.draw(st.integers(0, served // 8))
    certificate = Certificate("g", "gold", 0.95, 0.05, 0.0, served, served, errors, 4)
    mass = tail(errors, served, 0.05)
    if abs(mass - 0.0125) > 1e-6:
        assert holds(certificate) == (mass <= 0.0125)
