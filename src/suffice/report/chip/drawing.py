"""The page's pictures: SVG without scripts or fonts, each with a title that says what it shows."""

from __future__ import annotations

import struct
import zlib
from base64 import b64encode
from collections.abc import Mapping, Sequence
from html import escape
from math import floor, log10

import numpy as np

from suffice.records import Range
from suffice.report.drawing import color_of, svg

_LEFT, _TOP, _WIDE, _HIGH = 66, 12, 330, 190
Points = Sequence[tuple[float, float]]


def lines(
    title: str,
    series: Mapping[str, Points],
    across: str,
    *,
    log_x: bool = False,
    log_y: bool = False,
    spread: Mapping[str, Sequence[float]] | None = None,
    percent: bool = False,
) -> str:
    """Curves with dots; ``spread``: half-widths drawn as whiskers."""
    drawn = {name: points for name, points in series.items() if points}
    if not drawn:
        return ""
    xs = [x for points in drawn.values() for x, _ in points]
    ys = [y for points in drawn.values() for _, y in points]
    ys += [y + way * s for name, widths in (spread or {}).items() for (_, y), s in zip(drawn[name], widths, strict=True)
           for way in (-1, 1)]  # fmt: skip
    across_axis, up_axis = _Axis(xs, log_x), _Axis(ys, log_y, percent)
    rows = [f'<path d="M{_LEFT} {_TOP}V{_TOP + _HIGH}H{_LEFT + _WIDE}" fill="none" stroke="currentColor"/>']
    for value, text in across_axis.ticks():
        x = _LEFT + _WIDE * across_axis.place(value)
        rows.append(f'<text x="{x:.0f}" y="{_TOP + _HIGH + 17}" text-anchor="middle">{text}</text>')
    for value, text in up_axis.ticks():
        y = _TOP + _HIGH * (1 - up_axis.place(value))
        rows.append(f'<text x="{_LEFT - 6}" y="{y + 4:.0f}" text-anchor="end">{text}</text>')
        rows.append(f'<path d="M{_LEFT} {y:.1f}h{_WIDE}" stroke="currentColor" opacity=".12"/>')
    rows.append(f'<text x="{_LEFT + _WIDE / 2}" y="{_TOP + _HIGH + 35}" text-anchor="middle">{escape(across)}</text>')
    for number, (name, points) in enumerate(drawn.items()):
        color = color_of(number)
        placed = [(_LEFT + _WIDE * across_axis.place(x), _TOP + _HIGH * (1 - up_axis.place(y)), y) for x, y in points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in placed)
        rows.append(f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2"/>')
        for (x, y, value), half in zip(placed, (spread or {}).get(name, [0.0] * len(placed)), strict=True):
            rows.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{color}"/>')
            if half:
                ends = [_TOP + _HIGH * (1 - up_axis.place(value + way * half)) for way in (-1, 1)]
                rows.append(f'<path d="M{x:.1f} {ends[0]:.1f}V{ends[1]:.1f}" stroke="{color}"/>')
        if len(drawn) > 1:
            y = _TOP + 10 + 19 * number
            rows.append(
                f'<circle cx="{_LEFT + _WIDE + 20}" cy="{y}" r="5" fill="{color}"/>'
                f'<text x="{_LEFT + _WIDE + 32}" y="{y + 4}">{escape(name)}</text>'
            )
    said = "; ".join(f"{name}: {', '.join(f'{x:g} {y:.4g}' for x, y in points)}" for name, points in drawn.items())
    return svg(title, said, _TOP + _HIGH + 42, rows, _LEFT + _WIDE + (190 if len(drawn) > 1 else 20))


class _Axis:
    """Maps values to 0..1."""

    def __init__(self, values: Sequence[float], log: bool, percent: bool = False) -> None:
        self._log, self._percent = log, percent
        if log:
            positive = [value for value in values if value > 0]
            self._low, self._high = floor(log10(min(positive))), log10(max(positive))
            self._high = max(-floor(-self._high), self._low + 1)
            return
        low, high = min(values), max(values)
        if percent:
            high = min(max(high, low + 0.02), 1.0)
            low = max(low - 0.25 * (high - low) - 0.005, 0.0)
        if high <= low:
            low, high = low - 0.5, high + 0.5
        self._low, self._high = low, high

    def place(self, value: float) -> float:
        if self._log:
            value = log10(value) if value > 0 else self._low
        return min(max((value - self._low) / (self._high - self._low), 0.0), 1.0)

    def ticks(self) -> list[tuple[float, str]]:
        if self._log:
            step = max(1, -(-int(self._high - self._low) // 6))
            powers = range(int(self._low), int(self._high) + 1, step)
            return [(10.0**power, f"1e{power}" if abs(power) > 2 else f"{10.0**power:g}") for power in powers]
        values = np.linspace(self._low, self._high, 5)
        if self._percent:
            digits = 0 if self._high - self._low > 0.08 else 1
            return [(float(value), f"{value:.{digits}%}") for value in values]
        return [(float(value), f"{value:.3g}") for value in values]


def bars(title: str, figures: dict[str, Range]) -> str:
    """Joules, logarithmic, with lines from low to high."""
    figures = {name: figure for name, figure in figures.items() if figure.value > 0}
    if not figures:
        return ""
    least = min(figure.low or figure.value for figure in figures.values()) / 2
    decades = max(log10(max(figure.high for figure in figures.values()) / least), 1.0)

    def place(value: float) -> float:
        return 230 + 270 * max(log10(max(value, least) / least), 0.0) / decades

    rows = []
    for number, (name, figure) in enumerate(figures.items()):
        y, color = 26 * number, color_of(number)
        rows.append(
            f'<text x="220" y="{y + 17}" text-anchor="end">{escape(name)}</text>'
            f'<rect x="230" y="{y + 5}" width="{place(figure.value) - 230:.1f}" height="15" fill="{color}"/>'
            f'<path d="M{place(figure.low):.1f} {y + 12}H{place(figure.high):.1f}" stroke="currentColor"/>'
            f'<text x="{place(figure.high) + 6:.1f}" y="{y + 17}">{joules(figure.value)}</text>'
        )
    said = "; ".join(f"{name} {joules(figure.value)}" for name, figure in figures.items())
    return svg(title, said, 26 * len(figures) + 6, rows, 620)


def histogram(title: str, values: np.ndarray, across: str, bins: int = 41) -> str:
    """Counts of values between their 0.1% and 99.9%."""
    low, high = np.quantile(values, (0.001, 0.999))
    most = max(abs(low), abs(high)) or 1.0
    counts, edges = np.histogram(np.clip(values, -most, most), bins, (-most, most))
    rows = [f'<path d="M{_LEFT} {_TOP + _HIGH}H{_LEFT + _WIDE}" stroke="currentColor"/>']
    for number, count in enumerate(counts):
        high_px = _HIGH * count / max(counts.max(), 1)
        rows.append(
            f'<rect x="{_LEFT + _WIDE * number / bins:.1f}" y="{_TOP + _HIGH - high_px:.1f}" '
            f'width="{_WIDE / bins - 1:.1f}" height="{high_px:.1f}" fill="{color_of(0)}"/>'
        )
    for value in (-most, 0.0, most):
        x = _LEFT + _WIDE * (value + most) / (2 * most)
        rows.append(f'<text x="{x:.0f}" y="{_TOP + _HIGH + 17}" text-anchor="middle">{value:.3g}</text>')
    rows.append(f'<text x="{_LEFT + _WIDE / 2}" y="{_TOP + _HIGH + 35}" text-anchor="middle">{escape(across)}</text>')
    said = f"mean {values.mean():.3g}, standard deviation {values.std():.3g}, {edges[0]:.3g} to {edges[-1]:.3g}"
    return svg(title, said, _TOP + _HIGH + 42, rows, _LEFT + _WIDE + 20)


def image(title: str, values: np.ndarray, unit: str) -> str:
    """A matrix as a picture, black to white from its least to its greatest value, by the square root between."""
    low, high = float(values.min()), float(values.max())
    shade = (np.sqrt((values - low) / ((high - low) or 1.0)) * 255).astype(np.uint8)
    rows_n, cols_n = shade.shape
    scale = min(420 / cols_n, 420 / rows_n)
    wide, high_px = cols_n * scale, rows_n * scale
    data = b64encode(_png(shade)).decode()
    rows = [
        f'<image x="0" y="0" width="{wide:.0f}" height="{high_px:.0f}" preserveAspectRatio="none" '
        f'style="image-rendering:pixelated" href="data:image/png;base64,{data}"/>',
        f'<text x="0" y="{high_px + 18:.0f}">black {low:.3g} {unit}, white {high:.3g} {unit}; '
        f"{rows_n} word lines x {cols_n} bit lines</text>",
    ]
    return svg(title, f"{low:.3g} to {high:.3g} {unit}", high_px + 26, rows, max(wide, 440))


def joules(value: float) -> str:
    """With a prefix that people read."""
    for factor, prefix in ((1.0, ""), (1e-3, "m"), (1e-6, "µ"), (1e-9, "n"), (1e-12, "p")):
        if value >= factor:
            return f"{value / factor:.3g} {prefix}J"
    return f"{value:.3g} J"


def _png(shade: np.ndarray) -> bytes:
    """A grey picture (rows, cols) of bytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows, cols = shade.shape
    lines = b"".join(b"\0" + row.tobytes() for row in shade)
    head = struct.pack(">IIBBBBB", cols, rows, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")
