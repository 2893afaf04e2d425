"""``suffice extract``: numbers, quantities, money, dates and times as spans with values."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from suffice.cli import _options
from suffice.cli._figures import printable
from suffice.errors import UsageError

if TYPE_CHECKING:
    from suffice.symbolic.extraction.spans import Span

_FILE = click.Path(path_type=Path)


@click.command("extract", epilog="Example: suffice extract 'Lunch tomorrow at 1pm, $25 each' --now 2026-03-17T09:00:00")
@click.argument("text")
@click.option("-o", "--output", type=_FILE, metavar="SPANS", help="TEXT is a file of texts; write its spans here.")
@click.option("--now", metavar="ISO", help="Reference time, ISO 8601; 'now' takes this machine's clock.")
@_options.as_json
def command(text: str, output: Path | None, now: str | None, as_json: bool) -> int:
    """Find the literals in TEXT ('-' reads it from the standard input).

    With -o, TEXT names a file with one JSON object a line: "id", "input" and, if it is not the same for all, "now".
    Spans come in the order of the texts; a line that cannot be read gets an error, and the exit code is 1.
    """
    if output is not None:
        return _file(Path(text), output, now)
    if text.endswith(".jsonl") and Path(text).is_file():
        raise UsageError(f"{text} is a file: name one for its spans with -o")
    from suffice.symbolic.extraction.spans import extract

    source = _options.stdin() if text == "-" else text
    spans = extract(source, now=now)
    if as_json:
        click.echo(json.dumps([span.to_json() for span in spans]))
    else:
        for span in spans:
            click.echo(_line(span))
        if not spans:
            print("suffice: no number, date or time in it", file=sys.stderr)
    return 0


def _file(texts: Path, output: Path, now: str | None) -> int:
    from suffice.cli._screen import progress
    from suffice.workload.extraction import count, extract_file

    total = count(texts)
    with progress(total, 0) as advance:
        failed = extract_file(texts, output, now, advance)
    print(f"suffice: {total - failed} of {total} texts read; spans: {output}", file=sys.stderr)
    return 1 if failed else 0


def _line(span: Span) -> str:
    """One span: where, what, and every value it may have."""
    shown = []
    for reading in span.values:
        value = reading.get("value") or ("" if "start" not in reading and "end" not in reading else _ends(reading))
        shown.append(" ".join(part for part in (reading.get("mod", ""), value, reading.get("unit", "")) if part))
    timex = f"  [{span.timex}]" if span.timex else ""
    return printable(f"{span.start}-{span.end}  {span.kind}  '{span.text}'{timex}  {' | '.join(shown)}".rstrip())


def _ends(reading: dict[str, str]) -> str:
    return f"{reading.get('start', '')}..{reading.get('end', '')}"
