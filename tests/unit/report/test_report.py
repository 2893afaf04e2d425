"""The report's figures are those that one gets from the receipts by hand."""

import json

import pytest
from click.testing import CliRunner

from suffice.cli import suffice
from suffice.config import Settings
from suffice.config.costing import meter, pricer
from suffice.errors import UsageError
from suffice.report import drawing, page
from suffice.report.figures import figures
from suffice.report.gather import Report, gather, receipts_in
from suffice.report.markdown import markdown

TASKS = [
    {"id": "a", "input": "What is 12% of 50?", "gold": "6"},
    {"id": "b", "input": "What is 15% of 80?", "gold": "13"},
    {"id": "c", "input": "How many days are there from 1 March 2026 to 8 March 2026?", "gold": "7"},
    {"id": "d", "input": "Write a poem about <b>rain</b> & snow."},
]


def _run(*words):
    return CliRunner().invoke(suffice, [str(word) for word in words], standalone_mode=False, catch_exceptions=False)


@pytest.fixture(scope="module")
def receipts(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    (folder / "tasks.jsonl").write_text("".join(json.dumps(task) + "\n" for task in TASKS))
    _run("run", folder / "tasks.jsonl", "-o", folder / "r.jsonl", "--ledger", folder / "l.sqlite")
    return folder / "r.jsonl"


def test_counts_and_joules_are_those_of_the_receipts(receipts):
    told = json.loads(_run("report", receipts, "--json").stdout)
    rows = [json.loads(line) for line in receipts.read_text().splitlines()]
    served = [row for row in rows if row["status"] == "answered"]
    assert told["requests"] == 4 and told["tiers"] == {"symbolic": 3, "unanswered": 1}
    parts = told["stream"]["parts"]
    for name in ("value", "low", "high"):
        assert parts["answered without a model"][name] == pytest.approx(
            sum(row["cost"]["joules"][name] for row in served)
        )
        assert told["stream"]["instead"][name] == pytest.approx(sum(row["instead"]["joules"][name] for row in rows))
        assert parts["refused ones, to the frontier model"][name] == pytest.approx(rows[3]["instead"]["joules"][name])
    arithmetic = next(group for group in told["groups"] if group["group"] == "arithmetic")
    cell = arithmetic["who"]["symbolic: arithmetic"]
    assert (cell["answered"], cell["graded"], cell["right"]) == (2, 2, 1)
    share = told["stream"]["share"]
    assert share["low"] <= share["value"] <= share["high"]
    ours = sum(row["cost"]["joules"]["value"] for row in rows) + rows[3]["instead"]["joules"]["value"]
    assert share["value"] == pytest.approx(ours / told["stream"]["instead"]["value"])


def test_a_ledger_tells_the_same_as_its_receipts(receipts):
    by_file, by_ledger = (
        json.loads(_run("report", source, "--json").stdout) for source in (receipts, receipts.with_name("l.sqlite"))
    )
    assert by_file == by_ledger


def test_the_page_stands_alone_and_says_what_the_figures_say(receipts, tmp_path):
    _run("report", receipts, "-o", tmp_path / "p.html", "--markdown", tmp_path / "p.md")
    html, marked = (tmp_path / "p.html").read_text(), (tmp_path / "p.md").read_text()
    assert "://" not in html and "<script" not in html
    for told in ("symbolic 75.0%", "1 of 2 right", "1 of 1 right", "75.0 %", "nothing but the text"):
        assert told in html and told in marked
    assert html.count("<svg") == 2 and html.count("<title>") == 3


def test_texts_of_strangers_are_not_markup():
    svg = drawing.shares({"<script>": 3})
    assert "<script>" not in svg


def test_nothing_at_all_is_a_report_too(tmp_path):
    (tmp_path / "r.jsonl").write_text("")
    told = json.loads(_run("report", tmp_path / "r.jsonl", "--json").stdout)
    assert told["requests"] == 0 and told["stream"]["share"] is None
    assert page.html(told) and markdown(told)
    settings = Settings()
    empty = gather(receipts_in([tmp_path / "r.jsonl"]), None, meter(settings), pricer(settings))
    assert figures(empty) == figures(Report())


def test_a_file_of_something_else_is_one_clear_error(tmp_path):
    from suffice.errors import UsageError

    (tmp_path / "r.jsonl").write_text('{"id": "x"}\n')
    with pytest.raises(UsageError, match="line 1 is no receipt"):
        list(receipts_in([tmp_path / "r.jsonl"]))


@pytest.mark.parametrize(
    "change",
    [{"guarantee": None}, {"cost": None}, {"attempts": None}, {"tier": None}, {"reading": "x"}, {"evidence": "x"},
     {"instead": "x"}, {"cost": {}}, {"tier": 5}],
)  # fmt: skip
def test_receipts_of_another_version_are_named(receipts, tmp_path, change):
    first = json.loads(receipts.read_text().splitlines()[0])
    (tmp_path / "r.jsonl").write_text(json.dumps(first | change) + "\n")
    with pytest.raises(UsageError, match=rf"{first['id']}.*version"):
        _run("report", tmp_path / "r.jsonl")


def test_forgotten_ones_are_told_apart_and_failed_ones_are_counted(tmp_path):
    (tmp_path / "t.jsonl").write_text("".join(json.dumps(task) + "\n" for task in TASKS) + "{broken\n{}\n")
    _run("run", tmp_path / "t.jsonl", "-o", tmp_path / "r.jsonl", "--ledger", tmp_path / "l.sqlite")
    _run("ledger", "forget", "a", "--ledger", tmp_path / "l.sqlite")
    told = json.loads(_run("report", tmp_path / "l.sqlite", "--json").stdout)
    assert (told["requests"], told["forgotten"]) == (5, 1) and told["tiers"] == {"unanswered": 3, "symbolic": 2}
    assert "1 receipts were forgotten" in _run("report", tmp_path / "l.sqlite").stdout
