"""A certified guess for people: who guessed each value, how surely, what spoke for it, and on what it was certified."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from suffice.explain.highlight import readable, weighted
from suffice.explain.values import get, listed, text_of
from suffice.records import Json


def lines(body: Json) -> Iterator[str]:
    by, why = get(body, "by"), get(body, "why")
    values = get(body, "values")
    for name, value in values.items() if isinstance(values, Mapping) else ():
        yield f"{name}: {text_of(value)}, guessed by {text_of(get(by, name) or 'nobody named')}"
        yield from (f"  {line}" for line in _spoke(get(why, name)))
    yield f"confidence {_figure(get(body, 'confidence'))}; from {_figure(get(body, 'threshold'))} on it is served"
    certificate = get(body, "certificate")
    if isinstance(certificate, Mapping):
        yield (
            f"certified on {text_of(get(certificate, 'sample'))} requests that it had not seen: "
            f"{text_of(get(certificate, 'served'))} served, {text_of(get(certificate, 'errors'))} of them wrong"
        )
        if get(certificate, "audit_sample"):
            yield (
                f"audited on {text_of(get(certificate, 'audit_sample'))} others: "
                f"{text_of(get(certificate, 'audit_served'))} served, "
                f"{text_of(get(certificate, 'audit_errors'))} of them wrong"
            )


def _spoke(why: Json) -> Iterator[str]:
    """What the predictor says for its guess: weighted terms, a program, or words."""
    if weighted(why):
        terms = sorted(((readable(term), weight) for term, weight in why.items()), key=lambda pair: -pair[1])
        told = [f"'{text_of(term)}' {_figure(weight)}" for term, weight in terms if term]
        if told:
            yield "what spoke for it: " + ", ".join(told)
    elif isinstance(why, Mapping):
        yield from (f"{text_of(name)}: {text_of(part)}" for name, part in why.items() if name != "has")
    else:
        yield from (text_of(part) for part in listed(why))


def _figure(value: Json) -> str:
    return f"{value:.3g}" if isinstance(value, int | float) else text_of(value)
