"""``suffice run``: a file of tasks in, a file of receipts out, and the table."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from itertools import islice
from os import urandom
from pathlib import Path
from typing import TYPE_CHECKING

import click

from suffice.cli import _options
from suffice.errors import LedgerError, UsageError
from suffice.records import Json

if TYPE_CHECKING:
    from suffice.config import Settings
    from suffice.ledgers.sqlite import SqliteLedger
    from suffice.workload.lines import Line
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

    settings = _options.settings(config, ledger).with_requires(requires).with_budget_s(budget_s)
    if solvers is not None:
        _no_solvers(solvers)
    surveyed = survey(tasks)
    receipts.check_place(output, tasks, resume)
    ladder = build(settings)
    tally = Tally()
    with open_ledger(settings) as opened:
        if resume:
            file = receipts.resume(output, tasks, opened.path, _label(output), tally.add)
        else:
            file = receipts.begin(output, tasks, opened.path, _label(output))
        try:
            _go(
                tasks,
                file,
                ladder,
                opened,
                settings,
                tally,
                surveyed.tasks,
                again=_again(tasks, output, config, ledger),
            )
        finally:
            file.close()
    _report(tally, output, opened.path, as_json)
    if tour:
        _tour(tally, settings)
    return 1 if tally.total.failed else 0


def _go(tasks, file, ladder, ledger, settings, tally, total: int, again: str) -> None:
    """Answer what is not answered yet. Raises click.exceptions.Exit when it is stopped."""
    from suffice.cli._screen import progress
    from suffice.pool import WorkerPool
    from suffice.workload.drive import Interrupted, drive
    from suffice.workload.lines import opened, read_lines

    known = _known(ledger, file)
    with opened(tasks) as lines, progress(total, file.written) as bar, WorkerPool() as pool:

        def write(receipt: Json) -> None:
            file.write(receipt)
            tally.add(receipt)
            bar.advance(bar.task_ids[0])

        try:
            asyncio.run(
                drive(
                    islice(read_lines(lines), file.written, None),
                    ladder.steps,
                    ledger,
                    file.run,
                    write,
                    requires=settings.requires,
                    budget=settings.budget,
                    concurrency=settings.concurrency,
                    known=known,
                    connects=ladder.connects,
                    pool=pool,
                )
            )
        except Interrupted as stop:
            _stopped(f"stopped after {file.written} of {total} tasks", again)
            raise click.exceptions.Exit(128 + stop.signal) from None
        except LedgerError as error:
            _stopped(f"stopped after {file.written} of {total} tasks: {error}", again)
            raise click.exceptions.Exit(1) from None


def _known(ledger: SqliteLedger, file: ReceiptFile) -> Callable[[Line], Json | None]:
    """Receipts that the ledger holds for this run and the file does not: written, not answered again."""
    from suffice.workload.receipts import answers, key, key_of

    held = {
        key_of(receipt): receipt
        for receipt in ledger.receipts(run=file.run)
        if receipt["id"] not in file.ids and receipt["status"] != "forgotten"
    }

    def find(line: Line) -> Json | None:
        receipt = held.pop(key(line), None) if held else None
        if receipt is not None and not answers(receipt, line):
            raise UsageError(
                f"cannot resume: the ledger holds another task than line {line.number} under the id "
                f"'{receipt['task_id']}'; give the tasks file that the run began with, or another -o"
            )
        return receipt

    return find


def _label(output: Path) -> str:
    """What the ledger calls this run: a name of its own, however often the file's name is used again."""
    return f"run {urandom(8).hex()} to {output.name}"


def _again(tasks: Path, output: Path, config: Path | None, ledger: Path | None) -> str:
    from shlex import join

    named = [("--config", config), ("--ledger", ledger)]
    options = [word for option, value in named if value is not None for word in (option, str(value))]
    return join(["suffice", "run", str(tasks), "-o", str(output), *options, "--resume"])


def _stopped(what: str, again: str) -> None:
    print(f"suffice: {what}; go on with: {again}", file=sys.stderr)


def _no_solvers(folder: Path) -> None:
    """Learned solvers are folders with a manifest. Raises UsageError: this version serves none."""
    if not folder.is_dir():
        raise UsageError(f"--solvers {folder} is no folder: check the path")
    raise UsageError(f"--solvers {folder} holds no learned solvers that this version can serve: leave the option out")


def _report(tally: Tally, output: Path, ledger: Path, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({**tally.to_json(), "receipts": str(output), "ledger": str(ledger)}))
        return
    from suffice.cli._screen import conclusions, tier_table, wide_console

    console = wide_console()
    console.print(tier_table(tally))
    for line in conclusions(tally):
        console.print(line, markup=False)
    console.print(f"receipts: {output}; ledger: {ledger}", markup=False, soft_wrap=True)
    if tally.total.failed:
        failed = f'{tally.total.failed} tasks failed: their receipts say why, under "error"'
        print(f"suffice: {failed}", file=sys.stderr)


def _tour(tally: Tally, settings: Settings) -> None:
    from suffice.config.ladder import open_ledger
    from suffice.explain import print_proof

    if tally.example is not None:
        with open_ledger(settings, writable=False) as ledger:
            receipt = ledger.get(tally.example)
            click.echo(f"\nOne proof, as 'suffice explain {tally.example}' prints it:\n")
            print_proof(receipt, ledger.attest(receipt))
    click.echo("\nTry next:")
    for suggestion in (
        "suffice solve 'The bill came to $148 for 4 of us, and we tip 18%. What does each pay?'",
        "suffice ledger verify",
        "suffice bench symbolic",
    ):
        click.echo(f"  {suggestion}")
