"""``suffice certify``: certify learned solvers again, on newer logs."""

from __future__ import annotations

import json
from pathlib import Path

import click

from suffice.cli import _options
from suffice.errors import UsageError

_FILE = click.Path(path_type=Path)


@click.command("certify", epilog="Example: suffice certify solvers newer.jsonl --again")
@click.argument("solvers", type=_FILE)
@click.argument("logs", type=_FILE, nargs=-1, required=True)
@click.option("--again", is_flag=True, help="Spend half of the delta that is left on new certificates.")
@_options.config
@_options.as_json
def command(solvers: Path, logs: tuple[Path, ...], again: bool, config: Path | None, as_json: bool) -> int:
    """Certify SOLVERS again on LOGS that are newer than what they were learned from.

    Nothing is learned anew. A group that no longer reaches its target is taken out of service. Alarms that rang are
    forgotten, because the manifest is a new one; pin its new hash.
    """
    from suffice.cli._screen import passes
    from suffice.config import environment
    from suffice.config.exact import prover
    from suffice.config.ladder import build
    from suffice.learn import again as renewal
    from suffice.learn.logs import Logs
    from suffice.learn.logs.salt import salt

    if not again:
        raise UsageError("certify spends delta that does not come back: say --again if LOGS are new")
    settings = _options.settings(config).with_solvers(solvers)
    source = Logs(logs, salt(environment.state_folder() / "salt"))
    with passes() as (step, _):
        renewed, manifest = renewal.again(solvers, source, step, prover(settings, build(settings)))
    if as_json:
        click.echo(json.dumps({"groups": [one.to_json() for one in renewed], "manifest": manifest}))
        return 0
    for one in renewed:
        click.echo(f"{one.group}: {one.after.statement if one.after else one.why}; delta left {one.left:.3g}")
    click.echo(f"manifest {manifest}")
    return 0
