"""Reads an object of the upstream into an offer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bench.sources.offers.types import Commune, Kind, Offer, Picture, Place

Raw = Mapping[str, Any]

KINDS = {
    "FETE_ET_MANIFESTATION": Kind.EVENT,
    "ACTIVITE": Kind.ACTIVITY,
    "PATRIMOINE_CULTUREL": Kind.VISIT,
    "PATRIMOINE_NATUREL": Kind.VISIT,
    "DEGUSTATION": Kind.VISIT,
}
PHONE, EMAIL, WEBSITE = 201, 204, 205
LABELS = (("fr", "libelleFr"), ("en", "libelleEn"), ("de", "libelleDe"))
NOTHING: Raw = {}


def offer_of(raw: Raw) -> Offer:
    """An offer with all that any document of the benchmark may ask."""
    means = _means(raw)
    return Offer(
        key=str(raw["id"]),
        apidae_id=raw["id"],
        kind=KINDS.get(raw["type"], Kind.OTHER),
        names=_texts(raw["nom"]),
        summaries=_texts(raw.get("presentation", NOTHING).get("descriptifCourt", NOTHING)),
        phone=means.get(PHONE),
        email=means.get(EMAIL),
        website=means.get(WEBSITE),
        place=_place(raw["localisation"]),
        all_pictures=[_picture(one) for one in raw.get("illustrations", ())],
        updated_at=raw["gestion"]["dateModification"][:19] + "Z",
    )


def _texts(raw: Raw) -> dict[str, str]:
    return {tag: raw[label] for tag, label in LABELS if label in raw}


def _means(raw: Raw) -> dict[int, str]:
    """Telephone and the like by number of their kind; the first of a kind counts."""
    found: dict[int, str] = {}
    for one in raw.get("informations", NOTHING).get("moyensCommunication", ()):
        found.setdefault(one["type"]["id"], one["coordonnees"]["fr"])
    return found


def _place(raw: Raw) -> Place:
    address = raw["adresse"]
    point = raw.get("geolocalisation", NOTHING).get("geoJson")
    return Place(postcode=address.get("codePostal"), point=point, commune=_commune(address.get("commune")))


def _commune(raw: Raw | None) -> Commune | None:
    if raw is None:
        return None
    return Commune(insee=raw["code"], name=raw["nom"], department=raw["code"][:2])


def _picture(raw: Raw) -> Picture:
    file = raw["traductionFichiers"][0]
    return Picture(
        renditions=((480, file["urlFiche"]), (900, file["urlDiaporama"]), (2560, file["urlQHD"])),
        credit=raw.get("copyright", NOTHING).get("libelleFr", ""),
        alt=raw.get("legende", NOTHING).get("libelleFr", ""),
    )
