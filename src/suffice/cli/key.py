"""``suffice key``: who may ask the gateway."""

from __future__ import annotations

import json
from pathlib import Path

import click

from suffice.cli import _options


@click.group("key", epilog="Example: suffice key add checkout-service")
def command() -> None:
    """Make, list and remove the keys that 'suffice serve' asks for."""


@command.command("add", epilog="Example: suffice key add checkout-service")
@click.argument("name")
@_options.config
def add(name: str, config: Path | None) -> int:
    """Make a key called NAME and print it, this once. Receipts will name it."""
    from suffice.gateway import keys

    click.echo(keys.add(_options.settings(config).keys_path, name))
    return 0


@command.command("list", epilog="Example: suffice key list")
@_options.config
@_options.as_json
def names(config: Path | None, as_json: bool) -> int:
    """List the names of the keys, and when each was made."""
    from suffice.gateway import keys

    found = keys.names(_options.settings(config).keys_path)
    if as_json:
        click.echo(json.dumps([{"name": name, "created": made} for name, made in found.items()]))
    elif not found:
        click.echo("no keys: 'suffice key add NAME' makes one")
    else:
        for name, made in sorted(found.items()):
            click.echo(f"{name}  made {made}")
    return 0


@command.command("remove", epilog="Example: suffice key remove checkout-service")
@click.argument("name")
@_options.config
def remove(name: str, config: Path | None) -> int:
    """Remove the key NAME: running servers refuse it within seconds."""
    from suffice.gateway import keys

    keys.remove(_options.settings(config).keys_path, name)
    click.echo(f"removed '{name}'")
    return 0
