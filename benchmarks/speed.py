"""CPU time of one resident process, one core: an answer, a refusal, a template request, each with its check.

    python benchmarks/speed.py [--rounds 3] [--number 60] [--seed 2026] [--data DIR] [--json]

Every task goes through all families as the ladder does it. Rows:

``first sight``   tasks of the last everyday suite, none of which this process has seen; the other suites ran before
``answers``       tasks of the everyday suites that are answered, with ``read anew``: nothing of the text is remembered
``refusals``      those that are refused; with ``--data`` also 40 of each text collection in ``symbolic/refuse_pool``
``the same text`` answered tasks once more, the reading remembered
``rules``, ``ordering``, ``ZebraLogic``  with ``--data``: what is answered of public sets, and of the everyday suites of
                  rules, read anew; the families before refuse, the check included. ``each once``: in a row as they
                  come, and sentences that others before held too are remembered
``all refusals``  with ``--data``: every text of these rows and of the rows above that all families refuse, read anew
``templates``     filled requests of ``examples/templates``, the whole path: receipt, hash chain, ledger in memory
``sqlite``        the same with receipts appended to a SQLite ledger in batches of 64, on the disk of ``--folder``

A figure of a task is the least of its rounds (but for ``first sight``), since other work on the machine only ever adds.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time

from template_golds import GOLDS, fill

from suffice import __version__
from suffice.bench.ladder import first_proved, grammar_solvers
from suffice.bench.symbolic import everyday
from suffice.bench.symbolic import rows as benchmark_rows
from suffice.config import load
from suffice.config.ladder import build
from suffice.drivers import run_sync
from suffice.ledgers.memory import MemoryLedger
from suffice.ledgers.sqlite import SqliteLedger
from suffice.meters._processors import cpu_name
from suffice.records import Receipt, Task
from suffice.symbolic.english.discourse import sentences_of
from suffice.symbolic.english.text import analyse
from suffice.symbolic.rules import statements
from suffice.symbolic.solver import SymbolicSolver
from suffice.symbolic.templates.values import read_literal

HERE = Path(__file__).parent
TEMPLATES = HERE.parent / "examples" / "templates"
BATCH = 64  # receipts of one transaction
SETS = {
    "ProntoQA": "rules, ProntoQA",
    "ProofWriter": "rules, ProofWriter",
    "five_objects": "ordering, 5 objects",
    "ZebraLogic": "ZebraLogic",
}
EACH = 300  # tasks of one public set


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--number", type=int, default=60, help="requests per template")
    parser.add_argument("--seed", type=int, default=2026, help="of the values that fill templates")
    parser.add_argument("--data", type=Path, help="folder that holds symbolic/refuse_pool")
    parser.add_argument("--folder", type=Path, help="where the SQLite ledger is written; a real disk by preference")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    rows = [*_texts(options.rounds, options.data)]
    rows += _templates(options.rounds, options.number, options.seed, options.folder)
    told = {
        "command": "python " + " ".join(sys.argv),
        "seed": options.seed,
        "version": __version__,
        "python": platform.python_version(),
        "processor": cpu_name(),
        "system": platform.platform(),
    }
    if options.json:
        print(json.dumps({**told, "rows": [_figures(*row) for row in rows]}, indent=1))
        return
    print("; ".join(f"{name} {value}" for name, value in told.items()))
    print(f"{'CPU ms of':<28}{'tasks':>7}{'median':>9}{'p90':>9}{'p99':>9}")
    for row in map(lambda row: _figures(*row), rows):
        print(f"{row['row']:<28}{row['tasks']:>7}" + "".join(f"{row[q]:>9.3f}" for q in ("median", "p90", "p99")))


def _texts(rounds: int, data: Path | None) -> Iterator[tuple[str, list[float]]]:
    solvers = grammar_solvers()
    suites = [[item.task for item in everyday(path)] for path in sorted((HERE / "everyday").glob("dev*.jsonl"))]
    answered: set[int] = set()

    def solve(task: Task) -> None:
        if first_proved(task, solvers)[0] is not None:
            answered.add(id(task))

    for suite in suites[:-1]:
        _timed(suite, solve, 1)
    fresh = dict(zip(map(id, suites[-1]), _timed(suites[-1], solve, 1), strict=True))
    yield "first sight, answers", [cpu_s for task, cpu_s in fresh.items() if task in answered]
    yield "first sight, refusals", [cpu_s for task, cpu_s in fresh.items() if task not in answered]
    tasks = [task for suite in suites for task in suite]
    kept = [task for task in tasks if id(task) in answered]
    yield "answers, read anew", _timed(kept, solve, rounds, _forget)
    yield "answers, the same text", _timed(kept, solve, rounds, solve)
    yield "refusals, read anew", _timed([task for task in tasks if id(task) not in answered], solve, rounds, _forget)
    if data is not None:
        pool = [
            Task.ask(json.loads(line)["input"])
            for path in sorted((data / "symbolic" / "refuse_pool").glob("*.jsonl"))
            for line in path.read_text(encoding="utf-8").splitlines()[:40]
        ]
        _timed(pool, solve, 1)
        others = [task for task in pool if id(task) not in answered]
        yield "refusals, other texts", _timed(others, solve, rounds, _forget)
        refused = others + [task for task in tasks if id(task) not in answered]
        for row, told in _of_families(data).items():
            once = dict(zip(map(id, told), _timed(told, solve, 1), strict=True))
            refused += [task for task in told if id(task) not in answered]
            yield f"{row}, each once", [cpu_s for task, cpu_s in once.items() if task in answered]
            yield f"{row}, answers", _timed([t for t in told if id(t) in answered], solve, rounds, _forget)
        yield "all refusals", _timed(refused, solve, rounds, _forget)


def _of_families(data: Path) -> dict[str, list[Task]]:
    """Tasks of rules and of orders by the row they are counted in: public sets, and everyday suites that are open."""
    found: dict[str, list[Task]] = {row: [] for row in ("rules, everyday", *SETS.values())}
    for name, _, items in benchmark_rows(data):
        everyday_rules = name.startswith("everyday") and name.endswith(" rules") and "blind" not in name
        row = "rules, everyday" if everyday_rules else next((row for key, row in SETS.items() if key in name), None)
        if row is not None:
            found[row] += [item.task for item in items][:EACH]
    return found


def _templates(rounds: int, number: int, seed: int, folder: Path | None) -> Iterator[tuple[str, list[float]]]:
    with tempfile.TemporaryDirectory(dir=folder) as place:
        config = Path(place) / "suffice.toml"
        config.write_text(f"templates = [{json.dumps(str(TEMPLATES))}]\n", encoding="utf-8")
        ladder = build(load(config))
        tasks = [
            fill(source, GOLDS[source["name"]](random.Random(f"{seed}/{source['name']}/{n}")), f"{source['name']}-{n}")[
                0
            ]
            for file in sorted(TEMPLATES.glob("*.toml"))
            for source in tomllib.loads(file.read_text(encoding="utf-8"))["template"]
            for n in range(number)
        ]
        memory, durable = MemoryLedger(), SqliteLedger(Path(place) / "ledger.sqlite")
        waiting: list[Receipt] = []

        def in_memory(task: Task) -> None:
            assert run_sync(ladder.steps(task), ledger=memory).status == "answered"

        def batched(task: Task) -> None:
            waiting.append(run_sync(ladder.steps(task)))
            if len(waiting) == BATCH:
                durable.append(waiting)
                waiting.clear()

        def forget(task: Task) -> None:
            _forget(task)
            for solver in ladder.solvers:
                if isinstance(solver, SymbolicSolver):
                    solver.forget()

        _timed(tasks, in_memory, 1, forget)
        yield "templates, ledger in memory", _timed(tasks, in_memory, rounds, forget)
        yield "templates, the same request", _timed(tasks, in_memory, 1, in_memory)
        started = process_time()
        _timed(tasks, batched, 1, forget)
        yield "templates, sqlite, mean", [(process_time() - started) / len(tasks)]
        durable.close()


def _timed(
    tasks: list[Task], work: Callable[[Task], None], rounds: int, before: Callable[[Task], None] | None = None
) -> list[float]:
    """CPU seconds of each task, the least of ``rounds``; ``before`` each of them, outside the clock."""
    best = [float("inf")] * len(tasks)
    for _ in range(rounds):
        for number, task in enumerate(tasks):
            if before:
                before(task)
            started = process_time()
            work(task)
            best[number] = min(best[number], process_time() - started)
    return best


def _forget(task: Task) -> None:
    del task
    sentences_of.cache_clear()
    analyse.cache_clear()
    statements.forget()
    read_literal.cache_clear()


def _figures(name: str, cpu_s: list[float]) -> dict[str, object]:
    times = sorted(cpu_s)
    at = {"median": 0.5, "p90": 0.9, "p99": 0.99}
    return {
        "row": name,
        "tasks": len(times),
        **{q: 1e3 * times[min(len(times) - 1, int(share * len(times)))] for q, share in at.items()},
    }


if __name__ == "__main__":
    main()
