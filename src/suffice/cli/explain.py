"""``suffice explain``: the proof behind an answer, for a person to follow."""

from __future__ import annotations

import json
from pathlib import Path

import click

from suffice.cli import _options
from suffice.errors import UsageError


@click.command("explain", epilog="Example: suffice explain r-5f0c2d9b7a1e4c3d8f60")
@click.argument("id")
@_options.config
@_options.ledger
@_options.as_json
def command(id: str, config: Path | None, ledger: Path | None, as_json: bool) -> int:
    """Show what was understood, each step, and what checked it. ID: a receipt's, or a task's (its latest receipt)."""
    from suffice.config.ladder import open_ledger

    settings = _options.settings(config, ledger)
    with open_ledger(settings, writable=False) as opened:
        receipt = opened.get(id)
        if receipt is None:
            raise UsageError(
                f"the ledger at {settings.ledger_path} holds no receipt or task '{id}': "
                "check the id, or name its ledger with --ledger"
            )
        attestation = opened.attest(receipt)
    if as_json:
        click.echo(json.dumps(receipt))
        return 0
    from suffice.explain import print_proof

    print_proof(receipt, attestation)
    return 0
