"""`/embed/{kind}.html`: content as plain HTML with JSON-LD, which a partner's server puts into its page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from gateway.console.templates import Html, joined
from gateway.embed.jsonld import item_list, story_of, title_of
from gateway.embed.operations import DESCRIBED, WidgetOperation
from gateway.embed.query import KEPT, NOT_KEPT, WidgetQuery, allowed_partner
from gateway.embed.templates import render
from gateway.http.problem import Problem

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}
DISCLOSURES = {"PUBLICITE": "Publicité", "COLLABORATION_COMMERCIALE": "Collaboration commerciale"}

Node = dict[str, Any]


async def fragment(request: Request, query: WidgetQuery) -> Response:
    """A fragment of HTML without style or script of its own, for inclusion in the light DOM of the widget."""
    kind = request.path_params["kind"]
    try:
        operation = _operation(kind)
        partner = await allowed_partner(request, query.partners)
        shown = await query.ask(operation, request, partner)
    except Problem as problem:
        return problem.response()
    nodes = _nodes(shown.data, operation)
    items, describe = (_story_item, story_of) if kind == "stories" else (_offer_item, _described)
    html = _page(kind, nodes, items, describe)
    kept = KEPT[operation.name] if shown.whole and not shown.stale else NOT_KEPT
    return HTMLResponse(html, headers=HEADERS | {"Cache-Control": kept})


def _operation(kind: str) -> WidgetOperation:
    if kind not in DESCRIBED:
        raise Problem(404, "NOT_FOUND", f"There are fragments of {', '.join(DESCRIBED)}.")
    return DESCRIBED[kind]


def _page(
    kind: str, nodes: Sequence[Node], item: Callable[[Node], Html], describe: Callable[[Node], str | None]
) -> Html:
    return render(
        "fragment",
        kind=kind,
        items=joined(item(node) for node in nodes),
        jsonld=item_list(describe(node) for node in nodes),
    )


def _nodes(data: Any, operation: WidgetOperation) -> list[Node]:
    found = data[operation.root]
    if operation.name == "offer":
        return [found] if found else []
    return [edge["node"] for edge in found["edges"]]


def _described(node: Node) -> str | None:
    text: str | None = node["jsonLd"]
    return text


def _offer_item(node: Node) -> Html:
    url = node["contact"]["website"] or node["bookingUrl"]
    name = render("name", lang=node["name"]["locale"], text=node["name"]["value"])
    commune = (node["place"] or {}).get("commune")
    return render(
        "fragment_item",
        name=render("anchor", href=url, label=name) if url else name,
        place=f" — {commune['name']} ({commune['department']['name']})" if commune else "",
        statement=node["commitment"]["statement"]["value"],
        lang=node["commitment"]["statement"]["locale"],
    )


def _story_item(node: Node) -> Html:
    """A disclosure comes first, as the law wants; one that is added later is shown as it is."""
    said, title = node["commercialDisclosure"], title_of(node)
    return render(
        "fragment_story",
        disclosure="" if said == "NONE" else f"{DISCLOSURES.get(said, said)} : ",
        title=render("name", lang=title["locale"], text=title["value"]),
        author=node["author"]["publicName"],
        licence=node["licence"],
    )
