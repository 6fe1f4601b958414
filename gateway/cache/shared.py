"""What several processes keep together in Valkey or Redis: quick, and never a reason to wait or to fail."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from valkey.asyncio import BlockingConnectionPool, Valkey
from valkey.exceptions import ValkeyError

from gateway.clock import Clock
from gateway.settings import SettingsError

logger = logging.getLogger("gateway.cache")

SETTING = "GATEWAY_SHARED_CACHE_URL"
SCHEMES = {"valkey": "redis", "valkeys": "rediss", "redis": "redis", "rediss": "rediss"}
PREFIX = "partir-ici:"
VERSIONS = f"{PREFIX}versions"
SECONDS = 0.25
"""Longest wait for the store, once: then it is left alone."""

REST_SECONDS = 5.0
"""How long a store that failed is left alone."""

MOST_CONNECTIONS = 20
MOST_BYTES = 2_000_000
"""A larger value is kept by the process alone."""


class SharedCache:
    """Bytes by key, for a time. A failure is a miss, is logged, and the store is left alone for a while."""

    def __init__(self, client: Valkey, clock: Clock) -> None:
        """Made by `open_shared`."""
        self._client = client
        self._clock = clock
        self._rest_until = 0.0

    @property
    def resting(self) -> bool:
        """Whether the store failed a moment ago."""
        return self._clock.monotonic() < self._rest_until

    async def get(self, key: str) -> bytes | None:
        """The bytes of a key; None when there are none, or the store does not answer."""
        found = await self._asked(self._client.get(PREFIX + key))
        return found if isinstance(found, bytes) else None

    async def put(self, key: str, value: bytes, seconds: int) -> None:
        """Keep bytes for some seconds."""
        if seconds > 0 and len(value) <= MOST_BYTES:
            await self._asked(self._client.set(PREFIX + key, value, ex=seconds))

    async def versions(self) -> Mapping[str, int]:
        """The versions of content that the processes know; none when the store does not answer."""
        found = await self._asked(self._client.zrange(VERSIONS, 0, -1, withscores=True)) or []
        return {name.decode(): int(score) for name, score in found}

    async def tell(self, versions: Mapping[str, int]) -> None:
        """Let other processes know of versions; older ones than they know change nothing."""
        await self._asked(self._client.zadd(VERSIONS, dict(versions), gt=True))

    async def _asked(self, call: Any) -> Any:
        if self.resting:
            call.close()
            return None
        try:
            async with asyncio.timeout(SECONDS):
                return await call
        except (ValkeyError, OSError, TimeoutError) as error:
            # the error's own words may hold the address
            logger.warning(
                "the shared cache does not answer (%s), left alone for %.0f s",
                type(error).__name__,
                REST_SECONDS,
            )
            self._rest_until = self._clock.monotonic() + REST_SECONDS
            return None


@asynccontextmanager
async def open_shared(url: str, clock: Clock) -> AsyncIterator[SharedCache | None]:
    """The store at an address, which may be away; None without one. `SettingsError` for none."""
    if not url:
        yield None
        return
    client = Valkey(connection_pool=_pool(url))
    try:
        yield SharedCache(client, clock)
    finally:
        await client.aclose(close_connection_pool=True)


def _pool(url: str) -> BlockingConnectionPool:
    scheme, found, rest = url.partition("://")
    if not found or scheme not in SCHEMES:
        raise SettingsError(f"{SETTING} must begin with valkey:// or redis:// (with s for TLS).")
    try:
        return BlockingConnectionPool.from_url(
            f"{SCHEMES[scheme]}://{rest}",
            max_connections=MOST_CONNECTIONS,
            timeout=SECONDS,
            socket_connect_timeout=SECONDS,
            socket_timeout=SECONDS,
        )
    except ValueError:
        raise SettingsError(f"{SETTING} is not like valkey://host:6379/0.") from None
