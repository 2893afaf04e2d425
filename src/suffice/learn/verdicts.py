"""How compilable a group looks, in a word and with reasons. A guess before learning: only a certificate says more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from suffice.learn.groups import Found
from suffice.learn.probe import Probe
from suffice.learned.reply import Value
from suffice.records import Json

WORDS = ("likely", "maybe", "unlikely", "too few", "unanswered")
_FEWEST = 59  # flawless requests without which nothing can be certified at 95% with 95% confidence
_COMFORTABLE = 500
_LIKELY, _MAYBE = 0.45, 0.15  # lift of the probe
_LIKELY_OF_MANY = 0.3  # where the probe sees less than ten requests of each label
_PROGRAM = 0.8  # share that a program must give
_CONTRADICTED = 0.05
_SHOWN = 5  # names of values in a note


@dataclass(frozen=True, slots=True)
class Looks:
    """``word`` is one of ``WORDS``; ``notes`` are what is odd about the data."""

    word: str
    reasons: tuple[str, ...]
    notes: tuple[str, ...]


def looks(found: Found, probes: Mapping[str, Probe], symbolic: Json) -> Looks:
    """``symbolic``: what the exact engines made of a sample, or None."""
    notes = tuple(_notes(found))
    if found.typed is None:
        return Looks("unanswered", ("no request of it has an answer or a gold value",), notes)
    judged = [_value(part, found.typed.why[part.name], probes.get(part.name)) for part in found.typed.reply.parts]
    reasons = [reason for _, reason in judged]
    word = max((word for word, _ in judged), key=WORDS.index)
    if found.typed.reply.record and len({word for word, _ in judged}) > 1:
        reasons.append("a record can be compiled field by field, and is served when all of them are sure")
    if symbolic and symbolic["answered"] * 2 >= symbolic["asked"] > 0:
        if not symbolic["compared"] or symbolic["same"] * 10 >= symbolic["compared"] * 9:
            word = "likely"
        reasons.append(
            f"the symbolic tier already answers {symbolic['answered']} of {symbolic['asked']}, with proof; "
            f"{symbolic['same']} of {symbolic['compared']} as logged"
        )
    distinct = min(max(found.census.answered, found.census.graded), found.census.inputs.distinct)
    if distinct < _FEWEST:
        word = "too few"
        reasons.append(f"{distinct} distinct answered requests: 59 without an error are the least for 95%")
    elif distinct < _COMFORTABLE:
        reasons.append(f"{distinct} distinct answered requests are few: expect little coverage")
    return Looks(word, tuple(reasons), notes)


def _label(part: Value, told: str, seen: Probe | None) -> tuple[str, str]:
    if len(part.labels) == 1:
        return "likely", told
    if seen is None:
        return "maybe", f"{told}; too few to see whether words tell them apart"
    told += (
        f"; counting words in {seen.tested} requests tells {seen.right:.0%} of as many others "
        f"(the most frequent label: {seen.majority:.0%})"
    )
    likely = _LIKELY if seen.tested >= 10 * len(part.labels) else _LIKELY_OF_MANY
    return ("likely" if seen.lift >= likely else "maybe" if seen.lift >= _MAYBE else "unlikely"), told


def _value(part: Value, why: str, seen: Probe | None) -> tuple[str, str]:
    told = f"{part.name}: {why}"
    if part.output == "label":
        return _label(part, told, seen)
    if seen is not None:
        told += (
            f"; a program made from {seen.tested} requests gives {seen.right:.0%} of as many others "
            f"(the most frequent value: {seen.majority:.0%})"
        )
        if seen.right >= _PROGRAM:
            return "likely", told
    if part.output == "span" or "stands in the request" in why:
        return "maybe", f"{told}; a tagger may find it"
    if part.output in ("number", "date"):
        return "maybe", f"{told}; a template may compute it"
    if why.startswith("made of"):
        return "maybe", f"{told}; a program may put it together"
    return "unlikely", f"{told}; keep the model"


def _notes(found: Found) -> list[str]:
    census, notes = found.census, []
    rows, distinct = census.rows, min(census.rows, census.inputs.distinct)
    if rows < 20:
        notes.append(f"only {rows} requests: too few to tell constant from variable text")
    if distinct == 1 < rows:
        notes.append("all requests are the same")
    elif distinct < 0.8 * rows:
        notes.append(f"{rows - distinct} of {rows} requests repeat others: they count once")
    missing = rows - census.answered
    if missing and census.answered:
        notes.append(f"{missing} of {rows} requests have no answer")
    elif missing and census.graded:
        notes.append("no answers, only gold values")
    contradicted, looked = census.contradictions
    if contradicted:
        share = contradicted / looked
        ceiling = "; no solver can agree with both" if share >= _CONTRADICTED else ""
        notes.append(f"{contradicted} of {looked} distinct requests got different answers at different times{ceiling}")
    typed = found.typed
    if typed is None:
        return notes
    only = [part.name for part in typed.reply.parts if part.output == "label" and len(part.labels) == 1]
    if only:
        shown = ", ".join(only[:_SHOWN]) + (f" and {len(only) - _SHOWN} more" if len(only) > _SHOWN else "")
        notes.append(f"one class: {shown}: always the same, which says nothing about other requests")
    if typed.states < 0.9995:
        notes.append(f"{1 - typed.states:.1%} of the replies are made of other values: they cannot be learnt from")
    if found.gold_states is not None and found.gold_states < 0.9:
        notes.append(f"{1 - found.gold_states:.0%} of the gold values do not look like the answers")
    return notes
