"""Requests that never become an operation: their status, code and JSON shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

import orjson
from starlette.responses import Response

from gateway.http.media import GRAPHQL, JSON


@dataclass(eq=False)
class Problem(Exception):  # noqa: N818  # RFC 9457 calls it a problem
    """Why a request is refused before GraphQL sees it; the body has the shape of a GraphQL answer.

    A `wellformed` request that is refused all the same answers 200 in the older media type, which
    promises that.
    """

    status: int
    code: str
    message: str
    headers: Mapping[str, str] = field(default_factory=dict)
    wellformed: bool = False

    def response(self, media_type: str = JSON) -> Response:
        """The refusal as an HTTP answer; never kept by caches."""
        body = {"errors": [{"message": self.message, "extensions": {"code": self.code}}]}
        return Response(
            orjson.dumps(body),
            200 if self.wellformed and media_type != GRAPHQL else self.status,
            headers={"Cache-Control": "no-store"} | dict(self.headers),
            media_type=f"{media_type}; charset=utf-8",
        )

    def details(self, headers: Mapping[str, str]) -> Response:
        """The refusal as RFC 9457 has it, with `code` beside, for addresses that are not GraphQL."""
        body = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.message,
            "code": self.code,
        }
        return Response(
            orjson.dumps(body),
            self.status,
            headers={"Cache-Control": "no-store"} | dict(headers) | dict(self.headers),
            media_type="application/problem+json",
        )
