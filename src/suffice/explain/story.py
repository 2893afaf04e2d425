"""The parts of a receipt in words, each a run of lines; a part the receipt does not have yields none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from suffice.explain import guessed
from suffice.explain.values import dollars, figure, get, listed, name_of, number_of, plain, ranged, shown, text_of
from suffice.learned.certificate import EVIDENCE
from suffice.ledgers import Attestation
from suffice.plugins import families
from suffice.records import Json

_SAY_COLUMNS = 56
_CURES = {
    "AMBIGUOUS": "say which of the meanings is meant (write dates as 2026-04-03, name the zone, the unit, the item)",
    "INCONSISTENT": "check the facts: as they were read, they cannot all be true",
    "UNDERDETERMINED": "add the fact that is missing",
    "TOO_HARD": "allow more (budget), or ask for less at once",
    "OUT_OF_RANGE": "ask within the range that the reason names",
    "UNSUPPORTED": "leave out the demand that the reason names, or configure a model",
    "NOT_MY_LANGUAGE": "word it differently, add a template for requests of this kind, or configure a model",
}
_READERS = {
    "template": "a template",
    "grammar": "the grammar of plain English",
    "learned": "a learned reader",
    "model": "a model",
    "form": "nobody: the problem was posted in formal language",
}


def headline(receipt: Json) -> Iterator[str]:
    status = get(receipt, "status")
    told = [get(receipt, "id") or "(no id)", status or "status unknown", get(receipt, "created")]
    yield " · ".join(text_of(part) for part in told if part is not None)
    if get(receipt, "task_id") is not None:
        yield f"task {text_of(get(receipt, 'task_id'))}"
    if status == "forgotten":
        yield "erased on request; the chain still holds its hash"
    if get(receipt, "error"):
        yield f"what went wrong: {text_of(get(receipt, 'error'))}"


def question(receipt: Json) -> Iterator[str]:
    task = get(receipt, "task")
    if task is None:
        return
    messages = [part for part in listed(get(task, "messages")) if isinstance(part, Mapping)]
    text = get(task, "input")
    if text is None and messages:
        text = get(messages[-1], "content")
        for message in messages[:-1]:
            yield f"({text_of(get(message, 'role'))}: {text_of(get(message, 'content'))})"
    if text is None:
        text = task if isinstance(task, str) else get(task, "problem") or task
    yield text_of(text)
    if get(task, "now") is not None:
        yield f"(asked as of {text_of(get(task, 'now'))})"


def answer(receipt: Json) -> Iterator[str]:
    answer, text = get(receipt, "answer"), get(receipt, "text")
    if answer is not None:
        yield text_of(answer)
    if text is not None and text != answer:
        yield f"as replied: {text_of(text)}"


def understood(receipt: Json) -> Iterator[str]:
    reading = get(receipt, "reading")
    if reading is None:
        return
    by = get(reading, "by")
    ways = get(reading, "readings")
    told = "" if ways is None else ", in one way only" if ways == 1 else f", in {text_of(ways)} ways with one answer"
    told = f", {text_of(ways)} translations agree" if by == "model" and ways is not None else told
    reader = _READERS.get(by, text_of(by)) if isinstance(by, str) else "someone unnamed"
    yield f"read by {reader}{told}; family: {text_of(get(reading, 'family') or 'unnamed')}"
    if get(reading, "paraphrase"):
        yield f"as understood: {text_of(get(reading, 'paraphrase'))}"
    problems = listed(get(reading, "problem"))
    drawing = _drawing(reading)
    for number, problem in enumerate(problems, 1):
        if len(problems) > 1:
            yield f"way {number}:"
        if drawing is not None:
            yield from _drawn(drawing.told, problem)
        given = get(problem, "given")
        for name, value in given.items() if isinstance(given, Mapping) else ():
            yield f"  {name_of(name)}: {shown(value)}"
        for condition in listed(get(problem, "where")):
            yield f"  where {shown(condition)}"
        if get(problem, "find") is not None and drawing is None:
            yield f"  asked: {shown(get(problem, 'find'))}"


def proof(receipt: Json) -> Iterator[str]:
    evidence = get(receipt, "evidence")
    if evidence is None:
        if get(receipt, "answer") is not None:
            if get(receipt, "tier") in ("moe", "frontier"):
                yield "There is none: a language model wrote this answer."
            else:
                yield "There is none in this receipt."
        return
    bodies = listed(get(evidence, "body"))
    drawing = _drawing(get(receipt, "reading"))
    problems = listed(get(get(receipt, "reading"), "problem"))
    for number, body in enumerate(bodies, 1):
        if len(bodies) > 1:
            yield f"way {number}:"
        if drawing is not None and number <= len(problems):
            yield from _drawn(drawing.drawn, problems[number - 1], body, get(receipt, "answer"))
        if get(evidence, "kind") == EVIDENCE:
            yield from guessed.lines(body)
            continue
        steps = listed(get(body, "steps"))
        if not steps:
            yield f"{text_of(get(evidence, 'kind') or 'evidence')}: {text_of(body)}"
            continue
        said = [text_of(get(step, "say") or get(step, "expr")) for step in steps]
        column = min(max(map(len, said)), _SAY_COLUMNS)
        for place, (say, step) in enumerate(zip(said, steps, strict=True), 1):
            value = get(step, "shown")
            yield f"{place:>2}. {say:<{column}} = {shown(get(step, 'value') if value is None else value)}"
            yield from (f"    {text_of(note)}" for note in listed(get(step, "note")))
        yield from (text_of(note) for note in listed(get(body, "note")))
        facts = get(body, "facts")
        for name, value in facts.items() if isinstance(facts, Mapping) else ():
            yield f"rests on {name_of(name)}: {shown(value)}"


def _drawing(reading: Json) -> ModuleType | None:
    """The family's own way to draw its Problems, if it has one."""
    family = get(reading, "family")
    if not isinstance(family, str) or family not in families():
        return None
    name = f"suffice.symbolic.{family}.drawing"
    return import_module(name) if find_spec(name) else None


