"""What a log is made of: for each group its share, what it took, what its replies are, and how compilable it looks."""

from __future__ import annotations

from datetime import UTC, datetime
from time import process_time
from typing import Protocol

from suffice.learn.exact import Ask, look
from suffice.learn.groups import Findings, Found
from suffice.learn.probe import Probe, by_program, by_words
from suffice.learn.spending import ESTIMATE, spent
from suffice.learn.verdicts import looks
from suffice.records import Cost, Json, Usage

SAMPLE = 25  # requests of each group that the symbolic tier is asked
_LOOKING_S = 60.0  # of CPU time for all groups together, the largest first: programs and the symbolic tier


class Prices(Protocol):
    """What ``TokenPricer`` offers: ``frontier`` is the model to compare with."""

    frontier: str

    def price(self, usage: Usage) -> Cost: ...


def profile(findings: Findings, prices: Prices, ask: Ask | None = None, sample: int = SAMPLE) -> Json:
    """The profile as JSON: ``page`` makes it a page. ``ask``: the exact engines."""
    until = process_time() + _LOOKING_S
    groups = [_group(found, findings.rows, prices, ask, sample, until) for found in findings.groups]
    censuses = [found.census for found in findings.groups]
    times = [time for census in censuses for time in (census.first, census.last) if time is not None]
    return {
        "rows": findings.rows,
        "from": _iso(min(times)) if times else None,
        "to": _iso(max(times)) if times else None,
        "left_out": findings.faults.to_json(),
        "spent": spent(censuses, prices.price).to_json(),
        "as_if": _as_if(censuses, prices),
        "groups": groups,
        "notes": _notes(findings),
        "assumptions": [ESTIMATE, "joules at the node, from tokens of the reply (low to high); null: nobody knows"],
    }


def _group(found: Found, rows: int, prices: Prices, ask: Ask | None, sample: int, until: float) -> Json:
    census, shape = found.census, found.shape
    probes = _probes(found, until)
    asked = look(found, ask, sample, until).to_json() if ask is not None else None
    verdict = looks(found, probes, asked)
    parts = found.typed.reply.parts if found.typed else ()
    return {
        "id": shape.id,
        "rows": census.rows,
        "share": census.rows / max(1, rows),
        "shape": shape.to_json(),
        "slots": list(shape.slots),
        "distinct": min(census.rows, census.inputs.distinct),
        "users": census.users.distinct or None,
        "models": {name: use.rows for name, use in sorted(census.models.items(), key=lambda item: -item[1].rows)},
        "answered": census.answered,
        "graded": census.graded,
        "agreement": _agreement(found),
        "spent": spent([census], prices.price).to_json(),
        "as_if": _as_if([census], prices),
        "options": len(found.options),
        "outputs": [
            {
                "name": part.name,
                "output": part.output,
                "labels": len(part.labels),
                "why": found.typed.why[part.name] if found.typed else "",
                "probe": probes[part.name].to_json() if part.name in probes else None,
            }
            for part in parts
        ],
        "record": bool(found.typed and found.typed.reply.record),
        "states": found.typed and found.typed.states,
        "symbolic": asked,
        "looks": verdict.word,
        "why": list(verdict.reasons),
        "notes": list(verdict.notes),
    }


def _as_if(censuses: list, prices: Prices) -> Json:
    return {"model": prices.frontier, **spent(censuses, prices.price, prices.frontier).to_json()}


def _probes(found: Found, until: float) -> dict[str, Probe]:
    """A look at how well requests tell each value; programs only while there is CPU time left for them."""
    if found.typed is None:
        return {}
    reply, rows = found.typed.reply, []
    for logged, fields in found.sample:
        text = logged.gold if logged.gold is not None else logged.answer
        values = reply.values(text) if text is not None else None
        if values is not None:
            rows.append((fields, values))
    probes = {}
    for part in reply.parts:
        stated = [(fields, values[part.name]) for fields, values in rows]
        if part.output == "label":
            seen = by_words(stated)
        else:
            seen = by_program(stated, part.output) if process_time() < until else None
        if seen is not None:
            probes[part.name] = seen
    return probes


def _agreement(found: Found) -> Json:
    """How often, in the sample, the answer is the gold value: as it stands, and normalised."""
    if found.typed is None:
        return None
    reply, both, same = found.typed.reply, 0, 0
    for logged, _ in found.sample:
        if logged.answer is not None and logged.gold is not None:
            both += 1
            answer, gold = reply.values(logged.answer), reply.values(logged.gold)
            same += answer is not None and gold is not None and all(
                reply.same(name, answer[name], gold[name]) for name in reply.names
            )  # fmt: skip
    if not both:
        return None
    census = found.census
    return {"compared": both, "same": same / both, "same_text": census.agreeing / census.both}


def _notes(findings: Findings) -> list[str]:
    notes = findings.faults.lines()
    if findings.odd:
        notes.append(f"{findings.odd} requests hold more than text (images, tool calls): no group")
    if findings.unfitting > findings.odd:
        notes.append(f"{findings.unfitting - findings.odd} requests fit no shape that was found: rare prompts")
    users = any(found.census.users.held for found in findings.groups)
    if not users:
        notes.append("no users are named: constant text is told from variable text by distinct requests alone")
    if not any(found.census.first for found in findings.groups):
        notes.append("no times are given: learning cannot split by time")
    return notes


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
