"""Fetches originals: from listed hosts only, never from private networks, no redirects, few bytes."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from gateway.errors import SourceInvalid
from gateway.media.addresses import Hosts, NotAllowed, guarded_connector
from gateway.upstream.policy import USER_AGENT
from gateway.upstream.session import ConnectionFailed, read_bounded, send_once

MOST_BYTES = 20_000_000
SECONDS = 8.0
GONE = frozenset({403, 404, 410})


class Unfetched(Exception):  # noqa: N818  # a refusal
    """An original that cannot be had; `gone`: another address may help, this one never will."""

    def __init__(self, why: str, *, gone: bool = False) -> None:
        """`why` is for logs: it holds no address."""
        super().__init__(why)
        self.gone = gone


class Fetcher:
    """One session for the pictures of all sources."""

    def __init__(self, hosts: Mapping[str, Hosts], resolver: AbstractResolver | None = None) -> None:
        """`hosts` by the name of the source; needs a running loop."""
        self._hosts = hosts
        exact = frozenset(host for one in hosts.values() for host in one.exact_hosts)
        self._session = aiohttp.ClientSession(
            connector=guarded_connector(exact, resolver),
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            headers={"User-Agent": USER_AGENT, "Accept": "image/*"},
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=3.0),
        )

    def check(self, source: str, url: str) -> None:
        """Raise `Unfetched` for an address that is not one of the source's pictures."""
        try:
            self._hosts[source].check(url)
        except (KeyError, NotAllowed) as refusal:
            raise Unfetched(f"refused: {refusal}") from None

    async def fetch(self, source: str, url: str) -> bytes:
        """The bytes of an original; raises `Unfetched`."""
        self.check(source, url)
        try:
            async with asyncio.timeout(SECONDS):
                return await self._fetch(url)
        except TimeoutError:
            raise Unfetched("too slow") from None
        except (NotAllowed, SourceInvalid) as refusal:
            raise Unfetched(f"refused: {getattr(refusal, 'detail', None) or refusal}") from None
        except (aiohttp.ClientError, OSError, ValueError) as fault:
            cause = fault.__cause__ if isinstance(fault, ConnectionFailed) else fault
            raise Unfetched(f"unreachable: {type(cause).__name__}") from None

    async def aclose(self) -> None:
        """Close all connections."""
        await self._session.close()

    async def _fetch(self, url: str) -> bytes:
        # the signature in a url covers its exact letters: nothing may be quoted anew
        async with self._session.get(
            URL(url, encoded=True), allow_redirects=False, middlewares=(send_once,)
        ) as response:
            if response.status in GONE:
                raise Unfetched(f"status {response.status}", gone=True)
            if response.status != 200:
                raise Unfetched(f"status {response.status}")
            if not response.content_type.startswith("image/"):
                raise Unfetched("not a picture")
            return await read_bounded(response, MOST_BYTES)
