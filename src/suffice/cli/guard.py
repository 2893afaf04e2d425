"""``suffice guard``: what a policy says of a decision, with the clauses that say so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from suffice.errors import UsageError


@click.command("guard", epilog="Example: suffice guard rules.txt 'Jo is a guest. May Jo smoke?'")
@click.argument("policy", type=click.Path(path_type=Path))
@click.argument("case")
@click.option("--json", "as_json", is_flag=True, help="Print the finding as one JSON object.")
def command(policy: Path, case: str, as_json: bool) -> int:
    """Check CASE against POLICY: allowed, forbidden, or in want of a fact.

    POLICY is a file: a form ({"clauses": [...]}, docs/guard.md) if it ends in .json, else plain English. CASE
    is facts and a question in words, or for a form {"facts": ..., "ask": [...]} or {"facts": ..., "tool_call":
    {...}}, or @FILE that holds it. Exit code 0 only for what is allowed.
    """
    from suffice.symbolic.rules.guard import ALLOWED
    from suffice.symbolic.rules.policies import content, load

    text = content(Path(case[1:])) if case.startswith("@") else case
    finding = load(policy).judge(_parsed(text) if text.lstrip().startswith("{") else text)
    if as_json:
        click.echo(json.dumps(finding.to_json(), ensure_ascii=False))
    else:
        click.echo(f"{finding.verdict}: {finding.asked}")
        for clause in finding.clauses:
            click.echo(f"  by: {clause}")
        for fact, verdict in finding.wants:
            click.echo(f"  {verdict} if {fact}")
        for fact in finding.open:
            click.echo(f"  not known: {fact}")
        if finding.reason and not finding.wants:
            click.echo(f"  {finding.reason}")
    return 0 if finding.verdict == ALLOWED else 1


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise UsageError(f"the case is no JSON: {error}") from error
