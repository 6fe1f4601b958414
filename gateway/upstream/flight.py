"""One call shared by everybody who asks for the same thing at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

from gateway.errors import SourceUnavailable

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Flight(Generic[V]):
    """A call under way in its own task, and the number of those who wait for it.

    When the last one leaves before the end the call is cancelled; `keep` makes it go on without anybody.
    """

    def __init__(self, call: Callable[[], Awaitable[V]], *, keep: bool = False) -> None:
        """Starts the call at the next turn of the loop."""
        self._waiters = 0
        self._keep = keep
        self._abandoned = False
        self._task = asyncio.ensure_future(self._run(call))
        self._task.add_done_callback(_look_at_error)

    @property
    def running(self) -> bool:
        """Whether one may still join."""
        return not (self._task.done() or self._abandoned)

    @property
    def done(self) -> bool:
        """Whether the call has ended, its clean-up after a cancel included."""
        return self._task.done()

    @contextmanager
    def joined(self) -> Iterator[None]:
        """Count as waiting for the result."""
        self._waiters += 1
        try:
            yield
        finally:
            self._waiters -= 1
            if not (self._waiters or self._keep):
                self.abandon()

    @property
    def waiters(self) -> int:
        """How many wait."""
        return self._waiters

    def abandon(self) -> None:
        """Cancel the call if it has not ended."""
        if not self._task.done():
            self._abandoned = True
            self._task.cancel()

    def on_end(self, callback: Callable[[], object]) -> None:
        """Run `callback` once the call has ended, before any waiter resumes."""
        self._task.add_done_callback(lambda _: callback())

    async def ended(self) -> None:
        """Wait for the end, whatever it is; cancelling this hurts nobody else."""
        await asyncio.wait((self._task,))

    async def result(self) -> V:
        """The result or the error of the call; everybody who joined gets the same."""
        with self.joined():
            await self.ended()
        if self._task.cancelled():
            # a waiter that was not cancelled itself must not look as if it had been
            raise SourceUnavailable(detail="the shared call was cancelled")
        return self._task.result()

    @staticmethod
    async def _run(call: Callable[[], Awaitable[V]]) -> V:
        return await call()


class SingleFlight(Generic[K, V]):
    """At most one call per key at a time; its result and its error go to all who asked meanwhile.

    Nothing is kept: who asks after the end starts a new call. Cancelling one caller hurts no other;
    when the last one is gone the call is cancelled.
    """

    def __init__(self) -> None:
        """Nothing in flight."""
        self._flights: dict[K, Flight[V]] = {}

    def __len__(self) -> int:
        """How many calls are under way."""
        return len(self._flights)

    async def run(self, key: K, call: Callable[[], Awaitable[V]]) -> V:
        """The result of the call under way for `key`, or of `call` when there is none."""
        flight = self._flights.get(key)
        while flight is not None and not flight.running:
            await flight.ended()  # it was cancelled and is cleaning up
            flight = self._flights.get(key)
        if flight is None:
            flight = self._flights[key] = Flight(call)
            flight.on_end(lambda: self._flights.pop(key))
        return await flight.result()


def _look_at_error(task: asyncio.Future[V]) -> None:
    """Keep asyncio from reporting an error that nobody waited for."""
    if not task.cancelled():
        task.exception()
