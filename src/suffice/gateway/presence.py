"""Whether the client still waits: when it goes away, what is done for it is cancelled."""

from __future__ import annotations

import asyncio
from typing import Any


class Waiting:
    """From ``begin`` until ``over``, cancels the task that began it when the client goes away. See ``Presence``."""

    __slots__ = ("_future", "_over", "_proto", "_task", "gone")

    def __init__(self, proto: Any) -> None:
        self._proto = proto
        self._task: asyncio.Task[Any] | None = None
        self._future: Any = None
        self.gone = self._over = False

    def begin(self) -> None:
        if self._task is None and not self._over:
            self._task = asyncio.current_task()
            self._future = asyncio.ensure_future(self._proto.client_disconnect())
            self._future.add_done_callback(self._left)

    def over(self) -> None:
        self._over = True
        if self._future is not None:
            self._future.cancel()
            self._future = None

    def caught(self) -> bool:
        if not self.gone or self._task is None:
            return False
        self._task.uncancel()
        return True

    def _left(self, _: object) -> None:
        if not self._over and not self.gone and self._task is not None:
            self.gone = True
            self._task.cancel()
