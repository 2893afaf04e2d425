"""Alarms ring when they should, seldom when they should not, and take the group out for everybody."""

import random

from suffice.learned.unlike import more
from suffice.learned.watch import STEP, WINDOW, Watch


def _stream(rng, size, foreign):
    """Confidences, of which a share comes from requests of another kind."""
    return [rng.betavariate(2, 8) if rng.random() < foreign else rng.betavariate(8, 2) for _ in range(size)]


def _alarms(foreign, size, runs=60):
    rng = random.Random(7)
    rang = 0
    for _ in range(runs):
        watch = Watch(sorted(_stream(rng, 2000, 0.03)), threshold=0.3, risk=0.05)
        for confidence in _stream(rng, size, foreign):
            watch.saw(confidence)
        rang += watch.tripped is not None
    return rang / runs


def test_a_shift_is_noticed_within_a_window():
    assert _alarms(0.18, WINDOW) >= 0.95


def test_usual_traffic_rings_no_alarm():
    assert _alarms(0.03, 4000) <= 0.02


def test_requests_that_nobody_can_guess_count():
    watch = Watch(sorted(_stream(random.Random(1), 2000, 0.0)), threshold=0.3, risk=0.05)
    for number in range(WINDOW):
        watch.saw(None if number % 4 == 0 else 0.8)
    assert watch.tripped is not None and "escalation: of the last 100" in watch.tripped


def test_the_audit_is_a_fair_bet_while_the_certificate_holds():
    rng, rang = random.Random(3), 0
    for _ in range(200):
        watch = Watch([0.5], threshold=0.3, risk=0.05)
        for _ in range(1000):
            watch.compared(rng.random() >= 0.05)
        rang += watch.tripped is not None
    assert rang <= 6  # one in a hundred is allowed


def test_the_audit_notices_twice_the_risk():
    rng, when = random.Random(3), []
    for _ in range(50):
        watch = Watch([0.5], threshold=0.3, risk=0.05)
        for number in range(2000):
            watch.compared(rng.random() >= 0.15)
            if watch.tripped:
                when.append(number)
                break
    assert len(when) == 50
    assert "audit" in watch.tripped


def test_fishers_test_is_the_hypergeometric_tail():
    from scipy.stats import hypergeom

    assert abs(more(30, 100, 150, 1000) - hypergeom.sf(29, 1100, 180, 100)) < 1e-9
    assert more(0, 100, 150, 1000) > 1 - 1e-9
    assert STEP <= WINDOW
