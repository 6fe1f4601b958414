"""`/embed/offers.html`: the list as plain HTML with JSON-LD, which a partner's server puts into its page."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from gateway.console.templates import Html, joined
from gateway.embed.jsonld import item_list
from gateway.embed.operations import DESCRIBED
from gateway.embed.query import KEPT, NOT_KEPT, WidgetQuery, allowed_partner
from gateway.embed.templates import render
from gateway.http.problem import Problem

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}


async def offers_fragment(request: Request, query: WidgetQuery) -> Response:
    """A fragment of HTML without style or script of its own, for inclusion in the light DOM of the widget."""
    try:
        partner = await allowed_partner(request, query.partners)
        shown = await query.ask(DESCRIBED, request, partner)
    except Problem as problem:
        return problem.response()
    nodes = [edge["node"] for edge in shown.data["offers"]["edges"]]
    urls = [_url(node) for node in nodes]
    html = render(
        "fragment",
        items=joined(_item(node, url) for node, url in zip(nodes, urls, strict=True)),
        jsonld=item_list(node["jsonLd"] for node in nodes),
    )
    kept = KEPT["offers"] if shown.whole and not shown.stale else NOT_KEPT
    return HTMLResponse(html, headers=HEADERS | {"Cache-Control": kept})


def _url(node: dict[str, Any]) -> str | None:
    found: str | None = node["contact"]["website"] or node["bookingUrl"]
    return found


def _item(node: dict[str, Any], url: str | None) -> Html:
    name = render("name", lang=node["name"]["locale"], text=node["name"]["value"])
    commune = (node["place"] or {}).get("commune")
    return render(
        "fragment_item",
        name=render("anchor", href=url, label=name) if url else name,
        place=f" — {commune['name']} ({commune['department']['name']})" if commune else "",
        statement=node["commitment"]["statement"]["value"],
        lang=node["commitment"]["statement"]["locale"],
    )
