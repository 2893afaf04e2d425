"""The plan as one HTML file that needs nothing else: pictures, tables, and every assumption with its source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from suffice.plan import drawing
from suffice.plan.words import cells, dollars, figure, lines, nodes
from suffice.records import Json

_STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8881; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 76rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; padding: .3rem .6rem; vertical-align: top; border-bottom: 1px solid var(--line); }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
figure { margin: 1.5rem 0; } figcaption { font-weight: 600; } svg { max-width: 100%; height: auto; }
details { margin: 1rem 0; } summary { cursor: pointer; font-weight: 600; } .scroll { overflow-x: auto; }
.assumed { background: var(--soft); }
"""
_HEADS = ("group", "requests a month", "who answers, first year", "accuracy", "dollars a month", "kWh", "kg CO2e")


def html(found: Json) -> str:
    """The whole page. Titles of groups are escaped; no request's text is in a plan."""
    title = f"Compute plan for {found['years']} years: {found['workload']['source']}"
    parts = [
        f"<!doctype html><html lang=en><meta charset=utf-8><title>{escape(title)}</title>",
        f'<meta name=viewport content="width=device-width,initial-scale=1"><style>{_STYLE}</style>',
        f"<h1>{escape(title)}</h1>",
        *(f"<p>{escape(line)}</p>" for line in lines(found)),
        "<h2>Group by group</h2>",
        _table(_HEADS, [cells(group) for group in found["groups"]], {1, 4, 5, 6}),
        drawing.who_answers(found["groups"]),
        "<h2>Year by year</h2>",
        drawing.years(found["by_year"]),
        drawing.scenarios(found["by_scenario"]),
        "<h2>What else could be had</h2>",
        drawing.against_co2(found["tradeoff"]["co2"]),
        drawing.against_accuracy(found["tradeoff"]["accuracy"]),
        _unreached(found["tradeoff"]["accuracy"]),
        "<h2>Under uncertainty</h2>",
        drawing.sensitivity(found["sensitivity"]),
        _flips(found["sensitivity"]),
        _robust(found["robust"]),
        drawing.hedge(found["hedge"]["rows"]),
        _hedge(found["hedge"]),
        _details("Options of each group, and why some cannot be chosen", _options(found["groups"])),
        _details(
            "Certificates",
            _paragraphs(f"{g['title']}: {g['certificate']}" for g in found["groups"] if g["certificate"]),
        ),
        _details("Scenarios", _scenarios(found)),
        _details("Every assumption, with its source (shaded: assumed)", _assumptions(found)),
        "<h2>How it was reckoned</h2>",
        _paragraphs(found["notes"]),
        "</html>\n",
    ]
    return "\n".join(part for part in parts if part)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], numbers: set[int], marked: Sequence[bool] = ()) -> str:
    def cell(tag: str, at: int, text: str) -> str:
        return f"<{tag}{' class=n' if at in numbers else ''}>{escape(text)}"

    body = "".join(
        f"<tr{' class=assumed' if line < len(marked) and marked[line] else ''}>"
        + "".join(cell("td", at, text) for at, text in enumerate(row))
        for line, row in enumerate(rows)
    )
    head = "".join(cell("th", at, text) for at, text in enumerate(heads))
    return f"<div class=scroll><table><thead><tr>{head}</thead><tbody>{body}</tbody></table></div>"


def _details(title: str, body: str) -> str:
    return f"<details><summary>{escape(title)}</summary>{body}</details>" if body else ""


def _paragraphs(told: Iterable[str]) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in told)


def _unreached(points: Sequence[Json]) -> str:
    out = [f"{point['target']:.1%}" for point in points if point["usd"] is None]
    return _paragraphs([f"Not reached in every group by what is known: {', '.join(out)}."]) if out else ""


def _flips(rows: Sequence[Json]) -> str:
    told = [f"{row['driver']}, {flip}" for row in rows for flip in row["flips"]]
    return _details(f"What would make another tier answer ({len(told)})", _paragraphs(told)) if told else ""


def _robust(rows: Sequence[Json]) -> str:
    heads = ("another aim", "nodes to decide now", "mean", "dearest quarter", "regret at most")
    cells = [
        (
            row["aim"],
            nodes(row["now"]) or "none",
            *(dollars(row[key]) for key in ("usd", "cvar_usd", "regret_most_usd")),
        )
        for row in rows
    ]
    return _table(heads, cells, {2, 3, 4}) if cells else ""


def _hedge(hedge: Json) -> str:
    heads = ("in capacity for growing models", "mean", "dearest quarter", "regret at most", "regret in the mean")
    rows = [
        (
            "as the plan would, if nodes could be split"
            if row["scaling_share"] is None
            else f"{row['scaling_share']:.0%}",
            *(dollars(row[key]) for key in ("usd", "cvar_usd", "regret_most_usd", "regret_mean_usd")),
        )
        for row in hedge["rows"]
    ]
    return _table(heads, rows, {1, 2, 3, 4})


def _options(groups: Sequence[Json]) -> str:
    heads = ("group", "option", "covers", "accuracy", "dollars a request", "J a request, node", "says who")
    rows = []
    for group in groups:
        for one in group["options"]:
            accuracy = "?" if one["accuracy"] is None else f"{one['accuracy']:.1%}"
            usd = one["usd_how"] if one["kind"] else f"{dollars(one['usd_per_request'])}: {one['usd_how']}"
            why = f"{one['accuracy_how']}" + (f". Not chosen: {one['why_not']}" if one["why_not"] else "")
            covers, joules = f"{one['coverage']:.1%}", figure(one["joules_per_request"])
            rows.append((group["title"], one["name"], covers, accuracy, usd, joules, why))
    return _table(heads, rows, {2, 3, 5})


def _scenarios(found: Json) -> str:
    drivers = list(found["scenarios"][0]["drivers"])
    rows = [
        (row["name"], dollars(found["by_scenario"][row["name"]]), *(figure(row["drivers"][one]) for one in drivers))
        for row in found["scenarios"]
    ]
    return _table(("scenario", "dollars", *drivers), rows, set(range(1, len(drivers) + 2)))


def _assumptions(found: Json) -> str:
    figures = found["assumptions"]["figures"]
    rows = [
        (name, f"{one['value']:g}", f"{one['low']:g} to {one['high']:g}", one["unit"], str(one["year"]), one["source"])
        for name, one in figures.items()
    ]
    heads = ("figure", "value", "range", "unit", "year", "source")
    others = _paragraphs(f"{name}: {value}" for name, value in found["assumptions"]["other"].items())
    return _table(heads, rows, {1, 2}, [one["assumed"] for one in figures.values()]) + others
