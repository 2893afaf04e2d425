"""The figures in words: what the page and the Markdown both say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from suffice.records import Json
from suffice.report import told

TITLE = "What answered, how well, at what energy"
QUESTIONS = ("1. accuracy on your task", "2. energy of an answer", "3. what can be audited")
_METHODS = {
    "counter": "read from the machine's counters",
    "cpu_time": "modelled, CPU seconds times the watts of a core",
    "tokens": "modelled, tokens times joules per token as measured elsewhere",
    "vendor": "as its maker states",
}
_LOGGED = "as many tokens as the logged answers of its group have"


@dataclass(frozen=True, slots=True)
class Row:
    """One solver of one group, or the frontier model in its place. ``certified`` and ``spread`` qualify what is beside
    them and may be empty."""

    who: str
    answers: str
    accuracy: str
    certified: str
    energy: str
    spread: str
    audit: str


def headlines(figures: Json) -> Iterator[tuple[str, str, str]]:
    """The four figures that matter, each with its range, or none, and what it is."""
    requests, stream = max(figures["requests"], 1), figures["stream"]
    alone = sum(count for tier, count in figures["tiers"].items() if tier not in ("moe", "frontier", "unanswered"))
    yield f"{100 * alone / requests:.1f} %", "", f"of {figures['requests']:,} requests were answered without a model"
    cells = [cell for group in figures["groups"] for cell in group["who"].values()]
    graded, right = (sum(cell[name] for cell in cells) for name in ("graded", "right"))
    yield f"{right:,} of {graded:,}" if graded else "unknown", "", "answers are right, where the right one is known"
    model = figures["model"] or "the frontier model"
    if stream["answered_share"]:
        yield *told.percent(stream["answered_share"]), f"of {model}'s energy, for an answer without a model"
    if stream["share"]:
        yield *told.percent(stream["share"]), f"of {model}'s energy for all requests, for the whole stream"


def summary(figures: Json) -> Iterator[str]:
    shares = ", ".join(f"{name} {count / max(figures['requests'], 1):.1%}" for name, count in figures["tiers"].items())
    yield f"{figures['requests']:,} requests: {shares}."
    if figures["forgotten"]:
        yield f"{figures['forgotten']:,} receipts were forgotten: nothing is known of them, and they count nowhere."


def rows(group: Json, model: str | None) -> Iterator[Row]:
    """One for whoever answered in the group, and one for the frontier model instead."""
    for who, cell in group["who"].items():
        accuracy = f"{cell['right']} of {cell['graded']} right" if cell["graded"] else "no gold answers"
        audit = "; ".join(cell["audit"]) or "nothing"
        yield Row(_who(who), f"{cell['answered']:,}", accuracy, _certified(cell, group, who),
                  told.joules(cell["joules"]), told.between(cell["joules"]), audit)  # fmt: skip
    instead, logged = group["instead"]["joules"], group["logged"]
    accuracy = "unknown: no logged answers with gold ones"
    if logged:
        accuracy = f"{logged['right']} of {logged['graded']} logged answers of {' and '.join(logged['models'])} right"
    yield Row(f"instead: {model or 'unknown'}", "–", accuracy, "", told.joules(instead), told.between(instead),
              "nothing but the text")  # fmt: skip


def parts(figures: Json) -> Iterator[tuple[str, Json]]:
    """What the joules of the stream were for; then the stream, and the frontier model for everything."""
    stream = figures["stream"]
    yield from ((name, part) for name, part in stream["parts"].items() if part["value"] or part["unknown"])
    yield "the whole stream", stream["whole"]
    yield f"all of it to {figures['model'] or 'the frontier model'}", stream["instead"]


def accounts(figures: Json) -> Iterator[str]:
    """How the joules were told."""
    learning = figures["stream"]["parts"]["learning"]
    if learning["value"]:
        each = {name: learning[name] / max(figures["requests"], 1) for name in ("value", "low", "high")}
        yield (
            f"Learning is counted whole: {told.joules(each)} for each of these {figures['requests']:,} requests, and "
            "less with each that follows."
        )
    methods = {method for group in figures["groups"] for cell in group["who"].values() for method in cell["methods"]}
    if methods:
        yield f"Energy of answers: {'; '.join(map(_method, sorted(methods)))}."
    if figures["model_joules"]:
        yield f"Energy of {figures['model']}: {'; '.join(map(_method, figures['model_joules']))}."
    logged, assumed = figures["lengths"]["logged"], figures["lengths"]["assumed"]
    if logged:
        yield f"For {logged:,} requests it is taken to write {_LOGGED}, times 0.2 to 2.2 where that was another model."
    if assumed:
        yield (
            f"For {assumed:,} requests what it writes is assumed: the reply and 0 to 790 tokens of steps, or the usual "
            "length of a chat reply where there is none."
        )


def statements(figures: Json) -> Iterator[tuple[str, str]]:
    """Of each learned group its title, and its certificate or why it is kept for a model."""
    for group in figures["groups"]:
        if group["statement"]:
            yield group["title"], f"{group['statement']}."
        elif group["kept"]:
            yield group["title"], f"nothing was learned: {group['kept']}."


def _method(method: str) -> str:
    """``cpu_time, node`` in words."""
    name, _, boundary = method.partition(", ")
    return f"{_METHODS.get(name, name)}, at the boundary of the {boundary}"


def _who(who: str) -> str:
    tier, _, solver = who.partition(": ")
    return tier if tier == solver else who


def _certified(cell: Json, group: Json, who: str) -> str:
    certificate = group["certificate"]
    if certificate and who.startswith("learned"):
        return f"certified: at least {certificate['target']:.4g}, with confidence {1 - certificate['delta']:.4g}"
    return "proved, relative to the reading" if "proved" in cell["levels"] else ""
