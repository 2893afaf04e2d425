"""The plan's pictures: SVG without scripts or fonts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from math import log10

from suffice.plan.words import dollars, figure
from suffice.records import Json
from suffice.report.drawing import COLORS, svg

TIERS = ("symbolic", "learned", "moe", "frontier")
_ROW = 24
_TITLE = 40  # characters of a group's title


def who_answers(groups: Sequence[Json]) -> str:
    """For each group a bar for the first and one for the last year, in the colours of the tiers."""
    rows = [
        f'<rect x="{300 + 85 * at}" y="2" width="12" height="12" fill="{COLORS[at]}"/>'
        f'<text x="{316 + 85 * at}" y="13">{tier}</text>'
        for at, tier in enumerate(TIERS)
    ]
    said = []
    for number, group in enumerate(groups):
        top = 24 + number * (2 * _ROW - 8)
        rows.append(f'<text x="290" y="{top + 13}" text-anchor="end">{escape(_short(group["title"]))}</text>')
        for line, when in enumerate(("first_year", "last_year")):
            left, y = 300.0, top + 17 * line
            for at, tier in enumerate(TIERS):
                wide = 260 * group[when]["tiers"].get(tier, 0.0)
                if wide > 0:
                    rows.append(f'<rect x="{left:.1f}" y="{y}" width="{wide:.1f}" height="15" fill="{COLORS[at]}"/>')
                left += wide
            rows.append(f'<text x="566" y="{y + 13}" font-size="11">{"first" if not line else "last"} year</text>')
        parts = ", ".join(f"{tier} {share:.0%}" for tier, share in group["first_year"]["tiers"].items())
        said.append(f"{group['title']}: {parts}")
    return svg("Who answers each group", "; ".join(said), 30 + len(groups) * (2 * _ROW - 8), rows)


def years(by_year: Sequence[Json]) -> str:
    """Dollars of each year of the expected scenario: calls, and nodes beside them."""
    most = max((row["usd_calls"] + row["usd_nodes"] for row in by_year), default=0.0) or 1.0
    rows, said = [], []
    for number, row in enumerate(by_year):
        y, calls, nodes = number * _ROW, 320 * row["usd_calls"] / most, 320 * row["usd_nodes"] / most
        kg = f", {figure(row['kg_co2e'])} kg CO2e" if row["kg_co2e"] is not None else ""
        rows.append(
            f'<text x="60" y="{y + 16}" text-anchor="end">year {row["year"]}</text>'
            f'<rect x="70" y="{y + 4}" width="{calls:.1f}" height="16" fill="{COLORS[0]}"/>'
            f'<rect x="{70 + calls:.1f}" y="{y + 4}" width="{nodes:.1f}" height="16" fill="{COLORS[2]}"/>'
            f'<text x="{76 + calls + nodes:.1f}" y="{y + 16}">{dollars(row["usd_calls"] + row["usd_nodes"])}{kg}</text>'
        )
        said.append(f"year {row['year']}: {dollars(row['usd_calls'])} calls, {dollars(row['usd_nodes'])} nodes")
    return svg("Dollars by year, if all comes as expected: calls (blue), nodes (ochre)", "; ".join(said),
               len(by_year) * _ROW + 4, rows)  # fmt: skip


def scenarios(costs: Json) -> str:
    """What the plan costs in each scenario, the dearest first."""
    ordered = sorted(costs.items(), key=lambda one: -one[1])
    most = max((cost for _, cost in ordered), default=0.0) or 1.0
    rows = [
        f'<text x="110" y="{at * 20 + 14}" text-anchor="end">{escape(name)}</text>'
        f'<rect x="120" y="{at * 20 + 3}" width="{400 * cost / most:.1f}" height="14" '
        f'fill="{COLORS[1] if name == "expected" else COLORS[0]}"/>'
        f'<text x="{126 + 400 * cost / most:.1f}" y="{at * 20 + 14}">{dollars(cost)}</text>'
        for at, (name, cost) in enumerate(ordered)
    ]
    said = "; ".join(f"{name} {dollars(cost)}" for name, cost in ordered)
    return svg("Dollars of the whole horizon in each scenario", said, len(ordered) * 20 + 4, rows)


def against_co2(points: Sequence[Json]) -> str:
    """Dollars against CO2 of a mean year."""
    drawn = [(point["kg_co2e"], point["usd"]) for point in points]
    return _curve("Least dollars of a mean year against its CO2e in kg (expected scenario)", drawn, figure, "kg CO2e")


def against_accuracy(points: Sequence[Json]) -> str:
    """Dollars against one target for all groups."""
    drawn = [(point["target"], point["usd"]) for point in points if point["usd"] is not None]
    return _curve("Least dollars of a mean year against the accuracy asked of every group", drawn,
                  lambda value: f"{value:.1%}", "accuracy")  # fmt: skip


def hedge(rows: Sequence[Json]) -> str:
    """What each split of the investment costs above the best plan: in the mean, in the dearest scenarios, at most."""
    splits = [row for row in rows if row["scaling_share"] is not None]
    if len(splits) < 2:
        return ""
    free = next(row for row in rows if row["scaling_share"] is None)
    lines = {
        "mean": [row["usd"] - free["usd"] for row in splits],
        "dearest quarter": [row["cvar_usd"] - free["cvar_usd"] for row in splits],
        "largest regret": [row["regret_most_usd"] for row in splits],
    }
    most = max(max(values) for values in lines.values()) or 1.0
    least = min(0.0, *(min(values) for values in lines.values()))

    def high(value: float) -> float:
        return 190 - 170 * (value - least) / (most - least)

    drawn = [f'<path d="M70 10V190M70 {high(0.0):.1f}H470" fill="none" stroke="currentColor"/>']
    for at, (name, values) in enumerate(lines.items()):
        points = " ".join(
            f"{70 + 400 * row['scaling_share']:.1f},{high(value):.1f}"
            for row, value in zip(splits, values, strict=True)
        )
        drawn.append(
            f'<polyline points="{points}" fill="none" stroke="{COLORS[at]}" stroke-width="2"/>'
            f'<text x="480" y="{20 + 20 * at}" fill="{COLORS[at]}">{name}</text>'
        )
    for share in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        drawn.append(f'<text x="{70 + 400 * share}" y="207" text-anchor="middle">{share:.0%}</text>')
    drawn.append(f'<text x="64" y="22" text-anchor="end">{dollars(most)}</text>')
    drawn.append('<text x="270" y="226" text-anchor="middle">of the investment in capacity for growing models</text>')
    said = "; ".join(
        f"{row['scaling_share']:.0%}: {dollars(value)}" for row, value in zip(splits, lines["mean"], strict=True)
    )
    return svg("Dollars that a fixed split of the investment costs above the best plan", said, 234, drawn)


def sensitivity(rows: Sequence[Json]) -> str:
    """Dollars of a mean year with each driver at either end of its range, as far as there is a plan at both."""
    rows = [row for row in rows if row["low_usd"] is not None and row["high_usd"] is not None]
    if not rows:
        return ""
    ends = [value for row in rows for value in (row["low_usd"], row["high_usd"])]
    place = _logarithmic(min(ends), max(ends), 200, 400)
    drawn = []
    for at, row in enumerate(rows):
        y, low, high = at * 22, place(row["low_usd"]), place(row["high_usd"])
        left, right = min(low, high), max(low, high)
        flips = " *" if row["flips"] else ""
        drawn.append(
            f'<text x="190" y="{y + 15}" text-anchor="end">{escape(row["driver"])}{flips}</text>'
            f'<rect x="{left:.1f}" y="{y + 4}" width="{max(right - left, 1):.1f}" height="14" fill="{COLORS[0]}"/>'
            f'<circle cx="{high:.1f}" cy="{y + 11}" r="5" fill="{COLORS[3]}"/>'
        )
    said = "; ".join(f"{row['driver']}: {dollars(row['low_usd'])} to {dollars(row['high_usd'])}" for row in rows)
    top = len(rows) * 22
    drawn.append(f'<text x="200" y="{top + 16}">{dollars(min(ends))}</text>')
    drawn.append(f'<text x="600" y="{top + 16}" text-anchor="end">{dollars(max(ends))}</text>')
    title = "What moves the price (logarithmic; red: the high end of the driver; *: another tier answers)"
    return svg(title, said, top + 22, drawn)


def _curve(title: str, points: Sequence[tuple[float, float]], spell: Callable[[float], str], unit: str) -> str:
    """A line through points, with dollars on a logarithmic axis."""
    if len({round(x, 12) for x, _ in points}) < 2:
        return ""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    up = _logarithmic(min(ys), max(ys), 0, 160)
    left, right = min(xs), max(xs)

    def place(x: float, y: float) -> tuple[float, float]:
        return 90 + 440 * (x - left) / (right - left), 180 - up(y)

    placed = [place(*point) for point in points]
    drawn = [
        '<path d="M90 10V190H540" fill="none" stroke="currentColor"/>',
        f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in placed)}" fill="none" stroke="{COLORS[0]}" '
        'stroke-width="2"/>',
        *(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{COLORS[0]}"/>' for x, y in placed),
        f'<text x="84" y="24" text-anchor="end">{dollars(max(ys))}</text>',
        f'<text x="84" y="184" text-anchor="end">{dollars(min(ys))}</text>',
        f'<text x="90" y="207">{spell(left)}</text>',
        f'<text x="540" y="207" text-anchor="end">{spell(right)} {unit}</text>',
    ]
    said = "; ".join(f"{spell(x)}: {dollars(y)}" for x, y in points)
    return svg(title, said, 214, drawn)


def _logarithmic(least: float, most: float, start: float, length: float) -> Callable[[float], float]:
    """Places values between two of them; values of nothing at the start."""
    if least <= 0 or most <= least:
        return lambda value: start + (length if value >= most > 0 else 0.0) * (most > least)
    return lambda value: start + length * log10(value / least) / log10(most / least)


def _short(title: str) -> str:
    return title if len(title) <= _TITLE else f"{title[: _TITLE - 1]}…"
