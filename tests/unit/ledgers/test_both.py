"""What a ledger in a file and one in memory have in common."""

import pytest

from suffice.errors import LedgerError
from suffice.ledgers import Head


def test_links_follow_each_other(ledger, receipt):
    first, second = ledger.append([receipt(1), receipt(2)])
    (third,) = ledger.append([receipt(3)])
    assert [first.seq, second.seq, third.seq] == [1, 2, 3]
    assert first.prev == "00" * 32
    assert [second.prev, third.prev] == [first.hash, second.hash]
    assert ledger.head() == Head(3, third.hash)


def test_a_fresh_ledger_is_intact_and_empty(ledger):
    assert ledger.head() == Head(0, "00" * 32)
    assert ledger.verify().intact
    assert ledger.append([]) == []
    assert ledger.get("r-1") is None
    assert list(ledger.receipts()) == []


def test_a_receipt_comes_back_as_it_went_in(ledger, receipt):
    went = receipt(1)
    (link,) = ledger.append([went])
    assert ledger.get("r-1") == went.linked(link).to_json()


def test_a_task_gives_its_latest_receipt(ledger, receipt):
    ledger.append([receipt(1, task_id="t"), receipt(2, task_id="other"), receipt(3, task_id="t")])
    assert ledger.get("t")["id"] == "r-3"
    assert ledger.get("r-1")["id"] == "r-1"
    assert ledger.get("nobody") is None


def test_runs_are_read_apart(ledger, receipt):
    ledger.append([receipt(1), receipt(2)], run="monday")
    ledger.append([receipt(3)], run="tuesday")
    ledger.append([receipt(4)])
    ledger.append([receipt(5)], run="")
    ledger.append([receipt(6)], run="monday")
    assert [r["id"] for r in ledger.receipts(run="monday")] == ["r-1", "r-2", "r-6"]
    assert [r["id"] for r in ledger.receipts(run="")] == ["r-5"]
    assert [r["id"] for r in ledger.receipts()] == [f"r-{n}" for n in range(1, 7)]
    assert ledger.verify().intact


def test_an_id_is_written_once_and_a_batch_is_whole_or_not_at_all(ledger, receipt):
    ledger.append([receipt(1)])
    for batch in ([receipt(2), receipt(1)], [receipt(3), receipt(3)]):
        with pytest.raises(LedgerError, match="append each receipt once"):
            ledger.append(batch)
    assert ledger.head().seq == 1
    ledger.append([receipt(2), receipt(3)])
    assert ledger.verify().intact


@pytest.mark.parametrize("odd", [{1, 2}, 10**5000, b"bytes"], ids=["set", "5,001 digits", "bytes"])
def test_what_is_not_json_is_refused_by_name(ledger, receipt, odd):
    with pytest.raises(LedgerError, match="r-1 is not JSON"):
        ledger.append([receipt(1, task={"odd": odd})])
    assert ledger.head().seq == 0


def test_bottomless_nesting_is_refused_by_name(ledger, receipt):
    deep = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(LedgerError, match="r-1 is not JSON"):
        ledger.append([receipt(1, task=deep)])


ODD_TEXTS = ["", "\ud800 alone", "nul\0inside", "ünïcode ✓ 漢字", "'; DROP TABLE records; --", " " * 40, "x" * 100_000]


@pytest.mark.parametrize("text", ODD_TEXTS, ids=range(len(ODD_TEXTS)))
def test_any_text_survives(ledger, receipt, text):
    went = receipt(1, id="r" + text, task_id=text, text=text)
    ledger.append([went], run=text)
    assert ledger.verify().intact
    assert ledger.get("r" + text)["task"] == {"input": text}
    assert ledger.get(text)["id"] == "r" + text
    assert [r["task_id"] for r in ledger.receipts(run=text)] == [text]
    assert ledger.attest(ledger.get(text)).agrees


def test_no_task_id_and_numbers_that_are_none(ledger, receipt):
    ledger.append([receipt(1, task_id=None, task={"gold": float("nan")})])
    assert ledger.verify().intact
    assert ledger.get("r-1")["task_id"] is None
    assert ledger.attest(ledger.get("r-1")).agrees


def test_forgetting_one_receipt(ledger, receipt):
    links = ledger.append([receipt(1), receipt(2), receipt(3)])
    assert ledger.forget("r-2") == 1
    assert ledger.forget("r-2") == 0
    assert ledger.forget("nobody") == 0
    found = ledger.verify(Head(3, links[2].hash))
    assert (found.intact, found.records, found.forgotten) == (True, 3, 1)
    left = ledger.get("r-2")
    assert left == {
        "id": "r-2",
        "task_id": None,
        "status": "forgotten",
        "created": "2026-03-01T12:00:00.000+00:00",
        "ledger": links[1].to_json(),
    }
    assert ledger.get("task-2") is None
    assert ledger.attest(left).agrees
    assert "erased on request" in ledger.attest(left).statement
    ledger.append([receipt(4)])
    assert ledger.verify().intact


def test_forgetting_a_task_forgets_all_its_receipts(ledger, receipt):
    ledger.append([receipt(1, task_id="anna"), receipt(2), receipt(3, task_id="anna"), receipt(4, task_id=None)])
    assert ledger.forget("anna") == 2
    assert [r["status"] for r in ledger.receipts()] == ["forgotten", "refused", "forgotten", "refused"]
    assert ledger.verify().forgotten == 2


def test_attest_knows_its_own(ledger, receipt):
    ledger.append([receipt(1), receipt(2)])
    own = ledger.get("r-1")
    assert ledger.attest(own).agrees
    assert ledger.attest(dict(reversed(own.items()))).agrees  # key order means nothing
    assert ledger.attest({**own, "ledger": None}).agrees  # a receipt printed before it was linked
    assert "another text" in ledger.attest({**own, "status": "answered"}).statement
    assert "another place or hash" in ledger.attest({**own, "ledger": ledger.get("r-2")["ledger"]}).statement
    assert "no receipt of this id" in ledger.attest({**own, "id": "r-9"}).statement
    assert not ledger.attest({}).agrees


def test_an_anchor_must_be_on_the_chain(ledger, receipt):
    ledger.append([receipt(1), receipt(2)])
    early = ledger.head()
    ledger.append([receipt(3)])
    assert ledger.verify(early).intact
    assert ledger.verify(Head(0, "00" * 32)).intact
    longer = ledger.verify(Head(5, "ab" * 32))
    assert longer.fault.seq == 4 and "cut off" in longer.fault.what
    other = ledger.verify(Head(2, "ab" * 32))
    assert other.fault.seq == 2 and "rewritten" in other.fault.what


def test_a_head_reads_what_it_wrote():
    head = Head(12, "0123456789abcdef" * 4)
    assert Head.parse(f" {head}\n") == head
    for text in ("", "12", "12:xyz", "-1:" + head.hash, "²:" + head.hash, "12:" + head.hash.upper()):
        with pytest.raises(ValueError, match="looks like"):
            Head.parse(text)
