from collections.abc import Callable

import pytest

from suffice.ledgers.memory import MemoryLedger
from suffice.ledgers.sqlite import SqliteLedger
from suffice.records import Receipt


def make(number: int, **changes) -> Receipt:
    """A refused receipt, the smallest honest one; ``text`` is what the person asked."""
    text = changes.pop("text", f"question {number}")
    fields = {
        "id": f"r-{number}",
        "task_id": f"task-{number}",
        "status": "refused",
        "created": "2026-03-01T12:00:00.000+00:00",
        "task": {"input": text},
    }
    return Receipt(**{**fields, **changes})


@pytest.fixture
def receipt() -> Callable[..., Receipt]:
    return make


@pytest.fixture(params=["sqlite", "memory"])
def ledger(request, tmp_path):
    if request.param == "memory":
        yield MemoryLedger()
    else:
        with SqliteLedger(tmp_path / "ledger.sqlite") as ledger:
            yield ledger
