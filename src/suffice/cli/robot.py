"""``suffice robot``: demonstrations, training, benchmark, a goal in English carried out, and the report."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path

import click

from suffice import files
from suffice.cli import _options, _robot_words
from suffice.errors import UsageError

_FILE = click.Path(path_type=Path)

_blocks = click.option("--blocks", type=int, default=3, show_default=True, metavar="N", help="Cubes, 3 to 7.")
_pegs = click.option("--pegs", type=int, default=3, show_default=True, metavar="P", help="Areas to stack on, 3 to 5.")
_seed = click.option("--seed", type=click.IntRange(0), default=0, show_default=True, metavar="S", help="The first one.")
_policy = click.option("--policy", type=_FILE, required=True, metavar="POLICY", help="Made by suffice robot train.")
_state = click.option(
    "--state", default="truth", show_default=True, metavar="STATE", help="What is seen: truth or pixels."
)
_sight = click.option("--sight", type=_FILE, metavar="SIGHT", help="Made by suffice robot sight, for --state pixels.")


@click.group("robot", epilog="Example: suffice robot demos -n 5 -o demos.hdf5")
def command() -> None:
    """A simulated arm that learns from a handful of moves, plans, acts, and monitors what it does."""
    from suffice.config.environment import one_thread

    one_thread()


@command.command("demos", epilog="Example: suffice robot demos -n 5 -o demos.hdf5")
@click.option("-n", "count", type=click.IntRange(1), default=5, show_default=True, help="How many moves to show.")
@click.option("-o", "--output", **_options.WRITTEN, required=True, metavar="DEMOS", help="Append to this HDF5 file.")
@_blocks
@_pegs
@_seed
def demos(count: int, output: Path, blocks: int, pegs: int, seed: int) -> int:
    """Record single pick-and-place moves by a scripted demonstrator with noise, until DEMOS holds as many."""
    from suffice.robot.demonstrate import record

    began = time.process_time()
    record(output, count, blocks=blocks, pegs=pegs, seed=seed, tell=lambda line: click.echo(line, err=True))
    click.echo(f"{output}: {count} demonstrations, {time.process_time() - began:.1f} CPU s, seeds from {seed}")
    return 0


@command.command("train", epilog="Example: suffice robot train demos.hdf5 -o policy.npz")
@click.argument("demonstrations", type=_FILE, metavar="DEMOS")
@click.option("-o", "--output", **_options.WRITTEN, required=True, metavar="POLICY", help="Write or go on with this.")
@click.option("--scaling", type=click.Choice(["multi", "naive"]), default="multi", help="naive: for comparison.")
@click.option("--steps", type=click.IntRange(1), metavar="K", help="Steps of each of the four skills (3000).")
@_seed
@_options.as_json
def train(demonstrations: Path, output: Path, scaling: str, steps: int | None, seed: int, as_json: bool) -> int:
    """Learn operators and skills from DEMOS. Cut off, it goes on where it was."""
    from suffice.config.arm import price
    from suffice.config.robot import written
    from suffice.robot.demonstrations import read
    from suffice.robot.lessons import taught
    from suffice.robot.skills.train import STEPS
    from suffice.robot.skills.train import train as learn

    lesson = taught(read(demonstrations))
    policy = learn(
        demonstrations, output, seed=seed, steps=steps or STEPS, scaling=scaling,
        tell=lambda line: click.echo(line, err=True),
    )  # fmt: skip
    spent = policy.about["demonstrating_cpu_s"] + policy.about["training_cpu_s"]
    joules = price(_options.settings(None))(spent)
    told = {
        "policy": str(output),
        "demonstrations": policy.about["demonstrations"],
        "parameters": policy.size,
        "demonstrating_cpu_s": policy.about["demonstrating_cpu_s"],
        "training_cpu_s": policy.about["training_cpu_s"],
        "joules": joules and joules.to_json(),
        "operators": written(lesson.domain),
        "contradictions": list(lesson.contradictions),
        "missing": list(lesson.missing),
    }
    if as_json:
        click.echo(json.dumps(told))
        return 0
    click.echo(told["operators"])
    for line in (*lesson.contradictions, *lesson.missing):
        click.echo(f"note: {line}")
    click.echo(f"{output}: {policy.size:,} parameters; demonstrations {told['demonstrating_cpu_s']:.1f} CPU s, "
               f"training {told['training_cpu_s']:.1f} CPU s{_robot_words.joules(told['joules'])}")  # fmt: skip
    return 0


@command.command("sight", epilog="Example: suffice robot sight -o sight.npz")
@click.option("-o", "--output", **_options.WRITTEN, required=True, metavar="SIGHT", help="Write what was learned here.")
@click.option("--scenes", type=click.IntRange(5), default=40, show_default=True, help="Two pictures of each.")
@_seed
@_options.as_json
def sight(output: Path, scenes: int, seed: int, as_json: bool) -> int:
    """Learn to see: which colours are whose, from rendered pictures under lights that vary."""
    from suffice.config.arm import price
    from suffice.config.environment import without_screen

    without_screen()
    from suffice.robot.sight import train as learn

    about = learn(output, seed=seed, scenes=scenes, tell=lambda line: click.echo(line, err=True)).about
    spent = about["rendering_cpu_s"] + about["counting_cpu_s"]
    joules = price(_options.settings(None))(spent)
    told = {"sight": str(output), **about, "joules": joules and joules.to_json()}
    if as_json:
        click.echo(json.dumps(told))
        return 0
    click.echo(f"{output}: {about['pictures']} pictures, rendered in {about['rendering_cpu_s']:.1f} CPU s, counted in "
               f"{about['counting_cpu_s']:.1f} CPU s{_robot_words.joules(told['joules'])}")  # fmt: skip
    return 0


@command.command("look", epilog="Example: suffice robot look --sight sight.npz --blocks 4 --looks 50")
@click.option("--sight", type=_FILE, required=True, metavar="SIGHT", help="Made by suffice robot sight.")
@_blocks
@_pegs
@click.option("--looks", type=click.IntRange(1), default=20, show_default=True, metavar="K", help="Arrangements.")
@_seed
@_options.as_json
def look(sight: Path, blocks: int, pegs: int, looks: int, seed: int, as_json: bool) -> int:
    """Say how far what is seen lies from where the cubes are, over random arrangements."""
    from suffice.cli._screen import progress
    from suffice.config.environment import without_screen

    without_screen()
    from suffice.robot.sight import load as load_sight
    from suffice.robot.sight import measured

    learned = load_sight(sight)
    with progress(looks, 0) as advance:
        found = measured(learned, blocks=blocks, pegs=pegs, looks=looks, seed=seed, tell=advance)
    if as_json:
        click.echo(json.dumps(found))
        return 0
    _robot_words.look(found, looks)
    return 0


@command.command(
    "bench", epilog="Example: suffice robot bench --policy policy.npz --task hanoi --blocks 4 --episodes 20"
)
@_policy
@click.option("--task", default="hanoi", show_default=True, metavar="TASK", help="hanoi, pattern or sort.")
@_blocks
@_pegs
@click.option("--episodes", type=click.IntRange(1), default=10, show_default=True, metavar="K", help="How many seeds.")
@_seed
@_state
@_sight
@click.option("--disturb", metavar="KIND", help="One mishap in each episode: teleport, push or knock.")
@click.option("--scripted-end", is_flag=True, help="The demonstrator's rules end a skill, for comparison.")
@click.option("--operators-by-hand", is_flag=True, help="Operators written down, not learned, for comparison.")
@click.option("--no-replan", is_flag=True, help="Carry out the first plan blindly, for comparison.")
@click.option("--record", **_options.WRITTEN, metavar="FILE", help="Append episodes here (POLICY.episodes.jsonl).")
@_options.config
@_options.as_json
def bench(policy: Path, task: str, blocks: int, pegs: int, episodes: int, seed: int, state: str,
          sight: Path | None, disturb: str | None, scripted_end: bool, operators_by_hand: bool, no_replan: bool,
          record: Path | None, config: Path | None, as_json: bool) -> int:  # fmt: skip
    """Run episodes, append them to a record, and print how many succeed. Recorded ones are not run again."""
    from suffice.cli._screen import progress
    from suffice.config import arm
    from suffice.robot.bench import run as run_all
    from suffice.robot.disturb import known
    from suffice.robot.recorded import Setting
    from suffice.robot.scene import hanoi
    from suffice.robot.skills.policy import load
    from suffice.robot.table import summed
    from suffice.robot.tasks import assigned

    known(disturb)
    assigned(task, hanoi(blocks, pegs), seed)  # refuses what is unknown before anything is run
    if scripted_end and operators_by_hand:
        raise UsageError("one comparison at a time: --scripted-end or --operators-by-hand")
    trained = load(policy)
    record = record or _options.writable(policy.with_name(policy.name + ".episodes.jsonl"))
    parts = arm.parts(trained, state, sight=sight)
    setting = Setting(arm.digest(policy, sight if state == "pixels" else None), trained.about["demonstrations"],
                      task, blocks, pegs, state, disturb, not no_replan)  # fmt: skip
    if scripted_end:
        setting, parts = replace(setting, variant="scripted end"), arm.ended_by_script(parts)
    if operators_by_hand:
        setting, parts = replace(setting, variant="operators by hand"), arm.planned_by_hand(parts)
    with progress(episodes, 0) as advance:
        rows = run_all(setting, parts, range(seed, seed + episodes), record, lambda row: advance())
    summary = summed(setting, rows, arm.price(_options.settings(config)))
    if as_json:
        click.echo(json.dumps(summary))
    else:
        _robot_words.line(summary)
    return 0


@command.command("run", epilog="Example: suffice robot run --goal 'move the tower to the right peg' --blocks 4")
@click.option("--goal", required=True, metavar="TEXT", help="What shall be done, in English.")
@click.option("--policy", type=_FILE, metavar="POLICY", help="Else one of five demonstrations, made at first use.")
@_blocks
@_pegs
@_seed
@_state
@_sight
@click.option("--start", metavar="JSON", help='What each cube stands on: {"red": "peg1", ...}; else a tower on peg1.')
@click.option("--disturb", metavar="KIND", help="One mishap on the way: teleport, push or knock.")
@click.option("--video", **_options.WRITTEN, metavar="FILE", help="Write a film (mp4); needs EGL or OSMesa.")
@click.option("--strip", **_options.WRITTEN, metavar="FILE", help="Write what was seen after every move (SVG).")
@click.option("-o", "--output", **_options.WRITTEN, metavar="RECEIPT", help="Write the receipt (JSON).")
@_options.config
@_options.as_json
def run(goal: str, policy: Path | None, blocks: int, pegs: int, seed: int, state: str, sight: Path | None,
        start: str | None,
        disturb: str | None, video: Path | None, strip: Path | None, output: Path | None, config: Path | None,
        as_json: bool) -> int:  # fmt: skip
    """Read a goal, plan it, have the plan checked, carry it out, and write a receipt. Exit code 1 if not reached."""
    from suffice.config.environment import without_screen

    if video is not None or state == "pixels":
        without_screen()
    from suffice.cli import _robot
    from suffice.config import arm

    path = policy or arm.ready_policy(lambda line: click.echo(line, err=True))
    order = _robot.Request(goal, blocks, pegs, seed, state, sight, _robot.start(start), disturb, video)
    receipt, ran, layout = _robot.carried_out(path, order, _options.settings(config))
    if output is not None:
        files.write(output, json.dumps(receipt) + "\n")
    if strip is not None and ran is not None:
        from suffice.robot.strip import strip as drawn

        files.write(strip, drawn(ran, layout))
    if as_json:
        click.echo(json.dumps(receipt))
    else:
        _robot_words.receipt(receipt)
    return 0 if receipt["status"] == "answered" else 1


@command.command("report", epilog="Example: suffice robot report policy.npz.episodes.jsonl -o robot.html")
@click.argument("record", type=_FILE, metavar="RECORD")
@click.option("-o", "--output", **_options.WRITTEN, metavar="PAGE", help="Write a page with pictures (HTML).")
@_options.config
@_options.as_json
def report(record: Path, output: Path | None, config: Path | None, as_json: bool) -> int:
    """The table of all episodes that RECORD holds, with intervals, beside what others published."""
    from suffice.config import arm
    from suffice.robot.recorded import settings_in
    from suffice.robot.report import page
    from suffice.robot.table import summed

    if not record.is_file():
        raise UsageError(f"no record at {record}: make one with suffice robot bench --record {record}")
    price = arm.price(_options.settings(config))
    found = settings_in(record)
    if not found:
        raise UsageError(f"{record} holds no episode yet: run suffice robot bench --record {record}")
    rows = [summed(setting, episodes, price) for setting, episodes in found.items()]
    if output is not None:
        files.write(output, page(rows))
    if as_json:
        click.echo(json.dumps(rows))
    else:
        for row in rows:
            _robot_words.line(row)
    return 0
