"""Templates of our own: coverage on filled requests, and refusals of near misses.

For each template in ``examples/templates`` this fills 100 requests and makes 100 near misses (a changed
word, a missing or an extra sentence, a wrong kind of value, an extra turn, another system prompt, an
injected instruction, lines in another order, another language, tools, ...). The answers to compare with
are computed here with ``fractions``, ``datetime`` and ``zoneinfo``, not by the package.

    python benchmarks/templates.py [--number 100] [--seed 2026] [--json]

Prints one row per template: answered and wrong among the requests, and near misses answered, by the
template reader alone and by the whole symbolic tier (grammar readers included, answers verified).
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import sys
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

from template_golds import GOLDS, fill
from template_near_misses import KINDS, near_miss

from suffice import __version__
from suffice.plugins import families
from suffice.records import Answer, Reading, Status, Task
from suffice.symbolic.reading import family_reader
from suffice.symbolic.solver import CertificateVerifier, SymbolicSolver
from suffice.symbolic.templates.load import load_all
from suffice.symbolic.templates.read import TemplateReader

FOLDER = Path(__file__).parent.parent / "examples" / "templates"


@dataclass
class Row:
    """What one template's requests and near misses came to."""

    template: str
    requests: int = 0
    answered: int = 0
    wrong: int = 0
    near_misses: int = 0
    near_misses_read: int = 0  # by the template reader alone
    near_misses_answered: int = 0  # by the whole symbolic tier, verified
    near_misses_wrong: int = 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--number", type=int, default=100, help="requests, and near misses, per template")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()

    templates = load_all([FOLDER])
    sources = {t["name"]: t for f in sorted(FOLDER.glob("*.toml")) for t in tomllib.loads(f.read_text())["template"]}
    readers = {family: TemplateReader(family, templates) for family in families()}
    solvers = {f: SymbolicSolver(f, [readers[f], family_reader(f)]) for f in families()}
    only_templates = {f: SymbolicSolver(f, [readers[f]]) for f in families()}

    rows, faults, seconds = [], [], {"request": [], "near miss": []}
    for name, source in sources.items():
        row = Row(name)
        rows.append(row)
        for number in range(options.number):
            rng = random.Random(f"{options.seed}/{name}/{number}")
            task, gold = fill(source, GOLDS[name](rng), f"{name}-{number}")
            started = time.thread_time()
            answer = _answer(only_templates.values(), task)
            seconds["request"].append(time.thread_time() - started)
            row.requests += 1
            row.answered += answer is not None
            if answer is None or (answer.value, answer.text) != gold:
                row.wrong += answer is not None
                shown = (answer.value, answer.text) if answer else _refusals(only_templates.values(), task)
                faults.append({"id": task.id, "expected": gold, "got": shown})
        for number in range(options.number):
            rng = random.Random(f"{options.seed}/{name}/near/{number}")
            kind = KINDS[number % len(KINDS)]
            task, gold = near_miss(kind, source, GOLDS[name](rng), rng, f"{name}-near-{number}-{kind}")
            row.near_misses += 1
            started = time.thread_time()
            read = any(isinstance(reader.read(task), Reading) for reader in readers.values())
            seconds["near miss"].append(time.thread_time() - started)
            row.near_misses_read += read
            answer = _answer(solvers.values(), task)
            row.near_misses_answered += answer is not None
            if read or (answer is not None and answer.value != gold[0]):
                row.near_misses_wrong += answer is not None
                faults.append({"id": task.id, "expected": "a refusal", "got": answer and answer.value,
                               "messages": [message.content for message in task.messages]})  # fmt: skip
    _report(rows, faults, {kind: _median(times) for kind, times in seconds.items()}, options)
    return 1 if faults else 0


def _answer(solvers, task: Task) -> Answer | None:
    """The first answer that its family's checker accepts."""
    for solver in solvers:
        answer = solver.solve(task)
        if isinstance(answer, Answer) and CertificateVerifier().verify(task, answer).status is Status.VALID:
            return answer
    return None


def _refusals(solvers, task: Task) -> list[str]:
    shown = []
    for solver in solvers:
        answer = solver.solve(task)
        verdict = CertificateVerifier().verify(task, answer) if isinstance(answer, Answer) else None
        shown.append(f"{solver.name}: {verdict or answer}")
    return shown


def _median(times: list[float]) -> float:
    return sorted(times)[len(times) // 2] if times else 0.0


def _report(rows: list[Row], faults: list[dict], median_s: dict[str, float], options) -> None:
    if options.json:
        print(json.dumps({
            "rows": [vars(row) for row in rows], "faults": faults, "cpu_median_s": median_s, "seed": options.seed,
            "version": __version__, "python": platform.python_version(), "machine": platform.machine(),
            "command": "python " + " ".join(sys.argv),
        }, indent=1, ensure_ascii=False))  # fmt: skip
        return
    print(f"{'template':<20}{'answered':>10}{'wrong':>7}   near misses: {'read':>6}{'answered':>10}{'wrong':>7}")
    for row in rows:
        print(f"{row.template:<20}{row.answered:>6}/{row.requests}{row.wrong:>7}   {row.near_misses:>11}: "
              f"{row.near_misses_read:>6}{row.near_misses_answered:>10}{row.near_misses_wrong:>7}")  # fmt: skip
    for fault in faults[:20]:
        print(json.dumps(fault, ensure_ascii=False))
    print(f"CPU median: {1e3 * median_s['request']:.2f} ms a request, {1e6 * median_s['near miss']:.0f} us a near miss "
          f"(template readers of all families); seed {options.seed}")  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
