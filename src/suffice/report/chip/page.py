"""The study as one HTML file that needs nothing else, and as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import numpy as np

from suffice.hardware.crossbar.answer import DAY, LABEL, YEAR, Moment
from suffice.hardware.crossbar.bill import LEFT_OUT
from suffice.hardware.machine import machine
from suffice.records import Joules, Range
from suffice.report.chip import drawing
from suffice.report.chip.study import Study

_STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --rest: #666;
  --c0: #2f6f9f; --c1: #1d7f5f; --c2: #b06a1f; --c3: #b3444a; --c4: #7a5aa8; --c5: #737378; }
@media (prefers-color-scheme: dark) { :root { --rest: #aaa;
  --c0: #6cb0e0; --c1: #4fc49a; --c2: #e0a45c; --c3: #ee8a8a; --c4: #b79be6; --c5: #9a9aa0; } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
.label { background: #c28f2c33; border-left: 4px solid #c28f2c; padding: .5rem .8rem; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr)); gap: 1rem; margin: 1.5rem 0; }
.cards div { background: var(--soft); border-radius: .5rem; padding: .8rem 1rem; }
.cards dt { font-size: 1.25rem; font-weight: 600; } .cards dd { margin: 0; color: var(--rest); }
.wide { overflow-x: auto; }
.row { display: flex; flex-wrap: wrap; gap: 1rem 2rem; }
table { border-collapse: collapse; }
td, th { text-align: left; padding: .25rem .8rem .25rem 0; vertical-align: top; border-bottom: 1px solid var(--line); }
figure { margin: 1rem 0; } figcaption { font-weight: 600; } svg { max-width: 100%; height: auto; }
"""
_HEADS = ("right", "same decision as floating point", "error of the outputs, of their size")
_SWEPT = {"read_noise": "read noise, of g_max", "wire_ohm": "ohm for each segment of wire", "output_bits": "ADC bits"}


def html(study: Study) -> str:
    answer = study.answer
    title = f"{study.model.name} on {answer.chip.preset.title}"
    share = "accuracy" if answer.float_accuracy is not None else "agreement with floating point"
    moments = {"chip": answer.moments} | ({} if study.tuned is None else {"tuned": study.tuned[1].moments})
    over_time = {name: [(moment.t_s, _right(moment).mean) for moment in found] for name, found in moments.items()}
    spread = {name: [_right(moment).sd or 0.0 for moment in found] for name, found in moments.items()}
    parts = [
        f"<!doctype html><html lang=en><meta charset=utf-8><title>{escape(title)}: {LABEL}</title>",
        f'<meta name=viewport content="width=device-width,initial-scale=1"><style>{_STYLE}</style>',
        f"<h1>{escape(title)}</h1>",
        f"<p class=label><b>{LABEL.capitalize()}.</b> No such chip was measured: published physics of single devices "
        f"and arrays, and figures of merit of converters, applied to this network. In the joules "
        f"{escape(LEFT_OUT)}.</p>",
        f"<dl class=cards>{''.join(_card(value, said) for value, said in _cards(study))}</dl>",
        *(f"<p>{escape(line)}</p>" for line in _told(study)),
        _table(("after", *_HEADS), [_row(moment, answer.float_accuracy) for moment in answer.moments]),
        "<h2>What it loses</h2><div class=row>",
        drawing.lines(f"{share} over time", over_time, "seconds after programming", log_x=True, spread=spread,
                      percent=True),
        *(
            drawing.lines(f"{share} against {text}", {share: study.sweeps.get(name, [])}, text, percent=True)
            for name, text in _SWEPT.items()
        ),
        "</div><div class=row>",
        *_arrays(study),
        "</div><h2>What it costs</h2>",
        drawing.bars("Joules of a request by cause (logarithmic; lines are low to high)", dict(answer.bill.parts)),
        _machines(study),
        *(f"<p>{escape(line)}</p>" for line in against(study)),
        "<h2>Tile by tile</h2>",
        _table(
            ("matrix", "outputs", "inputs", "arrays", "signal to noise"),
            [(tile.matrix, tile.outputs, tile.inputs, tile.arrays, _db(tile.snr_db)) for tile in answer.tiles[:64]],
        ),
        f"<p>{len(answer.tiles) - 64} more tiles.</p>" if len(answer.tiles) > 64 else "",
        f"<h2>The device, and where its numbers are from</h2><p>{escape(answer.chip.preset.cite)}</p>",
        _table(
            ("number", "value", "unit", "holds from", "to", "source"),
            [
                (name, number.value, number.unit, number.low, number.high, number.source)
                for name, number in answer.chip.preset.numbers.items()
            ],
        ),
        "<h2>Settings</h2>",
        _table(
            ("setting", "value"),
            [(name, "not set" if value is None else value) for name, value in answer.chip.to_json().items()],
        ),
        "</html>\n",
    ]  # fmt: skip
    return "\n".join(part for part in parts if part)


