"""A real browser without a window, spoken to over its debugging protocol; it reaches nothing but files."""

from __future__ import annotations

import asyncio
import base64
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_STARTED_S = 60


class Browser:
    """One page at a time. ``requests``: the addresses that the page asked for, its own among them."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, runner: asyncio.Runner) -> None:
        self._socket, self._runner, self._number = socket, runner, 0
        self.requests: list[str] = []
        self.complaints: list[str] = []

    def open(self, page: Path, *, scheme: str = "light", wide: int = 1200) -> None:
        self.requests.clear()
        self.complaints.clear()
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.ask(f"{domain}.enable")
        self.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.ask("Emulation.setDeviceMetricsOverride", width=wide, height=900, deviceScaleFactor=1, mobile=False)
        self.ask("Page.navigate", url=page.as_uri())
        self._runner.run(self._until("Page.loadEventFired"))

    def evaluate(self, script: str) -> Any:
        found = self.ask("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def shot(self) -> bytes:
        """A PNG of the whole page."""
        return base64.b64decode(self.ask("Page.captureScreenshot", captureBeyondViewport=True)["data"])

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        return self._runner.run(self._ask(method, params))

    async def _ask(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        self._number += 1
        await self._socket.send_json({"id": self._number, "method": method, "params": params})
        while True:
            told = await self._read()
            if told.get("id") == self._number:
                assert "error" not in told, told
                return told["result"]

    async def _until(self, event: str) -> None:
        while (await self._read()).get("method") != event:
            pass

    async def _read(self) -> dict[str, Any]:
        told = await self._socket.receive_json(timeout=_STARTED_S)
        if told.get("method") == "Network.requestWillBeSent":
            self.requests.append(told["params"]["request"]["url"])
        elif told.get("method") == "Log.entryAdded":
            self.complaints.append(told["params"]["entry"]["text"])
        elif told.get("method") == "Runtime.exceptionThrown":
            self.complaints.append(str(told["params"]))
        return told


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, _NAMES)), None)
    assert program is not None, "no browser: apt-get install chromium"
    folder = tmp_path_factory.mktemp("browser")
    quiet = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync")  # fmt: skip
    words = [program, *quiet, "--remote-debugging-port=0", f"--user-data-dir={folder}", "about:blank"]
    with (
        subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process,
        asyncio.Runner() as runner,
    ):
        try:
            session = runner.run(_session())
            socket = runner.run(_socket(session, _port(folder / "DevToolsActivePort", process)))
            yield Browser(socket, runner)
            runner.run(socket.close())
            runner.run(session.close())
        finally:
            process.terminate()


def _port(file: Path, process: subprocess.Popen) -> int:
    until = time.monotonic() + _STARTED_S
    while time.monotonic() < until and process.poll() is None:
        if file.exists() and (lines := file.read_text().split()):
            return int(lines[0])
        time.sleep(0.05)
    raise AssertionError(f"the browser did not start (exit code {process.poll()})")


async def _session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession()


async def _socket(session: aiohttp.ClientSession, port: int) -> aiohttp.ClientWebSocketResponse:
    async with session.get(f"http://127.0.0.1:{port}/json/list") as reply:
        pages = [one for one in await reply.json() if one["type"] == "page"]
    return await session.ws_connect(pages[0]["webSocketDebuggerUrl"], max_msg_size=64 << 20)
