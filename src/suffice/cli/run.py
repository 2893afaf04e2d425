"""``suffice run``: a file of tasks in, a file of receipts out, and the table."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Mapping
from itertools import islice
from os import urandom
from pathlib import Path
from shlex import join, quote
from typing import TYPE_CHECKING

import click

from suffice.cli import _options
from suffice.errors import LedgerError, UsageError
from suffice.records import Json

if TYPE_CHECKING:
    from suffice.config import Settings
    from suffice.config.ladder import Ladder
    from suffice.ledgers.sqlite import SqliteLedger
    from suffice.workload.receipts import ReceiptFile
    from suffice.workload.tally import Tally

_FILE = click.Path(path_type=Path)


@click.command("run", epilog="Example: suffice run tasks.jsonl -o receipts.jsonl --requires proved")
@click.argument("tasks", type=_FILE)
@click.option("-o", "--output", type=_FILE, required=True, metavar="RECEIPTS", help="Write receipts here, one a line.")
@_options.config
@_options.requires
@click.option("--solvers", type=_FILE, metavar="DIR", help="Folder of learned solvers.")
@click.option("--resume", is_flag=True, help="Go on with RECEIPTS after a run that was cut short.")
@_options.budget_s
@_options.ledger
@click.option("--tour", is_flag=True, help="End with one proof, and what to try next.")
@_options.as_json
def command(
    tasks: Path,
    output: Path,
    config: Path | None,
    requires: str | None,
    solvers: Path | None,
    resume: bool,
    budget_s: float | None,
    ledger: Path | None,
    tour: bool,
    as_json: bool,
) -> int:
    """Answer every task in TASKS, a file with one JSON object a line.

    A line holds "id" and "input" (or "messages"), and may hold "now", "response_format", "requires", "gold" and
    other fields of a chat request. Blank lines are skipped. Receipts come in the order of the tasks; a line that
    cannot be read gets a receipt that says why, and the exit code is 1.
    """
    from suffice.config.ladder import build, open_ledger
    from suffice.workload import receipts
    from suffice.workload.survey import survey
    from suffice.workload.tally import Tally

    settings = _options.settings(config, ledger).with_requires(requires).with_budget_s(budget_s).with_solvers(solvers)
    total = survey(tasks).tasks
    receipts.check_place(output, tasks, resume)
    if output.resolve() == settings.ledger_path.resolve():
        raise UsageError(f"{output} is the ledger: name another file for the receipts")
    ladder = build(settings)
    tally = Tally()
    with open_ledger(settings) as opened:
        if resume:
            file = receipts.resume(output, tasks, opened.path, _label(output), tally.add)
        else:
            file = receipts.begin(output, tasks, opened.path, _label(output))
        try:
            code = _answer(tasks, total, file, ladder, opened, settings, tally)
        finally:
            file.close()
    if code:
        named = {"--config": config, "--ledger": ledger, "--requires": requires, "--budget-s": budget_s}
        print(f"  go on with: {_again(tasks, output, named)}", file=sys.stderr)
        return code
    _report(tally, output, settings, as_json)
    if tour:
        _tour(tally, settings, ledger)
    return 1 if tally.total.failed else 0


def _answer(
    tasks: Path,
    total: int,
    file: ReceiptFile,
    ladder: Ladder,
    ledger: SqliteLedger,
    settings: Settings,
    tally: Tally,
) -> int:
    """Answer what is not answered yet. Not 0 when it was stopped before the end."""
    from suffice.cli._screen import progress
    from suffice.pool import WorkerPool
    from suffice.workload.drive import Interrupted, drive
    from suffice.workload.lines import opened, read_lines
    from suffice.workload.receipts import held_back

    with opened(tasks) as lines, progress(total, file.written) as advance, WorkerPool() as pool:

        def write(receipt: Json) -> None:
            file.write(receipt)
            tally.add(receipt)
            advance()

        work = drive(
            islice(read_lines(lines), file.written, None),
            ladder.steps,
            ledger,
            file.run,
            write,
            requires=settings.requires,
            budget=settings.budget,
            concurrency=settings.concurrency,
            known=held_back(ledger.receipts(run=file.run), file),
            connects=ladder.connects,
            pool=pool,
        )
        try:
            asyncio.run(work)
        except Interrupted as stop:
            print(f"suffice: stopped after {file.written} of {total} tasks", file=sys.stderr)
            return 128 + stop.signal
        except LedgerError as error:
            print(f"suffice: stopped after {file.written} of {total} tasks: {error}", file=sys.stderr)
            return 1
    return 0


def _label(output: Path) -> str:
    """What the ledger calls this run: a name of its own, however often the file's name is used again."""
    return f"run {urandom(8).hex()} to {output.name}"


def _again(tasks: Path, output: Path, named: Mapping[str, object]) -> str:
    options = [word for option, value in named.items() if value is not None for word in (option, str(value))]
    return join([_options.program(), "run", str(tasks), "-o", str(output), *options, "--resume"])


def _report(tally: Tally, output: Path, settings: Settings, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({**tally.to_json(), "receipts": str(output), "ledger": str(settings.ledger_path)}))
        return
    from suffice.cli._screen import conclusions, tier_table, wide_console

    console = wide_console()
    console.print(tier_table(tally))
    for line in conclusions(tally, bool(settings.models)):
        console.print(line, markup=False)
    console.print(f"receipts: {output}; ledger: {settings.ledger_path}", markup=False, soft_wrap=True)
    if tally.total.failed:
        failed = f'{tally.total.failed} tasks failed: their receipts say why, under "error"'
        print(f"suffice: {failed}", file=sys.stderr)


def _tour(tally: Tally, settings: Settings, ledger: Path | None) -> None:
    """One proof, and the next three commands."""
    from suffice.config.ladder import open_ledger
    from suffice.explain import print_proof

    if tally.example is not None:
        with open_ledger(settings, writable=False) as opened:
            receipt = opened.get(tally.example)
            click.echo("\nOne proof:\n")
            print_proof(receipt, opened.attest(receipt))
    where = "" if ledger is None else f" --ledger {quote(str(ledger))}"
    click.echo("\nTry next:")
    for suggestion in (
        "solve 'What is 18% of $1,250?'",
        f"explain {tally.example}{where}" if tally.example else f"ledger head{where}",
        f"ledger verify{where}",
    ):
        click.echo(f"  {_options.program()} {suggestion}")
