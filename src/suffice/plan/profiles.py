"""A workload from what ``suffice profile --json`` wrote, with the certificates of a folder of solvers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from suffice.errors import UsageError
from suffice.hardware.pricing import REPLY, REPLY_HIGH, REPLY_LOW
from suffice.learned import store
from suffice.learned.certificate import Certificate
from suffice.plan.workload import Evidence, Group, Workload, per_month
from suffice.records import Json, Range


def read_profile(text: str, where: str, solvers: Path | None) -> Workload:
    """Raises UsageError for what is no profile, or a folder that holds no solvers."""
    certificates = certificates_in(solvers) if solvers else {}
    try:
        made = json.loads(text)
        if not isinstance(made, dict) or not isinstance(made["groups"], list):
            raise ValueError("it has no groups")
        seconds = _span(made)
        whole, told = per_month(made["rows"], seconds)
        scale = whole / made["rows"] if made["rows"] else 0.0
        groups = tuple(_group(row, scale, certificates) for row in made["groups"])
        if len({group.name for group in groups}) < len(groups):
            raise ValueError("two groups have one name")
        model = made["as_if"]["model"]
        if not isinstance(model, str | None):
            raise ValueError("its model is no text")
    except (ValueError, KeyError, TypeError, AttributeError, ZeroDivisionError) as error:
        raise UsageError(
            f"{where} is no profile ({type(error).__name__}: {error}): write one with 'suffice profile LOGS --json'"
        ) from None
    notes = [told]
    left = made["rows"] - sum(row["rows"] for row in made["groups"])
    if left > 0:
        notes.append(f"{left} of {made['rows']} requests are in no group and are not planned for")
    unmatched = certificates.keys() - {row["id"] for row in made["groups"]}
    if unmatched:
        notes.append(f"certificates of groups that the profile does not have: {', '.join(sorted(unmatched))}")
    return Workload(groups, model, where, tuple(notes))


def certificates_in(solvers: Path) -> dict[str, Certificate]:
    """The certificates of a folder of learned solvers, by group. Raises UsageError."""
    found = {}
    for row in store.read_manifest(solvers).body["groups"]:
        if row["stages"]:
            certificate = Certificate.from_json(row["stages"][0]["certificate"])
            found[certificate.group] = certificate
    return found


def learned(certificate: Certificate, frontier: Evidence | None) -> Evidence:
    """What a certificate promises: the target, not the better share seen in its sample.

    Where it speaks of a model's answers and that model was graded against gold, errors of both may add up.
    """
    accuracy, how = certificate.target, certificate.statement
    if certificate.reference != "gold" and frontier is not None and frontier.accuracy is not None:
        accuracy = max(0.0, accuracy + frontier.accuracy - 1.0)
        how += (
            f"; {frontier.accuracy:.4g} of the {certificate.reference} are gold, so at least {accuracy:.4g} are right"
        )
    return Evidence(certificate.coverage, accuracy, how, certificate.sample)


def _span(made: Mapping[str, Any]) -> float | None:
    if not made.get("from") or not made.get("to"):
        return None
    seconds = (datetime.fromisoformat(made["to"]) - datetime.fromisoformat(made["from"])).total_seconds()
    if seconds < 0:
        raise ValueError("it ends before it begins")
    return seconds


def _group(row: Mapping[str, Any], scale: float, certificates: Mapping[str, Certificate]) -> Group:
    tiers: dict[str, Evidence] = {}
    asked = row["symbolic"]
    if asked and asked["answered"]:
        compared, same = asked["compared"], asked["same"]
        how = f"answered {asked['answered']} of a sample of {asked['asked']} with proof"
        how += f", {same} of {compared} as logged" if compared else ""
        accuracy = same / compared if compared else 1.0
        tiers["symbolic"] = Evidence(asked["answered"] / asked["asked"], accuracy, how, asked["asked"])
    agreement = row["agreement"]
    if agreement:
        how = f"logged answers that are gold: {agreement['same']:.1%} of {agreement['compared']}"
        tiers["frontier"] = Evidence(1.0, agreement["same"], how, agreement["compared"])
    if row["id"] in certificates:
        tiers["learned"] = learned(certificates[row["id"]], tiers.get("frontier"))
    covered = [tiers[tier].coverage for tier in ("symbolic", "learned") if tier in tiers]
    rows, spent = row["rows"], row["spent"]
    reply = _each(spent["reply_tokens"], rows)
    if not reply.value:
        reply = Range(REPLY, REPLY_LOW, REPLY_HIGH, "length of chat replies, ML.ENERGY")
    return Group(
        row["id"], _title(row), rows * scale, _each(spent["prompt_tokens"], rows), reply, tiers,
        max(covered, default=0.0),
    )  # fmt: skip


def _each(tokens: Json, rows: int) -> Range:
    how = "estimated from characters" if tokens["estimated"] else "logged"
    value, low, high = (tokens[key] / max(rows, 1) for key in ("value", "low", "high"))
    return Range(value, low, high, how)


def _title(row: Mapping[str, Any]) -> str:
    from suffice.learn.page import title

    return title(dict(row))
