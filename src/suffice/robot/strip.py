"""A plan as a strip of pictures (SVG): what stands where before each move and after the last, as it was seen."""

from __future__ import annotations

from html import escape

from suffice.robot.episode import Episode, Outcome
from suffice.robot.scene import Layout, Supports
from suffice.robot.scene.supports import stack

WIDE, HIGH, GROUND, ROW = 132, 120, 92, 6
_SCALE = 420.0  # pixels for a metre


def strip(ran: Episode, layout: Layout) -> str:
    """The start and what was seen after every move; a move that failed has a red frame."""
    frames = [(ran.start, "start", True)]
    for one in ran.acted:
        done = one.outcome is Outcome.DONE
        frames.append((one.seen, f"{one.move}" if done else f"{one.move}: {one.outcome}", done))
    rows = (len(frames) + ROW - 1) // ROW
    wide, high = WIDE * min(ROW, len(frames)), HIGH * rows
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}" '
             'font-family="sans-serif" font-size="10">']  # fmt: skip
    for i, (supports, words, good) in enumerate(frames):
        parts.append(f'<g transform="translate({WIDE * (i % ROW)},{HIGH * (i // ROW)})">')
        parts += _frame(supports, layout, words, good)
        parts.append("</g>")
    return "\n".join([*parts, "</svg>"])


def _frame(supports: Supports, layout: Layout, words: str, good: bool) -> list[str]:
    drawn = [f'<rect x="2" y="2" width="{WIDE - 4}" height="{HIGH - 4}" rx="4" fill="white" '
             f'stroke="{"#999" if good else "#c00"}"/>',
             f'<text x="{WIDE / 2}" y="{HIGH - 10}" text-anchor="middle">{escape(words)}</text>']  # fmt: skip
    count = len(layout.areas)
    places = [area.name for area in layout.areas]
    lying = [cube for cube, below in supports.items() if below not in places and below not in supports]
    for i, place in enumerate(places):
        x = WIDE * (i + 0.5) / count
        drawn.append(f'<line x1="{x - 16}" x2="{x + 16}" y1="{GROUND}" y2="{GROUND}" stroke="#555"/>')
        drawn += _stack(stack(supports, place), layout, x)
    for i, cube in enumerate(lying):
        drawn += _stack((cube, *stack(supports, cube)), layout, WIDE * (i + 1) / (len(lying) + 1) + 20)
    return drawn


def _stack(cubes: tuple[str, ...], layout: Layout, x: float) -> list[str]:
    y, drawn = float(GROUND), list[str]()
    high = sum(2 * layout.cube(name).half_m for name in cubes) * _SCALE
    shrink = min(1.0, (GROUND - 8) / high) if high else 1.0
    for name in cubes:
        cube = layout.cube(name)
        side = 2 * cube.half_m * _SCALE * shrink
        y -= side
        red, green, blue = (int(255 * part) for part in cube.rgb)
        drawn.append(
            f'<rect x="{x - side / 2:.1f}" y="{y:.1f}" width="{side:.1f}" height="{side:.1f}" stroke="#333" '
            f'stroke-width="0.5" fill="rgb({red},{green},{blue})"><title>{name}</title></rect>'
        )
    return drawn
