"""One point: a load on a server for some seconds, and the CPU time that the server's processes took."""

from __future__ import annotations

import json
import os
import subprocess
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gateway.stacks import CannotBuild, Running

HERE = Path(__file__).parent
_TICK_S = 1.0 / os.sysconf("SC_CLK_TCK")


def compiled(folder: Path) -> tuple[Path, Path]:
    """The stub and the load generator."""
    made = []
    for name in ("stub", "load"):
        program = folder / f"{name}.run"
        done = subprocess.run(["gcc", "-O2", "-o", program, HERE / f"{name}.c"], capture_output=True, text=True)
        if done.returncode:
            raise CannotBuild(f"gcc cannot compile {name}.c: {done.stderr}")
        made.append(program)
    return made[0], made[1]


def processes(root: int) -> list[int]:
    """``root`` and all that descend from it."""
    found = [root]
    for pid in found:  # grows while it is walked
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            try:
                found += [int(child) for child in children.read_text().split()]
            except OSError:
                continue
    return found


def cpu_s(root: int) -> float:
    """User and system time of the process tree, its ended children included."""
    total = 0
    for pid in processes(root):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(int(field) for field in fields[11:15])
    return total * _TICK_S


def memory_mb(root: int) -> dict[str, float]:
    """Resident memory of the tree, shared pages counted for each (rss) and shared out (pss)."""
    rss = pss = 0
    for pid in processes(root):
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        sizes = {line.split(":")[0]: int(line.split()[1]) for line in lines[1:]}
        rss, pss = rss + sizes.get("Rss", 0), pss + sizes.get("Pss", 0)
    return {"rss_mb": rss / 1024, "pss_mb": pss / 1024}


class Load:
    """The load generator on its core, with one file of bodies that it goes on in from point to point."""

    def __init__(self, program: Path, core: int, bodies: Path, mark: str) -> None:
        self._program, self._core, self._bodies, self._mark, self._next = program, core, bodies, mark, 0

    def drive(self, server: Running, connections: int, seconds: float) -> dict[str, Any]:
        words = [server.port, server.path, connections, seconds, self._bodies, self._next, server.header, self._mark]
        done = subprocess.run(
            [str(self._program), *(str(word) for word in words)],
            capture_output=True,
            text=True,
            preexec_fn=lambda: os.sched_setaffinity(0, {self._core}),
        )
        if done.returncode:
            raise CannotBuild(f"the load on {server.name} broke off: {done.stderr.strip()}")
        found = json.loads(done.stdout)
        self._next = found["next"]
        return found

    def point(self, server: Running, connections: int, seconds: float) -> dict[str, Any]:
        """Warm up, then measure. CPU in microseconds a reply; ``core``: the share of its core that the server had."""
        self.drive(server, connections, min(1.0, seconds / 3))
        before = cpu_s(server.process.pid)
        found = self.drive(server, connections, seconds)
        used = cpu_s(server.process.pid) - before
        replies = max(found["replies"], 1)
        latency, late = found["latency_us"], found["event_delay_us"]
        return {
            "connections": connections,
            "replies": found["replies"],
            "faulty": found["not_2xx"] + found["broken"] + found["replies"] - found["marked"],
            "rps": found["replies"] / found["seconds"],
            "cpu_us": used * 1e6 / replies,
            "core": used / found["seconds"],
            "p50_us": latency.get("p50"),
            "p99_us": latency.get("p99"),
            "event_p50_us": late.get("p50"),
            "event_p99_us": late.get("p99"),
            "event_max_us": late.get("max"),
        }


def ask(server: Running, body: str) -> Mapping[str, Any]:
    """One request, its reply as JSON."""
    name, _, value = server.header.partition(": ")
    headers = {"content-type": "application/json", **({name: value} if name else {})}
    request = urllib.request.Request(f"http://127.0.0.1:{server.port}{server.path}", body.encode(), headers)
    with urllib.request.urlopen(request, timeout=30) as reply:
        return json.load(reply)
