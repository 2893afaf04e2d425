"""``suffice learn``: solvers compiled from logged traffic, each with a certificate, or the reason why there is none."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from suffice.cli import _options
from suffice.errors import UsageError

if TYPE_CHECKING:
    from suffice.learn.studied import Studied, Study

_FILE = click.Path(path_type=Path)
_IDS = 20  # of requests that are named
_MANY = 0.05  # share of requests that repeat others, to speak of them
_LINES = 12  # of a solver that can be read


@click.command("learn", epilog="Example: suffice learn logs.jsonl -o solvers --reference answer --target 0.95")
@click.argument("logs", type=_FILE, nargs=-1, required=True)
@click.option("-o", "--output", type=_FILE, required=True, metavar="SOLVERS", help="Write solvers to this folder.")
@click.option(
    "--reference",
    type=click.Choice(["gold", "answer"]),
    required=True,
    help="What right means: the gold values, or the logged answers.",
)
@click.option("--target", type=float, default=0.95, show_default=True, metavar="T", help="Accuracy to certify.")
@click.option("--delta", type=float, default=0.05, show_default=True, metavar="D", help="Chance that it is wrong.")
@click.option("--class-floor", type=float, metavar="F", help="Leave labels that are right less often to others.")
@click.option("--budget-s", type=click.FloatRange(min=0, min_open=True), metavar="S", help="CPU seconds in all.")
@click.option("--seed", type=int, default=0, show_default=True, metavar="N", help="Draws the parts of the data.")
@click.option("--by-user", is_flag=True, help="Certify on one request of each user: theirs may be wrong together.")
@click.option("--program-model", metavar="NAME", help="Ask this [[model]] once a value for a program, shown examples.")
@_options.config
@_options.as_json
def command(
    logs: tuple[Path, ...],
    output: Path,
    reference: str,
    target: float,
    delta: float,
    class_floor: float | None,
    budget_s: float | None,
    seed: int,
    by_user: bool,
    program_model: str | None,
    config: Path | None,
    as_json: bool,
) -> int:
    """Learn from LOGS which requests need no large model, and write solvers for them.

    LOGS are files of JSON lines, CSV, gzip, or a ledger; see docs/logs.md. A group of requests with the same structure
    is served by the cheapest solver whose answers agree with the reference at least as often as --target, certified
    with confidence 1 - D. Serve the result with: suffice run TASKS -o RECEIPTS --solvers SOLVERS
    """
    from suffice.cli._screen import passes
    from suffice.config import environment
    from suffice.config.exact import prover
    from suffice.config.ladder import build
    from suffice.config.writer import writer
    from suffice.learn.logs import Logs
    from suffice.learn.logs.salt import salt
    from suffice.learn.studied import Order
    from suffice.learn.study import earlier, study
    from suffice.learned.store import MANIFEST

    order = Order(reference, target, delta, class_floor, budget_s, seed, by_user, program_model)
    if output.exists() and not output.is_dir():
        raise UsageError(f"{output} is no folder: name a new one")
    earlier(output)
    settings = _options.settings(config).with_solvers(output if (output / MANIFEST).exists() else None)
    source = Logs(logs, salt(environment.state_folder() / "salt"))
    ladder = build(settings)
    write = writer(settings, ladder, program_model) if program_model else None
    try:
        with passes() as (step, tell):
            found = study(source, output, order, step, tell, prover(settings, ladder), write)
    except KeyboardInterrupt:
        print("\nsuffice: stopped; the same command goes on from what is done", file=sys.stderr)
        return 130
    if as_json:
        click.echo(json.dumps(_as_json(found, output), ensure_ascii=False))
    else:
        _show(found, output)
    return 0


def _as_json(study: Study, output: Path) -> dict:
    return {
        "rows": study.findings.rows,
        "unfitting": study.findings.unfitting,
        "odd": study.findings.odd,
        "left_out": study.findings.faults.to_json(),
        "reference": study.order.reference,
        "target": study.order.target,
        "delta": study.order.delta,
        "groups": [group.to_json() for group in study.groups],
        "solvers": str(output),
        "late": study.late,
        "studies": study.studies,
        "manifest": study.manifest,
        "cpu_s": study.cpu_s,
    }


def _show(study: Study, output: Path) -> None:
    from rich.table import Table

    from suffice.cli._figures import printable
    from suffice.cli._screen import wide_console

    console = wide_console()
    table = Table(box=None, pad_edge=False, header_style="bold")
    right = ("n", "share", "proved", "coverage", "KB")
    for name in ("group", "n", "share", "proved", "output", "solver", "coverage", "certified", "KB"):
        table.add_column(name, justify="right" if name in right else "left")
    for row in study.groups:
        table.add_row(*_cells(row))
    console.print(table)
    for row in study.groups:
        if row.outcome is not None and row.outcome.certificate is not None:
            console.print(f"{row.name}: {row.outcome.certificate.statement}", highlight=False, markup=False)
        else:
            rest = " for what was not asked before" if row.remembers else ""
            console.print(f"{row.name}: keep the big model{rest}: {row.why}", highlight=False, markup=False)
        for line in [*_remarks(row), *_template(row, output)]:
            console.print(f"  {printable(line)}", highlight=False, markup=False)
    for line in study.findings.faults.lines():
        console.print(printable(line), highlight=False, markup=False)
    if study.findings.unfitting or study.findings.odd:
        odd = f"{study.findings.unfitting} rows of no group, {study.findings.odd} of images or tool calls"
        console.print(odd, highlight=False)
    if study.groups and not any(row.found.census.users.held for row in study.groups):
        told = "no users are named: what one of them sends often cannot be told from what many send"
        console.print(f"{told}, and may become a label or constant text", highlight=False)
    if study.studies > 1:
        told = f"study number {study.studies} of these logs in {output}: each spends a delta of {study.order.delta:g}"
        console.print(f"{told} of its own, and choosing among them spends all", highlight=False)
    if study.late:
        told = f"{study.late} groups were not searched in full in the time given: the same command goes on with them"
        console.print(told, highlight=False)
    console.print(f"manifest {study.manifest}", highlight=False)
    console.print(f"serve: {_options.program()} run TASKS.jsonl -o RECEIPTS.jsonl --solvers {output}", highlight=False)


def _cells(row: Studied) -> Sequence[str]:
    certificate, exact = row.outcome.certificate if row.outcome else None, row.gathered.exact
    outputs = ", ".join(dict.fromkeys(row.group.reply.outputs.values())) if row.group else "-"
    again = row.repeats if row.remembers else None
    voices = [*(again.voices.values() if again else ()),
              *(row.outcome.voices.values() if row.outcome and certificate else ())]  # fmt: skip
    served = certificate or (again.certificate if again else None)
    coverage = certificate.coverage if certificate else again.share if again else 0.0
    return (
        row.name,
        f"{row.found.census.rows:,}",
        f"{row.share:.1%}",
        f"{exact.answered} of {exact.asked}" if exact and exact.asked else "-",
        outputs,
        ", ".join(dict.fromkeys(voice.kind for voice in voices)) or "-",
        f"{coverage:.1%}" if coverage else "0%",
        f"{served.target:.4g}" if served else "no",
        f"{row.bytes / 1000:,.0f}" if served else "-",
    )


def _template(row: Studied, output: Path) -> list[str]:
    """What was mined, for the operator to approve; or why the best Problem is not proposed."""
    mined = row.mined
    if mined is None or mined.proposal is None:
        return []
    if mined.text is None:
        return [f"no template: {mined.proposal} Not proposed: {mined.why}"]
    said = [f"template {mined.name} proposed: {mined.proposal}", *(f"  {one.name}: {one.said}" for one in mined.checks)]
    if mined.wrong:
        shown = ", ".join(f"{id} (line {line})" for id, line in mined.wrong[:_IDS])
        more = f" and {len(mined.wrong) - _IDS} more" if len(mined.wrong) > _IDS else ""
        said.append(f"  {len(mined.wrong)} logged answers are other than that: {shown}{more}")
    return [*said, f"  read {output / 'templates' / mined.name}.toml, then: {_options.program()} template approve "
            f"{output} {mined.name}"]  # fmt: skip


def _remarks(row: Studied) -> list[str]:
    said = []
    gathered = row.gathered
    if gathered.graded:
        said.append(f"the logged answers of {gathered.names()} are gold in {gathered.right} of {gathered.graded} rows")
    exact = gathered.exact
    if exact and exact.answered:
        as_logged = f", {exact.same} of {exact.compared} as the reference" if exact.compared else ""
        said.append(f"{exact.answered} of {exact.asked} are proved by the exact engines{as_logged}: not learned again")
    if gathered.unread:
        said.append(f"{gathered.unread} rows have no reference and were left out")
    if row.outcome and row.outcome.contradictions:
        said.append(f"{row.outcome.contradictions} requests were answered in different ways; one answer, drawn, counts")
    if row.outcome and row.outcome.repeats:
        said.append(f"{row.outcome.repeats} rows repeat another request and count once")
    again = row.repeats
    if again is not None and (again.hopeful or again.share >= _MANY):
        said.append(f"{again.requests} requests came again word for word: " + (
            f"remembered, {again.certificate.statement}" if again.certificate else f"not remembered, {again.why}"
        ))  # fmt: skip
    for name, voice in row.outcome.voices.items() if row.outcome else ():
        lines = voice.predictor.says()
        more = [f"... and {len(lines) - _LINES} more"] if len(lines) > _LINES else []
        said += [f"{name}, {voice.kind}: {line}" for line in [*lines[:_LINES], *more]]
    for name, alone in row.outcome.by_value.items() if row.outcome else ():
        said.append(f"{name} alone: {alone if isinstance(alone, str) else f'{alone.coverage:.1%} could be served'}")
    differing = row.outcome.disagreeing if row.outcome else ()
    if differing:
        more = f" and {len(differing) - _IDS} more" if len(differing) > _IDS else ""
        said.append(f"look at what was logged: another answer would be served to {', '.join(differing[:_IDS])}{more}")
    certificate = row.outcome.certificate if row.outcome else None
    if certificate and certificate.audit_served:
        wrong, served = certificate.audit_errors, certificate.audit_served
        said.append(f"audit, on {certificate.audit_sample} others: {served} served, {wrong} of them wrong")
    return said
