"""``suffice report``: accuracy, energy and auditability of what was answered, as one page."""

from __future__ import annotations

import json
from pathlib import Path

import click

from suffice.cli import _options

_FILE = click.Path(path_type=Path)


@click.command("report", epilog="Example: suffice report receipts.jsonl --solvers solvers -o report.html")
@click.argument("receipts", type=_FILE, nargs=-1, required=True)
@click.option("--solvers", type=_FILE, metavar="DIR", help="Folder of learned solvers: groups and certificates.")
@click.option("-o", "--output", type=_FILE, metavar="PAGE", help="Write one HTML file.")
@click.option("--markdown", type=_FILE, metavar="FILE", help="Write Markdown.")
@_options.config
@_options.as_json
def command(
    receipts: tuple[Path, ...],
    solvers: Path | None,
    output: Path | None,
    markdown: Path | None,
    config: Path | None,
    as_json: bool,
) -> int:
    """Answer three questions from RECEIPTS, files of receipts or ledgers.

    For each group of requests and whoever answered them: how often is it right, what energy does an answer take, and
    what can an auditor look at? Both energy figures are told: of an answered request, and of the whole stream.
    """
    from suffice.config.ladder import meter
    from suffice.report import page
    from suffice.report.figures import figures
    from suffice.report.gather import gather, receipts_in

    settings = _options.settings(config)
    solvers = solvers or (settings.learned.solvers if settings.learned else None)
    found = figures(gather(receipts_in(receipts), solvers, meter(settings)))
    for path, text in ((output, page.html(found)), (markdown, page.markdown(found))):
        if path is not None:
            _options.write_whole(path, text)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return 0
    for line in (*page.summary(found), *page.accounts(found)):
        click.echo(line)
    for path in (output, markdown):
        if path is not None:
            click.echo(f"written: {path}")
    return 0
