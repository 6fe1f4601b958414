"""All stored keys by heart: read again every few seconds while somebody asks, never once a request."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from gateway.clock import Clock
from gateway.errors import CODES, SourceError
from gateway.http.problem import Problem
from gateway.partners.partner import Partner
from gateway.partners.record import KeyRecord, KeyState, record_of
from gateway.store import Collection


class KeyBook:
    """Who a key belongs to. While the database is away the keys that were read last are believed."""

    def __init__(self, collection: Collection, clock: Clock, seconds: float) -> None:
        """Contacts nothing; what changes elsewhere is seen here after `seconds` at the latest."""
        self._collection = collection
        self._clock = clock
        self._seconds = seconds
        self._by_key: Mapping[str, KeyRecord] = {}
        self._read_at: float | None = None
        self._one_at_a_time = asyncio.Lock()

    def forget(self) -> None:
        """Something was changed here: read before the next answer."""
        self._read_at = None

    async def find(self, key: str) -> Partner | None:
        """Who has a key, None for nobody; raises `Problem` for a key that is good no more."""
        await self._refresh()
        record, now = self._by_key.get(key), self._clock.now()
        if record is None:
            return None
        state = record.state(now)
        rotated = key != record.key and (record.previous_until is None or record.previous_until <= now)
        if state is KeyState.REVOKED or rotated:
            raise _refused("KEY_REVOKED")
        if state is KeyState.EXPIRED:
            raise _refused("KEY_EXPIRED")
        return record.as_partner()

    async def _refresh(self) -> None:
        async with self._one_at_a_time:
            now = self._clock.monotonic()
            if self._read_at is not None and now - self._read_at < self._seconds:
                return
            try:
                records = [record_of(one) for one in await self._collection.find({})]
            except SourceError:
                if not self._by_key:
                    raise _unavailable() from None
            else:
                previous = {one.previous: one for one in records if one.previous}
                self._by_key = previous | {one.key: one for one in records}
            self._read_at = self._clock.monotonic()


def _refused(code: str) -> Problem:
    return Problem(403, code, CODES[code].meaning)


def _unavailable() -> Problem:
    return Problem(503, "SOURCE_UNAVAILABLE", "The keys of partners cannot be read.", {"Retry-After": "5"})
