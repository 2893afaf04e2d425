"""The success table as a page: what was measured, its interval, and what others published beside it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from suffice.robot.recorded import LEARNED

# arXiv 2602.19260, tables I to III: another scene of the same task, another meter (GPU and CPU package, measured).
PUBLISHED = (
    ("neuro-symbolic, 50 demonstrations", {3: 0.95, 4: 0.78}, "0.85 MJ training, 0.83 kJ an episode of 3 blocks"),
    ("fine-tuned vision-language-action model, 300 episodes", {3: 0.34, 4: 0.0}, "68.5 MJ training, 7.96 kJ"),
)
_BAR = 220


def page(rows: Sequence[dict[str, Any]]) -> str:
    """HTML without scripts or outside parts. ``rows``: of ``table.summed``."""
    body = "\n".join(_row(row) for row in rows)
    published = "\n".join(
        f"<tr><td>{escape(name)}</td>"
        + "".join(f"<td class=n>{_percent(share.get(n))}</td>" for n in (3, 4))
        + f"<td>{escape(energy)}</td></tr>"
        for name, share, energy in PUBLISHED
    )
    return f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>suffice robot: episodes</title>
<style>body{{font:14px/1.4 system-ui,sans-serif;margin:2em;color:#222;background:#fff}}
table{{border-collapse:collapse;margin:1em 0}}td,th{{padding:.25em .7em;border-bottom:1px solid #ccc;text-align:left}}
.n{{text-align:right;font-variant-numeric:tabular-nums}}</style>
<h1>Episodes</h1>
<p>Share of episodes that reached their goal; the bar is the 95% interval (Wilson). Joules are modelled from the CPU
seconds of the controller (skills, looking, checking, planning), without the simulator.</p>
<table><tr><th>task<th>blocks<th>areas<th>sees<th>mishap<th>policy<th>demos<th>n<th>success<th>0 to 100%<th>progress
<th>re-plans<th>s a move<th>controller CPU s<th>joules an episode</tr>
{body}
</table>
<h2>Published, for comparison</h2>
<p>As published in arXiv 2602.19260, in another scene of the same task; joules measured at GPU and CPU package.</p>
<table><tr><th>system<th>3 blocks<th>4 blocks<th>energy</tr>
{published}
</table></html>
"""


def _row(row: dict[str, Any]) -> str:
    low, high = row["interval_95"]
    bar = (
        f'<svg width="{_BAR}" height="14" role="img" aria-label="{low:.0%} to {high:.0%}">'
        f'<rect width="{_BAR}" height="14" fill="#eee"/>'
        f'<rect x="{low * _BAR:.1f}" width="{max(1.0, (high - low) * _BAR):.1f}" height="14" fill="#8ab"/>'
        f'<rect x="{min(_BAR - 2, row["success"] * _BAR):.1f}" width="2" height="14" fill="#024"/></svg>'
    )
    joules = row["policy_joules_per_episode"]
    how = [*([row["disturb"]] if row["disturb"] else []), *([] if row["replan"] else ["no re-planning"])]
    how += [] if row["variant"] == LEARNED else [row["variant"]]
    cells = (
        (escape(row["task"]), ""),
        (row["blocks"], "n"),
        (row["pegs"], "n"),
        (escape(row["state"]), ""),
        (escape(", ".join(how) or "none"), ""),
        (escape(row["policy"]), ""),
        (row["demonstrations"], "n"),
        (row["episodes"], "n"),
        (f"{row['successes']}, {_percent(row['success'])}", "n"),
        (bar, ""),
        (_percent(row["progress"]), "n"),
        (row["replans"], "n"),
        (f"{row['simulated_s_per_move']:.1f}" if row["simulated_s_per_move"] else "", "n"),
        (f"{row['policy_cpu_s_per_episode']:.2f}", "n"),
        (f"{joules['value']:.1f} ({joules['low']:.1f} to {joules['high']:.1f})" if joules else "unknown", "n"),
    )
    return "<tr>" + "".join(f'<td class="{kind}">{value}</td>' for value, kind in cells) + "</tr>"


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.1%}"
