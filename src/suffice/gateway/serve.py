"""Starting the server: checks first, then one worker process or several on one port and one ledger."""

from __future__ import annotations

import socket
from collections.abc import Callable
from functools import partial

from suffice.config import Settings
from suffice.errors import UsageError

_BACKLOG = 1024  # connections that may wait to be accepted


def serve(settings: Settings, shadow: bool, say: Callable[[str], None]) -> int:
    """Serve until SIGINT or SIGTERM; then running requests end, and the exit code is 0. Raises UsageError.

    ``say`` is told what takes long before, and where the server listens.
    """
    from suffice.gateway import processes

    check(settings, shadow)
    at = settings.serve
    with _listening(at.host, at.port) as listening:
        _compile(say)
        host = f"[{at.host}]" if ":" in at.host else at.host
        mode = "in shadow: models answer everything" if shadow else "the ladder answers 'auto'"
        say(f"serving http://{host}:{at.port}/v1, {mode}; ledger: {settings.ledger_path}")
        return processes.run(partial(work, settings, shadow, listening), at.workers, at.drain_s)


def _compile(say: Callable[[str], None]) -> None:
    """Grammars are compiled once after an install, and kept."""
    from suffice.plugins import families
    from suffice.symbolic.grammars import family_grammar, is_compiled

    missing = [family for family in families() if not is_compiled(family)]
    for place, family in enumerate(missing, 1):
        say(f"compiling the grammar of {family}, once after an install ({place} of {len(missing)}) ...")
        family_grammar(family)


def work(settings: Settings, shadow: bool, listening: socket.socket) -> None:
    """What each process runs."""
    import asyncio

    from suffice.gateway.processes import event_loop

    with asyncio.Runner(loop_factory=event_loop()) as runner:
        runner.run(_work(settings, shadow, listening))


async def _work(settings: Settings, shadow: bool, listening: socket.socket) -> None:
    from suffice.gateway.app import Gateway
    from suffice.gateway.processes import stopped

    gateway = Gateway(settings, shadow)
    await gateway.open()
    try:
        clients = gateway.clients
        server = await clients.loop.create_server(clients.connection, sock=listening, backlog=_BACKLOG)
        await stopped()
        server.close()
        await clients.close(settings.serve.drain_s)
    finally:
        await gateway.close()


def check(settings: Settings, shadow: bool) -> None:
    """Everything that can be found wrong before a worker starts. Raises UsageError and LedgerError."""
    from suffice.config.engines import policies
    from suffice.config.ladder import build, open_ledger
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


def _listening(host: str, port: int) -> socket.socket:
    """A socket that all workers accept from. Raises UsageError."""
    try:
        families = [found[0] for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        family = socket.AF_INET if socket.AF_INET in families else families[0]  # localhost is 127.0.0.1 to most clients
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        raise UsageError(
            f"cannot listen on {host}:{port} ({error.strerror}): choose another --host or --port"
        ) from None