def _drawn(draw: Callable[..., Iterable[str]], *parts: Json) -> list[str]:
    """The lines of a drawing; none where the receipt does not hold what it takes."""
    try:
        return list(draw(*parts))
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        return []


def guarantee(receipt: Json) -> Iterator[str]:
    guarantee = get(receipt, "guarantee")
    if get(receipt, "answer") is None or guarantee is None:
        return
    level = get(guarantee, "level")
    told = text_of(get(guarantee, "statement") or "no statement")
    yield "Nothing is claimed: nobody checked this answer." if level == "none" else f"{text_of(level)}: {told}"
    risk = number_of(get(guarantee, "risk"))
    if risk is not None:
        yield f"at most {plain(risk * 100)}% of such answers are wrong, at the stated confidence"
    if get(guarantee, "relative_to"):
        yield f"relative to: {text_of(get(guarantee, 'relative_to'))}"
    checker = get(get(receipt, "evidence"), "checked_by")
    if checker:
        yield f"checked by: {text_of(checker)}, which did not produce the answer"


def tried(receipt: Json) -> Iterator[str]:
    attempts = listed(get(receipt, "attempts")) or listed(get(receipt, "refusals"))
    for place, attempt in enumerate(attempts, 1):
        who = text_of(get(attempt, "solver") or "someone unnamed")
        tier = f" ({text_of(get(attempt, 'tier'))})" if get(attempt, "tier") else ""
        outcome = get(attempt, "outcome") or ("refused" if get(attempt, "code") else "outcome unknown")
        why = [text_of(get(attempt, key)) for key in ("code", "reason") if get(attempt, key)]
        if outcome == "rejected":
            why.insert(0, "its answer failed its check")
        elif outcome == "answered" and get(receipt, "status") == "refused":
            why.insert(0, "but what may be claimed of it is less than was required")
        yield f"{place:>2}. {who}{tier}: {text_of(outcome)}" + (f", {': '.join(why)}" if why else "")


def help(receipt: Json) -> Iterator[str]:
    status = get(receipt, "status")
    if status not in ("refused", "failed"):
        return
    if status == "failed":
        yield "mend what broke (above), then run the task again"
    attempts = listed(get(receipt, "attempts")) or listed(get(receipt, "refusals"))
    codes = {str(get(attempt, "code")) for attempt in attempts}
    if any(get(attempt, "outcome") == "answered" for attempt in attempts):
        yield "require less (tested, or none), or configure a solver that can claim more"
    specific = codes - {"NOT_MY_LANGUAGE"} if codes & (set(_CURES) - {"NOT_MY_LANGUAGE"}) else codes
    yield from (cure for code, cure in _CURES.items() if code in specific)


def cost(receipt: Json) -> Iterator[str]:
    cost, instead = get(receipt, "cost"), get(receipt, "instead")
    if cost is not None:
        yield f"time: {figure(get(cost, 'wall_s'), 's')}; CPU: {figure(get(cost, 'cpu_s'), 's')}"
        yield f"energy: {ranged(get(cost, 'joules'), 'J')}"
        yield f"CO2e: {ranged(get(cost, 'gco2e'), 'g')}"
        yield f"money: {dollars(get(cost, 'usd'))}"
    if instead is not None:
        who = get(instead, "model")
        yield f"the frontier model instead ({text_of(who) if who else 'none is configured'}): " + (
            f"{ranged(get(instead, 'joules'), 'J')}; {dollars(get(instead, 'usd'))}"
        )
        if get(instead, "how"):
            yield f"  by: {text_of(get(instead, 'how'))}"


def ledger(receipt: Json, attestation: Attestation | None) -> Iterator[str]:
    link = get(receipt, "ledger")
    if link is not None:
        yield f"record {text_of(get(link, 'seq'))}, hash {text_of(get(link, 'hash'))}"
        yield f"  follows {text_of(get(link, 'prev'))}"
    if attestation is not None:
        yield ("verified: " if attestation.agrees else "NOT VERIFIED: ") + attestation.statement
    elif link is not None:
        yield "not compared with a ledger"
    else:
        yield "in no ledger"
