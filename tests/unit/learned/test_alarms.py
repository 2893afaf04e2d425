"""An alarm that rang is known to every worker at once, survives restarts, and nothing unreadable silences it."""

import json
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from suffice.learned.alarms import Alarms
from suffice.learned.certificate import Certificate
from suffice.learned.gate import Gate
from suffice.learned.group import Group
from suffice.learned.reply import Reply
from suffice.learned.shape import Shape
from suffice.learned.tier import Served, Shelf, Stage

NAMES = [f"g{number}" for number in range(12)]


def _served(name):
    certificate = Certificate(name, "gold", 0.9, 0.05, 0.5, 100, 90, 0, 1)
    group = Group(name, Shape(("user",), (("", ""),)), Reply.one("text"))
    return Served(group, Gate(frozenset(), 1.0, 0, 100), [Stage({}, certificate)], ())


def _alarms(file):
    return Alarms(Shelf({name: _served(name) for name in NAMES}, ()), file)


def _ring(alarms, name):
    while alarms.watches[name].tripped is None:
        alarms.compared(name, False)


def _ring_in(file, name):
    _ring(_alarms(file), name)


def test_the_next_request_of_another_worker_and_of_a_later_start_is_left_to_others(tmp_path):
    file = tmp_path / "alarms" / "a.json"
    one, other = _alarms(file), _alarms(file)
    assert other.tripped("g3") is None
    _ring(one, "g3")
    assert "audit" in other.tripped("g3") and "audit" in _alarms(file).tripped("g3")
    assert other.tripped("g4") is None
    file.unlink()
    assert other.tripped("g3") is None and one.tripped("g3")


def test_requests_of_new_shapes_take_all_groups_out_for_everybody(tmp_path, caplog):
    shelf = Shelf({name: _served(name) for name in NAMES}, (), strange=(10, 1000))
    file = tmp_path / "a.json"
    strict, tolerant, off = Alarms(shelf, file, new=0.0), Alarms(shelf, new=0.2), Alarms(shelf, new=1.0)
    unknown = Alarms(Shelf(shelf.served, ()), new=0.0)
    for number in range(500):
        for alarms in (strict, tolerant, off, unknown):
            alarms.met(number % 6 != 0)
    assert set(strict.rang) == set(NAMES)
    assert "novelty: of the last 500 requests 17% have a shape that no log held, and 1.0%" in strict.rang["g1"]
    assert not (tolerant.rang or off.rang or unknown.rang)
    assert set(Alarms(shelf, file).rang) == set(NAMES)
    assert caplog.messages == [f"suffice: all groups are out of service: {strict.rang['g1']}"]


def test_alarms_that_ring_at_the_same_time_are_all_kept(tmp_path):
    file = tmp_path / "alarms" / "a.json"
    with ProcessPoolExecutor(4, get_context("fork")) as pool:
        list(pool.map(_ring_in, [file] * len(NAMES), NAMES))
    assert set(json.loads(file.read_text())) == set(NAMES)
    assert all(_alarms(file).tripped(name) for name in NAMES)
    assert not list(file.parent.glob(".a.json.*[!k]"))  # nothing but the lock is left


@pytest.mark.parametrize("content", ["", "{", "[]", '{"g1": ', "[" * 100_000])
def test_what_cannot_be_read_keeps_all_groups_out(tmp_path, content):
    (tmp_path / "a.json").write_text(content)
    alarms = _alarms(tmp_path / "a.json")
    assert all("cannot be read" in alarms.tripped(name) for name in NAMES)
    (tmp_path / "a.json").unlink()
    assert alarms.tripped("g1") is None


def test_an_alarm_that_cannot_be_kept_says_so(tmp_path):
    (tmp_path / "file").write_text("")
    alarms = _alarms(tmp_path / "file" / "a.json")
    _ring(alarms, "g1")
    assert "cannot be written" in alarms.tripped("g1")
