"""Makes objects of the graph out of documents of the database."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from gateway.graph.scalars import URL, GeoJSON, Locale
from gateway.graph.shared import CommercialDisclosure
from gateway.graph.text import DEFAULT_LOCALE
from gateway.source import Card
from sources.scouts import policy
from sources.scouts.documents import (
    CommunityDocument,
    ContentDocument,
    Document,
    PictureDocument,
    ScoutDocument,
    TerritoryDocument,
)
from sources.scouts.types import (
    CONTENT_TYPES,
    Community,
    ItineraryStop,
    Scout,
    ScoutContent,
    ScoutKind,
    ScoutPicture,
    ScoutTerritory,
)


def to_community(document: Document) -> Community:
    """A community of the graph."""
    found = cast("CommunityDocument", document)
    return Community(
        key=found["_id"],
        slug=found["slug"],
        name=found["name"],
        descriptions=_filled(found["description"]),
        territory=_territory(found["territory"]),
        managed_by=found["manager"],
        url=URL(found["url"]) if found["url"] else None,
    )


def to_scout(document: Document) -> Scout:
    """A scout of the graph, with what they agree to show."""
    found = cast("ScoutDocument", document)
    portrait = policy.shown_portrait(found)
    return Scout(
        key=found["_id"],
        public_name=found["publicName"],
        kind=ScoutKind(found["kind"]),
        bios=_filled(found["bio"]),
        community_keys=found.get("communities", []),
        knows=[_territory(one) for one in found["knows"]],
        portrait=_picture(portrait) if portrait else None,
    )


def to_content(document: Document) -> ScoutContent:
    """A content of the graph, of the type of its kind."""
    found = cast("ContentDocument", document)
    titles, bodies = _filled(found["title"]), _filled(found["body"])
    more: dict[str, Any] = {"stops": _stops(found)} if found["kind"] == "ITINERARY" else {}
    return CONTENT_TYPES[found["kind"]](
        key=found["_id"],
        titles=titles,
        bodies=bodies,
        htmls=_filled(found["html"]),
        scout_key=found["scout"],
        offer_keys=found["offers"],
        commune_keys=found["communes"],
        posted_at=cast("datetime", found["postedAt"]),  # the policy shows nothing without it
        commercial_disclosure=CommercialDisclosure(found["commercialDisclosure"]),
        licence=found["licence"],
        territories=[_territory(one) for one in found["territories"]],
        point=GeoJSON(dict(found["at"])) if found["at"] else None,
        available_locales=_locales(bodies or titles),
        pictures=[_picture(one) for one in found["pictures"]],
        **more,
    )


def to_card(document: Document) -> Card:
    """What other sources may know of a scout."""
    found = cast("ScoutDocument", document)
    handles = policy.shown_handles(found)
    return Card(key=found["_id"], name=found["publicName"], handles=tuple(handles.values()))


def _stops(content: ContentDocument) -> list[ItineraryStop]:
    return [
        ItineraryStop(
            key=f"{content['_id']}/{number}",
            offer_key=one["offer"],
            commune_key=one["commune"],
            title=one["title"],
            text=one["text"],
            minutes=one["minutes"],
        )
        for number, one in enumerate(content["stops"])
    ]


def _picture(document: PictureDocument) -> ScoutPicture:
    return ScoutPicture(
        url=URL(document["url"]),
        credit=document["credit"],
        licence=document["licence"],
        alt=document["alt"],
        people_shown=document["peopleShown"],
    )


def _territory(document: TerritoryDocument) -> ScoutTerritory:
    return ScoutTerritory(name=document["name"], departments=document["departments"])


def _filled(texts: dict[str, str]) -> dict[str, str]:
    return {tag: text for tag, text in texts.items() if text.strip()}


def _locales(texts: dict[str, str]) -> list[Locale]:
    """French first, then the others by name."""
    return [Locale(tag) for tag in sorted(texts, key=lambda tag: (tag != DEFAULT_LOCALE, tag))]
