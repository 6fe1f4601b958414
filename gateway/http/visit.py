"""One request on its way through the endpoint: what is known of it so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from starlette.requests import Request

from gateway.graph.text import accepted_locales
from gateway.http.media import JSON
from gateway.http.replies import Reader
from gateway.identity import ANONYMOUS, Caller


@dataclass(slots=True)
class Visit:
    """`account` is the bucket it draws from, None when it is spared; `caller` is known once admitted.

    `written` counts the mutations that ran.
    """

    request: Request
    media_type: str = JSON
    caller: Caller = ANONYMOUS
    account: str | None = None
    written: int = 0
    locales: tuple[str, ...] = field(init=False)
    address: str | None = field(init=False)

    def __post_init__(self) -> None:
        """What the request tells by itself."""
        self.locales = accepted_locales(self.request.headers.get("accept-language"))
        self.address = self.request.client.host if self.request.client else None

    @property
    def authorizations(self) -> Sequence[str]:
        """The Authorization headers; one at most is right."""
        return self.request.headers.getlist("authorization")

    @property
    def reader(self) -> Reader:
        """What decides how the reply is sent."""
        headers = self.request.headers
        get = self.request.method == "GET"
        return Reader(
            self.media_type,
            get,
            authorized="authorization" in headers,
            if_none_match=headers.get("if-none-match") if get else None,
        )
