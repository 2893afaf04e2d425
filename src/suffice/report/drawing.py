"""The report's pictures: SVG without scripts or fonts, each with a title that says what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import log10

from suffice.records import Json
from suffice.report import told

COLORS = ("#2f6f9f", "#1d7f5f", "#b06a1f", "#b3444a", "#7a5aa8", "#777777")  # where a page sets no others
_WIDE, _ROW = 720, 26
_TIERS = ("symbolic", "learned", "moe", "frontier", "unanswered")  # in the order of the ladder; each has its color
_LEFT = 250  # where bars begin; their names stand before it
_NAME = 36  # characters of one


def shares(tiers: Json) -> str:
    """A bar for each tier, as long as its share of the requests."""
    total = sum(tiers.values()) or 1
    named = sorted(tiers.items(), key=lambda pair: _TIERS.index(pair[0]) if pair[0] in _TIERS else len(_TIERS))
    rows = []
    for number, (name, count) in enumerate(named):
        top, width = number * _ROW, 340 * count / total
        color = f"var(--{name})" if name in _TIERS else color_of(5)
        rows.append(
            f'<text x="130" y="{top + 17}" text-anchor="end">{escape(name)}</text>'
            f'<rect x="140" y="{top + 4}" width="{max(width, 1):.1f}" height="17" fill="{color}"/>'
            f'<text x="{146 + width:.1f}" y="{top + 17}">{count / total:.1%} ({count:,})</text>'
        )
    said = ", ".join(f"{name} {count / total:.1%}" for name, count in named)
    return svg("Share of requests by tier", said, len(rows) * _ROW + 6, rows)


def curves(groups: Json) -> str:
    """Coverage against target of each learned group; a dot where it is certified. Empty where there is none."""
    drawn = [group for group in groups if group["curve"]]
    if not drawn:
        return ""
    left, top, wide, high = 60, 10, 320, 200

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
        color = color_of(number)
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in (place(*point) for point in group["curve"]))
        dashes = f' stroke-dasharray="{6 + 4 * number} {2 * number}"' if number else ""  # lines may lie on one another
        rows.append(f'<polyline points="{points}" fill="none" stroke="{color}" stroke-width="2"{dashes}/>')
        x, y = place(group["certificate"]["target"], group["coverage"])
        rows.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{max(6 - number, 2)}" fill="{color}"/>')
        y = top + 6 + 22 * number
        rows.append(f'<rect x="{left + wide + 16}" y="{y}" width="12" height="12" fill="{color}"/>')
        rows.append(
            f'<text x="{left + wide + 34}" y="{y + 11}">{group["coverage"]:.1%} {escape(_short(group["title"]))}</text>'
        )
    said = "; ".join(f"{one['title']} {one['coverage']:.1%} at {one['certificate']['target']:.0%}" for one in drawn)
    height = max(top + high + 46, top + 22 * len(drawn) + 10)
    return svg("Share that is served at each target; dots are certified, lines estimated", said, height, rows)


def joules(parts: Sequence[tuple[str, Json]]) -> str:
    """What the stream took, part by part, and what it is compared with; logarithmic, ranges as whiskers."""
    bars = [(name, figure) for name, figure in parts if figure["value"] > 0]
    if not bars:
        return ""
    least = min(figure["low"] or figure["value"] for _, figure in bars) / 2
    most = max(figure["high"] for _, figure in bars)
    decades = max(log10(most / least), 1.0)

    def place(value: float) -> float:
        return _LEFT + 10 + 370 * max(log10(max(value, least) / least), 0.0) / decades

    rows = []
    for number, (name, figure) in enumerate(bars):
        y, color = number * _ROW, color_of(number % 5 if number < len(bars) - 1 else 5)
        rows.append(
            f'<text x="{_LEFT}" y="{y + 17}" text-anchor="end">{escape(_short(name))}</text>'
            f'<rect x="{_LEFT + 10}" y="{y + 5}" width="{place(figure["value"]) - _LEFT - 10:.1f}" height="15" '
            f'fill="{color}"/>'
            f'<path d="M{place(figure["low"]):.1f} {y + 12}H{place(figure["high"]):.1f}" stroke="currentColor"/>'
            f'<text x="{place(figure["high"]) + 6:.1f}" y="{y + 17}">{escape(told.joules(figure))}</text>'
        )
    said = "; ".join(f"{name} {told.joules(figure)}" for name, figure in bars)
    return svg("Joules of the stream (logarithmic; lines are low to high)", said, len(rows) * _ROW + 6, rows)


def color_of(number: int) -> str:
    return f"var(--c{number % 6}, {COLORS[number % 6]})"


def _short(name: str) -> str:
    return name if len(name) <= _NAME else f"{name[: _NAME - 1]}…"


def svg(title: str, said: str, height: float, rows: list[str], wide: float = _WIDE) -> str:
    """A figure with its caption; ``said`` is the title that readers of the page's text get."""
    return (
        f'<figure><figcaption>{escape(title)}</figcaption><svg role="img" viewBox="0 0 {wide:.0f} {height:.0f}" '
        f'width="{wide:.0f}" font-size="13" fill="currentColor"><title>{escape(title)}: {escape(said)}</title>'
        f"{''.join(rows)}</svg></figure>"
    )
