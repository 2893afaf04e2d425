"""Starting the server: checks first, then one worker process or several on one port and one ledger."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from functools import partial
from typing import Any

from suffice.config import Settings
from suffice.errors import UsageError

_HEADER_BYTES = 64 << 10
_HEADER_MS = 10_000  # in which a request's headers must have arrived


def serve(settings: Settings, shadow: bool, begun: Callable[[], None]) -> int:
    """Serve until SIGINT or SIGTERM; then running requests end, and the exit code is 0. Raises UsageError.

    ``begun`` is called once the server listens.
    """
    from granian.constants import HTTPModes, Interfaces
    from granian.errors import ConfigurationError
    from granian.http import HTTP1Settings
    from granian.server import Server

    check(settings, shadow)
    at = settings.serve
    server = Server(
        "suffice",
        address=at.host,
        port=at.port,
        interface=Interfaces.RSGI,
        workers=at.workers,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=_HEADER_MS, max_buffer_size=_HEADER_BYTES),
        websockets=False,
        log_enabled=False,
        respawn_failed_workers=True,
        workers_kill_timeout=at.drain_s,
    )
    server.on_startup(begun)
    try:
        server.serve(target_loader=partial(application, settings, shadow, os.getpid()), wrap_loader=False)
    except ConfigurationError as error:
        raise UsageError(f"the server cannot start: {error}") from None
    except SystemExit as stop:
        return 0 if stop.code is None else int(stop.code)
    return 0


def application(settings: Settings, shadow: bool, main_process: int) -> Any:
    """What each worker process runs, as long as the main process does."""
    from suffice.gateway.app import Gateway

    return Gateway(settings, shadow, main_process)


def check(settings: Settings, shadow: bool) -> None:
    """Everything that can be found wrong before a worker starts. Raises UsageError and LedgerError."""
    from suffice.config.ladder import build, open_ledger, policies
    from suffice.gateway.keys import Keys, is_here

    at = settings.serve
    if not Keys(settings.keys_path) and not is_here(at.host):
        raise UsageError(
            f"{at.host} can be reached from other machines, and no keys are asked for: "
            "make one with 'suffice key add NAME', or serve on 127.0.0.1"
        )
    if shadow and not any(model.kind == "server" for model in settings.models):
        raise UsageError(
            "--shadow passes requests on to models, and none is configured: add a [[model]] with a base_url"
        )
    build(settings)
    policies(settings)
    open_ledger(settings).close()
    _free(at.host, at.port)


def _free(host: str, port: int) -> None:
    """Workers share the port, and so would a second server without noticing. Raises UsageError."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise UsageError(
            f"cannot listen on {host}:{port} ({error.strerror}): choose another --host or --port"
        ) from None
