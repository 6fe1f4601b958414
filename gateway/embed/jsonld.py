"""schema.org descriptions of offers, for the pages of partners: what is known, and no mark of our own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

from gateway.console.templates import Html

# An Event needs its date, which a card does not carry: events are listed without a description here.
TYPES = {"VISIT": "TouristAttraction", "EXCURSION": "TouristTrip", "ACTIVITY": "TouristTrip"}
REGION = "Auvergne-Rhône-Alpes"


def item_list(nodes: Sequence[dict[str, Any]], urls: Sequence[str | None]) -> dict[str, Any]:
    """An `ItemList` of the offers that can be described, in their order."""
    things = [_thing(node, url) for node, url in zip(nodes, urls, strict=True) if node["type"] in TYPES]
    items = [{"@type": "ListItem", "position": rank, "item": thing} for rank, thing in enumerate(things, 1)]
    return {"@context": "https://schema.org", "@type": "ItemList", "itemListElement": items}


def script_text(value: Any) -> Html:
    """JSON that cannot end the script element it stands in."""
    text = orjson.dumps(value).decode()
    return Html(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _thing(node: dict[str, Any], url: str | None) -> dict[str, Any]:
    thing: dict[str, Any] = {
        "@type": TYPES[node["type"]],
        "name": node["name"]["value"],
        "inLanguage": node["name"]["locale"],
    }
    if node["summary"]:
        thing["description"] = node["summary"]["value"]
    if url:
        thing["url"] = url
    return thing | _where(node)


def _where(node: dict[str, Any]) -> dict[str, Any]:
    commune = (node["place"] or {}).get("commune")
    if node["type"] != "VISIT" or not commune:
        return {}  # trips have no address in schema.org
    address = {
        "@type": "PostalAddress",
        "addressLocality": commune["name"],
        "addressRegion": REGION,
        "addressCountry": "FR",
    }
    free = {} if node["isFree"] is None else {"isAccessibleForFree": node["isFree"]}
    return {"address": address} | free
