"""What the robot's commands say to people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

SAID = ("move the tower to the right peg", "stack red on blue on green", "put the red cube on peg 2",
        "sort the cubes by size")  # fmt: skip


def receipt(told: Mapping[str, Any]) -> None:
    """What became of a goal, from its receipt."""
    done = told["execution"]
    if done is None:
        click.echo(f"refused: {'; '.join(one['reason'] for one in told['refusals']) or told['error']}")
        click.echo(f"nothing was moved; goals that are read are such as: {'; '.join(SAID)}")
        return
    guarantee = told["guarantee"]
    click.echo(f"plan of {done['planned']} moves, {guarantee['level']}: {guarantee['statement']}")
    for row in done["acted"]:
        broken = [check.get("precondition") or check["effect"] for check in row["checks"] if not check["held"]]
        click.echo(f"  {row['move']}: {row['outcome']}" + (f" (not: {', '.join(broken)})" if broken else ""))
    for mishap in done["mishaps"]:
        click.echo(f"mishap: {mishap}")
    click.echo(f"{'done' if done['success'] else 'stopped: ' + str(done['reason'])}; {len(done['acted'])} moves, "
               f"{done['replans']} re-plans, {done['simulated_s']:.0f} simulated s, controller "
               f"{done['policy_cpu_s']:.2f} CPU s{joules(done['policy_joules'])}")  # fmt: skip


def line(row: dict[str, Any]) -> None:
    """A line of the success table."""
    from suffice.robot.recorded import LEARNED

    low, high = row["interval_95"]
    how = (f", mishap: {row['disturb']}" if row["disturb"] else "") + ("" if row["replan"] else ", no re-planning")
    how += "" if row["variant"] == LEARNED else f", {row['variant']}"
    click.echo(f"{row['task']}, {row['blocks']} blocks, {row['pegs']} pegs, state {row['state']}{how}, seeds "
               f"{row['seeds'][0]} to {row['seeds'][1]}: {row['successes']} of {row['episodes']} "
               f"({low:.1%} to {high:.1%}), progress {row['progress']:.1%}")  # fmt: skip
    a_move, a_step = row["simulated_s_per_move"], row["policy_ms_per_step"]  # unknown where nothing moved
    click.echo(
        f"{row['moves']} moves (planned {row['planned_moves']}), {row['replans']} re-plans, the slowest "
        f"{row['slowest_replan_ms']:.1f} ms" + (f"; {a_move:.2f} simulated s a move" if a_move else "")
    )
    click.echo(
        "controller "
        + (f"{a_step:.2f} ms a step, " if a_step else "")
        + f"{row['policy_cpu_s_per_episode']:.2f} CPU s an episode{joules(row['policy_joules_per_episode'])}; "
        f"simulator {row['simulator_cpu_s_per_episode']:.1f} CPU s"
    )
    for failure in row["failures"][:10]:
        click.echo(f"failed: seed {failure['seed']}: {failure['reason']}")


def look(found: Mapping[str, Any], looks: int) -> None:
    """How far off what is seen lies."""
    for name, unit in (("across", "mm"), ("height", "mm"), ("turn", "deg"), ("sigma", "mm")):
        of = found[f"{name}_{unit}"]
        if of is not None:
            click.echo(
                f"{name:7} {of['mean']:.2f} {unit} on average, 95% within {of['p95']:.2f}, at most {of['max']:.2f}"
            )
    click.echo(
        f"{found['states_wrong']} of {looks} arrangements taken for another, {len(found['blind'])} not believed; "
        f"looking {found['looking_ms']['mean']:.0f} CPU ms on average, at most {found['looking_ms']['max']:.0f}; "
        f"rendering {found['rendering_ms']:.0f}"
    )
    for said in found["blind"][:10]:
        click.echo(said)


def joules(told: Mapping[str, Any] | None) -> str:
    """Joules with their range and boundary, to end a sentence with; nothing where they are not known."""
    if told is None:
        return ""
    return f", {told['value']:.1f} J modelled ({told['low']:.1f} to {told['high']:.1f}, {told['boundary']})"
