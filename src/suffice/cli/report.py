"""``suffice report``: accuracy, energy and auditability of what was answered, as one page."""

from __future__ import annotations

import json
from pathlib import Path

import click

from suffice import files
from suffice.cli import _options
from suffice.records import Json

_FILE = click.Path(path_type=Path)


@click.command("report", epilog="Example: suffice report receipts.jsonl --solvers solvers -o report.html")
@click.argument("receipts", type=_FILE, nargs=-1, required=True)
@click.option("--solvers", type=_FILE, metavar="DIR", help="Folder of learned solvers: groups and certificates.")
@click.option("-o", "--output", type=_FILE, metavar="PAGE", help="Write one HTML file.")
@click.option("--markdown", type=_FILE, metavar="FILE", help="Write Markdown.")
@click.option("--decisions", type=click.IntRange(0), default=0, metavar="N",
              help="Show N learned answers on the page, and what spoke for them in their requests' text.")  # fmt: skip
@_options.config
@_options.as_json
def command(
    receipts: tuple[Path, ...],
    solvers: Path | None,
    output: Path | None,
    markdown: Path | None,
    decisions: int,
    config: Path | None,
    as_json: bool,
) -> int:
    """Answer three questions from RECEIPTS, files of receipts or ledgers.

    For each group of requests and whoever answered them: how often is it right, what energy does an answer take, and
    what can an auditor look at? Both energy figures are told: of an answered request, and of the whole stream.
    """
    from suffice.config.costing import meter, pricer
    from suffice.report import page, sentences, told
    from suffice.report.figures import figures
    from suffice.report.gather import Group, gather, receipts_in
    from suffice.report.markdown import markdown as as_markdown

    settings = _options.settings(config)
    solvers = solvers or (settings.learned.solvers if settings.learned else None)
    shown: list[Json] = []

    def seen(group: Group, receipt: Json) -> None:
        if receipt["tier"] == "learned" and len(shown) < decisions:
            shown.append(receipt)

    found = figures(gather(receipts_in(receipts), solvers, meter(settings), pricer(settings), seen))
    for path, text in ((output, page.html(found, shown)), (markdown, as_markdown(found))):
        if path is not None:
            files.write(path, text)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return 0
    for line in sentences.summary(found):
        click.echo(line)
    for value, spread, said in sentences.headlines(found):
        click.echo(f"{value}{f' ({spread})' if spread else ''} {said}")
    for name, part in sentences.parts(found):
        click.echo(f"{name}: {told.energy(part)}")
    for line in sentences.accounts(found):
        click.echo(line)
    for path in (output, markdown):
        if path is not None:
            click.echo(f"written: {path}")
    return 0
