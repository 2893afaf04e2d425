"""Killed at any moment, shared by several processes or threads: nothing acknowledged is lost."""

import os
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from suffice.ledgers.sqlite import SqliteLedger

CHILD = Path(__file__).with_name("appender.py")
SRC = str(Path(__file__).parents[3] / "src")


def start(action, path, *options):
    return subprocess.Popen(
        [sys.executable, CHILD, action, path, *options],
        env={**os.environ, "PYTHONPATH": SRC},
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("sync", ["full", "normal"])
@pytest.mark.parametrize("action", ["append", "forget"])
def test_killed_many_times_every_acknowledged_receipt_is_there(tmp_path, action, sync):
    path = tmp_path / "ledger.sqlite"
    chance = random.Random(11)
    acknowledged = set()
    for _ in range(12):
        child = start(action, path, "--sync", sync)
        for _ in range(chance.randint(0, 25)):
            acknowledged.update(child.stdout.readline().split())
        for _ in range(chance.randint(0, 3000)):  # lets the child run on a little, to be caught anywhere
            pass
        child.kill()
        *whole, _cut = child.stdout.read().split("\n")  # what follows the last line's end was cut short
        child.stdout.close()
        child.wait()
        for line in whole:
            acknowledged.update(line.split())
        if not acknowledged:
            continue
        with SqliteLedger(path, writable=False) as ledger:
            assert ledger.verify().intact
            assert acknowledged <= {receipt["id"] for receipt in ledger.receipts()}
    assert len(acknowledged) > 100


def test_two_processes_lose_nothing_and_keep_one_chain(tmp_path):
    path = tmp_path / "ledger.sqlite"
    children = [start("append", path, "--batches", "60") for _ in range(2)]  # they even race to create the file
    said = [child.communicate()[0].split() for child in children]
    assert [child.returncode for child in children] == [0, 0]
    with SqliteLedger(path) as ledger:
        found = ledger.verify()
        assert found.intact
        assert found.records == sum(map(len, said))
        for child, ids in zip(children, said, strict=True):
            assert [receipt["id"] for receipt in ledger.receipts(run=str(child.pid))] == ids


def test_threads_share_one_ledger(tmp_path, receipt):
    with SqliteLedger(tmp_path / "ledger.sqlite") as ledger, ThreadPoolExecutor(4) as pool:
        links = list(pool.map(lambda n: ledger.append([receipt(2 * n), receipt(2 * n + 1)]), range(100)))
        assert sorted(link.seq for pair in links for link in pair) == list(range(1, 201))
        assert ledger.verify().intact


def test_reading_goes_on_while_another_process_writes(tmp_path):
    path = tmp_path / "ledger.sqlite"
    child = start("append", path, "--batches", "80")
    child.stdout.readline()
    with SqliteLedger(path, writable=False) as ledger:
        while child.poll() is None:
            head = ledger.head()
            assert ledger.verify(head).intact
    child.communicate()
