"""``suffice bench symbolic [--data DIR]``: coverage, wrong answers, CPU time and joules of the symbolic tier.

Rows over the project's own everyday suites run in a checkout, which has ``benchmarks/everyday``; rows over
public data need ``--data`` with the folder described in its README. Every wrong item is listed; gold labels
that are themselves wrong are listed apart, each with the arithmetic that shows it, and are not bent to.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from suffice.bench import boardgame
from suffice.bench.disputes import proof
from suffice.bench.ladder import Item, Score, grammar_solvers
from suffice.bench.ladder import run as run_items
from suffice.errors import UsageError
from suffice.meters import MeterSettings, choose
from suffice.records import Task
from suffice.workload import task_from_json

GYM_ARITHMETIC = (
    "basic_arithmetic", "chain_sum", "decimal_arithmetic", "decimal_chain_sum", "fraction_simplification",
    "gcd", "lcm", "number_format", "simple_equations", "products",
)  # fmt: skip
GYM_CALENDAR = ("calendar_arithmetic", "time_intervals")
GYM_ORDERING = ("zebra_puzzles",)
FILL = "Fill the whole grid: for each house, give every attribute."
WORD_PROBLEMS = ("gsm8k", "svamp", "strategyqa")


def rows(data: Path | None) -> Iterator[tuple[str, str, list[Item]]]:
    """(row name, target, items)."""
    for path in sorted(Path("benchmarks/everyday").glob("*.jsonl")):
        items = list(everyday(path))
        for family in sorted({item.family for item in items}):
            kept = [item for item in items if item.family == family]
            yield f"everyday {path.stem} {family}", "coverage >= 25%, 0 wrong", kept
    if data is None:
        return
    symbolic = data / "symbolic"
    if not symbolic.is_dir():
        raise UsageError(f"no folder 'symbolic' in {data}: --data takes the folder that holds it")
    yield "BBH multistep_arithmetic_two", ">= 95%", list(_bbh(symbolic, "multistep_arithmetic_two"))
    for count in ("three", "five", "seven"):
        name = f"logical_deduction_{count}_objects"
        yield f"BBH {name}", ">= 99%", list(_bbh(symbolic, name))
    yield "ZebraLogic, whole grids", ">= 85%", list(_zebra_logic(symbolic))
    for name in ("ProntoQA", "ProofWriter"):
        yield f"{name} dev", ">= 99%", list(_logic_lm(symbolic, name))
    yield "BoardgameQA p1 and p2, no knowledge needed", ">= 80%", list(boardgame.items(symbolic / "boardgameqa"))
    yield "AR-LSAT dev", ">= 10%, 0 wrong", list(_lsat(symbolic))
    gym: dict[str, list[Item]] = {}
    with gzip.open(symbolic / "reasoning_gym" / "items.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            gym.setdefault(record["task"], []).append(
                Item(record["id"], Task.ask(record["question"]), record["expected_answer"])
            )
    for name in GYM_ARITHMETIC:
        yield f"reasoning_gym {name}", ">= 95%", gym.pop(name)
    for name in GYM_CALENDAR:
        yield f"reasoning_gym {name}", ">= 90%", gym.pop(name)
    for name in GYM_ORDERING:
        yield f"reasoning_gym {name}", ">= 80%", gym.pop(name)
    yield "reasoning_gym, all other tasks", "any, 0 wrong", [item for items in gym.values() for item in items]
    words = dict(_word_problems(symbolic / "word_problems"))
    golds = {_plain(item.task.messages[-1].content): item.gold for items in words.values() for item in items}
    refused: list[Item] = []
    for path in sorted((symbolic / "refuse_pool").glob("*.jsonl")):
        items = [
            Item(f"{path.stem}/{record['id']}", Task.ask(record["input"]), golds.get(_plain(record["input"])))
            for record in map(json.loads, path.read_text(encoding="utf-8").splitlines())
        ]
        if any(name in path.stem.lower() for name in WORD_PROBLEMS):
            yield f"refuse_pool {path.stem}", "any, 0 wrong", items
        else:
            refused += items
    yield "refuse_pool, all others", "0 answered", refused
    for name, items in words.items():
        yield f"word problems {name}", "any, 0 wrong", items


def everyday(path: Path) -> Iterator[Item]:
    for line in path.read_text(encoding="utf-8").splitlines():
        record: dict[str, Any] = json.loads(line)
        accept = tuple(record.pop("accept", ()))
        task = task_from_json(record)
        yield Item(record["id"], task, record["gold"], accept, record["family"])


def _plain(text: str) -> str:
    """Letters and digits only: the same problem is printed with other spacing in other sets."""
    return "".join(char for char in text.lower() if char.isalnum())


def _bbh(symbolic: Path, task: str) -> Iterator[Item]:
    examples = json.loads((symbolic / "bbh" / f"{task}.json").read_text())["examples"]
    for number, example in enumerate(examples):
        yield Item(str(number), Task.ask(example["input"]), example["target"])


def _logic_lm(symbolic: Path, name: str) -> Iterator[Item]:
    for record in json.loads((symbolic / "logic_lm" / name / "dev.json").read_text()):
        text = "\n".join((record["context"], record["question"], *record["options"]))
        yield Item(record["id"], Task.ask(text), record["answer"])


def _zebra_logic(symbolic: Path) -> Iterator[Item]:
    """Each gold row without the number of its house, which is its place in the list."""
    for number, record in enumerate(json.loads((symbolic / "zebralogic" / "dev-prep.json").read_text())):
        gold = [row[1:] for row in record["answer"]["rows"]]
        yield Item(str(number), Task.ask(f"{record['context']}\n\n{FILL}"), json.dumps(gold))


def _lsat(symbolic: Path) -> Iterator[Item]:
    for record in json.loads((symbolic / "logic_lm" / "AR-LSAT" / "dev.json").read_text()):
        text = "\n".join((record["context"], record["question"], *record["options"]))
        yield Item(record["id"], Task.ask(text), record["answer"])


def _word_problems(folder: Path) -> Iterator[tuple[str, list[Item]]]:
    for path in sorted(p for p in folder.rglob("*") if p.suffix in (".json", ".jsonl")):
        text = path.read_text(encoding="utf-8")
        records = [json.loads(line) for line in text.splitlines()] if path.suffix == ".jsonl" else json.loads(text)
        items: list[Item] = []
        for number, record in enumerate(records):
            if "question" in record:
                question, gold = record["question"], str(record["answer"]).split("####")[-1].strip()
            elif "Body" in record:
                question, gold = f"{record['Body'].strip().rstrip('.,')}. {record['Question']}", str(record["Answer"])
            else:
                question, gold = record["input"], str(record["target"])
            items.append(Item(f"{path.stem}/{number}", Task.ask(question), gold))
        yield path.stem, items


def run(data: Path | None, console: Console, *, as_json: bool = False, show_refused: bool = False) -> int:
    """Print the table; return 1 if any answer is wrong, else 0."""
    solvers = grammar_solvers()
    table = Table(title="symbolic tier, by grammar alone", show_lines=False)
    heads = [
        "row",
        "items",
        "answered",
        "coverage",
        "wrong",
        "gold wrong",
        "ms answer p50/p99",
        "ms refusal p50/p99",
        "J low-high",
    ]
    for head in (*heads, "target"):
        table.add_column(head, justify="left" if head in ("row", "target") else "right")
    wrong: list[tuple[str, Any, str]] = []
    disputed: list[tuple[str, Any, str]] = []
    records: list[dict[str, Any]] = []
    for name, target, items in rows(data):
        score = run_items(items, solvers)
        record = _record(name, target, score)
        for outcome in score.wrong:
            shown = proof(name, outcome.item.task.messages[-1].content, str(outcome.item.gold), outcome.answer or "")
            (disputed if shown else wrong).append((name, outcome, shown or ""))
            record["wrong" if not shown else "gold_wrong"] += 1
        records.append(record)
        table.add_row(
            name, str(record["items"]), str(record["answered"]), f"{100 * record['coverage']:.1f}%",
            str(record["wrong"]), str(record["gold_wrong"]),
            _pair(record["answer_cpu_ms"]), _pair(record["refusal_cpu_ms"]),
            f"{record['joules']['low']:.2g}-{record['joules']['high']:.2g}", target,
        )  # fmt: skip
        if show_refused:
            for o in score.outcomes:
                if o.answer is None and o.item.gold is not None:
                    console.print(f"  refused {o.item.id}: {o.reason}", markup=False, highlight=False)
    if not records:
        raise UsageError("nothing to run: work in a checkout, which has benchmarks/everyday, or give --data")
    if as_json:
        listed = [
            {"row": n, "id": o.item.id, "answer": o.answer, "gold": o.item.gold, "proof": shown}
            for n, o, shown in wrong + disputed
        ]
        console.print_json(data={"rows": records, "wrong": listed[: len(wrong)], "gold_wrong": listed[len(wrong) :]})
        return 1 if wrong else 0
    console.print(table)
    for name, o, shown in disputed:
        console.print(f"GOLD IS WRONG {name} {o.item.id}: {shown}", markup=False, highlight=False)
    for name, o, _ in wrong:
        question = o.item.task.messages[-1].content
        console.print(f"WRONG {name} {o.item.id}: {o.solver} said {o.answer}, gold {o.item.gold}\n  {question}",
                      markup=False, highlight=False)  # fmt: skip
    console.print(f"{len(wrong)} wrong, {len(disputed)} items whose gold label is shown to be wrong")
    return 1 if wrong else 0


def _record(name: str, target: str, score: Score) -> dict[str, Any]:
    joules = choose(MeterSettings(kind="cpu_time")).elsewhere(score.cpu_s).joules
    return {
        "row": name,
        "target": target,
        "items": len(score.outcomes),
        "answered": score.answered,
        "coverage": score.coverage if any(o.item.gold is not None for o in score.outcomes) else 0.0,
        "wrong": 0,
        "gold_wrong": 0,
        "answer_cpu_ms": [score.cpu_ms(0.5, True), score.cpu_ms(0.99, True)],
        "refusal_cpu_ms": [score.cpu_ms(0.5, False), score.cpu_ms(0.99, False)],
        "joules": joules and joules.to_json(),
    }


def _pair(pair: list[float | None]) -> str:
    return "/".join("-" if value is None else f"{value:.2f}" for value in pair)