def _cards(study: Study) -> Iterator[tuple[str, str]]:
    """The answer at a glance."""
    answer = study.answer
    if answer.float_accuracy is not None:
        yield f"{answer.float_accuracy:.2%}", "right in floating point"
    for moment in (answer.moments[0], answer.moments[-1])[: len(answer.moments)]:
        what = "right on the chip" if moment.accuracy else "the same decision on the chip"
        yield _spread(_right(moment)), f"{what} after {_time(moment.t_s)}"
    joules = answer.bill.joules
    low, high = drawing.joules(joules.low), drawing.joules(joules.high)
    yield drawing.joules(joules.value), f"for a request on the chip ({low} to {high})"


def _card(value: str, said: str) -> str:
    return f"<div><dt>{escape(value)}</dt><dd>{escape(said)}</dd></div>"


def _row(moment: Moment, exact: float | None) -> tuple[str, ...]:
    right = "no labels" if moment.accuracy is None or exact is None else _spread(moment.accuracy)
    return _time(moment.t_s), right, _spread(moment.agreement), f"{moment.error.mean:.1%}"


def summary(study: Study) -> Iterator[str]:
    """For a terminal."""
    answer = study.answer
    for moment in answer.moments:
        if answer.float_accuracy is None:
            told = f"agrees with floating point on {_spread(moment.agreement)}"
        else:
            assert moment.accuracy is not None
            told = f"{_spread(moment.accuracy)} right, floating point {answer.float_accuracy:.2%}"
        yield f"{_time(moment.t_s)}: {told}; error of the outputs {moment.error.mean:.1%} of their size."
    yield from _told(study)


def _told(study: Study) -> Iterator[str]:
    answer, bill = study.answer, study.answer.bill
    yield f"{study.model.told}; {answer.arrays} arrays of {answer.chip.rows} x {answer.chip.cols}."
    if study.tuned is not None:
        last = study.tuned[1].moments[-1]
        yield f"Tuned for the chip's noise: {_spread(_right(last))} at {_time(last.t_s)}."
    yield (
        f"A request takes {_joules(bill.joules)} on the chip, {_joules(bill.at_node)} at the node; "
        f"{bill.latency_s.value:.3g} s ({bill.latency_s.low:.3g} to {bill.latency_s.high:.3g}); "
        f"{bill.area_mm2.value:.3g} mm2 ({bill.area_mm2.low:.3g} to {bill.area_mm2.high:.3g})."
    )
    spent = answer.programming
    if spent.pulses:
        each = spent.pulses / spent.cells
        yield f"Programming: {spent.pulses:,} pulses ({each:.1f} a cell), {drawing.joules(spent.joules)} in the cells."


def against(study: Study) -> Iterator[str]:
    """The chip beside a CPU, measured here, and other machines, estimated."""
    for name, joules in study.cpu.items():
        yield f"CPU, measured here as dense products in floating point ({name}): {_joules(joules)} a request."
    for name, stop in study.stops.items():
        title, (batch, best) = machine(name).title, study.machines[name][-1]
        if stop.likely is not None:
            yield f"{title}: from a batch of {stop.likely:,} on it takes less than the chip."
            continue
        doubt = f"; at the ends of both ranges less from {stop.earliest:,} on" if stop.earliest is not None else ""
        yield f"{title}: takes more at every batch up to {batch:,} ({_joules(best)} a request there){doubt}."


def _machines(study: Study) -> str:
    chip = study.answer.bill.at_node
    batches = [batch for rows in study.machines.values() for batch, _ in rows]
    series = {"the chip": [(float(batch), chip.value) for batch in sorted({*batches})]}
    for name, rows in study.machines.items():
        series[machine(name).title] = [(float(batch), joules.value) for batch, joules in rows]
    title = "Joules of a request at the node, by how many are computed together"
    return drawing.lines(title, series, "requests in a batch", log_x=True, log_y=True)


def _arrays(study: Study) -> Iterator[str]:
    answer = study.answer
    mesh = next(iter(answer.board.meshes.values()))
    plane, t_s = mesh.tiles[0].planes[0], answer.moments[0].t_s
    yield drawing.image(f"Conductances of the first array of {mesh.name}", plane.written.at(t_s), "uS")
    exact = study.model.stack.exact(study.model.x)
    size = float(np.sqrt((exact**2).mean())) or 1.0
    errors = ((answer.run.outputs - exact) / size).ravel()
    yield drawing.histogram("Errors of the outputs", errors, "of the outputs' root mean square")


def _right(moment: Moment):
    return moment.accuracy or moment.agreement


def _spread(found) -> str:
    return f"{found.mean:.2%}" + ("" if found.sd is None else f" ± {found.sd:.2%}")


def _time(t_s: float) -> str:
    for size, name in ((YEAR, "year"), (DAY, "day"), (3600.0, "hour"), (1.0, "second")):
        if t_s >= size:
            count = t_s / size
            return f"{count:g} {name}{'' if count == 1 else 's'}"
    return f"{t_s:g} seconds"


def _joules(figure: Joules | Range) -> str:
    return f"{drawing.joules(figure.value)} ({drawing.joules(figure.low)} to {drawing.joules(figure.high)})"


def _db(value: float | None) -> str:
    return "exact or unused" if value is None else f"{value:.1f} dB"


def _table(heads: tuple[str, ...], rows) -> str:
    head = "".join(f"<th>{escape(one)}" for one in heads)
    body = "".join(f"<tr>{''.join(f'<td>{escape(str(cell))}' for cell in row)}</tr>" for row in rows)
    return f"<div class=wide><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
