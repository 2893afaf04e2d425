"""Forgotten text is gone from every byte of every file, not only from what SQL shows."""

import random
import sqlite3
from contextlib import closing

import pytest

from suffice.errors import LedgerError
from suffice.ledgers.sqlite import SqliteLedger


def files(tmp_path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(tmp_path.iterdir()))


def test_the_text_of_one_person_is_gone_while_the_ledger_stays_open(tmp_path, receipt):
    with SqliteLedger(tmp_path / "ledger.sqlite") as ledger:
        ledger.append([receipt(1), receipt(2, text="marker-jane", task_id="jane@example.org"), receipt(3)])
        before = files(tmp_path)
        assert b"marker-jane" in before and b"jane@example.org" in before
        with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as reader:
            (salt,) = reader.execute("SELECT salt FROM records WHERE seq = 2").fetchone()
        assert salt in before
        assert ledger.forget("jane@example.org") == 1
        after = files(tmp_path)
        assert b"marker-jane" not in after and b"jane@example.org" not in after and salt not in after
        assert b"question 3" in after
        assert ledger.verify().intact


def test_no_copy_stays_in_split_moved_or_freed_pages(tmp_path, receipt):
    chance = random.Random(7)
    sizes = [chance.choice((10, 200, 3_000, 9_000, 40_000)) for _ in range(300)]
    with SqliteLedger(tmp_path / "ledger.sqlite") as ledger:
        batch = [
            receipt(n, id=f"r-{chance.random()}-{n}", task_id=f"tm{n:03}tm", text=f"mk{n:03}mk" * (size // 7 + 1))
            for n, size in enumerate(sizes)
        ]
        while batch:
            size = chance.randint(1, 20)
            ledger.append(batch[:size])
            batch = batch[size:]
        order = list(range(len(sizes)))
        chance.shuffle(order)
        for n in order[:200]:
            assert ledger.forget(f"tm{n:03}tm") == 1
        left = files(tmp_path)
        for n in order[:200]:
            assert f"mk{n:03}mk".encode() not in left and f"tm{n:03}tm".encode() not in left
        for n in order[200:]:
            assert f"mk{n:03}mk".encode() in left
        found = ledger.verify()
        assert found.intact and found.forgotten == 200


def test_a_reader_that_pins_old_pages_is_named(tmp_path, receipt):
    path = tmp_path / "ledger.sqlite"
    with SqliteLedger(path, timeout_s=0.05) as ledger:
        ledger.append([receipt(1, text="marker-jane")])
        reader = sqlite3.connect(path, isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM records").fetchone()
        with pytest.raises(LedgerError, match="forget the same id again"):
            ledger.forget("r-1")
        reader.close()
        assert ledger.forget("r-1") == 0
        assert b"marker-jane" not in files(tmp_path)


def test_the_file_is_for_its_owner_only(tmp_path, receipt):
    with SqliteLedger(tmp_path / "ledger.sqlite") as ledger:
        ledger.append([receipt(1)])
        assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}
