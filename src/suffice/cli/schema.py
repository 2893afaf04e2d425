"""``suffice schema``: the JSON Schema of a family's Problems, for whoever posts them."""

from __future__ import annotations

import json

import click

from suffice.errors import UsageError


@click.command("schema", epilog="Example: suffice schema arithmetic > arithmetic.schema.json")
@click.argument("family")
def command(family: str) -> int:
    """Print the JSON Schema (draft 2020-12) of FAMILY's problems, such as 'arithmetic' or 'planning'."""
    from suffice.symbolic.schema import described, schema

    if family not in described():
        raise UsageError(f"no schema for '{family}'; there are: {', '.join(described())}")
    click.echo(json.dumps(schema(family), indent=2, ensure_ascii=False))
    return 0
