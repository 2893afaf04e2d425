"""A policy as a guard over real tasks: decisions of tau2-bench's airline tasks, by ``examples/airline_policy.json``.

    python benchmarks/policy_guard.py --data DIR [--json]

DIR/symbolic/policies/tau2/airline/tasks.json is tau2-bench's (github.com/sierra-research/tau2-bench, MIT; neither its
tasks nor its policy are part of this project). ``airline_cases.jsonl`` beside this file holds, in our own words, which
call each task is about and the facts that the task itself states; bookings are taken from the tasks' own actions, which
state them in full. The benchmark's database is not used: what only it knows is left out, and the guard must say so.

A decision is right if an allowed call is one of the task's expected actions and a forbidden one is not; "needs a fact"
is neither right nor wrong and is counted. Exit code 1 if any decision is wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from suffice.symbolic.rules.guard import ALLOWED, FORBIDDEN, OPEN
from suffice.symbolic.rules.policies import load

HERE = Path(__file__).parent
METHODS = {"certificate": "travel certificates", "credit": "credit cards", "gift": "gift cards"}


def booked(arguments: dict[str, Any]) -> dict[str, int]:
    """What a booking's arguments say of the limits that the policy sets."""
    paid = Counter(METHODS[row["payment_id"].partition("_")[0]] for row in arguments["payment_methods"])
    return {"passengers": len(arguments["passengers"]), **{name: paid[name] for name in METHODS.values()}}


def cases(expected: dict[str, list[Any]]) -> list[dict[str, Any]]:
    """The written cases, and every booking that a task expects."""
    found = [json.loads(line) for line in (HERE / "airline_cases.jsonl").read_text(encoding="utf-8").splitlines()]
    for task, actions in expected.items():
        for action in actions:
            if action["name"] == "book_reservation":
                facts = {action["arguments"]["user_id"]: booked(action["arguments"])}
                found.append({"task": task, "tool_call": action, "facts": facts})
    return found


def is_expected(case: dict[str, Any], actions: list[Any]) -> bool:
    """Whether a task's expected actions hold such a call: for whom it is, and what the case says of it beside."""
    call = case["tool_call"]
    for action in actions:
        if action["name"] != call["name"]:
            continue
        given = dict(action["arguments"])
        if call["name"] == "book_reservation":
            given["certificates"] = booked(given)["travel certificates"]
        if all(given.get(key) == value for key, value in call["arguments"].items()):
            return True
    return False


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds symbolic/policies")
    parser.add_argument("--json", action="store_true", help="print rows as JSON")
    options = parser.parse_args()
    tasks = json.loads((options.data / "symbolic/policies/tau2/airline/tasks.json").read_text(encoding="utf-8"))
    expected = {task["id"]: task["evaluation_criteria"]["actions"] or [] for task in tasks}
    policy = load(HERE.parent / "examples" / "airline_policy.json")
    rows: list[dict[str, Any]] = []
    started = time.process_time()
    for case in cases(expected):
        call = {"name": case["tool_call"]["name"], "arguments": case["tool_call"]["arguments"]}
        finding = policy.judge({"tool_call": call, "facts": case["facts"]})
        done = is_expected(case, expected[case["task"]])
        wrong = finding.verdict == (FORBIDDEN if done else ALLOWED)
        rows.append({"task": case["task"], "call": call["name"], "verdict": finding.verdict, "expected": done,
                     "wrong": wrong, "clauses": list(finding.clauses), "wants": [fact for fact, _ in finding.wants],
                     "open": list(finding.open)})  # fmt: skip
    spent = time.process_time() - started
    wrong = [row for row in rows if row["wrong"]]
    if options.json:
        print(json.dumps({"rows": rows, "cpu_s": spent}, indent=1))
        return 1 if wrong else 0
    counted = Counter((row["call"], row["verdict"]) for row in rows)
    print(f"{'call':32}{ALLOWED:>10}{FORBIDDEN:>11}{OPEN:>14}")
    for call in sorted({row["call"] for row in rows}):
        print(f"{call:32}{counted[call, ALLOWED]:>10}{counted[call, FORBIDDEN]:>11}{counted[call, OPEN]:>14}")
    decided = sum(row["verdict"] in (ALLOWED, FORBIDDEN) for row in rows)
    of = len({row["task"] for row in rows})
    print(f"\n{len(rows)} decisions of {of} tasks ({len(tasks)} in all): {decided} decided, {len(wrong)} wrong, "
          f"{len(rows) - decided} need a fact; {1000 * spent / len(rows):.1f} ms of CPU each")  # fmt: skip
    for row in wrong:
        print("WRONG", json.dumps(row))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
