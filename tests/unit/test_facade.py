import subprocess
import sys
from datetime import UTC, datetime

import pytest

import suffice
from suffice.config import Settings
from suffice.errors import UsageError
from suffice.ledgers.sqlite import SqliteLedger
from suffice.records import Level, Requirement, Task

OPEN = "Why do cats purr, would you say?"


@pytest.fixture(autouse=True)
def empty_world(monkeypatch, tmp_path):
    monkeypatch.delenv("SUFFICE_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)


def test_a_question_gets_a_receipt():
    receipt = suffice.solve(OPEN, config=Settings())
    assert receipt.status == "refused" and receipt.ledger is not None and receipt.instead is not None
    assert receipt.task["messages"][0]["content"] == OPEN


def test_one_configuration_is_one_chain():
    settings = Settings()
    first, second = suffice.solve(OPEN, config=settings), suffice.solve(OPEN, config=settings)
    assert first.ledger and second.ledger and second.ledger.prev == first.ledger.hash


def test_a_named_ledger_holds_the_receipt(tmp_path):
    file = tmp_path / "suffice.toml"
    file.write_text("[ledger]\npath = 'l.sqlite'")
    receipt = suffice.solve(OPEN, config=file)
    with SqliteLedger(tmp_path / "l.sqlite") as ledger:
        assert ledger.attest(receipt.to_json()).agrees


def test_a_task_keeps_its_own_terms():
    task = Task("mine", Task.ask(OPEN).messages, requires=Requirement.parse("proved"))
    receipt = suffice.solve(task, now=datetime(2026, 3, 1, tzinfo=UTC), config=Settings())
    assert receipt.task_id == "mine" and receipt.task["now"] == "2026-03-01T00:00:00+00:00"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"task": " "}, "nothing is asked"),
        ({"task": OPEN, "now": "noon"}, "no date and time"),
        ({"task": OPEN, "now": datetime(2026, 3, 1)}, "no zone"),
        ({"task": OPEN, "requires": "certain"}, "no requirement"),
        ({"task": OPEN, "config": "gone.toml"}, "cannot be read"),
    ],
)
def test_misuse_is_named(given, words):
    with pytest.raises(UsageError, match=words):
        suffice.solve(**{"config": Settings(), **given})


def test_the_package_has_only_what_it_has():
    assert suffice.Task is Task and Level.PROVED
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        suffice.nothing  # noqa: B018


def test_importing_the_package_loads_nothing_heavy():
    heavy = {"asyncio", "sqlite3", "click", "rich", "pyreqwest", "holidays", "zoneinfo", "tomllib", "suffice.cascade"}
    program = f"import sys, suffice; print(sorted({heavy} & set(sys.modules)))"
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_solving_by_command_line_loads_no_tables_and_no_client():
    heavy = {"rich", "asyncio", "pyreqwest", "suffice.pool", "http.client"}
    program = (
        "import sys, suffice.cli.solve, suffice.facade, suffice.ledgers.sqlite; "
        f"print(sorted({heavy} & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
