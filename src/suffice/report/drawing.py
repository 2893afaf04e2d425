"""The report's pictures: SVG without scripts or fonts, each with a title that says what it shows."""

from __future__ import annotations

from html import escape
from math import log10

from suffice.records import Json

COLORS = ("#2f6f9f", "#3f9a7a", "#c28f2c", "#b3544a", "#7a6aa8", "#777777")
_WIDE, _ROW = 640, 26


def shares(tiers: Json) -> str:
    """A bar for each tier, as long as its share of the requests."""
    total = sum(tiers.values()) or 1
    rows = []
    for number, (name, count) in enumerate(tiers.items()):
        top, width = number * _ROW, 380 * count / total
        rows.append(
            f'<text x="130" y="{top + 17}" text-anchor="end">{escape(name)}</text>'
            f'<rect x="140" y="{top + 4}" width="{max(width, 1):.1f}" height="17" fill="{COLORS[number % 6]}"/>'
            f'<text x="{146 + width:.1f}" y="{top + 17}">{count / total:.1%} ({count:,})</text>'
        )
    said = ", ".join(f"{name} {count / total:.1%}" for name, count in tiers.items())
    return svg("Share of requests by tier", said, len(rows) * _ROW + 6, rows)


def curves(groups: Json) -> str:
    """Coverage against target of each learned group; a dot where it is certified. Empty where there is none."""
    drawn = [group for group in groups if group["curve"]]
    if not drawn:
        return ""
    left, top, wide, high = 60, 10, 380, 200

    def place(target: float, coverage: float) -> tuple[float, float]:
        return left + wide * (target - 0.8) / 0.2, top + high * (1 - coverage)

    rows = [f'<path d="M{left} {top}V{top + high}H{left + wide}" fill="none" stroke="currentColor"/>']
    for target in (0.8, 0.85, 0.9, 0.95, 1.0):
        rows.append(
            f'<text x="{place(target, 0)[0]:.0f}" y="{top + high + 18}" text-anchor="middle">{target:.0%}</text>'
        )
    for coverage in (0.0, 0.5, 1.0):
        rows.append(
            f'<text x="{left - 6}" y="{place(0.8, coverage)[1] + 4:.0f}" text-anchor="end">{coverage:.0%}</text>'
        )
    rows.append(f'<text x="{left + wide / 2}" y="{top + high + 36}" text-anchor="middle">accuracy asked for</text>')
    for number, group in enumerate(drawn):
        color = COLORS[number % 6]
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in (place(*point) for point in group["curve"]))
        rows.append(f'<polyline points="{points}" fill="none" stroke="{color}" stroke-width="2"/>')
        x, y = place(group["certificate"]["target"], group["coverage"])
        rows.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{color}"/>')
        rows.append(
            f'<text x="{left + wide + 16}" y="{top + 16 + 20 * number}" fill="{color}">{escape(group["group"])}</text>'
        )
    said = "; ".join(f"{one['group']} {one['coverage']:.1%} at {one['certificate']['target']:.0%}" for one in drawn)
    return svg("Coverage against target; dots are certified, lines estimated", said, top + high + 46, rows)


def joules(stream: Json) -> str:
    """What the stream took, part by part, beside the frontier model for everything; logarithmic, ranges as whiskers."""
    bars = [*stream["parts"].items(), ("the whole stream", stream["whole"]), ("all to the frontier", stream["instead"])]
    bars = [(name, figure) for name, figure in bars if figure["value"] > 0]
    if not bars:
        return ""
    least = min(figure["low"] or figure["value"] for _, figure in bars) / 2
    most = max(figure["high"] for _, figure in bars)
    decades = max(log10(most / least), 1.0)

    def place(value: float) -> float:
        return 240 + 300 * max(log10(max(value, least) / least), 0.0) / decades

    rows = []
    for number, (name, figure) in enumerate(bars):
        y, color = number * _ROW, COLORS[number % 6]
        rows.append(
            f'<text x="230" y="{y + 17}" text-anchor="end">{escape(name)}</text>'
            f'<rect x="240" y="{y + 5}" width="{place(figure["value"]) - 240:.1f}" height="15" fill="{color}"/>'
            f'<path d="M{place(figure["low"]):.1f} {y + 12}H{place(figure["high"]):.1f}" stroke="currentColor"/>'
            f'<text x="{place(figure["high"]) + 6:.1f}" y="{y + 17}">{figure["value"]:.3g} J</text>'
        )
    said = "; ".join(f"{name} {figure['value']:.3g} J" for name, figure in bars)
    return svg("Joules of the stream (logarithmic; lines are low to high)", said, len(rows) * _ROW + 6, rows)


def svg(title: str, said: str, height: float, rows: list[str]) -> str:
    """A figure with its caption; ``said`` is the title that readers of the page's text get."""
    return (
        f'<figure><figcaption>{escape(title)}</figcaption><svg role="img" viewBox="0 0 {_WIDE} {height:.0f}" '
        f'width="{_WIDE}" font-size="13" fill="currentColor"><title>{escape(title)}: {escape(said)}</title>'
        f"{''.join(rows)}</svg></figure>"
    )
