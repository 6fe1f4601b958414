"""`/embed/post?url=`: the network's own view of a post, in a frame of a frame, for after a click."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from gateway.embed.query import WidgetQuery, allowed_partner
from gateway.embed.scoping import check_kind
from gateway.embed.templates import render
from gateway.execution.runner import Operation
from gateway.graph.request import RequestScope
from gateway.http.problem import Problem

POST = "query WidgetPost($url: URL!) { socialEmbed(url: $url) { permalink providerName } }"
PARAMETERS = {"key", "url"}
LONGEST_URL = 500
FACEBOOK = "https://www.facebook.com/plugins/post.php?href="
NETWORKS = "https://www.instagram.com https://www.facebook.com"


async def post_page(request: Request, query: WidgetQuery) -> Response:
    """No script of the network runs in our page or in the partner's: its own frame stands inside ours."""
    try:
        partner = await allowed_partner(request, query.partners)
        check_kind("stories", partner.scope)
        found = await _asked(dict(request.query_params), query)
    except Problem as problem:
        return _framed(render("refused", code=problem.code), "'none'", problem.status)
    network = found["providerName"]
    html = render("post", src=_official(found["permalink"]), url=found["permalink"], network=network)
    return _framed(html, f"'self' {partner.ancestors()}")


async def _asked(parameters: dict[str, str], query: WidgetQuery) -> dict[str, Any]:
    url = parameters.get("url", "")
    if set(parameters) - PARAMETERS or not 0 < len(url) <= LONGEST_URL:
        raise Problem(400, "INVALID_VARIABLES", "A key and the url of a post are wanted, and nothing else.")
    scope = RequestScope(query.opened())
    answer = await query.runner.run(Operation(POST, None, {"url": url}, read_only=True), scope)
    if answer.faults:
        fault = answer.faults[0]
        code = str(fault.extensions["code"])
        raise Problem(400 if code.startswith("INVALID") else 503, code, fault.message)
    found: dict[str, Any] | None = (answer.data or {}).get("socialEmbed")
    if found is None:
        raise Problem(404, "NOT_FOUND", "The network does not let this post be embedded.")
    return found


def _official(permalink: str) -> str:
    if urlsplit(permalink).hostname == "www.instagram.com":
        return f"{permalink.rstrip('/')}/embed/"
    return FACEBOOK + quote(permalink, safe="")


def _framed(html: str, ancestors: str, status: int = 200) -> HTMLResponse:
    policy = (
        "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'self'; "
        f"frame-src {NETWORKS}; frame-ancestors {ancestors}"
    )
    headers = {
        "Content-Security-Policy": policy,
        "Cache-Control": "no-store",  # the network's word on a post is not to be stored
        "Referrer-Policy": "strict-origin",
        "X-Content-Type-Options": "nosniff",
    }
    return HTMLResponse(html, status, headers=headers)
