"""Whether the client still waits: when it goes away, what is done for it is cancelled."""

from __future__ import annotations

import asyncio
from typing import Any

from suffice.gateway.connection import Exchange


class Waiting:
    """From ``begin`` until ``over``, cancels the task that began it when the client goes away. See ``Presence``."""

    __slots__ = ("_exchange", "_over", "_task", "gone")

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._task: asyncio.Task[Any] | None = None
        self.gone = self._over = False

    def begin(self) -> None:
        if self._task is None and not self._over:
            self._task = asyncio.current_task()
            self._exchange.left = self._left
            if self._exchange.gone:
                self._left()

    def over(self) -> None:
        self._over = True
        self._exchange.left = None

    def caught(self) -> bool:
        if not self.gone or self._task is None:
            return False
        self._task.uncancel()
        return True

    def _left(self) -> None:
        if not self._over and not self.gone and self._task is not None:
            self.gone = True
            self._task.cancel()
