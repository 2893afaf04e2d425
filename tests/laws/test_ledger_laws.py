"""Laws of the chain: whatever is done to a stored record, ``verify`` names the first one it was done to."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from suffice.errors import LedgerError
from suffice.ledgers.memory import MemoryLedger
from suffice.ledgers.sqlite import SqliteLedger
from suffice.records import Receipt

COUNT = 7
FORGOTTEN = 4
SEQS = st.integers(1, COUNT)
COLUMNS = ("id", "run", "created", "task_key", "salt", "payload", "payload_hash", "prev", "hash")
TEXTS = ("id", "run", "created", "payload")
slow_files = settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def receipt(number: int, text: str = "what is six times seven?") -> Receipt:
    return Receipt(f"r-{number}", f"task-{number}", "refused", f"2026-03-0{number}T00:00:00Z", task={"input": text})


@pytest.fixture(scope="module")
def original(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("ledger") / "ledger.sqlite"
    with SqliteLedger(path) as ledger:
        ledger.append([receipt(n) for n in range(1, COUNT + 1)], run="a run")
        ledger.forget(f"r-{FORGOTTEN}")
    return path


def copy(original: Path) -> Path:
    path = original.with_name("tampered.sqlite")
    for old in original.parent.glob("tampered.sqlite*"):
        old.unlink()
    return Path(shutil.copy(original, path))


def verified(path: Path, head=None):
    with SqliteLedger(path, writable=False) as ledger:
        return ledger.verify(head)


def head_of(path: Path):
    with SqliteLedger(path, writable=False) as ledger:
        return ledger.head()


def sql(path: Path, *statements) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        for statement, *values in statements:
            connection.execute(statement, values)
        connection.execute("COMMIT")


@slow_files
@given(seq=SEQS, column=st.sampled_from(COLUMNS), place=st.integers(0, 10_000), flip=st.integers(1, 255))
def test_any_byte_of_any_column(original, seq, column, place, flip):
    path = copy(original)
    connection = sqlite3.connect(path)
    (raw,) = connection.execute(f"SELECT CAST({column} AS BLOB) FROM records WHERE seq = ?", (seq,)).fetchone()
    connection.close()
    place %= len(raw)
    changed = raw[:place] + bytes([raw[place] ^ flip]) + raw[place + 1 :]
    value = "CAST(? AS TEXT)" if column in TEXTS else "?"
    change = (f"UPDATE records SET {column} = {value} WHERE seq = ?", changed, seq)
    try:
        sql(path, change)
    except sqlite3.IntegrityError:  # an id became its neighbour's, which the index forbids
        assume(False)
    assert verified(path).fault.seq == seq


@slow_files
@given(
    seq=SEQS,
    column=st.sampled_from(COLUMNS),
    value=st.one_of(st.just(b""), st.just(""), st.integers(-5, 5), st.binary(max_size=40), st.text(max_size=40)),
)
def test_any_other_value_in_any_column(original, seq, column, value):
    path = copy(original)
    if isinstance(value, str):
        value = value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    sql(path, (f"UPDATE records SET {column} = ? WHERE seq = ?", value, seq))
    if seq == FORGOTTEN and column == "payload" and isinstance(value, str) and not value.strip(" "):
        return  # a forgotten record with fewer blanks is still a forgotten record
    assert verified(path).fault.seq == seq


@slow_files
@given(seq=SEQS, nothing=st.sampled_from(("run", "task_key")))
def test_nothing_where_something_was(original, seq, nothing):
    path = copy(original)
    sql(path, (f"UPDATE records SET {nothing} = NULL WHERE seq = ?", seq))
    if seq == FORGOTTEN and nothing == "task_key":
        return  # nothing is left there to be found by
    assert verified(path).fault.seq == seq


@slow_files
@given(seq=SEQS)
def test_removed(original, seq):
    path = copy(original)
    head = head_of(path)
    sql(path, ("DELETE FROM records WHERE seq = ?", seq))
    assert verified(path, head).fault.seq == seq
    if seq < COUNT:
        assert verified(path).fault.seq == seq
    else:
        assert verified(path).intact  # a cut tail shows only against an anchor


@slow_files
@given(seq=SEQS)
def test_removed_and_closed_up(original, seq):
    path = copy(original)
    head = head_of(path)
    sql(
        path,
        ("DELETE FROM records WHERE seq = ?", seq),
        ("UPDATE records SET seq = -seq WHERE seq > ?", seq),
        ("UPDATE records SET seq = -seq - 1 WHERE seq < 0",),
    )
    assert verified(path, head).fault.seq == seq


@slow_files
@given(pair=st.sets(SEQS, min_size=2, max_size=2))
def test_swapped(original, pair):
    path = copy(original)
    low, high = sorted(pair)
    sql(
        path,
        ("UPDATE records SET seq = -1 WHERE seq = ?", low),
        ("UPDATE records SET seq = ? WHERE seq = ?", low, high),
        ("UPDATE records SET seq = ? WHERE seq = -1", high),
    )
    assert verified(path).fault.seq == low


@slow_files
@given(seq=SEQS, target=st.integers(-3, COUNT + 3).filter(lambda seq: not 1 <= seq <= COUNT))
def test_moved(original, seq, target):
    path = copy(original)
    sql(path, ("UPDATE records SET seq = ? WHERE seq = ?", target, seq))
    assert verified(path).fault.seq == (target if target < 1 else seq)


@slow_files
@given(source=SEQS, target=st.integers(0, COUNT + 1))
def test_inserted(original, source, target):
    path = copy(original)
    columns = ", ".join(COLUMNS[1:])
    sql(
        path,
        ("UPDATE records SET seq = -seq WHERE seq >= ?", target),
        ("UPDATE records SET seq = -seq + 1 WHERE seq < 0",),
        (
            f"INSERT INTO records (seq, id, {columns}) SELECT ?, id || 'x', {columns} FROM records WHERE id = ?",
            target,
            f"r-{source}",
        ),
    )
    assert verified(path).fault.seq == target


@slow_files
@given(seq=SEQS)
def test_a_chain_rewritten_whole_shows_only_against_an_anchor(original, seq):
    path = original.with_name("rewritten.sqlite")
    for old in original.parent.glob("rewritten.sqlite*"):
        old.unlink()
    with SqliteLedger(path) as ledger:
        ledger.append([receipt(n, "another question" if n == seq else "the same") for n in range(1, COUNT + 1)])
    assert verified(path).intact
    assert verified(path, head_of(original)).fault.seq == COUNT


@slow_files
@given(place=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255))
def test_a_flipped_byte_anywhere_in_the_file_is_noticed_or_harmless(original, place, flip):
    with SqliteLedger(original, writable=False) as ledger:
        true = list(ledger.receipts())
    path = copy(original)
    raw = bytearray(path.read_bytes())
    raw[int(place * len(raw))] ^= flip
    path.write_bytes(raw)
    try:
        with SqliteLedger(path, writable=False) as ledger:
            if ledger.verify().intact:
                assert list(ledger.receipts()) == true
                assert all(ledger.get(one["id"]) == one for one in true)
    except LedgerError:
        pass


TEXT = st.text(st.characters(), max_size=20)  # surrogates included: JSON may carry them


@settings(deadline=None)
@given(
    batches=st.lists(st.tuples(st.lists(st.tuples(TEXT, st.none() | TEXT), max_size=4), st.none() | TEXT), max_size=4),
    forgotten=st.sets(st.integers(0, 15)),
)
def test_whatever_is_appended_verifies_comes_back_and_can_be_forgotten(batches, forgotten):
    ledger = MemoryLedger()
    written = []
    for rows, run in batches:
        batch = [
            Receipt(f"r-{len(written) + i}", task_id, "refused", "2026-03-01", task={"input": text})
            for i, (text, task_id) in enumerate(rows)
        ]
        links = ledger.append(batch, run)
        written += [one.linked(link).to_json() for one, link in zip(batch, links, strict=True)]
    assert list(ledger.receipts()) == written
    anchor = ledger.head()
    gone = {n for n in forgotten if n < len(written)}
    assert sum(ledger.forget(f"r-{n}") for n in gone) == len(gone)
    found = ledger.verify(anchor)
    assert found.intact
    assert (found.records, found.forgotten) == (len(written), len(gone))
    assert all(ledger.attest(one).agrees for one in written)
