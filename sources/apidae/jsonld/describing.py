"""The description of an offer: one thing, or one event for each time at which it takes place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

import orjson

from sources.apidae.jsonld.parts import certifications, pictures, place, prices
from sources.apidae.jsonld.words import SCHEMA, TYPES, Thing, said, thing
from sources.apidae.opening import Stretch, next_stretches, paris_day
from sources.apidae.types.alerts import OfferStatus
from sources.apidae.types.words import LinkKind, OfferType

if TYPE_CHECKING:
    from sources.apidae.types.offer import Offer

MOST_OCCURRENCES = 10
_SAME_AS = (LinkKind.FACEBOOK, LinkKind.INSTAGRAM, LinkKind.TWITTER)


def json_ld(offer: Offer, wanted: Sequence[str], now: datetime) -> str | None:
    """The description as JSON that may stand in a script element; None for an event without a day ahead."""
    things = _things(offer, wanted, now)
    if not things:
        return None
    whole = {"@context": SCHEMA, **things[0]} if len(things) == 1 else {"@context": SCHEMA, "@graph": things}
    text = orjson.dumps(whole).decode()
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _things(offer: Offer, wanted: Sequence[str], now: datetime) -> list[Thing]:
    today, shared = paris_day(now), _shared(offer, wanted)
    if offer.type is OfferType.EVENT:
        ahead = next_stretches(offer.opening.schedule, now, MOST_OCCURRENCES)
        return [_event(offer, shared, one, today, wanted) for one in ahead]
    if offer.type is OfferType.VISIT:
        return [_visit(offer, shared, today, wanted)]
    return [_trip(offer, shared, today, wanted)]


def _shared(offer: Offer, wanted: Sequence[str]) -> Thing:
    """What all kinds of things may have."""
    return thing(
        TYPES[offer.type],
        identifier=thing("PropertyValue", propertyID="apidae", value=str(offer.apidae_id)),
        name=said(offer.names, wanted),
        description=said(offer.summaries, wanted) or said(offer.descriptions, wanted),
        url=offer.contact.website,
        sameAs=[one.url for one in offer.contact.links if one.kind in _SAME_AS],
        image=pictures(offer),
    )


def _visit(offer: Offer, shared: Thing, today: date, wanted: Sequence[str]) -> Thing:
    where = {name: value for name, value in place(offer, today, wanted).items() if name != "@type"}
    return (
        shared
        | where
        | thing(
            shared["@type"],
            telephone=offer.contact.phone,
            isAccessibleForFree=offer.is_free,
            availableLanguage=list(offer.spoken_languages),
            hasCertification=certifications(offer, wanted),
        )
    )


def _trip(offer: Offer, shared: Thing, today: date, wanted: Sequence[str]) -> Thing:
    marks = certifications(offer, wanted)
    start = place(offer, today, wanted) | thing(
        "Place", name=shared["name"], isAccessibleForFree=offer.is_free
    )
    return shared | thing(
        # a trip as such cannot be certified, a product can
        [shared["@type"], "Product"] if marks else shared["@type"],
        itinerary=thing("ItemList", itemListElement=[thing("ListItem", position=1, item=start)]),
        provider=thing("Organization", name=offer.provider.name) if offer.provider else None,
        offers=prices(offer, wanted),
        hasCertification=marks,
    )


def _event(offer: Offer, shared: Thing, when: Stretch, today: date, wanted: Sequence[str]) -> Thing:
    cancelled = offer.status is OfferStatus.CANCELLED
    hidden = {"openingHoursSpecification", "specialOpeningHoursSpecification"}
    where = {name: value for name, value in place(offer, today, wanted).items() if name not in hidden}
    named = (offer.place.address or "").split("\n")[0] or shared["name"]
    return shared | thing(
        shared["@type"],
        startDate=_moment(when.start, whole_day=when.whole_day),
        endDate=None if when.whole_day or when.end is None else when.end.isoformat(),
        eventStatus=f"{SCHEMA}/{'EventCancelled' if cancelled else 'EventScheduled'}",
        eventAttendanceMode=f"{SCHEMA}/OfflineEventAttendanceMode",
        location={**where, "name": named},
        organizer=thing("Organization", name=offer.provider.name) if offer.provider else None,
        offers=prices(offer, wanted),
        isAccessibleForFree=offer.is_free,
    )


def _moment(start: datetime, *, whole_day: bool) -> str:
    return start.date().isoformat() if whole_day else start.isoformat()
