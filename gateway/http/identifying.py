"""Who sends a request: the caller of its token, or the 401 that a bad token gets."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from gateway.errors import CODES, SourceError
from gateway.http.problem import Problem
from gateway.identity import ANONYMOUS, Caller
from gateway.identity.claims import BadToken

Identify = Callable[[Sequence[str]], Awaitable[Caller]]
"""From the Authorization headers of a request to its caller; raises `BadToken` or `SourceError`."""

RETRY_SECONDS = 5


async def nobody(headers: Sequence[str]) -> Caller:
    """For a gateway that accepts no tokens."""
    if headers:
        raise BadToken("No tokens are accepted here.")
    return ANONYMOUS


async def caller_of(headers: Sequence[str], identify: Identify) -> Caller:
    """The caller; raises `Problem`: 401 for a bad token, 503 while none can be checked."""
    try:
        return await identify(headers)
    except BadToken as error:
        # the sentence holds nothing of the token, and no sign that would end a quoted text
        challenge = f'Bearer realm="partir-ici", error="invalid_token", error_description="{error}"'
        raise Problem(401, "UNAUTHENTICATED", str(error), {"WWW-Authenticate": challenge}) from None
    except SourceError:
        code = "ISSUER_UNAVAILABLE"
        raise Problem(503, code, CODES[code].meaning, {"Retry-After": str(RETRY_SECONDS)}) from None
