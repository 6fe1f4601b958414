"""Reads the upstream's objects into the types of plain Strawberry."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

import strawberry

from bench.apps.plain_types import URL, Account, Commune, Kind, Media, Offer, Picture, Place, Post

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


def global_id(kind: str, key: object) -> strawberry.ID:
    """The id of an object in the graph."""
    return strawberry.ID(base64.urlsafe_b64encode(f"{kind}:{key}".encode()).decode().rstrip("="))


def offer_of(raw: Raw) -> Offer:
    """An offer."""
    found: dict[int, str] = {}
    for one in raw.get("informations", NOTHING).get("moyensCommunication", ()):
        found.setdefault(one["type"]["id"], one["coordonnees"]["fr"])
    return Offer(
        key=str(raw["id"]),
        id=global_id("Offer", raw["id"]),
        apidae_id=raw["id"],
        kind=KINDS.get(raw["type"], Kind.OTHER),
        names=texts_of(raw["nom"]),
        summaries=texts_of(raw.get("presentation", NOTHING).get("descriptifCourt", NOTHING)),
        phone=found.get(PHONE),
        email=found.get(EMAIL),
        website=found.get(WEBSITE),
        place=_place(raw["localisation"]),
        all_pictures=[_picture(one) for one in raw.get("illustrations", ())],
        updated_at=raw["gestion"]["dateModification"][:19] + "Z",
    )


def texts_of(raw: Raw) -> dict[str, str]:
    """Texts by language."""
    return {tag: raw[label] for tag, label in LABELS if label in raw}


def _place(raw: Raw) -> Place:
    address = raw["adresse"]
    commune = address.get("commune")
    return Place(
        postcode=address.get("codePostal"),
        point=raw.get("geolocalisation", NOTHING).get("geoJson"),
        commune=Commune(insee=commune["code"], name=commune["nom"], department=commune["code"][:2])
        if commune
        else None,
    )


def _picture(raw: Raw) -> Picture:
    file = raw["traductionFichiers"][0]
    return Picture(
        renditions=((480, file["urlFiche"]), (900, file["urlDiaporama"]), (2560, file["urlQHD"])),
        credit=raw.get("copyright", NOTHING).get("libelleFr", ""),
        alt=raw.get("legende", NOTHING).get("libelleFr", ""),
    )


def post_of(raw: Raw) -> Post:
    """A post."""
    return Post(
        id=global_id("Post", raw["id"]),
        account_key=raw["owner"]["id"],
        media=Media(raw["media_type"]),
        text=raw["caption"],
        permalink=URL(raw["permalink"]),
        published_at=raw["timestamp"][:19] + "Z",
        likes=raw["like_count"],
    )


def account_of(raw: Raw) -> Account:
    """An account."""
    return Account(
        id=global_id("Account", raw["id"]),
        handle=raw["username"],
        name=raw["name"],
        followers=raw["followers_count"],
    )
