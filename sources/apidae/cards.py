"""Cards: what other sources recognise an offer by."""

from __future__ import annotations

from gateway.source import Card
from sources.apidae.mapping.contact import handle_of, links_of
from sources.apidae.mapping.organisations import office_of
from sources.apidae.mapping.place import commune_of, point_of
from sources.apidae.mapping.reading import Raw, french, identity, part
from sources.apidae.mapping.slug import hashtag_of

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
        office=office.key if (office := office_of(item)) else None,
    )
