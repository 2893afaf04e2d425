"""How fast and how dear the ledger is: appends in batches of 1 and 64, the walk along the chain, forgetting; and
appends one by one that are flushed to the disk a moment later, as the gateway has it.

    python benchmarks/ledger.py [--receipts 20000] [--folder DIR] [--out ROWS.jsonl]

Writes answered receipts of about 2.4 kB (two attempts, reading, steps, costs) into a fresh ledger under DIR, a real
disk by preference: what is timed ends on the disk. CPU is this process's, user and system. Each figure is the median of
ten equal parts of the work, with the fastest and the slowest part. Ids come from a seeded generator.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from suffice import __version__
from suffice.ledgers._chain import seal
from suffice.ledgers.sqlite import SqliteLedger
from suffice.records import (
    Answer,
    Attempt,
    Certificate,
    Code,
    Cost,
    Guarantee,
    Instead,
    Joules,
    Level,
    Problem,
    Range,
    Reading,
    Receipt,
    Status,
    Tier,
    Verdict,
)

SEED = 20260301
PARTS = 10


def receipts(count: int, chance: random.Random) -> Iterator[Receipt]:
    """Receipts as a proved answer to a question about a price leaves them."""
    body = {
        "given": {"price": ["money", "45", "USD"], "rate": ["pct", "20"]},
        "find": ["mul", ["ref", "price"], ["sub", ["num", "1"], ["ref", "rate"]]],
        "form": {"decimals": 2},
    }
    reading = Reading((Problem("arithmetic", body),), "grammar", "A price of $45 is reduced by 20%. What is it then?")
    steps = [
        {"say": "20% of $45", "expr": ["mul", "1/5", "45"], "value": ["money", "9", "USD"], "shown": "$9.00"},
        {"say": "$45 less $9.00", "expr": ["sub", "45", "9"], "value": ["money", "36", "USD"], "shown": "$36.00"},
    ]
    certificate = Certificate("arithmetic steps", ({"value": "$36.00", "steps": steps, "facts": {}},))
    proved = Guarantee(Level.PROVED, "every step was replayed with exact rationals", None, "the reading")
    verdict = Verdict(Status.VALID, proved, "suffice.symbolic.arithmetic.check")
    answer = Answer("$36.00", "The jacket costs $36.00.", proved, reading, certificate)
    for _ in range(count):
        id = f"{chance.getrandbits(80):020x}"
        joules = Joules(chance.uniform(0.01, 0.02), 0.004, 0.03, "cpu_time", "node")
        grams = Range(chance.uniform(1e-6, 2e-6), 5e-7, 3e-6, "IEA, world average 2024")
        cost = Cost(chance.uniform(1e-3, 2e-3), chance.uniform(1e-3, 2e-3), joules, grams, 0.0)
        attempts = (
            Attempt("calendar", Tier.SYMBOLIC, "refused", cost, Code.NOT_MY_LANGUAGE, "no date or time is asked for"),
            Attempt("arithmetic", Tier.SYMBOLIC, "answered", cost, verdict=verdict),
        )
        yield Receipt(
            f"r-{id}",
            f"task-{id}",
            "answered",
            "2026-03-01T12:00:00.000+00:00",
            answer,
            Tier.SYMBOLIC,
            "arithmetic",
            verdict,
            attempts,
            cost + cost,
            Instead(
                "a frontier model", Joules(300.0, 80.0, 900.0, "tokens", "node"), 0.004, "tokens x joules per token"
            ),
            task={"id": f"task-{id}", "input": "A jacket costs $45. It is on sale at 20% off. What is the sale price?"},
        )


def timed(work: Callable[[], object], receipts: int) -> tuple[float, float]:
    """CPU microseconds and wall microseconds per receipt."""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return (time.process_time() - cpu) * 1e6 / receipts, (time.perf_counter() - wall) * 1e6 / receipts


def row(name: str, parts: list[tuple[float, float]]) -> dict:
    cpu, wall = ([part[i] for part in parts] for i in (0, 1))
    print(
        f"  {name:<26}{median(cpu):9.1f} us CPU ({min(cpu):.1f} to {max(cpu):.1f})"
        f"{1e6 / median(wall):12,.0f} per second ({1e6 / max(wall):,.0f} to {1e6 / min(wall):,.0f})"
    )
    return {"row": name, "cpu_us": median(cpu), "cpu_us_low": min(cpu), "cpu_us_high": max(cpu),
            "per_second": 1e6 / median(wall)}  # fmt: skip


def measure(folder: Path, count: int) -> list[dict]:
    chance = random.Random(SEED)
    rows = []
    size = max(64, count // PARTS // 64 * 64)
    path = folder / "ledger.sqlite"
    with SqliteLedger(path) as ledger:
        for batch in (1, 64):
            parts = []
            for _ in range(PARTS):
                some = list(receipts(size if batch > 1 else max(1, size // 10), chance))
                groups = [some[i : i + batch] for i in range(0, len(some), batch)]
                parts.append(timed(lambda groups=groups: [ledger.append(group) for group in groups], len(some)))
            rows.append(row(f"append, batches of {batch}", parts))
        rows.append(row("  of it: JSON and hash", [timed(lambda: seal(some, None), len(some)) for _ in range(PARTS)]))
        total = ledger.head().seq
        rows.append(row("verify", [timed(ledger.verify, total) for _ in range(3)]))
        ids = [receipt["id"] for receipt, _ in zip(ledger.receipts(), range(PARTS * 5), strict=False)]
        groups = [ids[i : i + 5] for i in range(0, len(ids), 5)]
        rows.append(row("forget", [timed(lambda g=g: [ledger.forget(id) for id in g], 5) for g in groups]))
        assert ledger.verify(ledger.head()).intact
    with SqliteLedger(folder / "normal.sqlite", sync="normal") as ledger:
        groups = [list(receipts(max(1, size // 10), chance)) for _ in range(PARTS)]

        def at_once(some: list[Receipt]) -> None:
            for receipt in some:
                assert ledger.append_at_once([receipt]) or ledger.append([receipt])

        parts = [timed(lambda some=some: at_once(some), len(some)) for some in groups]
        rows.append(row('one by one, sync "normal"', parts))
    rows.append({"row": "file", "bytes_per_receipt": path.stat().st_size / total})
    print(f"  {'file':<26}{path.stat().st_size / total:9,.0f} bytes per receipt, {total:,} receipts")
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--receipts", type=int, default=20_000)
    parser.add_argument("--folder", type=Path, help="where the ledger is written; a temporary folder by default")
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    about = {
        "machine": f"{platform.machine()} {_processor()}",
        "versions": f"suffice {__version__}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}",
        "seed": SEED,
        "command": " ".join(["python", *sys.argv]),
    }
    print("\n".join(f"{key}: {value}" for key, value in about.items()))
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        rows = measure(Path(folder), arguments.receipts)
    if arguments.out:
        arguments.out.write_text("".join(json.dumps({**one, **about}) + "\n" for one in rows), encoding="utf-8")


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


if __name__ == "__main__":
    main()
