"""One page of the manual: its frame around the content, made once and kept as bytes with a validator."""

from __future__ import annotations

import gzip
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from gateway.console import assets
from gateway.console.policy import BASE
from gateway.console.templates import Html, joined, renderer
from gateway.http.caching import etag_of, is_known

POLICY = BASE.replace("form-action 'none'", "form-action 'self'") + "; style-src 'self'; img-src 'self' data:"
TYPE = "text/html; charset=utf-8"
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Vary": "Accept-Encoding",
}
SECTIONS = (
    ("docs", "Overview"),
    ("docs/examples", "Examples"),
    ("docs/queries", "Queries"),
    ("docs/mutations", "Mutations"),
    ("docs/subscriptions", "Subscriptions"),
    ("docs/types", "Types"),
)

render = renderer(assets.HERE.parent / "manual" / "templates")
"""Renders the manual's own templates."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a page holds. `path` is its address from the root, `section` the entry of the menu it is under."""

    path: str
    title: str
    body: Html
    section: str = ""
    asked: str = ""
    """What was searched."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page ready to be sent."""

    body: bytes
    packed: bytes
    etag: str

    def response(self, request: Request, status: int = 200) -> Response:
        """The page, or 304 for who holds it."""
        tag = f"W/{self.etag}"  # weak: the same for both encodings
        headers = HEADERS | {"ETag": tag}
        if status == 200 and is_known(request.headers.get("if-none-match"), self.etag):
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return Response(self.packed, status, headers, TYPE)
        return Response(self.body, status, headers, TYPE)


def up_from(path: str) -> str:
    """What leads from a page to the root, so that a prefix in front of all addresses is no matter."""
    return "../" * path.count("/")


def page_of(content: Content) -> Page:
    """A content in its frame."""
    up = up_from(content.path)
    html = render(
        "frame",
        up=up,
        title=content.title,
        icon=assets.versioned("favicon.svg"),
        base_style=assets.versioned("home.css"),
        style=assets.versioned("manual.css"),
        menu=joined(_entry(up, path, title, content.section) for path, title in SECTIONS),
        asked=content.asked,
        body=content.body,
    )
    body = html.encode()
    return Page(body, gzip.compress(body, 6, mtime=0), etag_of(body, TYPE))


def _entry(up: str, path: str, title: str, section: str) -> Html:
    current = Html(' aria-current="page"') if path == section else Html("")
    return render("entry", href=f"{up}{path}", title=title, current=current)
