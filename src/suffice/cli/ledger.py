"""``suffice ledger``: check the chain of receipts, note its head, forget what a person asks to have forgotten."""

from __future__ import annotations

import json
from pathlib import Path

import click

from suffice.cli import _options
from suffice.errors import UsageError


@click.group("ledger", epilog="Example: suffice ledger verify")
def command() -> None:
    """Check the ledger, note its head, or forget a receipt."""


@command.command("verify", epilog="Example: suffice ledger verify --head 12:9f86d081...")
@click.option(
    "--head", metavar="HEAD", help="A head noted earlier, elsewhere: shows a cut end or a rewritten chain too."
)
@_options.config
@_options.ledger
@_options.as_json
def verify(head: str | None, config: Path | None, ledger: Path | None, as_json: bool) -> int:
    """Walk the chain and name the first record that is not as it was written. Exit code 1 if there is one."""
    from suffice.config.ladder import open_ledger
    from suffice.ledgers.sqlite import Head

    settings = _options.settings(config, ledger)
    try:
        anchor = None if head is None else Head.parse(head)
    except ValueError as error:
        raise UsageError(str(error)) from None
    with open_ledger(settings, writable=False) as opened:
        found = opened.verify(anchor)
    fault = found.fault
    if as_json:
        click.echo(
            json.dumps(
                {
                    "ledger": str(settings.ledger_path),
                    "intact": found.intact,
                    "records": found.records,
                    "forgotten": found.forgotten,
                    "head": str(found.head),
                    "anchored": anchor is not None,
                    "fault": fault and {"seq": fault.seq, "what": fault.what},
                }
            )
        )
    elif fault is not None:
        click.echo(f"BROKEN at record {fault.seq}: {fault.what}")
        click.echo(f"{found.records} records before it are sound")
    else:
        click.echo(f"intact: {found.records} records ({found.forgotten} forgotten), head {found.head}")
        if anchor is None:
            click.echo(
                "without a head noted elsewhere (--head), a cut end or a chain rewritten as a whole goes unnoticed"
            )
    return 0 if found.intact else 1


@command.command("head", epilog="Example: suffice ledger head >> anchors.txt")
@_options.config
@_options.ledger
@_options.as_json
def head(config: Path | None, ledger: Path | None, as_json: bool) -> int:
    """Print the last record's place and hash: note it elsewhere, and give it to 'verify --head' later."""
    from suffice.config.ladder import open_ledger

    with open_ledger(_options.settings(config, ledger), writable=False) as opened:
        last = opened.head()
    click.echo(json.dumps({"seq": last.seq, "hash": last.hash}) if as_json else str(last))
    return 0


@command.command("forget", epilog="Example: suffice ledger forget r-5f0c2d9b7a1e4c3d8f60")
@click.argument("id")
@_options.config
@_options.ledger
@_options.as_json
def forget(id: str, config: Path | None, ledger: Path | None, as_json: bool) -> int:
    """Erase the text of receipt ID, or of all receipts of task ID. The chain still verifies. It cannot be undone."""
    from suffice.config.ladder import open_ledger

    settings = _options.settings(config, ledger)
    open_ledger(settings, writable=False).close()  # a ledger that is not there is not made for this
    with open_ledger(settings) as opened:
        erased = opened.forget(id)
        if not erased and opened.get(id) is None:
            raise UsageError(f"the ledger holds no receipt or task '{id}': give the id of a receipt or of a task")
    click.echo(json.dumps({"id": id, "erased": erased}) if as_json else f"erased {erased} of '{id}'")
    return 0
