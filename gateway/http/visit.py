"""One request on its way through the endpoint: what is known of it so far."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import Receive

from gateway.graph.text import accepted_locales
from gateway.http.media import JSON, accepts_events, accepts_parts
from gateway.http.replies import Reader
from gateway.identity import ANONYMOUS, Caller

NO_HEADERS = Headers()


@dataclass(slots=True)
class Visit:
    """`receive` is None where the server itself ends the work of those who hang up.

    `account` is the bucket it draws from, None when it is spared; `caller` is known once admitted.

    `seen` is what the question looks like on the wire, None where nobody needs to recognise it; `written`
    counts the mutations that ran.
    """

    receive: Receive | None
    locales: tuple[str, ...]
    address: str | None
    seen: Hashable = None
    get: bool = False
    media_type: str = JSON
    headers: Headers = field(default_factory=lambda: NO_HEADERS)
    caller: Caller = ANONYMOUS
    account: str | None = None
    written: int = 0

    @classmethod
    def of(cls, request: Request) -> Visit:
        """What the request tells by itself."""
        return cls(
            request.receive,
            accepted_locales(request.headers.get("accept-language")),
            request.client.host if request.client else None,
            get=request.method == "GET",
            headers=request.headers,
        )

    @property
    def takes_events(self) -> bool:
        """Whether the caller takes an answer as events."""
        return accepts_events(self.headers.get("accept"))[0]

    @property
    def wants_events(self) -> bool:
        """Whether it wants events rather than any JSON."""
        return accepts_events(self.headers.get("accept"))[1]

    @property
    def takes_parts(self) -> bool:
        """Whether it takes an answer in parts."""
        return accepts_parts(self.headers.get("accept"))

    @property
    def authorizations(self) -> Sequence[str]:
        """The Authorization headers; one at most is right."""
        return self.headers.getlist("authorization")

    @property
    def reader(self) -> Reader:
        """What decides how the reply is sent."""
        return Reader(
            self.media_type,
            self.get,
            authorized="authorization" in self.headers,
            if_none_match=self.headers.get("if-none-match") if self.get else None,
        )
