"""The gateway beside its peers: what a request costs in CPU time, and what is added to its latency.

    python benchmarks/gateway.py [--quick] [--only NAME]... [--sync full] [--seconds S] [--out ROWS.jsonl]

One run, one stack after another: the server is pinned to one core, the load generator and a stub upstream (both C) to
another. suffice runs as one worker with receipts and the SQLite ledger on. Peers are installed into environments of
their own in the cache folder at the first run; one that cannot be installed is named and left out.

Rows: ``pass`` one model's request by its name; ``stream`` the same as 21 events, sent at once or one each 5 ms;
``escalate`` an open question to ``auto``; ``template``, ``everyday`` and ``repeated``: answered and proved here.
``added`` is the latency beyond the stub's own at as many connections; an event's delay runs from its sending by the
stub to its arrival at the client. ``core``: how much of its core the server got; other work on the machine shows here.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from gateway import traffic
from gateway.measure import Load, ask, compiled, memory_mb
from gateway.stacks import CannotBuild, Running, start
from rich.console import Console
from rich.table import Table

from suffice import __version__

SEED = 20261122
STACKS = ("suffice", "litellm", "tensorzero")
SERVER_CORE, LOAD_CORE = 0, 1
PACE_US = 5000
CHECKED = 50  # template replies compared with the right ones before the load


@dataclass(frozen=True)
class Row:
    """One kind of traffic. ``mark``: what every good reply holds; ``here``: answered without the upstream."""

    name: str
    bodies: Callable[[Running, int], Iterator[str]]
    mark: str
    here: bool = False


ROWS = (
    Row("pass", lambda server, n: traffic.talk(server.model, n, SEED), "quick brown fox"),
    Row("stream, at once", lambda server, n: traffic.talk(server.model, n, SEED, 0), "word19"),
    Row("stream, paced", lambda server, n: traffic.talk(server.model, n, SEED, PACE_US), "word19"),
    Row("escalate", lambda server, n: traffic.talk("auto", n, SEED), "quick brown fox"),
    Row("template", lambda server, n: (body for body, _ in traffic.template_requests(n, SEED)), '"proved"', True),
    Row("everyday", lambda server, n: traffic.everyday(n, SEED), '"proved"', True),
    Row("repeated", lambda server, n: traffic.everyday(1, SEED), '"proved"', True),
)
OURS = ("escalate", "template", "everyday", "repeated")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="half a second a point, and no peers unless named")
    parser.add_argument(
        "--only", action="append", choices=STACKS, metavar="NAME", help="suffice, litellm or tensorzero"
    )
    parser.add_argument("--row", action="append", choices=[row.name for row in ROWS], metavar="ROW")
    parser.add_argument("--sync", choices=["normal", "full"], default="normal", help="the ledger's way to the disk")
    parser.add_argument("--seconds", type=float, help="a point (3)")
    parser.add_argument("--folder", type=Path, help="where ledger and logs are written; a temporary folder by default")
    parser.add_argument("--out", type=Path, help="the rows as JSON lines")
    options = parser.parse_args()
    if len(os.sched_getaffinity(0)) < 2:
        parser.error("needs two cores: one for the server, one for the load")
    stacks = options.only or (STACKS[:1] if options.quick else STACKS)
    seconds = options.seconds or (0.5 if options.quick else 3.0)
    console, rows = Console(width=None if sys.stdout.isatty() else 150), []
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        try:
            rows = list(measure(Path(folder), stacks, options.row, seconds, options.sync, console))
        except CannotBuild as error:
            console.print(f"[red]{error}[/red]")
            return 1
    about = {"command": " ".join(["python", *sys.argv]), "seed": SEED, **_machine()}
    show(rows, console)
    console.print("\n".join(f"{key}: {value}" for key, value in about.items()), highlight=False, soft_wrap=True)
    if options.out:
        options.out.write_text("".join(json.dumps({**row, **about}) + "\n" for row in rows), encoding="utf-8")
    return 1 if any(row.get("faulty") for row in rows) else 0


def measure(
    folder: Path, stacks: Any, only: Any, seconds: float, sync: str, console: Console
) -> Iterator[dict[str, Any]]:
    stub, load = compiled(folder)
    upstream = subprocess.Popen(
        [str(stub), "0"], stdout=subprocess.PIPE, preexec_fn=lambda: os.sched_setaffinity(0, {LOAD_CORE})
    )
    try:
        assert upstream.stdout is not None
        direct = Running("direct", "", upstream, int(upstream.stdout.readline()))
        base: dict[tuple[str, int], Any] = {}
        for name in ("direct", *stacks):
            try:
                server = direct if name == "direct" else start(name, direct.port, folder, SERVER_CORE, sync)
            except CannotBuild as error:
                console.print(f"left out: {error}")
                continue
            try:
                if name == "suffice":
                    yield _checked(server)
                yield from _rows(server, folder, load, only, seconds, base, console)
            finally:
                code = server.stop() if name != "direct" else 0
            if name != "direct":
                yield {"stack": name, "row": "end", "exit_code": code, **_kept(folder, name)}
    finally:
        upstream.kill()
        upstream.wait()


def _rows(
    server: Running, folder: Path, load: Path, only: Any, seconds: float, base: dict[Any, Any], console: Console
) -> Iterator[dict[str, Any]]:
    """Every row of one stack; ``base`` holds what the stub alone took, and is filled by its own rows."""
    name = server.name
    for row in ROWS:
        if (only and row.name not in only) or (name != "suffice" and row.name in OURS):
            continue
        bodies = traffic.write(folder / f"{name}-{row.name}".replace(" ", ""), row.bodies(server, 40_000))
        driver = Load(load, LOAD_CORE, bodies, row.mark)
        for connections in (1, 16, 64):
            console.print(f"{name}: {row.name}, {connections} connections ...", style="dim")
            found = driver.point(server, connections, min(seconds, 1.0) if name == "direct" else seconds)
            if name == "direct":
                base[row.name, connections] = found
            yield {"stack": name, "version": server.version, "row": row.name, **found,
                   **_added(found, None if row.here else base.get((row.name, connections))),
                   **memory_mb(server.process.pid), "start_s": server.start_s}  # fmt: skip


def _added(found: dict[str, Any], base: dict[str, Any] | None) -> dict[str, Any]:
    """Percentiles beyond those of the stub alone; an answer given here adds all of its latency."""
    if found["p50_us"] is None:
        return {}
    return {f"added_{p}_us": found[f"{p}_us"] - (base[f"{p}_us"] if base else 0.0) for p in ("p50", "p99")}


def _checked(server: Running) -> dict[str, Any]:
    """Are the answers right? Template replies against golds that were computed without suffice."""
    pairs = list(traffic.template_requests(CHECKED, SEED + 1))
    said = [ask(server, body)["choices"][0]["message"]["content"] for body, _ in pairs]
    wrong = sum(text != gold for text, (_, gold) in zip(said, pairs, strict=True))
    return {"stack": "suffice", "row": "checked", "replies": len(pairs), "faulty": wrong}


def _kept(folder: Path, name: str) -> dict[str, Any]:
    if name != "suffice":
        return {}
    from suffice.ledgers.sqlite import SqliteLedger

    with SqliteLedger(folder / name / "ledger.sqlite", writable=False) as ledger:
        return {"receipts": ledger.head().seq, "intact": ledger.verify().intact}


def show(rows: list[dict[str, Any]], console: Console) -> None:
    table = Table("stack", "traffic", title="Gateways, one worker on one core", title_justify="left")
    for title in (
        "c",
        "requests/s",
        "CPU us",
        "core",
        "added p50 ms",
        "added p99 ms",
        "event p50 / p99 ms",
        "RSS MB",
        "start s",
    ):
        table.add_column(title, justify="right")
    for row in rows:
        if "cpu_us" not in row:
            told = ", ".join(f"{key} {value}" for key, value in row.items() if key not in ("stack", "row"))
            console.print(f"{row['stack']}, {row['row']}: {told}", highlight=False)
            continue
        late = (
            "" if row["event_p50_us"] is None else f"{row['event_p50_us'] / 1e3:.2f} / {row['event_p99_us'] / 1e3:.2f}"
        )
        table.add_row(
            row["stack"], row["row"] + (f" ({row['faulty']} faulty)" if row["faulty"] else ""), str(row["connections"]),
            f"{row['rps']:,.0f}", f"{row['cpu_us']:,.0f}", f"{row['core']:.2f}",
            *("" if row.get(key) is None else f"{row[key] / 1e3:.2f}" for key in ("added_p50_us", "added_p99_us")),
            late, f"{row['rss_mb']:.0f}", f"{row['start_s']:.2f}",
            end_section=row["connections"] == 64,
        )  # fmt: skip
    console.print(table)


def _loop() -> str:
    return "with uvloop" if find_spec("uvloop") else "without uvloop"


def _machine() -> dict[str, str]:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    return {
        "machine": f"{platform.machine()} {model}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}",
        "versions": f"suffice {__version__}, {_loop()}, Python {platform.python_version()}, Linux {platform.release()}",
    }


if __name__ == "__main__":
    sys.exit(main())
