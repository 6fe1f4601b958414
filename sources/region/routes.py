"""`/region/media/{name}`: the files of the media kit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from mimetypes import guess_type

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from gateway.http.caching import cache_control, etag_of, is_known
from gateway.http.problem import Problem
from gateway.source import Context
from sources.region.query import MEDIA_PATH
from sources.region.runtime import Runtime

SECONDS = 3_600
HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
    # a drawing is a document that may hold scripts: none runs, whoever put it there
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "Cache-Control": cache_control(SECONDS, stale=False),
}


def routes(context: Callable[[], Context[Runtime]]) -> Sequence[BaseRoute]:
    """The one route; names are looked up in what is there, never made into a path."""

    async def media(request: Request) -> Response:
        name = request.path_params["name"]
        content = context().runtime.book.media_files.get(name)
        if content is None:
            return Problem(404, "NOT_FOUND", "There is no such file.").details({})
        kind = guess_type(name)[0] or "application/octet-stream"
        headers = {**HEADERS, "ETag": etag_of(content, kind)}
        if is_known(request.headers.get("if-none-match"), headers["ETag"]):
            return Response(status_code=304, headers=headers)
        return Response(content, headers=headers, media_type=kind)

    return [Route(f"{MEDIA_PATH}{{name}}", media, methods=["GET"])]
