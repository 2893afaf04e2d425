"""``suffice solve``: one task, readable."""

from __future__ import annotations

import gc
import json
from dataclasses import replace
from pathlib import Path

import click

from suffice.cli import _options
from suffice.cli._figures import dollars, energy, number, printable
from suffice.records import Json


@click.command("solve", epilog="Example: suffice solve 'What is 18% of 250?'   or   pbpaste | suffice solve -")
@click.argument("text")
@click.option("--now", metavar="ISO", help="Reference time, ISO 8601 with a zone; 'now' takes this machine's clock.")
@_options.requires
@_options.budget_s
@_options.config
@_options.ledger
@_options.as_json
def command(
    text: str,
    now: str | None,
    requires: str | None,
    budget_s: float | None,
    config: Path | None,
    ledger: Path | None,
    as_json: bool,
) -> int:
    """Answer TEXT, a question in plain words ('-' reads it from the standard input)."""
    from suffice import solve

    gc.disable()  # one answer and the process ends: what lasts until then need not be searched
    settings = _options.settings(config, ledger).with_requires(requires).with_budget_s(budget_s)
    settings = replace(settings, ledger=settings.ledger_path)
    receipt = solve(_options.stdin() if text == "-" else text, now=now, config=settings).to_json()
    if as_json:
        click.echo(json.dumps(receipt))
    else:
        _show(receipt)
    return 1 if receipt["status"] == "failed" else 0


def _show(receipt: Json) -> None:
    """The answer first, then why it may be believed and what it cost."""
    if receipt["status"] == "answered":
        click.echo(printable(receipt["text"]))
        if receipt["answer"] not in receipt["text"]:
            click.echo(f"Answer: {printable(receipt['answer'])}")
        guarantee, reading = receipt["guarantee"], receipt["reading"]
        relative = f", relative to {guarantee['relative_to']}" if guarantee["relative_to"] else ""
        by = f" (read by {reading['by']})" if reading else ""
        click.echo(f"  {guarantee['level']}: {guarantee['statement']}{relative}; by {receipt['solver']}{by}")
    elif receipt["status"] == "refused":
        click.echo("Not answered.")
        for refusal in receipt["refusals"]:
            click.echo(f"  {refusal['solver']}: {refusal['code']}, {printable(refusal['reason'])}")
        for attempt in receipt["attempts"]:
            if attempt["outcome"] in ("failed", "rejected"):
                click.echo(f"  {attempt['solver']}: {attempt['outcome']}, {printable(str(attempt['reason']))}")
    else:
        click.echo(f"Failed: {printable(receipt['error'])}")
    cost, instead = receipt["cost"], receipt["instead"]
    cpu = "?" if cost["cpu_s"] is None else f"{number(1e3 * cost['cpu_s'])} ms"
    click.echo(f"  cost: {cpu} CPU, {energy(cost['joules'])}, {dollars(cost['usd'])}")
    if instead is not None:
        click.echo(f"  {instead['model']} would have cost: {energy(instead['joules'])}, {dollars(instead['usd'])}")
    click.echo(f"  receipt: suffice explain {receipt['id']}")
