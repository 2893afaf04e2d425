"""``sync = "normal"``: committed at once where nobody else writes, on the disk soon afterwards."""

import sqlite3
import time

import pytest

from suffice.errors import LedgerError
from suffice.ledgers._flush import _RECORDS, FLUSH_S
from suffice.ledgers.sqlite import SqliteLedger


@pytest.fixture
def normal(tmp_path):
    with SqliteLedger(tmp_path / "ledger.sqlite", sync="normal") as ledger:
        yield ledger


def test_a_ledger_that_waits_for_the_disk_appends_nothing_at_once(receipt, ledger):
    assert ledger.append_at_once([receipt(1)]) is None and ledger.head().seq == 0


def test_both_ways_make_one_chain(receipt, normal):
    first = normal.append_at_once([receipt(1), receipt(2)])
    (second,) = normal.append([receipt(3)])
    (third,) = normal.append_at_once([receipt(4)])
    assert [link.seq for link in (*first, second, third)] == [1, 2, 3, 4] and third.prev == second.hash
    with SqliteLedger(normal.path, writable=False) as reader:  # as any other process sees it
        assert reader.verify().intact and reader.get("r-4")["task"] == {"input": "question 4"}


def test_it_does_not_wait_for_another_writer(receipt, normal):
    with sqlite3.connect(normal.path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        assert normal.append_at_once([receipt(1)]) is None
        other.execute("ROLLBACK")
    other.close()
    assert normal.append_at_once([receipt(1)]) is not None


def test_a_batch_is_appended_whole_or_not_at_all(receipt, normal):
    normal.append_at_once([receipt(1)])
    with pytest.raises(LedgerError, match="append each receipt once"):
        normal.append_at_once([receipt(2), receipt(1)])
    assert normal.head().seq == 1


def test_the_log_is_begun_anew(receipt, normal):
    log = normal.path.with_name("ledger.sqlite-wal")
    sizes = []
    for number in range(8 * _RECORDS):
        normal.append_at_once([receipt(number)]) or normal.append([receipt(number)])
        if number % _RECORDS == _RECORDS - 1:
            time.sleep(2 * FLUSH_S)
            sizes.append(log.stat().st_size)
    assert sizes[-1] <= max(sizes[:4]) and normal.path.stat().st_size > 1 << 20
    assert normal.verify().intact


def test_a_disk_that_refuses_stops_the_acknowledging(receipt, normal, monkeypatch):
    def refuse(descriptor: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("suffice.ledgers._flush.to_disk", refuse)
    normal.append_at_once([receipt(1)])
    with pytest.raises(LedgerError, match="Input/output"):
        for number in range(2, 100):
            time.sleep(FLUSH_S / 4)
            normal.append_at_once([receipt(number)])
    with pytest.raises(LedgerError, match="Input/output"):
        normal.append([receipt(200)])
