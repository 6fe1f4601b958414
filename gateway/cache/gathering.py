"""Keys that several requests ask for at the same moment go to the source in one call."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable, Mapping, Sequence
from typing import Generic, TypeVar

from gateway.cache.loading import LoadMany
from gateway.errors import GatewayError, SourceInvalid, SourceUnavailable

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

Question = tuple[Sequence[K], "asyncio.Future[Mapping[K, V | GatewayError | None]]"]

MOST_TURNS = 20
"""So often the loop may turn while new questions keep coming, before those that have come are asked."""


class Gathering(Generic[K, V]):
    """A loading function of a source, called once for all who ask it at the same moment.

    What it gives must depend on the keys alone: neither on who asks nor on a language. Questions are
    collected until the loop has turned once without a new one, so whoever is alone waits for no time. One
    that comes when the call has begun gets the next call: nobody is given what was read before they asked.
    Whoever is cancelled hurts no other; when the last one is gone the call is cancelled.
    """

    def __init__(self, load_many: LoadMany[K, V], *, alone: int = 20, most: int = 100) -> None:
        """A question for more than `alone` keys gets a call of its own, a shared one has at most `most`."""
        if alone > most:
            raise ValueError("a question alone may not have more keys than a call")
        self._load_many = load_many
        self._alone = alone
        self._room = most - alone
        self._open: _Batch[K, V] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def load(self, keys: Sequence[K]) -> Mapping[K, V | GatewayError | None]:
        """What the source knows of these keys; raises what the call raises.

        A shared call that fails with `SourceInvalid` is made again for each question apart: what the
        source cannot stand, or tell in one answer, may belong to one of them.
        """
        if len(keys) > self._alone:
            return await self._load_many(keys)
        batch = self._collecting()
        answer = batch.add(keys)
        if len(batch.keys) > self._room:
            self._open = None  # the next question might not fit
        try:
            found = await answer
        except asyncio.CancelledError:
            batch.leave()
            raise
        return {key: found[key] for key in keys if key in found}

    def _collecting(self) -> _Batch[K, V]:
        if self._open is None:
            if self._loop is None:
                self._loop = asyncio.get_running_loop()  # asked once: each time is a call to the system
            self._open = _Batch(self._load_many, self._loop)
            self._loop.call_soon(self._turned, self._open, 0, 1)
        return self._open

    def _turned(self, batch: _Batch[K, V], before: int, turns: int) -> None:
        """Send a batch, or wait for one more turn because somebody came in the last one."""
        asked = len(batch.questions)
        if batch is self._open and asked > before and turns < MOST_TURNS:
            batch.loop.call_soon(self._turned, batch, asked, turns + 1)
            return
        if batch is self._open:
            self._open = None
        batch.send()


class _Batch(Generic[K, V]):
    """Questions that are asked together, and their distinct keys in order."""

    def __init__(self, load_many: LoadMany[K, V], loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.keys: dict[K, None] = {}
        self.questions: list[Question[K, V]] = []
        self._load_many = load_many
        self._left = 0
        self._task: asyncio.Task[None] | None = None

    def add(self, keys: Sequence[K]) -> asyncio.Future[Mapping[K, V | GatewayError | None]]:
        answer = self.loop.create_future()
        self.questions.append((keys, answer))
        self.keys.update(dict.fromkeys(keys))
        return answer

    def leave(self) -> None:
        """One who asked is gone."""
        self._left += 1
        if self._task is not None and self._left == len(self.questions):
            self._task.cancel()

    def send(self) -> None:
        if self._left < len(self.questions):
            self._task = self.loop.create_task(self._ask(list(self.keys), self.questions))

    async def _ask(self, keys: Sequence[K], questions: Sequence[Question[K, V]]) -> None:
        try:
            found = await self._load_many(keys)
        except asyncio.CancelledError:
            # who was not cancelled must not look as if they had been
            _fail(questions, SourceUnavailable(detail="the shared call was cancelled"))
            raise
        except SourceInvalid as error:
            if len(questions) == 1:
                _fail(questions, error)
            else:
                await asyncio.gather(*(self._ask(own, [(own, answer)]) for own, answer in questions))
        except Exception as error:  # noqa: BLE001  # whatever fails, everybody must get their answer
            _fail(questions, error)
        else:
            for _, answer in questions:
                if not answer.done():
                    answer.set_result(found)


def _fail(questions: Sequence[Question[K, V]], error: Exception) -> None:
    for _, answer in questions:
        if not answer.done():
            answer.set_exception(error)
