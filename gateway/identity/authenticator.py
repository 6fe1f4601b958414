"""From the Authorization header of a request to its caller."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from gateway.clock import Clock
from gateway.identity.caller import ANONYMOUS, Caller
from gateway.identity.claims import BadToken, Expected, caller_of
from gateway.identity.keys import Key
from gateway.identity.tokens import claims_of, header_of

FindKey = Callable[[Mapping[str, Any]], Awaitable[Key | None]]


class Authenticator:
    """Knows whose tokens are accepted; without `find_key` no token is."""

    def __init__(
        self, clock: Clock, expected: Expected | None = None, find_key: FindKey | None = None
    ) -> None:
        """`find_key` gets a token's header and raises a `SourceError` when no key can be had."""
        self._clock = clock
        self._expected = expected
        self._find_key = find_key

    async def caller(self, headers: Sequence[str]) -> Caller:
        """Who sends these Authorization headers; raises `BadToken`, or `SourceError` for want of keys."""
        if not headers:
            return ANONYMOUS
        token = _bearer(headers)
        if self._expected is None or self._find_key is None:
            raise BadToken("No tokens are accepted here.")
        header = header_of(token)
        key = await self._find_key(header)
        if key is None:
            raise BadToken("The token is signed with a key that its issuer does not have.")
        return caller_of(claims_of(token, header, key), self._expected, self._clock.now())


def _bearer(headers: Sequence[str]) -> str:
    scheme, _, token = headers[0].strip().partition(" ")
    if len(headers) > 1 or scheme.lower() != "bearer":
        raise BadToken("Send one token: Authorization: Bearer <token>.")
    return token.strip()
