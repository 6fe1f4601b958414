"""The oEmbed provider `/oembed?url=`: tells a site how to hold one of our iframe pages."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import orjson
from starlette.requests import Request
from starlette.responses import Response

from gateway.console.home import origin_of
from gateway.embed.frame import TITLES, checked
from gateway.embed.query import WidgetQuery
from gateway.embed.templates import render
from gateway.http.problem import Problem

WIDTH, HEIGHT = 600, 800
LEAST, MOST = 200, 2000
AN_HOUR = 3600
LONGEST_URL = 2000


async def oembed(request: Request, query: WidgetQuery) -> Response:
    """An answer of oEmbed 1.0, type `rich`; 404 for an address that is not ours, 501 for another format."""
    try:
        _check_format(request)
        url = request.query_params.get("url", "")
        kind = await _kind(request, url, query)
        width, height = _size(request, "maxwidth", WIDTH), _size(request, "maxheight", HEIGHT)
    except Problem as problem:
        return problem.response()
    html = render("iframe", url=url, title=TITLES[kind], width=width, height=height)
    body = {
        "version": "1.0",
        "type": "rich",
        "provider_name": "Partir Ici",
        "provider_url": origin_of(request),
        "title": TITLES[kind],
        "cache_age": AN_HOUR,
        "width": width,
        "height": height,
        "html": html.strip(),
    }
    headers = {"Cache-Control": f"public, max-age={AN_HOUR}", "Access-Control-Allow-Origin": "*"}
    return Response(orjson.dumps(body), headers=headers, media_type="application/json")


def _check_format(request: Request) -> None:
    if request.query_params.get("format", "json") != "json":
        raise Problem(501, "NOT_ACCEPTABLE", "Only the format json is served.")


async def _kind(request: Request, url: str, query: WidgetQuery) -> str:
    parts = urlsplit(url if len(url) <= LONGEST_URL else "")
    folder, _, kind = parts.path.rpartition("/")
    if f"{parts.scheme}://{parts.netloc}" != origin_of(request) or folder != "/embed" or kind not in TITLES:
        raise Problem(404, "NOT_FOUND", "This is not the address of one of our embedded pages.")
    parameters = dict(parse_qsl(parts.query))
    partner = await query.partners.known(parameters.get("key", ""))
    checked(kind, parameters, partner.scope)
    return kind


def _size(request: Request, name: str, default: int) -> int:
    text = request.query_params.get(name) or str(default)
    if not text.isdecimal():
        raise Problem(400, "BAD_REQUEST", f"The parameter {name} is not a number.")
    return min(max(min(int(text[:6]), default), LEAST), MOST)
