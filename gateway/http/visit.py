"""One request on its way through the endpoint: what is known of it so far."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from starlette.types import Receive

from gateway.identity import ANONYMOUS, Caller


@dataclass(slots=True)
class Visit:
    """`account` is the bucket it draws from, None when it is spared; `caller` is known once admitted.

    `seen` is what the question looks like on the wire, None where nobody needs to recognise it; `written`
    counts the mutations that ran.
    """

    receive: Receive
    locales: tuple[str, ...]
    address: str | None
    seen: Hashable = None
    caller: Caller = ANONYMOUS
    account: str | None = None
    written: int = 0
