"""``suffice template``: try templates on real requests before they are trusted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from suffice.cli import _options
from suffice.cli._figures import printable
from suffice.errors import UsageError
from suffice.records import Budget, Requirement

if TYPE_CHECKING:
    from suffice.records import Task
    from suffice.symbolic.templates.fit import Fit

_FILE = click.Path(path_type=Path)


@click.group("template", epilog="Example: suffice template check late-fee.toml --on tasks.jsonl")
def command() -> None:
    """Templates: fixed prompts whose slots an application fills."""


@command.command("check", epilog="Example: suffice template check late-fee.toml --on tasks.jsonl")
@click.argument("file", type=_FILE)
@click.option("--on", "tasks", type=_FILE, required=True, metavar="TASKS", help="Requests to try them on.")
@_options.as_json
def check(file: Path, tasks: Path, as_json: bool) -> int:
    """Show which requests in TASKS fit a template in FILE (or folder), which nearly do, and why not."""
    from suffice.symbolic.templates.fit import best_fits, survey
    from suffice.symbolic.templates.load import load_all

    templates = load_all([file])
    if as_json:
        click.echo(json.dumps(survey(templates, _tasks(tasks))))
        return 0
    counts = {"fits": 0, "near": 0, "none": 0}
    for task in _tasks(tasks):
        fits = best_fits(templates, task)
        status = fits[0].status if fits else "none"
        counts[status] += 1
        if status != "none":
            for fit in fits:
                _show(task, fit)
    click.echo(f"{counts['fits']} fit, {counts['near']} nearly fit, {counts['none']} are something else")
    return 0


@command.command("approve", epilog="Example: suffice template approve solvers mined-0c6d1a2b3c4d")
@click.argument("solvers", type=_FILE)
@click.argument("name", required=False)
@_options.as_json
def approve(solvers: Path, name: str | None, as_json: bool) -> int:
    """Let the mined template NAME in SOLVERS be served; without NAME, show what is proposed.

    A template that 'suffice learn' mined is served, as proved, only after this. The manifest records the SHA-256 of the
    file that was approved, so that its own changes: where the configuration pins it, pin the new one.
    """
    from suffice.learned import approved
    from suffice.symbolic.templates.load import load

    if name is None:
        rows = approved.proposed(solvers)
        if as_json:
            click.echo(json.dumps(list(rows), ensure_ascii=False))
        for row in () if as_json else rows:
            click.echo(
                f"{row['name']} ({'approved' if row.get('approved') else 'not approved'}): {printable(row['proposal'])}"
            )
        return 0
    row = next((row for row in approved.proposed(solvers) if row["name"] == name), None)
    if row is not None:
        load(solvers / approved.FOLDER / f"{name}.toml")
    manifest = approved.approve(solvers, name)
    assert row is not None
    if as_json:
        click.echo(json.dumps({"name": name, "sha256": row["sha256"], "manifest": manifest}))
        return 0
    click.echo(f"{name}: {printable(row['proposal'])}")
    click.echo(f"approved, file {row['sha256']}\nmanifest {manifest}")
    return 0


def _show(task: Task, fit: Fit) -> None:
    if fit.status == "fits":
        ways = f" in {len(fit.slots)} ways" if len(fit.slots) > 1 else ""
        click.echo(f"{task.id}: fits {fit.template}{ways}")
        return
    click.echo(f"{task.id}: nearly fits {fit.template}")
    if fit.difference is not None:
        click.echo(f"  {printable(fit.difference.to_text())}")


def _tasks(path: Path) -> Iterator[Task]:
    from suffice.workload.lines import opened, read_lines
    from suffice.workload.tasks import Unreadable, parse

    with opened(path) as lines:
        for line in read_lines(lines):
            read = parse(line, Requirement.parse("any"), Budget())
            if isinstance(read, Unreadable):
                raise UsageError(f"{path}, {read.reason}")
            yield read[0]
