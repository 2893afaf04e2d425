"""Whatever stands at the path, the error says what it is and what to do."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from suffice.errors import LedgerError
from suffice.ledgers.sqlite import SqliteLedger

CHILD = Path(__file__).with_name("appender.py")
SRC = str(Path(__file__).parents[3] / "src")


def filled(path, receipt, count=40):
    with SqliteLedger(path) as ledger:
        for number in range(count):
            ledger.append([receipt(number, text="words " * 300)])
    return path


def sql(path, *statements):
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_no_ledger_there(tmp_path):
    with pytest.raises(LedgerError, match="there is no ledger at"):
        SqliteLedger(tmp_path / "none.sqlite", writable=False)
    assert not (tmp_path / "none.sqlite").exists()
    with pytest.raises(LedgerError, match="the folder exists"):
        SqliteLedger(tmp_path / "nowhere" / "ledger.sqlite")
    with pytest.raises(LedgerError, match="this is a file"):
        SqliteLedger(tmp_path)


def test_an_empty_file_becomes_a_ledger_only_when_written(tmp_path, receipt):
    path = tmp_path / "ledger.sqlite"
    path.touch()
    with pytest.raises(LedgerError, match="empty file"):
        SqliteLedger(path, writable=False)
    filled(path, receipt, 1)
    with SqliteLedger(path, writable=False) as ledger:
        assert ledger.head().seq == 1


def test_another_kind_of_file(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("my notes\n" * 1000)
    for writable in (True, False):
        with pytest.raises(LedgerError, match="no SQLite database: name another file"):
            SqliteLedger(path, writable=writable)
    assert path.read_text() == "my notes\n" * 1000


def test_a_database_of_something_else(tmp_path):
    path = tmp_path / "shop.sqlite"
    sql(path, "CREATE TABLE orders (id)")
    for writable in (True, False):
        with pytest.raises(LedgerError, match="database of something else"):
            SqliteLedger(path, writable=writable)


def test_a_newer_format(tmp_path, receipt):
    path = filled(tmp_path / "ledger.sqlite", receipt, 1)
    sql(path, "PRAGMA user_version = 7")
    for writable in (True, False):
        with pytest.raises(LedgerError, match="format 7, newer than 1: upgrade suffice"):
            SqliteLedger(path, writable=writable)


def test_a_truncated_file(tmp_path, receipt):
    path = filled(tmp_path / "ledger.sqlite", receipt)
    os.truncate(path, path.stat().st_size // 2)
    with pytest.raises(LedgerError, match="restore it from a copy"), SqliteLedger(path) as ledger:
        ledger.verify()


def test_a_damaged_index_is_found_though_the_chain_is_whole(tmp_path, receipt):
    path = filled(tmp_path / "ledger.sqlite", receipt)
    connection = sqlite3.connect(path)
    (page,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'records_id'").fetchone()
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    raw = path.read_bytes()
    start, end = (page - 1) * size, page * size
    path.write_bytes(raw[:start] + raw[start:end].replace(b"r-3", b"r-x", 1) + raw[end:])
    with pytest.raises(LedgerError, match="REINDEX"), SqliteLedger(path) as ledger:
        ledger.verify()


@pytest.mark.parametrize(
    "change",
    [
        "CREATE TRIGGER swallow BEFORE INSERT ON records BEGIN SELECT RAISE(IGNORE); END",
        "CREATE VIEW other AS SELECT * FROM records",
        "DROP INDEX records_id",
    ],
)
def test_a_changed_layout_is_not_trusted(tmp_path, receipt, change):
    path = filled(tmp_path / "ledger.sqlite", receipt, 1)
    sql(path, change)
    with pytest.raises(LedgerError, match="changed the layout"):
        SqliteLedger(path)


def test_a_damaged_record_does_not_pass_for_a_receipt(tmp_path, receipt):
    path = filled(tmp_path / "ledger.sqlite", receipt, 2)
    sql(path, "UPDATE records SET payload = 'no json', hash = 'text' WHERE seq = 2")
    with SqliteLedger(path) as ledger:
        for broken in (lambda: ledger.get("r-1"), ledger.head, lambda: ledger.append([receipt(3)])):
            with pytest.raises(LedgerError, match="damaged: verify"):
                broken()
        assert ledger.verify().fault.seq == 2


def test_a_lock_that_is_never_released(tmp_path, receipt):
    path = filled(tmp_path / "ledger.sqlite", receipt, 1)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with SqliteLedger(path, timeout_s=0.05) as ledger:
        with pytest.raises(LedgerError, match="another process kept it locked"):
            ledger.append([receipt(2)])
        assert ledger.verify().intact  # reading goes on
        other.close()
        ledger.append([receipt(2)])


def test_reading_only(tmp_path, receipt):
    path = filled(tmp_path / "ledger.sqlite", receipt, 2)
    with SqliteLedger(path, writable=False) as ledger:
        assert ledger.verify().records == 2
        for change in (lambda: ledger.append([receipt(3)]), lambda: ledger.forget("r-1")):
            with pytest.raises(LedgerError, match="open it writable"):
                change()


def test_closed_and_forked(tmp_path, receipt):
    ledger = SqliteLedger(tmp_path / "ledger.sqlite")
    child = os.fork()
    if child == 0:
        try:
            ledger.append([receipt(1)])
        except LedgerError as error:
            os._exit(0 if "open it again here" in str(error) else 1)
        os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    ledger.append([receipt(1)])
    ledger.close()
    with pytest.raises(LedgerError, match="closed"):
        ledger.head()


def run_child(*arguments, **options):
    return subprocess.run(
        [sys.executable, CHILD, *map(str, arguments)],
        env={"PYTHONPATH": SRC, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        **options,
    )


def test_a_disk_that_takes_no_more(tmp_path):
    path = tmp_path / "ledger.sqlite"
    done = run_child("append", path, "--file-limit-bytes", 300_000)
    assert "LedgerError" in done.stderr and "every acknowledged receipt is kept" in done.stderr, done.stderr
    acknowledged = done.stdout.split()
    assert acknowledged
    with SqliteLedger(path) as ledger:
        assert ledger.verify().intact
        assert {r["id"] for r in ledger.receipts()} >= set(acknowledged)


@contextmanager
def without_roots_powers():
    """Permissions do not stop root; as another user they do."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def test_a_file_that_may_not_be_written(receipt):
    folder = Path(tempfile.mkdtemp())
    try:
        path = filled(folder / "ledger.sqlite", receipt, 3)
        path.chmod(0o444)
        folder.chmod(0o555)
        with without_roots_powers():
            with pytest.raises(LedgerError, match="check the permissions"):
                SqliteLedger(path)
            with SqliteLedger(path, writable=False) as ledger:  # an auditor's copy on read-only media
                assert ledger.verify().records == 3
            with pytest.raises(LedgerError, match="may be written"):
                SqliteLedger(folder / "other.sqlite")
        path.chmod(0o000)
        with without_roots_powers(), pytest.raises(LedgerError, match="cannot be opened"):
            SqliteLedger(path, writable=False)
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)
