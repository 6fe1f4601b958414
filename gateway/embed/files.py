"""The widget's files: modules a browser loads as they are, from any site."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

FOLDER = Path(__file__).with_name("widget")
MEDIA_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
HEADERS = {
    "Access-Control-Allow-Origin": "*",  # a module of another site is always fetched with CORS
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Timing-Allow-Origin": "*",
    "Cache-Control": "public, max-age=300, stale-while-revalidate=86400",
    "X-Content-Type-Options": "nosniff",
    "Vary": "Accept-Encoding",
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
    found = widget_files().get(request.path_params["name"])
    if found is None:
        return PlainTextResponse("There is no such file.", status_code=404)
    headers = HEADERS | {"ETag": found.etag}
    if found.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(found.packed, headers=headers, media_type=found.media_type)
    return Response(found.content, headers=headers, media_type=found.media_type)


@cache
def widget_files() -> dict[str, WidgetFile]:
    """Every file by the name it is served under, e.g. `words/fr.js`."""
    paths = (path for path in FOLDER.rglob("*") if path.suffix in MEDIA_TYPES)
    return {path.relative_to(FOLDER).as_posix(): _read(path) for path in sorted(paths)}


def _read(path: Path) -> WidgetFile:
    content = path.read_bytes()
    etag = f'W/"{sha256(content).hexdigest()[:20]}"'  # weak: the same for both encodings
    return WidgetFile(content, gzip.compress(content, 9, mtime=0), MEDIA_TYPES[path.suffix], etag)
