"""suffice extract: texts in, spans out, bad lines said and skipped, nothing half written."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from suffice.errors import UsageError
from suffice.workload.extraction import count, extract_file
from suffice.workload.lines import LIMIT_BYTES

PROGRAM = "import sys; from suffice.cli import main; sys.argv[0] = 'suffice'; main()"


def _run(*words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-c", PROGRAM, "extract", *words], input=stdin, capture_output=True)


def _lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_file_of_texts(tmp_path):
    texts, spans = tmp_path / "texts.jsonl", tmp_path / "spans.jsonl"
    rows = [
        {"id": "a", "input": "🎉 lunch tomorrow", "now": "2026-03-03T10:15:00+01:00"},
        {"id": 7, "input": "nothing here"},
        {"id": "c", "input": "5 km", "now": None},
    ]
    texts.write_text("\n".join(json.dumps(row) for row in rows) + "\n\n", encoding="utf-8")
    done = _run(str(texts), "-o", str(spans))
    assert done.returncode == 0, done.stderr
    found = _lines(spans)
    assert [row["id"] for row in found] == ["a", 7, "c"]
    assert found[0]["spans"] == [
        {
            "start": 8, "end": 16, "text": "tomorrow", "kind": "date", "value": "2026-03-04", "unit": None,
            "timex": "2026-03-04", "values": [{"timex": "2026-03-04", "value": "2026-03-04"}],
        }
    ]  # fmt: skip
    assert found[1]["spans"] == [] and found[2]["spans"][0]["unit"] == "km"
    assert list(tmp_path.iterdir()) == [spans, texts] or len(list(tmp_path.iterdir())) == 2


def test_bad_lines_are_said_and_skipped(tmp_path):
    texts, spans = tmp_path / "texts.jsonl", tmp_path / "spans.jsonl"
    bad = [
        b"no json", b'{"id": "b"}', b'{"input": "5 km"}', b'{"id": "d", "input": "x", "now": "soon"}', b"[1]",
        b'{"id": "e", "input": "\xff"}', b'{"id": "f", "input": "' + b"a" * LIMIT_BYTES + b'"}',
        b'{"id": "g", "input": "' + b"a" * (1 << 20) + b'"}', b'{"id": "h", "input": "x", "now": 5}',
    ]  # fmt: skip
    texts.write_bytes(b"\n".join([*bad, b'{"id": "z", "input": "5 km"}']))
    done = _run(str(texts), "-o", str(spans))
    assert done.returncode == 1
    assert b"1 of 10 texts read" in done.stderr
    *failed, last = _lines(spans)
    assert [row["id"] for row in failed] == [None, "b", None, "d", None, None, None, "g", "h"]
    assert all("spans" not in row and row["error"].startswith(f"line {row['line']}: ") for row in failed)
    assert last["spans"][0]["text"] == "5 km"


def test_nothing_is_overwritten_and_nothing_half_written(tmp_path):
    texts, spans = tmp_path / "texts.jsonl", tmp_path / "spans.jsonl"
    texts.write_text('{"id": "a", "input": "5 km"}\n')
    spans.write_text("mine")
    for place in (spans, texts, tmp_path, tmp_path / "no" / "spans.jsonl"):
        assert _run(str(texts), "-o", str(place)).returncode == 2
    assert spans.read_text() == "mine" and sorted(tmp_path.iterdir()) == [spans, texts]
    spans.unlink()

    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        extract_file(texts, spans, None, stop)
    assert list(tmp_path.iterdir()) == [texts]


def test_unreadable_files(tmp_path):
    empty = tmp_path / "empty.jsonl"
    empty.write_text("\n\n")
    with pytest.raises(UsageError, match="holds no texts"):
        count(empty)
    done = _run(str(tmp_path / "none.jsonl"), "-o", str(tmp_path / "out"))
    assert done.returncode == 2 and b"there is no file" in done.stderr
    assert _run(str(empty)).returncode == 2


def test_one_text():
    shown = _run("Lunch tomorrow at 1pm, $25", "--now", "2026-03-03T10:15:00")
    assert shown.returncode == 0
    assert shown.stdout.decode().splitlines() == [
        "6-21  datetime  'tomorrow at 1pm'  [2026-03-04T13]  2026-03-04T13:00:00",
        "23-26  money  '$25'  25 USD",
    ]
    spans = json.loads(_run("-", "--json", stdin=b"on 2024-05-06").stdout)
    assert [span["value"] for span in spans] == ["2024-05-06"]
    assert _run("hello").stdout == b""
    assert _run("x", "--now", "soon").returncode == 2
