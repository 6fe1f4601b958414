"""A request that is answered without ASGI: it stands where uvicorn keeps the one under way."""

from __future__ import annotations

import asyncio
from typing import Any


class Exchange:
    """What uvicorn reads of a request under way, and the task that works for it."""

    __slots__ = ("disconnected", "keep_alive", "response_complete", "response_started", "task")

    def __init__(self) -> None:
        """Nothing is answered yet."""
        self.disconnected = self.response_started = self.response_complete = False
        self.keep_alive = True
        self.task: asyncio.Task[Any] | None = None

    @property
    def message_event(self) -> Exchange:
        """Uvicorn wakes by it whoever waits for a message; here nobody does."""
        return self

    def set(self) -> None:
        """Nobody waits."""

    def leave(self) -> None:
        """The caller is gone: nobody works for them any longer."""
        self.disconnected = True
        if self.task is not None and not self.response_complete:
            self.task.cancel()
