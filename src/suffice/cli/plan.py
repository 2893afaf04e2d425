"""``suffice plan``: what should answer each group of requests in the years to come, on what capacity, at what price."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from suffice import files
from suffice.cli import _options
from suffice.errors import UsageError

if TYPE_CHECKING:
    from suffice.plan.workload import Workload
    from suffice.records import Json

_FILE = click.Path(path_type=Path)


@click.command("plan", epilog="Example: suffice plan profile.json --solvers solvers -o plan")
@click.argument("source", required=False, type=_FILE)
@click.option("-o", "--output", type=_FILE, required=True, metavar="DIR",
              help="Write plan.html, plan.json, plan.csv and plan.xlsx to this folder.")  # fmt: skip
@click.option("--solvers", type=_FILE, metavar="DIR", help="Folder of learned solvers: groups and certificates.")
@click.option("--assumptions", type=_FILE, metavar="FILE", help="TOML with figures in place of the shipped ones.")
@click.option("--watch", type=_FILE, metavar="LAST", help="Compare with the plan that an earlier call wrote there.")
@_options.config
@_options.as_json
def command(
    source: Path | None,
    output: Path,
    solvers: Path | None,
    assumptions: Path | None,
    watch: Path | None,
    config: Path | None,
    as_json: bool,
) -> int:
    """Make a compute plan for years from SOURCE: a profile ('suffice profile --json'), a ledger, or receipts.

    Each group of requests gets the cheapest mixture of exact and learned solvers, models by the call and models on
    capacity of its own that keeps to the group's accuracy, over scenarios of what may come. Every price and figure is
    an input with its range and source (docs/plan.md): --assumptions FILE replaces any of them, and [groups.NAME] there
    adds groups, so that SOURCE may be left out.
    """
    from suffice.meters import grid_intensity
    from suffice.plan import page, sheet
    from suffice.plan.assumptions import load
    from suffice.plan.made import made
    from suffice.plan.study import study
    from suffice.plan.watch import changes, read_plan
    from suffice.plan.workload import stated

    settings = _options.settings(config)
    known = load(assumptions)
    before = read_plan(watch) if watch else None
    if output.exists() and not output.is_dir():
        raise UsageError(f"{output} is no folder: name a new one")
    solvers = solvers or (settings.learned.solvers if settings.learned else None)
    where = str(assumptions or "--assumptions")
    workload = stated(_workload(source, solvers, config), known.rows.get("groups", {}), where)
    grid = grid_intensity(settings.energy.country, settings.energy.g_per_kwh)
    found = made(study(workload, known, grid))
    if before is not None:
        found["watch"] = changes(before, found)
    spreadsheet = sheet.xlsx(found)
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{output} cannot be made ({error.strerror}): name another folder") from None
    for name, text in (
        ("plan.json", json.dumps(found, ensure_ascii=False, indent=1)),
        ("plan.html", page.html(found)),
        ("plan.csv", sheet.csv(found)),
    ):
        files.write(output / name, text)
    files.write(output / "plan.xlsx", spreadsheet)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
    else:
        _show(found, output)
    return 0


def _workload(source: Path | None, solvers: Path | None, config: Path | None) -> Workload:
    """Raises UsageError for what is neither profile nor receipts."""
    from suffice.config.costing import meter
    from suffice.plan.profiles import read_profile
    from suffice.plan.receipts import read_receipts
    from suffice.plan.workload import Workload
    from suffice.report.gather import receipts_in

    if source is None:
        return Workload((), None, "the assumptions")
    try:
        with source.open("rb") as file:
            begins = file.read(4096)
    except OSError as error:
        raise UsageError(f"{source} cannot be read ({error.strerror}): name a profile, a ledger or receipts") from None
    if not begins.startswith(b"SQLite format 3") and b'"task_id"' not in begins[:500]:
        if begins.lstrip()[:1] != b"{":
            raise UsageError(
                f"{source} is no profile, ledger or file of receipts: 'suffice profile LOGS --json' writes one"
            )
        return read_profile(source.read_text(encoding="utf-8", errors="replace"), source.name, solvers)
    return read_receipts(receipts_in([source]), source.name, solvers, meter(_options.settings(config)))


def _show(found: Json, output: Path) -> None:
    from rich.table import Table

    from suffice.cli._figures import printable
    from suffice.cli._screen import wide_console
    from suffice.plan.words import cells, lines

    console = wide_console()
    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in (
        "group",
        "requests a month",
        "who answers, first year",
        "accuracy",
        "dollars a month",
        "kWh",
        "kg CO2e",
    ):
        table.add_column(head, justify="left" if head in ("group", "who answers, first year") else "right")
    for group in found["groups"]:
        table.add_row(*(printable(cell) for cell in cells(group)))
    console.print(table)
    for line in lines(found):
        console.print(printable(line), markup=False, highlight=False, soft_wrap=True)
    console.print(f"written: {output}/plan.html, plan.json, plan.csv, plan.xlsx", markup=False, highlight=False)
