"""Parts of a description: place, prices, pictures, marks, access."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from sources.apidae.jsonld.hours import opening_hours, special_hours
from sources.apidae.jsonld.words import ADAPTED, COUNTRY, REGION, Thing, licence_url, said, thing
from sources.apidae.types.commitment import Distinction
from sources.apidae.types.pictures import UNKNOWN_LICENCE
from sources.apidae.types.practical import Tariff
from sources.apidae.types.words import DistinctionScope, EvidenceBasis

if TYPE_CHECKING:
    from sources.apidae.types.offer import Offer

CERTIFIED = frozenset({EvidenceBasis.THIRD_PARTY_CERTIFIED, EvidenceBasis.PUBLIC_AUTHORITY})
MOST_PICTURES = 5
MOST_PRICES = 20
WIDE = 1200


def place(offer: Offer, today: date, wanted: Sequence[str]) -> Thing:
    """Where it is, when that place is open, and to whom it is adapted; without a name."""
    schedule = offer.opening.schedule
    access = [
        thing("LocationFeatureSpecification", name=said(ADAPTED[one.impairment], wanted), value=True)
        for one in offer.accessibility.impairments
    ]
    return thing(
        "Place",
        address=_address(offer),
        geo=_point(offer),
        openingHoursSpecification=opening_hours(schedule, today),
        specialOpeningHoursSpecification=special_hours(schedule, today),
        amenityFeature=access,
    )


def pictures(offer: Offer) -> list[Thing]:
    """Pictures that may be shown elsewhere: with a credit, under a licence that is known."""
    shown = (one for one in offer.all_pictures if one.credit and one.licence != UNKNOWN_LICENCE)
    return [
        thing(
            "ImageObject",
            contentUrl=str(one.rendition(WIDE)),
            creditText=one.credit,
            copyrightNotice=one.licence_text,
            license=licence_url(one.licence),
            caption=one.alt or None,
        )
        for one in shown
    ][:MOST_PICTURES]


def prices(offer: Offer, wanted: Sequence[str]) -> list[Thing]:
    """Its prices; that it is free is one of them."""
    found = [_price(one, offer, wanted) for one in offer.tariffs if one.min is not None][:MOST_PRICES]
    if offer.is_free and not found:
        return [thing("Offer", price=0, priceCurrency="EUR", url=offer.booking_url)]
    return found


def certifications(offer: Offer, wanted: Sequence[str]) -> list[Thing]:
    """Marks of third parties and public authorities on the offer itself; the self-diagnosis is none."""
    return [
        thing(
            "Certification",
            name=said(one.names, wanted),
            issuedBy=thing("Organization", name=one.issuer) if one.issuer else None,
            validFrom=one.valid_from.isoformat() if one.valid_from else None,
            expires=one.valid_to.isoformat() if one.valid_to else None,
        )
        for one in offer.all_distinctions
        if _certifies(one)
    ]


def _certifies(mark: Distinction) -> bool:
    return mark.basis in CERTIFIED and mark.scope is not DistinctionScope.PRODUCTS


def _address(offer: Offer) -> Thing:
    commune = offer.place.commune
    return thing(
        "PostalAddress",
        streetAddress=", ".join((offer.place.address or "").split("\n")[:-1]) or None,
        postalCode=offer.place.postcode,
        addressLocality=commune.name if commune else None,
        addressRegion=REGION,
        addressCountry=COUNTRY,
    )


def _point(offer: Offer) -> Thing | None:
    if offer.place.point is None:
        return None
    lon, lat = offer.place.point["coordinates"]
    return thing("GeoCoordinates", latitude=lat, longitude=lon)


def _price(tariff: Tariff, offer: Offer, wanted: Sequence[str]) -> Thing:
    single = tariff.max is None or tariff.max == tariff.min
    span = thing(
        "PriceSpecification", minPrice=tariff.min, maxPrice=tariff.max, priceCurrency=tariff.currency
    )
    return thing(
        "Offer",
        name=said(tariff.labels, wanted),
        price=tariff.min if single else None,
        priceCurrency=tariff.currency if single else None,
        priceSpecification=None if single else span,
        url=offer.booking_url,
    )
