"""``suffice profile``: what a log is made of, and how much of it looks compilable."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from suffice import files
from suffice.cli import _options
from suffice.errors import UsageError

if TYPE_CHECKING:
    from suffice.records import Json

_FILE = click.Path(path_type=Path)
_SHOWN = 8  # reasons of a group


@click.command("profile", epilog="Example: suffice profile last-month.jsonl.gz -o profile.html")
@click.argument("logs", nargs=-1, required=True, type=_FILE)
@click.option("-o", "--output", type=_FILE, metavar="PAGE", help="Write the profile as one HTML file.")
@click.option("--fields", metavar="OURS=THEIRS,...", help="Other names of fields: input, answer, gold, time, user, ...")
@click.option("--sample", type=click.IntRange(0, 1000), default=25, show_default=True, metavar="N",
              help="Requests of each group to ask the symbolic tier about.")  # fmt: skip
@click.option("--resume", is_flag=True, help="Go on where the last look at these logs was stopped.")
@_options.config
@_options.as_json
def command(
    logs: tuple[Path, ...],
    output: Path | None,
    fields: str | None,
    sample: int,
    resume: bool,
    config: Path | None,
    as_json: bool,
) -> int:
    """Group the requests in LOGS by structure, type their replies, and say what each group took and how it looks.

    LOGS are JSON lines (short form, OpenAI, Anthropic, OpenTelemetry, receipts), CSV, or a ledger; .gz too. A line that
    cannot be read is counted and reported. No text of any user leaves this machine or is kept.
    """
    from suffice.cli._screen import passes
    from suffice.config.environment import state_folder
    from suffice.config.exact import prover
    from suffice.config.ladder import build
    from suffice.learn.checkpoint import Checkpoint
    from suffice.learn.groups import find
    from suffice.learn.logs import Logs
    from suffice.learn.logs.salt import salt
    from suffice.learn.page import page
    from suffice.learn.profile import profile

    settings = _options.settings(config)
    ladder = build(settings)
    folder = state_folder()
    read = Logs(logs, salt(folder / "salt"), parsed_fields(fields))
    kept = folder / f"profile-{read.mark()[:12]}.json"
    checkpoint = Checkpoint(kept, read, resume)
    try:
        with passes() as (step, _):
            findings = find(read, step, checkpoint)
    except KeyboardInterrupt:
        again = "go on with the same command and --resume" if kept.exists() else "nothing was kept yet"
        print(f"\nsuffice: stopped; {again}", file=sys.stderr)
        return 130
    made = profile(findings, ladder.pricer, prover(settings, ladder) if sample else None, sample)  # pyright: ignore[reportArgumentType]
    made["logs"] = [path.name for path in logs]
    if output is not None:
        files.write(output, page(made, f"Profile of {', '.join(path.name for path in logs)[:100]}"))
    checkpoint.done()
    if as_json:
        click.echo(json.dumps(made, ensure_ascii=False))
    else:
        _show(made)
        if output is not None:
            print(f"suffice: the page is {output}", file=sys.stderr)
    return 0


def parsed_fields(text: str | None) -> dict[str, str]:
    """``input=prompt,gold=label``. Raises UsageError."""
    from suffice.learn.logs.forms.short import NAMES

    pairs = [pair.partition("=") for pair in (text or "").split(",") if pair.strip()]
    for ours, _, theirs in pairs:
        if ours.strip() not in NAMES or not theirs.strip():
            raise UsageError(
                f"--fields '{ours}={theirs}': write one of {', '.join(NAMES)}, '=', and the log's own name"
            )
    return {ours.strip(): theirs.strip() for ours, _, theirs in pairs}


def _show(made: Json) -> None:
    from rich.table import Table

    from suffice.cli._figures import printable
    from suffice.cli._screen import wide_console
    from suffice.learn.page import energy, money, replies, summary, title

    console = wide_console()
    table = Table(title=f"{made['rows']:,} requests, {len(made['groups'])} groups")
    for head in ("group", "requests", "share", "replies", "symbolic", "dollars", "joules", "looks compilable"):
        table.add_column(head, justify="right" if head in ("requests", "share") else "left")
    for group in made["groups"]:
        asked = group["symbolic"]
        spent = group["spent"] if group["spent"]["joules"] else group["as_if"]
        by = "" if group["spent"]["joules"] else " *"
        table.add_row(
            f"{group['id'][:6]} {printable(title(group))}",
            f"{group['rows']:,}",
            f"{group['share']:.1%}",
            replies(group),
            f"{asked['answered']} of {asked['asked']}" if asked else "",
            money(spent) + by,
            energy(spent) + by,
            group["looks"],
        )
    console.print(table)
    for group in made["groups"]:
        more = len(group["why"]) - _SHOWN
        left = [f"and {more} more values: --json or -o lists them"] if more > 0 else []
        for line in (*group["why"][:_SHOWN], *left, *group["notes"]):
            console.print(f"{group['id'][:6]}: {printable(line)}", markup=False, soft_wrap=True)
    for line in made["notes"]:
        console.print(printable(line), markup=False, soft_wrap=True)
    if any(not group["spent"]["joules"] for group in made["groups"]):
        model = made["as_if"]["model"]
        console.print(f"* nobody knows what the logged model took: as if it had been {model}", markup=False)
    console.print(summary(made), markup=False)
