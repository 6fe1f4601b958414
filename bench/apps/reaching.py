"""How the Python peers reach the upstream: one aiohttp session, keep-alive, orjson."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import orjson

OFFERS = os.environ.get("OFFERS_BASE_URL", "")
POSTS = os.environ.get("POSTS_BASE_URL", "")
MODE = os.environ.get("BENCH_MODE", "none")
KEEPS_ENTITIES = MODE == "entities"
KEEPS_RESPONSES = MODE == "responses"
JSON = {"Content-Type": "application/json"}


class Reach:
    """The services of the upstream."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        """The session belongs to whoever opened it."""
        self._session = session

    async def page(self, start: int, first: int) -> Any:
        """A stretch of the list of offers."""
        async with self._session.get(f"{OFFERS}/offers?start={start}&count={first}") as answer:
            return orjson.loads(await answer.read())

    async def facets(self) -> Any:
        """How many offers have each value."""
        async with self._session.get(f"{OFFERS}/facets") as answer:
            return orjson.loads(await answer.read())["facets"]

    async def objects(self, keys: Sequence[str]) -> Any:
        """Offers by key."""
        return (await self._post(f"{OFFERS}/objects", {"ids": keys}))["objetsTouristiques"]

    async def posts(self, offers: Sequence[str]) -> Any:
        """Posts by offer."""
        return (await self._post(f"{POSTS}/posts", {"offers": offers}))["posts"]

    async def accounts(self, keys: Sequence[str]) -> Any:
        """Accounts by key."""
        return (await self._post(f"{POSTS}/accounts", {"ids": keys}))["accounts"]

    async def _post(self, url: str, payload: Any) -> Any:
        async with self._session.post(url, data=orjson.dumps(payload), headers=JSON) as answer:
            return orjson.loads(await answer.read())


@asynccontextmanager
async def reaching() -> AsyncIterator[Reach]:
    """The services, with up to a hundred connections to each host."""
    connector = aiohttp.TCPConnector(limit=0, limit_per_host=100, keepalive_timeout=60)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield Reach(session)
