"""`/offers.geojson`: offers as features of GeoJSON (RFC 7946), a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import orjson

from gateway.embed.pruning import web_address
from gateway.feeds.parameters import CONDITIONS
from gateway.feeds.serving import Asked, Made
from gateway.feeds.texts import clean, may_leave, value_of, website, where

PARAMETERS = (*sorted(CONDITIONS), "limit", "after")
DEFAULT, MOST, AT_ONCE = 100, 500, 100
MEDIA_TYPE = "application/geo+json"
SECONDS = 300


async def offers_geojson(asked: Asked) -> Made:
    """A `FeatureCollection`; its `links` lead to the next page, as in OGC API Features."""
    chosen, left = asked.parameters.offers(), asked.parameters.number("limit", DEFAULT, MOST)
    after = asked.parameters.after()
    features: list[dict[str, Any]] = []
    while True:
        first = min(left, AT_ONCE)
        connection = (await asked.graph.ask("geojson", filter=chosen, first=first, after=after))["offers"]
        features += [feature(asked, edge["node"]) for edge in connection["edges"]]
        left -= first
        more, after = connection["pageInfo"]["hasNextPage"], connection["pageInfo"]["endCursor"]
        if not more or left <= 0:
            break
    body = {
        "type": "FeatureCollection",
        "attribution": asked.site.attribution(None),
        "licence": asked.site.licence or None,
        "numberMatched": connection["totalCount"],
        "numberReturned": len(features),
        "links": _links(asked, after if more else None),
        "features": features,
    }
    return Made(orjson.dumps(body), MEDIA_TYPE, SECONDS)


def feature(asked: Asked, node: Mapping[str, Any]) -> dict[str, Any]:
    """One offer; without a point its geometry is null."""
    place = node["place"]
    commune = place["commune"]
    office = node["managedBy"]["name"] if node["managedBy"] else None
    statement = node["commitment"]["statement"] if node["commitment"] else None
    return {
        "type": "Feature",
        "id": node["id"],
        "geometry": place["point"],
        "properties": {
            "slug": node["slug"],
            "type": node["type"],
            "status": node["status"],
            "name": value_of(node["name"]),
            "lang": node["name"]["locale"],
            "summary": value_of(node["summary"]) or None,
            "families": [family["key"] for family in node["families"]],
            "address": where(node) or None,
            "insee": commune["insee"] if commune else None,
            "department": commune["department"]["code"] if commune else None,
            "isFree": node["isFree"],
            "priceFrom": node["priceFrom"],
            "commitmentBasis": node["commitment"]["basis"] if node["commitment"] else None,
            "commitment": value_of(statement) or None,
            "url": asked.site.offer(node),
            "website": website(node),
            "jsonld": f"{asked.origin}/jsonld/{node['slug']}",
            "picture": _picture(node),
            "updatedAt": node["updatedAt"],
            "attribution": asked.site.attribution(office),
            "licence": asked.site.licence or None,
        },
    }


def _picture(node: Mapping[str, Any]) -> dict[str, str] | None:
    """The first picture that others may show, with whom to name."""
    for edge in (node["pictures"] or {"edges": []})["edges"]:
        one = edge["node"]
        url = web_address(one["url"])
        if url and one["credit"].strip() and may_leave(one["licence"]):
            told = {name: clean(one[name]) for name in ("credit", "licence", "alt")}
            return {"url": url, **told}
    return None


def _links(asked: Asked, after: str | None) -> list[dict[str, str]]:
    found = [{"rel": "self", "type": MEDIA_TYPE, "href": asked.url}]
    if after:
        query = urlencode({**asked.parameters.given, "after": after})
        found.append({"rel": "next", "type": MEDIA_TYPE, "href": f"{asked.origin}/offers.geojson?{query}"})
    return found
