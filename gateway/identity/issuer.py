"""The issuer's keys: asked for when first needed, kept, asked for again when old or when one is unknown."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from gateway.clock import Clock
from gateway.errors import SourceError, SourceInvalid
from gateway.identity.keys import Key, key_for, keys_of
from gateway.upstream import Upstream
from gateway.upstream.flight import SingleFlight

logger = logging.getLogger("gateway.identity")

FRESH_SECONDS = 3600.0
OLDEST_SECONDS = 24 * 3600.0
"""While the issuer is away its last keys are good for a day."""

PAUSE_SECONDS = 30.0
"""Least time between two questions: tokens with invented key ids must not become calls."""

DISCOVERY = ".well-known/openid-configuration"

ReadJwks = Callable[[], Awaitable[Any]]


class IssuerKeys:
    """Finds the key of a token. `read` gives the issuer's JWKS or raises a `SourceError`."""

    def __init__(self, read: ReadJwks, clock: Clock) -> None:
        """Contacts nothing."""
        self._read = read
        self._clock = clock
        self._keys: tuple[Key, ...] = ()
        self._read_at: float | None = None
        self._asked_at: float | None = None
        self._flight: SingleFlight[str, None] = SingleFlight()

    async def find(self, header: Mapping[str, Any]) -> Key | None:
        """The key, None when the issuer has none such; `SourceError` when no key can be had at all."""
        if self._age() >= FRESH_SECONDS:
            await self._refresh()
        if self._age() >= OLDEST_SECONDS:
            raise SourceError("The issuer's keys are not known.", source="identity")
        found = key_for(self._keys, header)
        if found is None and self._age() > 0:
            await self._refresh()
            found = key_for(self._keys, header)
        return found

    def _age(self) -> float:
        return OLDEST_SECONDS if self._read_at is None else self._clock.monotonic() - self._read_at

    async def _refresh(self) -> None:
        """Ask again, all who need it together; a failure keeps what is known."""
        if self._asked_at is not None and self._clock.monotonic() - self._asked_at < PAUSE_SECONDS:
            return
        await self._flight.run("jwks", self._ask)

    async def _ask(self) -> None:
        self._asked_at = self._clock.monotonic()
        try:
            keys = keys_of(await self._read())
            if not keys:
                raise SourceInvalid(source="identity", detail="a JWKS without usable keys")
        except SourceError as error:
            logger.warning("the issuer's keys could not be read: %r", error)
            return
        self._keys, self._read_at = keys, self._clock.monotonic()


def jwks_reader(issuer: str, jwks_url: str, upstream: Callable[[str], Upstream]) -> ReadJwks:
    """Reads the JWKS at `jwks_url`, or where the issuer's discovery document says.

    What a document says is followed on the issuer's own host only; `upstream` makes a client of an origin.
    """
    if jwks_url:
        return _reader(jwks_url, upstream(_origin(jwks_url)))
    client = upstream(_origin(issuer))

    async def discovered() -> Any:
        place = f"{issuer.rstrip('/')}/{DISCOVERY}"
        found = await _reader(place, client)()
        told = found.get("jwks_uri") if isinstance(found, dict) else None
        if not isinstance(told, str) or found.get("issuer") != issuer:
            raise SourceInvalid(source="identity", detail="a discovery document of another issuer")
        if _origin(told) != _origin(issuer):
            raise SourceInvalid(source="identity", detail="keys on another host: set GATEWAY_AUTH_JWKS_URL")
        return await _reader(told, client)()

    return discovered


def _reader(url: str, client: Upstream) -> ReadJwks:
    parts = urlsplit(url)

    async def read() -> Any:
        answer = await client.get(parts.path, dict(parse_qsl(parts.query)), operation="jwks")
        return answer.json()

    return read


def _origin(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}"
