"""Requests that never become an operation: their status, code and JSON shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import orjson
from starlette.responses import Response


@dataclass(eq=False)
class Problem(Exception):  # noqa: N818  # RFC 9457 calls it a problem
    """Why a request is refused before GraphQL sees it; the body has the shape of a GraphQL answer."""

    status: int
    code: str
    message: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self, media_type: str = "application/json") -> Response:
        """The refusal as an HTTP answer."""
        body = {"errors": [{"message": self.message, "extensions": {"code": self.code}}]}
        return Response(
            orjson.dumps(body),
            self.status,
            headers=dict(self.headers),
            media_type=f"{media_type}; charset=utf-8",
        )
