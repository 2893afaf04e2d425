"""Templates mined from logs of our own: right Problems found, wrong answers pointed out, and no wrong one approved.

Each workload of ``mined_workloads.py`` is a log of 300 requests of which 5% are answered wrongly; the code of
``suffice learn`` mines it. What passes the automatic checks is tried on 200 fresh requests, answered by the symbolic
tier with its checker, against the independent code. None of the decoys may pass.

    python benchmarks/mined_templates.py [--number 300] [--fresh 200] [--seed 2026] [--json]
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import sys
import tempfile
import time
import tomllib
from pathlib import Path

from mined_workloads import DECOYS, WORKLOADS

from suffice import __version__
from suffice.learn import groups
from suffice.learn.logs import Logs
from suffice.learn.templates.mine import Mined, Request, mine
from suffice.records import Answer, Message, Status, Task
from suffice.symbolic.solver import CertificateVerifier, SymbolicSolver
from suffice.symbolic.templates.load import from_tables
from suffice.symbolic.templates.read import TemplateReader


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--number", type=int, default=300, help="requests of each log")
    parser.add_argument("--fresh", type=int, default=200, help="requests that what was approved is tried on")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--only", help="one workload")
    options = parser.parse_args()
    rows = [tried(make, True, options) for make in WORKLOADS if options.only in (None, make.__name__)]
    rows += [tried(make, False, options) for make in DECOYS if options.only in (None, make.__name__)]
    if options.json:
        where = {"machine": platform.machine(), "python": platform.python_version(), "version": __version__}
        command = "python " + " ".join(sys.argv)
        print(json.dumps({"rows": rows, "seed": options.seed, **where, "command": command}, indent=1))
    else:
        show(rows)
    right = sum(row["mined"] and not row["wrong"] and row["real"] for row in rows)
    bad = [row for row in rows if row["mined"] and (row["wrong"] or not row["real"])]
    print(
        f"right Problems: {right} of {sum(row['real'] for row in rows)}; wrong ones approved: {len(bad)}",
        file=sys.stderr,
    )
    return 1 if bad else 0


def log(make, number: int, seed: int) -> tuple[list[dict], set[str]]:
    """Logged requests, and the ids of those that are answered wrongly."""
    rng = random.Random(f"{seed}/{make.__name__}")
    made = [draw(make, rng, index) for index in range(number)]
    wrong = set(rng.sample(range(number), round(0.05 * number)))
    lines = []
    for index, (messages, answer) in enumerate(made):
        said = spoilt(answer, [other for _, other in made], rng) if index in wrong else answer
        lines.append({"id": f"r{index}", "messages": messages, "answer": said, "model": "big-1"})
    return lines, {f"r{index}" for index in wrong}


def draw(make, rng, index: int):
    return make(rng, index) if make.__name__ == "new_rate" else make(rng)


def spoilt(answer: str, others: list[str], rng: random.Random) -> str:
    """Another request's answer, or one with another digit: what models get wrong."""
    different = [other for other in others if other != answer]
    digits = [place for place, mark in enumerate(answer) if mark.isdigit()]
    if len(digits) < 3 or "-" in answer or ":" in answer or rng.random() < 0.5:
        return rng.choice(different)
    place = rng.choice(digits[1:])
    return answer[:place] + rng.choice([d for d in "0123456789" if d != answer[place]]) + answer[place + 1 :]


def tried(make, real: bool, options) -> dict:
    lines, wrong = log(make, options.number, options.seed)
    began = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.jsonl"
        path.write_text("".join(json.dumps(line) + "\n" for line in lines))
        logs = Logs([path], b"0" * 16)
        findings = groups.find(logs)
        largest = findings.groups[0].shape
        requests = [Request(one.id, one.line, tuple(m.content for m in one.task.messages), one.answer or "", one.time)
                    for shape, _, one in groups.rows(logs, findings) if shape == largest]  # fmt: skip
    found = mine(make.__name__.replace("_", "-"), largest, requests)
    row = {
        "workload": make.__name__, "real": real, "mined": found.passed, "why_not": found.why,
        "proposal": found.proposal,
        "cpu_s": round(time.process_time() - began, 2), "logged_wrong": len(wrong), "requests": len(requests),
        "pointed_out": len(wrong & {id for id, _ in found.wrong}) if found.passed else 0,
        "pointed_out_in_vain": len({id for id, _ in found.wrong} - wrong) if found.passed else 0,
        "fresh": options.fresh, "answered": 0, "wrong": 0, "faults": [],
    }  # fmt: skip
    return row | answered(make, found, options) if found.passed else row


def answered(make, found: Mined, options) -> dict:
    """The symbolic tier with the mined template alone, on fresh requests."""
    assert found.text and found.family
    solver = SymbolicSolver(
        found.family, [TemplateReader(found.family, from_tables(tomllib.loads(found.text)["template"], ""))]
    )
    rng, count, faults = random.Random(f"{options.seed}/{make.__name__}/fresh"), 0, []
    for index in range(options.fresh):
        messages, gold = draw(make, rng, index)
        task = Task("fresh", tuple(Message(one["role"], one["content"]) for one in messages))
        answer = solver.solve(task)
        if isinstance(answer, Answer) and CertificateVerifier().verify(task, answer).status is Status.VALID:
            count += 1
            if answer.text != gold:
                faults.append([messages[-1]["content"], gold, answer.text])
    return {"answered": count, "wrong": len(faults), "faults": faults[:3]}


def show(rows: list[dict]) -> None:
    print(f"{'workload':<18}{'mined':>6}{'fresh':>7}{'answered':>9}{'wrong':>6}{'log wrong':>10}{'found':>6}"
          f"{'in vain':>8}{'cpu s':>7}")  # fmt: skip
    for row in rows:
        mark = "yes" if row["mined"] else "no"
        print(f"{row['workload']:<18}{mark:>6}{row['fresh']:>7}{row['answered']:>9}{row['wrong']:>6}{row['logged_wrong']:>10}"
              f"{row['pointed_out']:>6}{row['pointed_out_in_vain']:>8}{row['cpu_s']:>7}")  # fmt: skip
        print("    " + (row["proposal"] or "") + ("" if row["mined"] else f" NOT PROPOSED: {row['why_not']}"))
        for fault in row["faults"]:
            print("    fault:", json.dumps(fault))


if __name__ == "__main__":
    sys.exit(main())
