"""``suffice serve``: the OpenAI-compatible gateway."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from suffice.cli import _options


@click.command("serve", epilog="Example: suffice serve --config suffice.toml --shadow")
@_options.config
@click.option(
    "--host", metavar="HOST", help="Address to listen on (127.0.0.1); any other than this machine needs keys."
)
@click.option("--port", type=click.IntRange(1, 65535), metavar="PORT", help="Port to listen on (8321).")
@click.option("--workers", type=click.IntRange(1, 256), metavar="N", help="Worker processes, on one ledger (1).")
@_options.ledger
@click.option(
    "--shadow", is_flag=True, help="Answer nothing: pass all on to the models, and record what would have been."
)
def command(
    config: Path | None,
    host: str | None,
    port: int | None,
    workers: int | None,
    ledger: Path | None,
    shadow: bool,
) -> int:
    """Serve OpenAI's chat protocol: model 'auto' is the ladder, 'auto:proved' or 'auto:0.95' state what is required,
    and a configured model's name goes straight to it."""
    from suffice.gateway.serve import serve

    settings = _options.settings(config, ledger)
    at = settings.serve
    settings = replace(
        settings,
        ledger=settings.ledger_path,
        serve=replace(at, host=host or at.host, port=port or at.port, workers=workers or at.workers),
    )
    return serve(settings, shadow, lambda said: click.echo(said, err=True))
