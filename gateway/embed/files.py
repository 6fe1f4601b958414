"""The widget's files: modules a browser loads as they are, from any site, floating or of a fixed version."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import PurePosixPath

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from gateway.embed.release import LOADER, integrity, newest, released, sources

FLOATING = "1"
STYLE = "partir-ici.css"
MEDIA_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
SHORTLY = "public, max-age=300, stale-while-revalidate=86400"
FOR_EVER = "public, max-age=31536000, immutable"
HEADERS = {
    "Access-Control-Allow-Origin": "*",  # a module of another site is always fetched with CORS
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Timing-Allow-Origin": "*",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True, slots=True)
class WidgetFile:
    """One file, packed once."""

    content: bytes
    packed: bytes
    media_type: str
    etag: str


async def widget_file(request: Request) -> Response:
    """The file named in the path: looked up in what is there, never made into a path."""
    version = request.path_params.get("version", FLOATING)
    files = floating_files() if version == FLOATING else fixed_files().get(version, {})
    found = files.get(request.path_params["name"])
    if found is None:
        return PlainTextResponse("There is no such file.", status_code=404)
    kept = SHORTLY if version == FLOATING else FOR_EVER
    headers = HEADERS | {"ETag": found.etag, "Cache-Control": kept, "Vary": "Accept-Encoding"}
    if found.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(found.packed, headers=headers, media_type=found.media_type)
    return Response(found.content, headers=headers, media_type=found.media_type)


async def widget_versions(_: Request) -> Response:
    """`{newest, versions: {number: {script, style}}}`, each with its path and its `integrity`."""
    listed = {
        number: {
            kind: {"path": f"/widget/{number}/{name}", "integrity": integrity(files[name])}
            for kind, name in (("script", LOADER), ("style", STYLE))
        }
        for number, files in released().items()
    }
    body = {"newest": next(reversed(listed), None), "versions": listed}
    return JSONResponse(body, headers=HEADERS | {"Cache-Control": SHORTLY})


@cache
def widget_files() -> Mapping[str, WidgetFile]:
    """Every file as it is written, by the name it is served under, e.g. `words/fr.js`."""
    return {name: _file(name, content) for name, content in sources().items()}


@cache
def floating_files() -> Mapping[str, WidgetFile]:
    """What is served without a version: the newest loader, which fetches its own fixed modules.

    While the widget is being changed it is the files as they are written.
    """
    number = newest()
    return {**widget_files(), **(fixed_files()[number] if number else {})}


@cache
def fixed_files() -> Mapping[str, Mapping[str, WidgetFile]]:
    """The files of every version by its number."""
    return {
        number: {name: _file(name, content) for name, content in files.items()}
        for number, files in released().items()
    }


def _file(name: str, content: bytes) -> WidgetFile:
    etag = f'W/"{sha256(content).hexdigest()[:20]}"'  # weak: the same for both encodings
    media_type = MEDIA_TYPES[PurePosixPath(name).suffix]
    return WidgetFile(content, gzip.compress(content, 9, mtime=0), media_type, etag)
