"""Ends work that takes longer than it may: one timer for all tasks, where each would need one of its own."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Any


class Deadlines:
    """Gives tasks so many seconds for a block, as `asyncio.timeout` does, at a part of its cost."""

    def __init__(self, seconds: float) -> None:
        """Usable on any loop, on one at a time."""
        self._seconds = seconds
        self._stays: dict[_Stay, None] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._timer: asyncio.TimerHandle | None = None

    def current_task(self) -> asyncio.Task[Any]:
        """The task that runs; to ask for it without naming its loop is a call to the system."""
        task = asyncio.current_task(self._loop) if self._loop is not None else None
        task = task or asyncio.current_task()
        assert task is not None  # noqa: S101  # a coroutine that runs is in a task
        return task

    def limited(self, task: asyncio.Task[Any]) -> _Stay:
        """A block of this task; `TimeoutError` leaves it when it lasts too long."""
        loop = task.get_loop()
        if loop is not self._loop:
            self._loop, self._timer, self._stays = loop, None, {}
        return _Stay(self, task, loop.time() + self._seconds)

    def enter(self, stay: _Stay) -> None:
        """A block begins; all last equally long, so the first to enter is the first to be late."""
        self._stays[stay] = None
        if self._timer is None:
            self._set(stay)

    def leave(self, stay: _Stay) -> None:
        """A block ends. The timer stays: to stop it each time would cost more than to let it ring."""
        self._stays.pop(stay, None)

    def _set(self, first: _Stay) -> None:
        loop = first.task.get_loop()
        self._timer = loop.call_at(first.until, self._ring, loop)

    def _ring(self, loop: asyncio.AbstractEventLoop) -> None:
        if loop is not self._loop:
            return
        self._timer, now = None, loop.time()
        for stay in list(self._stays):
            if stay.until > now:
                self._set(stay)
                return
            del self._stays[stay]
            stay.end()


class _Stay:
    """One block of one task."""

    __slots__ = ("_before", "_deadlines", "_late", "task", "until")

    def __init__(self, deadlines: Deadlines, task: asyncio.Task[Any], until: float) -> None:
        self._deadlines = deadlines
        self._late = False
        self._before = task.cancelling()
        self.task = task
        self.until = until

    def end(self) -> None:
        """The time is over."""
        self._late = True
        self.task.cancel()

    def __enter__(self) -> None:
        self._deadlines.enter(self)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._deadlines.leave(self)
        # who was cancelled by somebody else as well must not take it for lateness
        if self._late and self.task.uncancel() <= self._before and kind is asyncio.CancelledError:
            raise TimeoutError from error
