"""``suffice shadow``: what shadow mode found."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from suffice.cli import _options

if TYPE_CHECKING:
    from suffice.gateway.shadow_report import ShadowReport

_SHOWN = 20  # disagreements


@click.group("shadow", epilog="Example: suffice shadow report")
def command() -> None:
    """What 'suffice serve --shadow' found."""


@command.command("report", epilog="Example: suffice shadow report --json")
@_options.config
@_options.ledger
@_options.as_json
def report(config: Path | None, ledger: Path | None, as_json: bool) -> int:
    """How often the ladder had a verified answer, how often it was the model's, and what would have been saved."""
    from suffice.config.ladder import open_ledger
    from suffice.gateway.shadow_report import ShadowReport

    with open_ledger(_options.settings(config, ledger), writable=False) as opened:
        found = ShadowReport().add_all(opened.receipts())
    if as_json:
        click.echo(json.dumps(found.to_json()))
    else:
        _show(found)
    return 0


def _show(found: ShadowReport) -> None:
    from suffice.cli._figures import energy, printable

    if not found.requests:
        click.echo("no requests in shadow yet: 'suffice serve --shadow' records them")
        return
    click.echo(f"{found.requests} requests answered by models ({found.failed} of them failed)")
    click.echo(f"{found.candidates} ({found.candidates / found.requests:.1%}) had a verified answer of ours:")
    click.echo(f"  {found.agreements} agree with the model")
    click.echo(f"  {len(found.disagreements)} disagree: one of the two is wrong")
    click.echo(f"  {found.unclear} unclear: the model's text states no answer that can be compared")
    for row in found.disagreements[:_SHOWN]:
        said = " ".join(printable(row["model"] or "").split())
        click.echo(f"    {row['receipt']}: ours {printable(row['ours'])}, the model: {said[-100:]}")
    if len(found.disagreements) > _SHOWN:
        click.echo(f"    and {len(found.disagreements) - _SHOWN} more (--json lists all)")
    figures = found.to_json()
    saving, models, own = figures["saving"], figures["models"], figures["own"]
    click.echo(f"models cost {_usd(models['usd'])} and {_known(models['joules'], energy(models['joules']))}")
    click.echo(f"looking for answers cost {_usd(own['usd'])} and {_known(own['joules'], energy(own['joules']))}")
    click.echo(f"answering for real, every client asking 'auto', would have saved {_usd(saving['usd'])}", nl=False)
    click.echo(f" and {_known(saving['joules'], energy(saving['joules']))}")


def _usd(figure: dict) -> str:
    from suffice.cli._figures import dollars

    sign = "-" if figure["value"] < 0 else ""
    return _known(figure, sign + dollars(abs(figure["value"])))


def _known(figure: dict, shown: str) -> str:
    return f"{shown} + {figure['unknown']} unknown" if figure["unknown"] else shown
