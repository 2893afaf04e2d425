"""The plan as a spreadsheet: one CSV of what is decided, and a workbook of everything."""

from __future__ import annotations

import csv as writer
from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO, StringIO

from suffice.plan.program import needed
from suffice.records import Json

Cell = str | float | int | None
Sheet = tuple[str, Sequence[str], list[Sequence[Cell]]]
_NEUTRAL = datetime(2000, 1, 1)  # the same plan makes the same file


def csv(found: Json) -> str:
    """Each group's options by month, in the first and the last year of the expected scenario."""
    out = StringIO()
    rows = writer.writer(out, lineterminator="\n")
    _, heads, cells = _groups(found)
    rows.writerow(heads)
    rows.writerows([_harmless(cell) for cell in row] for row in cells)
    return out.getvalue()


def xlsx(found: Json) -> bytes:
    """A workbook. Text is written as text, so that nothing that a log holds is taken for a formula."""
    xlsxwriter = needed("xlsxwriter")
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    book.set_properties({"title": "Compute plan", "created": _NEUTRAL})
    bold = book.add_format({"bold": True})
    for name, heads, rows in _sheets(found):
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head, bold)
            sheet.set_column(column, column, 40 if isinstance(rows[0][column] if rows else "", str) else 14)
        for line, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(line, column, cell)
                elif cell is not None:
                    sheet.write_number(line, column, cell)
    book.close()
    return content.getvalue()


def _sheets(found: Json) -> Iterator[Sheet]:
    yield _groups(found)
    yield _options(found)
    yield "Years", ("year", "requests", "USD calls", "USD nodes", "kWh", "kWh low", "kWh high", "kg CO2e"), [
        (row["year"], row["requests"], row["usd_calls"], row["usd_nodes"], *_ends(row["kwh"]), row["kg_co2e"])
        for row in found["by_year"]
    ]  # fmt: skip
    yield "Nodes", ("kind", "way", "year", "nodes", "decided now"), [
        (row["title"], row["way"], row["year"], row["count"], "yes" if row["now"] else "no") for row in found["nodes"]
    ]  # fmt: skip
    drivers = list(found["scenarios"][0]["drivers"])
    yield "Scenarios", ("scenario", "probability", "USD", *drivers), [
        (row["name"], row["probability"], found["by_scenario"][row["name"]], *(row["drivers"][one] for one in drivers))
        for row in found["scenarios"]
    ]  # fmt: skip
    yield _hedge(found)
    yield "Trade-offs", ("what", "at", "USD a year"), [
        *(("kg CO2e a year", point["kg_co2e"], point["usd"]) for point in found["tradeoff"]["co2"]),
        *(("accuracy", point["target"], point["usd"]) for point in found["tradeoff"]["accuracy"]),
    ]  # fmt: skip
    yield "Sensitivity", ("driver", "low", "USD a year at low", "high", "USD a year at high", "flips"), [
        (row["driver"], row["low"], row["low_usd"], row["high"], row["high_usd"], "; ".join(row["flips"]))
        for row in found["sensitivity"]
    ]  # fmt: skip
    yield "Assumptions", ("figure", "value", "low", "high", "unit", "year", "source", "assumed"), [
        (
            name, row["value"], row["low"], row["high"], row["unit"], row["year"], row["source"],
            "assumed" if row["assumed"] else "",
        )
        for name, row in found["assumptions"]["figures"].items()
    ]  # fmt: skip


def _groups(found: Json) -> Sheet:
    heads = (
        "group", "title", "year", "requests a month", "option", "share", "accuracy of the group", "target",
        "USD a month, group", "kWh a month, group", "kg CO2e a month, group", "certificate",
    )  # fmt: skip
    rows: list[Sequence[Cell]] = []
    for group in found["groups"]:
        for year, when in {1: "first_year", found["years"]: "last_year"}.items():
            told = group[when]
            kwh, kg = (told[key] and told[key]["value"] for key in ("kwh", "kg_co2e"))
            for option, share in told["options"].items():
                rows.append(
                    (
                        group["name"], group["title"], year, told["requests"], option, share, told["accuracy"],
                        group["target"], told["usd"], kwh, kg, group["certificate"],
                    )
                )  # fmt: skip
    return "Groups", heads, rows


def _options(found: Json) -> Sheet:
    heads = (
        "group", "option", "tier", "coverage", "accuracy", "says who", "USD a request", "how", "J a request, node",
        "low", "high", "node seconds", "why not",
    )  # fmt: skip
    rows: list[Sequence[Cell]] = [
        (
            group["title"], one["name"], one["tier"], one["coverage"], one["accuracy"], one["accuracy_how"],
            one["usd_per_request"], one["usd_how"], *_ends(one["joules_per_request"]), one["node_s_per_request"],
            one["why_not"],
        )
        for group in found["groups"]
        for one in group["options"]
    ]  # fmt: skip
    return "Options", heads, rows


def _hedge(found: Json) -> Sheet:
    names = [row["name"] for row in found["scenarios"]]
    heads = ("share to scaling", "USD", "CVaR", "regret at most", "regret in the mean", *names)
    return "Hedge", heads, [
        (
            "the plan" if row["scaling_share"] is None else row["scaling_share"], row["usd"], row["cvar_usd"],
            row["regret_most_usd"], row["regret_mean_usd"], *(row["by_scenario"][name] for name in names),
        )
        for row in found["hedge"]["rows"]
    ]  # fmt: skip


def _ends(row: Json) -> tuple[Cell, Cell, Cell]:
    return (None, None, None) if row is None else (row["value"], row["low"], row["high"])


def _harmless(cell: Cell) -> Cell:
    """Text that a spreadsheet would take for a formula begins with an apostrophe."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
