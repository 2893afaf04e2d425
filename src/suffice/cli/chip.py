"""``suffice chip``: what a network would lose and cost on a memristor chip."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from suffice import files
from suffice.cli import _options

_FILE = click.Path(path_type=Path)


@click.group("chip", epilog="Example: suffice chip report net.npz --data test.npz -o chip.html")
def command() -> None:
    """Simulated what-if: a network on memristor arrays that multiply by Ohm's law."""


@command.command("devices", epilog="Example: suffice chip devices")
@_options.as_json
def devices(as_json: bool) -> int:
    """List the devices, with the range in which each number holds and where it is from."""
    from suffice.hardware.crossbar.devices import device, names

    found = [device(name) for name in names()]
    if as_json:
        click.echo(json.dumps([one.to_json() for one in found], ensure_ascii=False))
        return 0
    for one in found:
        click.echo(f"{one.name}: {one.title}")
        click.echo(f"  {one.cite}")
        if one.refusal:
            click.echo(f"  refused for networks: {one.refusal}")
        for name, number in one.numbers.items():
            click.echo(f"  {name} = {number.value} {number.unit} ({number.low:g} to {number.high:g}; {number.source})")
    return 0


@command.command("report", epilog="Example: suffice chip report net.npz --data test.npz -o chip.html")
@click.argument("model", type=_FILE)
@click.option("--data", type=_FILE, metavar="FILE", help="Inputs: .npz with x and y; of learned solvers a log.")
@click.option("--group", metavar="ID", help="Of a folder of learned solvers: whose classifier.")
@click.option("--device", metavar="NAME", default="reram_cmo_hfox", help="See 'suffice chip devices'.")
@click.option("--rows", type=int, default=256, help="Word lines of an array (256).")
@click.option("--cols", type=int, default=256, help="Bit lines of an array (256).")
@click.option("--arrays", type=int, metavar="N", help="Arrays that the chip has (any number).")
@click.option("--wire-ohm", type=float, default=1.0, help="Resistance of a segment of wire (1).")
@click.option("--input-bits", type=int, default=8, help="Of the input converters (8).")
@click.option("--output-bits", type=int, default=8, help="Of the output converters (8).")
@click.option("--weight-bits", type=int, metavar="N", help="Round weights to so many bits (analog).")
@click.option("--slice-bits", type=int, metavar="N", help="Cut them into slices of so many bits (whole).")
@click.option("--residual-arrays", type=int, metavar="N", help="Arrays that hold what those before got wrong.")
@click.option("--stuck", type=float, default=0.0, metavar="SHARE", help="Cells stuck, half of them at each end (0).")
@click.option("--programmings", type=click.IntRange(1, 100), default=5, help="How often it is programmed anew (5).")
@click.option("--requests", type=click.IntRange(1), default=500, metavar="N", help="Inputs used at most (500).")
@click.option("--tune", type=_FILE, metavar="X.npz", help="Tune the network for the chip's noise on these inputs.")
@click.option("-o", "--output", type=_FILE, metavar="PAGE", help="Write one HTML file.")
@_options.config
@_options.as_json
def report(
    model: Path,
    data: Path | None,
    group: str | None,
    device: str,
    stuck: float,
    programmings: int,
    requests: int,
    tune: Path | None,
    output: Path | None,
    config: Path | None,
    as_json: bool,
    residual_arrays: int | None,
    **settings: Any,
) -> int:
    """Put MODEL on a chip: a network in a .npz or .safetensors file, or a folder of learned solvers.

    Tells accuracy over programmings and time, signal to noise, joules with range, latency and area, and from which
    batch on a GPU takes less.
    """
    from suffice import plugins
    from suffice.config.costing import meter

    opened = plugins.load("suffice.report.chip.model")
    studied = plugins.load("suffice.report.chip.study")
    page = plugins.load("suffice.report.chip.page")
    chips = plugins.load("suffice.hardware.crossbar.chip")
    chip = chips.Chip.of(device, stuck_low=stuck / 2, stuck_high=stuck / 2, **settings)
    if residual_arrays is not None:
        chip = chip.but(residual_arrays=residual_arrays)
    found = opened.open_model(model, data, group, requests)
    training = None if tune is None else _labelled(opened.read_data(tune), tune)
    made = studied.study(
        found,
        chip,
        meter(_options.settings(config)),
        programmings=programmings,
        training=training,
        say=lambda line: None if as_json else click.echo(line, err=True),
    )
    if output is not None:
        files.write(output, page.html(made))
    if as_json:
        click.echo(json.dumps(made.to_json(), ensure_ascii=False))
        return 0
    click.echo("simulated what-if:")
    for line in (*page.summary(made), *page.against(made)):
        click.echo(line)
    if output is not None:
        click.echo(f"written: {output}")
    return 0


def _labelled(read: tuple[Any, Any], path: Path) -> tuple[Any, Any]:
    from suffice.errors import UsageError

    if read[1] is None:
        raise UsageError(f"{path} holds no labels 'y': tuning needs them")
    return read


@command.command("compare", epilog="Example: suffice chip compare 1x64x128,1x128x10 --dtype fp32")
@click.argument("products", required=False)
@click.option("--model", metavar="NAME", help="Instead of products: the reply of a known language model.")
@click.option("--tokens", type=float, default=100.0, show_default=True, metavar="N", help="Of that reply.")
@click.option("--batch", type=float, default=64.0, show_default=True, metavar="N", help="Sequences written at once.")
@click.option("--dtype", metavar="FORMAT", default="bf16", show_default=True, help="In which it is multiplied.")
@_options.as_json
def compare(products: str | None, model: str | None, tokens: float, batch: float, dtype: str, as_json: bool) -> int:
    """Price the same work on every machine: PRODUCTS are matrix products, rows x inputs x outputs, with commas between.

    Joules are at the node; a question mark stands for what nobody knows.
    """
    from suffice.cli._figures import energy, number
    from suffice.errors import UsageError
    from suffice.hardware import compare as hardware

    if (products is None) == (model is None):
        raise UsageError("state matrix products, such as 1x64x128, or --model NAME")
    work = hardware.tokens(model, tokens, batch, dtype) if model else hardware.products(products or "", dtype)
    rows = hardware.compare(work)
    if as_json:
        click.echo(json.dumps({name: told.to_json() for name, told in rows}, ensure_ascii=False))
        return 0
    for name, told in rows:
        joules = energy(told.joules and told.joules.to_json())
        seconds = (
            told.seconds
            and f"{number(told.seconds.value)} s ({number(told.seconds.low)} to {number(told.seconds.high)})"
        )
        click.echo(f"{name:<10} {joules:<36} {seconds or '?':<38} {told.how}")
    return 0
