"""Whether the client still waits: when it goes away, what is done for it is cancelled."""

from __future__ import annotations

import asyncio
from typing import Any


class Waiting:
    """From its making until ``over``, cancels the current task when the client goes away. See ``drivers.Presence``."""

    __slots__ = ("_future", "_over", "_task", "gone")

    def __init__(self, proto: Any) -> None:
        self.gone = self._over = False
        self._task = asyncio.current_task()
        self._future = asyncio.ensure_future(proto.client_disconnect())
        self._future.add_done_callback(self._left)

    def over(self) -> None:
        if not self._over:
            self._over = True
            self._future.cancel()

    def caught(self) -> bool:
        if not self.gone or self._task is None:
            return False
        self._task.uncancel()
        return True

    def _left(self, _: object) -> None:
        if not self._over and not self.gone and self._task is not None:
            self.gone = True
            self._task.cancel()
