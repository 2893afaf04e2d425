"""The data sets, as lists of pairs and cases; nothing of them is stored."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

from suffice.learn.learner import Example

Pair = tuple[str, str]  # text, label


def banking(data: Path, part: str) -> list[Pair]:
    with (data / "banking77" / f"{part}.csv").open(encoding="utf-8") as file:
        return [(row["text"], row["category"]) for row in csv.DictReader(file)]


def banking_gpt4(data: Path) -> list[tuple[str, str, str]]:
    """Text, gold and GPT-4's few-shot answer of the test items."""
    names = json.loads((data / "banking77" / "categories.json").read_text())
    with (data / "banking77_gpt4_log" / "raw_banking77_test.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    by_number = _names(rows, banking(data, "test"), names)
    return [(row["text"], by_number[row["label"]], by_number.get(row["gpt-label"], "")) for row in rows]


def _names(rows: list[dict], test: list[Pair], names: list[str]) -> dict[str, str]:
    """The log's numbers of the labels, told from the texts that both files hold."""
    known = dict(test)
    found = {row["label"]: known[row["text"]] for row in rows if row["text"] in known}
    assert set(found.values()) <= set(names)
    return found


def clinc(data: Path) -> tuple[list[Pair], list[Pair], list[Pair]]:
    """Train (with its out-of-scope rows), in-scope and out-of-scope rows of validation and test."""
    rows = json.loads((data / "clinc150" / "data_full.json").read_text())

    def part(*names: str) -> list[Pair]:
        return [(text, label) for name in names for text, label in rows[name]]

    return part("train", "oos_train"), part("val", "test"), part("oos_val", "oos_test")


def ledgar(data: Path) -> list[tuple[str, str, str]]:
    """Prompt, gold and logged answer of gpt-3.5-turbo."""
    with gzip.open(data / "ledgar_gpt35_log" / "ledgar_gpt-3.5-turbo_predictions.jsonl.gz", "rt") as file:
        rows = [json.loads(line) for line in file]
    return [(row["input_text"], row["answer"], row["prediction"]) for row in rows]


def sroie(data: Path) -> list[tuple[str, dict[str, str]]]:
    """The text of a receipt, a line for each box, and its keys."""
    found = []
    for key in sorted((data / "sroie" / "data" / "key").glob("*.json")):
        box = key.parent.parent / "box" / f"{key.stem}.csv"
        lines = [line.split(",", 8)[8] for line in box.read_text(errors="replace").splitlines() if line.count(",") > 7]
        found.append(("\n".join(lines), json.loads(key.read_text())))
    return found


def restaurant(data: Path, part: str) -> list[tuple[str, dict[str, str]]]:
    """A turn of a restaurant booking, and the value of each slot that it fills."""
    rows = json.loads((data / "polyai_spans" / "span_extraction" / "restaurant8k" / f"{part}.json").read_text())
    found = []
    for row in rows:
        text = row["userInput"]["text"]
        spans = {label["slot"]: label["valueSpan"] for label in row.get("labels", ())}
        values = {slot: text[span.get("startIndex", 0) : span["endIndex"]] for slot, span in spans.items()}
        found.append((text, values))
    return found


def examples(pairs: list[Pair]) -> list[Example]:
    return [Example({"input": text}, label) for text, label in pairs]
