"""What is printed with tables and bars. Loaded only where one is printed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from suffice.cli._figures import dollars, energy, number, printable
from suffice.workload.tally import Figure, Row, Tally

_PLAIN_WIDTH = 160  # of a file or a pipe
_SHOWN_EVERY, _TOLD_EVERY = 500, 100_000  # rows; the second where there is no terminal


def wide_console() -> Console:
    """The standard output; tables are not squeezed where there is no screen."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_PLAIN_WIDTH)


@contextmanager
def progress(tasks: int, done: int) -> Iterator[Callable[[], None]]:
    """What to call after each task; moves a bar on the standard error stream; nothing where that is no terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        shown = bar.add_task("tasks", total=tasks, completed=done)
        yield lambda: bar.advance(shown)


@contextmanager
def passes() -> Iterator[tuple[Callable[[str, int, object], None], Callable[[str], None]]]:
    """Progress through passes of unknown length, told on the standard error stream: what to call with (name, rows, row)
    after each row, and with a line to show."""
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.completed:,.0f} rows"))
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        shown = bar.add_task("reading", total=None)

        def step(name: str, rows: int, row: object) -> None:
            if rows % _SHOWN_EVERY == 0:
                bar.update(shown, description=name, completed=rows)
                if not console.is_terminal and rows % _TOLD_EVERY == 0:
                    print(f"suffice: {name}: {rows:,} rows", file=sys.stderr)

        yield step, lambda line: bar.update(shown, description=line)


def tier_table(tally: Tally) -> Table:
    """A row for each tier that was tried, and one for all."""
    table = Table(title=f"{tally.tasks} tasks")
    heads = ("answered", "right", "wrong", "refused", "failed", "CPU s", "joules (low to high)", "dollars")
    table.add_column("tier")
    for head in heads:
        table.add_column(head, justify="right")
    instead = tally.instead_model.rpartition("/")[2] if tally.instead_model else "the frontier"
    table.add_column(f"instead, {instead}:\njoules (low to high)", justify="right")
    table.add_column("dollars", justify="right")
    for name, row in tally.rows().items():
        table.add_row(name, *_cells(row))
    table.add_section()
    table.add_row("all", *_cells(tally.total), style="bold")
    return table


def _cells(row: Row) -> list[str]:
    counts = [str(n) for n in (row.answered, row.right, row.wrong, row.refused, row.failed)]
    own = [_sum(row.cpu_s), _energy(row.joules), _sum(row.usd, dollars)]
    return [*counts, *own, _energy(row.instead_joules), _sum(row.instead_usd, dollars)]


def _sum(figure: Figure, spell: Callable[[float], str] = number) -> str:
    return _with_unknown(figure, spell(figure.value))


def _energy(figure: Figure) -> str:
    return _with_unknown(figure, energy(figure.to_json()))


def _with_unknown(figure: Figure, text: str) -> str:
    """A sum, with how many of its parts nobody knows; '?' where that is all of them."""
    if figure.unknown and not figure.known:
        return "?"
    return f"{text} + {figure.unknown} unknown" if figure.unknown else text


def conclusions(tally: Tally, models: bool) -> Iterator[str]:
    """What the table does not say: grades, shares of the frontier's energy, what was left over.

    ``models``: whether there is any model to leave it to.
    """
    model = tally.instead_model or "the frontier model"
    graded = tally.total.right + tally.total.wrong
    if graded:
        yield f"{graded} answers could be graded: {tally.total.right} right, {tally.total.wrong} wrong"
    if tally.wrong_ids:
        yield f"wrong: {printable(', '.join(' '.join(name.split()) for name in tally.wrong_ids))}"
    own, spared, left = tally.total.answered_joules, tally.total.answered_instead, tally.refused.instead_joules
    if own.known and spared.low > 0 and not own.unknown + spared.unknown:
        share = _share(own.value / spared.value, own.low / spared.high, own.high / spared.low)
        yield f"an answered task took {share} of the energy that {model} would have taken"
    spent = tally.total.joules
    if left.low > 0 and not spent.unknown + left.unknown + spared.unknown:  # what is left over weighs the same in both
        share = _share(
            (spent.value + left.value) / (spared.value + left.value),
            (spent.low + left.low) / (spared.high + left.low),
            (spent.high + left.high) / (spared.low + left.high),
        )
        yield f"the whole stream, with the {tally.total.refused} refused tasks sent to {model}, takes {share}"
    if tally.total.refused:
        joules, usd = _energy(tally.refused.instead_joules), _sum(tally.refused.instead_usd, dollars)
        yield f"{tally.total.refused} tasks were refused; {model} would have taken {joules} and {usd} for them"
        if not models:
            yield "no model is configured: to have such tasks answered, add a [[model]] to suffice.toml"


def _share(value: float, low: float, high: float) -> str:
    return f"{number(100 * value)}% ({number(100 * low)}% to {number(100 * high)}%)"
