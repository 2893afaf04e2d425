"""The report's figures as plain data: what the page, the Markdown and ``--json`` show."""

from __future__ import annotations

from suffice.records import Json
from suffice.report.gather import Cell, Group, Report, Stream
from suffice.workload.tally import Figure

_AUDITED = {
    "proved": "a certificate that other code has checked, step by step: suffice explain shows it",
    "calibrated": "the guess, what spoke for it, and the certificate of its group",
    "tested": "checks that could have failed were passed",
    "none": "nothing but the text",
}


def figures(report: Report) -> Json:
    """All figures. Joules are sums with low and high; ``unknown`` counts what nobody knows; shares are 0..1."""
    stream = report.stream
    whole = _sum(stream.parts.values())
    return {
        "requests": report.requests,
        "forgotten": report.forgotten,
        "model": report.model,
        "model_joules": dict(report.methods),
        "lengths": {"logged": report.logged, "assumed": report.assumed},
        "solvers": report.solvers,
        "tiers": dict(report.tiers.most_common()),
        "groups": [_group(group) for group in sorted(report.groups.values(), key=lambda one: -one.requests)],
        "stream": {
            "parts": {name: figure.to_json() for name, figure in stream.parts.items()},
            "whole": whole.to_json(),
            "instead": stream.instead.to_json(),
            "share": _share(stream),
            "answered_share": ratio(_sum((stream.served, stream.audited)), stream.instead_served),
        },
    }


def _share(stream: Stream) -> Json:
    """The whole stream over asking the frontier model each time. What both ask of it is the same on both sides."""
    own = _sum((stream.served, stream.escalated, stream.audited, stream.refusing, stream.learning))
    common, every = stream.unanswered, stream.instead
    if own.unknown or every.unknown or not every.low:
        return None

    def share(ours: float, asked: float, answered: float) -> float:
        return (ours + asked) / (asked + answered)

    return {
        "value": share(own.value, common.value, every.value - common.value),
        "low": share(own.low, common.low, every.high - common.high),
        "high": share(own.high, common.high, every.low - common.low),
    }


def ratio(ours: Figure, theirs: Figure) -> Json:
    """Ours over theirs with a range; null where a part of either is unknown, or there is nothing to compare with."""
    if ours.unknown or theirs.unknown or not theirs.value or not theirs.low:
        return None
    return {"value": ours.value / theirs.value, "low": ours.low / theirs.high, "high": ours.high / theirs.low}


def _sum(figures) -> Figure:
    whole = Figure()
    for figure in figures:
        for name in ("value", "low", "high", "known", "unknown"):
            setattr(whole, name, getattr(whole, name) + getattr(figure, name))
    return whole


def _group(group: Group) -> Json:
    certificate, row = group.certificate, group.row
    return {
        "group": group.name,
        "title": group.title,
        "requests": group.requests,
        "unanswered": group.unanswered,
        "certificate": certificate and certificate.to_json(),
        "statement": certificate and certificate.statement,
        "coverage": certificate and certificate.coverage,
        "kept": row.get("why") if row else None,
        "logged": row.get("logged") if row else None,
        "curve": row.get("curve") if row else None,
        "who": {who: _cell(cell) for who, cell in group.cells.items()},
        "instead": {"requests": group.requests, "joules": _each(group.instead, group.requests)},
    }


def _cell(cell: Cell) -> Json:
    graded = cell.right + cell.wrong
    return {
        "answered": cell.answered,
        "graded": graded,
        "right": cell.right,
        "accuracy": cell.right / graded if graded else None,
        "joules": _each(cell.joules, cell.answered),
        "methods": dict(cell.methods),
        "levels": dict(cell.levels),
        "evidence": dict(cell.evidence),
        "audit": [_AUDITED[level] for level in cell.levels if level in _AUDITED],
    }


def _each(figure: Figure, count: int) -> Json:
    """Joules of one request; null where any is unknown."""
    if figure.unknown or not count:
        return None
    return {"value": figure.value / count, "low": figure.low / count, "high": figure.high / count}
