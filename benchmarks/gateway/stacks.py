"""The servers that are compared: how each is installed, started and addressed."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "suffice-bench"
TEMPLATES = Path(__file__).parent.parent.parent / "examples" / "templates"
PEERS = {"litellm": ("litellm[proxy]", "1.106.2"), "tensorzero": ("tensorzero", "2026.6.0")}
_START_S = 120.0

_SUFFICE = """
templates = ["{templates}"]
[ledger]
path = "{folder}/ledger.sqlite"
sync = "{sync}"
[run]
concurrency = 1000
[[model]]
name = "stub"
tier = "moe"
base_url = "http://127.0.0.1:{upstream}/v1"
total_b = 21
active_b = 3.6
"""
_LITELLM = """
model_list:
  - model_name: stub
    litellm_params:
      model: openai/stub
      api_base: http://127.0.0.1:{upstream}/v1
      api_key: sk-none
"""
_TENSORZERO = """
[gateway]
observability.enabled = false
[models.stub]
routing = ["stub"]
[models.stub.providers.stub]
type = "openai"
model_name = "stub"
api_base = "http://127.0.0.1:{upstream}/v1"
api_key_location = "none"
"""
_START_TENSORZERO = """
import signal, sys, tensorzero.tensorzero as core
gateway = core._start_http_gateway(
    config_file=sys.argv[1], clickhouse_url=None, postgres_url=None, valkey_url=None, async_setup=False)
print(gateway.base_url, flush=True)
signal.pause()
"""


class CannotBuild(Exception):
    """An environment that is not there and could not be made; says why."""


@dataclass
class Running:
    """One started server: its address, and how a request must name the model."""

    name: str
    version: str
    process: subprocess.Popen[bytes]
    port: int
    path: str = "/v1/chat/completions"
    model: str = "stub"
    header: str = ""
    start_s: float = 0.0
    log: Path = field(default_factory=Path)

    def stop(self) -> int:
        """Ask it to end, and wait; its exit code."""
        self.process.terminate()
        try:
            return self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


def start(name: str, upstream: int, folder: Path, core: int, sync: str = "normal") -> Running:
    """Start the stack ``name`` on ``core`` in front of the upstream's port; returns when it answers a request."""
    folder = folder / name
    folder.mkdir()
    if name in PEERS:
        _environment(name)  # its installation is not part of its start
    began = time.monotonic()
    suffice = partial(_suffice, sync=sync)
    running = {"suffice": suffice, "litellm": _litellm, "tensorzero": _tensorzero}[name](upstream, folder, core)
    body = f'{{"model":"{running.model}","messages":[{{"role":"user","content":"Hello?"}}]}}'.encode()
    headers = {"content-type": "application/json", **_pair(running.header)}
    while True:
        try:
            request = urllib.request.Request(f"http://127.0.0.1:{running.port}{running.path}", body, headers)
            with urllib.request.urlopen(request, timeout=30) as reply:
                reply.read()
            break
        except (urllib.error.HTTPError, OSError) as error:
            if running.process.poll() is not None or time.monotonic() - began > _START_S:
                running.stop()
                text = running.log.read_text(errors="replace")[-2000:]
                raise CannotBuild(f"{name} does not answer ({error}); its log ends: {text}") from None
            time.sleep(0.01)
    running.start_s = time.monotonic() - began
    return running


def _suffice(upstream: int, folder: Path, core: int, sync: str) -> Running:
    from suffice import __version__

    config = folder / "suffice.toml"
    config.write_text(
        _SUFFICE.format(upstream=upstream, folder=folder, templates=TEMPLATES, sync=sync), encoding="utf-8"
    )
    port, log, program = _free_port(), folder / "log", Path(sys.executable).with_name("suffice")
    command = [str(program), "serve", "--config", str(config), "--port", str(port)]
    return Running("suffice", __version__, _spawn(command, core, log), port, log=log)


def _litellm(upstream: int, folder: Path, core: int) -> Running:
    home, version = _environment("litellm")
    config, log, key = folder / "config.yaml", folder / "log", f"sk-{secrets.token_urlsafe(32)}"
    config.write_text(_LITELLM.format(upstream=upstream), encoding="utf-8")
    port = _free_port()
    command = [str(home / "bin" / "litellm"), "--config", str(config), "--host", "127.0.0.1", "--port", str(port)]
    settings = {"LITELLM_MASTER_KEY": key, "LITELLM_LOCAL_MODEL_COST_MAP": "True", "LITELLM_LOG": "ERROR"}
    process = _spawn([*command, "--num_workers", "1"], core, log, settings)
    return Running("litellm", version, process, port, header=f"authorization: Bearer {key}", log=log)


def _tensorzero(upstream: int, folder: Path, core: int) -> Running:
    home, version = _environment("tensorzero")
    config, log = folder / "tensorzero.toml", folder / "log"
    config.write_text(_TENSORZERO.format(upstream=upstream), encoding="utf-8")
    process = _spawn([str(home / "bin" / "python"), "-c", _START_TENSORZERO, str(config)], core, log)
    began = time.monotonic()
    while not (said := [word for word in log.read_text().split() if word.startswith("http://")]):
        if process.poll() is not None or time.monotonic() - began > _START_S:
            raise CannotBuild(f"tensorzero did not start: {log.read_text()[-2000:]}")
        time.sleep(0.01)
    port = int(said[0].split(":")[2].split("/")[0])
    path = "/openai/v1/chat/completions"
    return Running("tensorzero", version, process, port, path, "tensorzero::model_name::stub", log=log)


def _environment(name: str) -> tuple[Path, str]:
    """A virtual environment of its own with the peer in it, made once and kept in the cache folder."""
    package, version = PEERS[name]
    home = CACHE / f"{name}-{version}"
    stamp = home / ".installed"
    if stamp.exists():
        return home, version
    home.parent.mkdir(parents=True, exist_ok=True)
    for command in (
        [sys.executable, "-m", "venv", str(home)],
        [str(home / "bin" / "python"), "-m", "pip", "install", "--quiet", f"{package}=={version}"],
    ):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise CannotBuild(f"{name} {version} cannot be installed: {done.stderr.strip()[-500:]}")
    stamp.touch()
    return home, version


def _spawn(command: list[str], core: int, log: Path, more: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        stdout=log.open("wb"),
        stderr=subprocess.STDOUT,
        env={**os.environ, **(more or {})},
        preexec_fn=lambda: os.sched_setaffinity(0, {core}),
    )


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def _pair(header: str) -> dict[str, str]:
    name, _, value = header.partition(": ")
    return {name: value} if name else {}
