"""``suffice bench``: the benchmarks that ship with the package, one module each."""

from __future__ import annotations

from inspect import signature
from pathlib import Path

import click

from suffice.cli import _options
from suffice.errors import UsageError
from suffice.plugins import load, names


@click.command("bench", epilog="Example: suffice bench symbolic --data path/to/data")
@click.argument("name")
@click.option("--data", type=click.Path(path_type=Path), metavar="DIR", help="Folder with the benchmark's data sets.")
@click.option("--show-refused", is_flag=True, help="List what was refused, and why.")
@_options.as_json
def command(name: str, data: Path | None, show_refused: bool, as_json: bool) -> int:
    """Run benchmark NAME and print its table. Exit code 1 if any answer is wrong."""
    module = None if name not in names("bench") else load(f"suffice.bench.{name}")
    if module is None or not hasattr(module, "run"):
        there = [known for known in names("bench") if hasattr(load(f"suffice.bench.{known}"), "run")]
        raise UsageError(f"no benchmark '{name}'; there are: {', '.join(there) or 'none'}")
    if data is not None and not data.is_dir():
        raise UsageError(f"--data {data} is no folder: give the folder with the data sets")
    from suffice.cli._screen import wide_console

    given = {"as_json": as_json, "show_refused": show_refused}
    known = signature(module.run).parameters
    for option, value in given.items():
        if value and option not in known:
            raise UsageError(f"the benchmark '{name}' has no option --{option.removeprefix('as_').replace('_', '-')}")
    return module.run(data, wide_console(), **{option: value for option, value in given.items() if option in known})
