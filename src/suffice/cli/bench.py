"""``suffice bench``: the benchmarks that ship with the package, one module each."""

from __future__ import annotations

from inspect import signature
from pathlib import Path
from types import ModuleType

import click

from suffice.cli import _options
from suffice.errors import UsageError
from suffice.plugins import load, names


@click.command(
    "bench", epilog="Example: suffice bench symbolic --data path/to/data, or: suffice bench soundness arithmetic"
)
@click.argument("name")
@click.argument("of", required=False, metavar="[FAMILY]")
@click.option("--data", type=click.Path(path_type=Path), metavar="DIR", help="Folder with the benchmark's data sets.")
@click.option("--show-refused", is_flag=True, help="List what was refused, and why.")
@click.option("--n", type=click.IntRange(1), metavar="N", help="How many items to make up, per family.")
@click.option("--seed", type=int, metavar="S", help="Which items to make up.")
@_options.as_json
def command(
    name: str, of: str | None, data: Path | None, show_refused: bool, n: int | None, seed: int | None, as_json: bool
) -> int:
    """Run benchmark NAME, perhaps of one FAMILY, and print its table. Exit code 1 if any answer is wrong."""
    modules = names("bench")
    benchmark = _benchmark(name) if name in modules else None
    if benchmark is None:
        known = [found for found in modules if _benchmark(found) is not None]
        raise UsageError(f"no benchmark '{name}'; there are: {', '.join(known) or 'none'}")
    if data is not None and not data.is_dir():
        raise UsageError(f"--data {data} is no folder: give the folder with the data sets")
    from suffice.cli._screen import wide_console

    given = {"as_json": as_json, "show_refused": show_refused, "of": of, "n": n, "seed": seed}
    takes = signature(benchmark.run).parameters
    for option, value in given.items():
        if value and option not in takes:
            spelled = (
                f"families: drop '{of}'"
                if option == "of"
                else f"option --{option.removeprefix('as_').replace('_', '-')}"
            )
            raise UsageError(f"the benchmark '{name}' has no {spelled}")
    return benchmark.run(data, wide_console(), **{option: value for option, value in given.items() if option in takes})


def _benchmark(name: str) -> ModuleType | None:
    """The module, if it is a benchmark: it has ``run(data, console, ...)``."""
    module = load(f"suffice.bench.{name}")
    return module if hasattr(module, "run") and "console" in signature(module.run).parameters else None
