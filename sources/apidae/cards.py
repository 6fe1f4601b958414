"""Cards: what other sources recognise an offer by."""

from __future__ import annotations

from gateway.graph.text import choose
from gateway.source import Card
from sources.apidae.mapping.contact import handle_of, links_of
from sources.apidae.mapping.organisations import office_of, provider_of
from sources.apidae.mapping.place import commune_of, point_of
from sources.apidae.mapping.reading import Raw, french, identity, part
from sources.apidae.mapping.slug import hashtag_of
from sources.apidae.types.offer import Offer

SHORTEST_HASHTAG = 6
"""Shorter names are common words."""


def card_of(item: Raw) -> Card | None:
    """The card of an object, None when it lacks an id or a name."""
    key, name = identity(item), french(item.get("nom"))
    if not key or not name:
        return None
    links = list(links_of(item))
    commune = commune_of(part(item, "localisation", "adresse", "commune"))
    handles = dict.fromkeys(handle for link in links if (handle := handle_of(link)))
    hashtag = hashtag_of(name)
    return Card(
        key=str(key),
        name=name,
        links=tuple(str(link.url) for link in links),
        handles=tuple(handles),
        hashtags=(hashtag,) if len(hashtag) >= SHORTEST_HASHTAG else (),
        insee=commune.insee if commune else None,
        point=point_of(item),
        provider=provider.key if (provider := provider_of(item, "")) else None,
        office=office.key if (office := office_of(item)) else None,
    )


def card_of_offer(offer: Offer) -> Card:
    """The card of an offer that was read already; without links, which few ask for."""
    place = offer.place
    name = choose(offer.names, ())
    lon_lat = place.point["coordinates"] if place.point else None
    return Card(
        key=offer.key,
        name=name.value if name else offer.key,
        insee=place.commune.insee if place.commune else None,
        point=(lon_lat[0], lon_lat[1]) if lon_lat else None,
        provider=offer.provider.key if offer.provider else None,
        office=offer.managed_by.key if offer.managed_by else None,
    )
