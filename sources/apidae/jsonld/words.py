"""Words of schema.org, and how a text of many languages becomes one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gateway.graph.text import Texts, choose
from sources.apidae.types.words import Impairment, OfferType

Thing = dict[str, Any]

SCHEMA = "https://schema.org"
REGION = "Auvergne-Rhône-Alpes"
COUNTRY = "FR"

TYPES: Mapping[OfferType, str] = {
    OfferType.VISIT: "TouristAttraction",
    OfferType.ACTIVITY: "TouristTrip",
    OfferType.EXCURSION: "TouristTrip",
    OfferType.EVENT: "Event",
}

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

ADAPTED: Mapping[Impairment, Texts] = {
    Impairment.MOTOR: {
        "fr": "Adapté au handicap moteur",
        "en": "Adapted to motor impairment",
        "de": "Für Menschen mit Gehbehinderung geeignet",
    },
    Impairment.VISUAL: {
        "fr": "Adapté au handicap visuel",
        "en": "Adapted to visual impairment",
        "de": "Für Menschen mit Sehbehinderung geeignet",
    },
    Impairment.HEARING: {
        "fr": "Adapté au handicap auditif",
        "en": "Adapted to hearing impairment",
        "de": "Für Menschen mit Hörbehinderung geeignet",
    },
    Impairment.MENTAL: {
        "fr": "Adapté au handicap mental",
        "en": "Adapted to mental impairment",
        "de": "Für Menschen mit geistiger Behinderung geeignet",
    },
}

_CREATIVE_COMMONS = "https://creativecommons.org"
LICENCES: Mapping[str, str] = {
    "CC0-1.0": f"{_CREATIVE_COMMONS}/publicdomain/zero/1.0/",
    "etalab-2.0": "https://github.com/etalab/licence-ouverte/blob/master/LO.md",
}


def licence_url(spdx: str) -> str | None:
    """Where a licence can be read; None for one that has no address of its own."""
    parts = spdx.split("-")
    if parts[:2] == ["CC", "BY"]:
        return f"{_CREATIVE_COMMONS}/licenses/{'-'.join(parts[1:-1]).lower()}/{parts[-1]}/"
    return LICENCES.get(spdx)


def said(texts: Texts, wanted: Sequence[str]) -> str | None:
    """The text for a reader."""
    found = choose(texts, wanted)
    return found.value if found else None


def thing(kind: str | list[str], **properties: Any) -> Thing:
    """A thing with those properties that have a value."""
    kept = {name: value for name, value in properties.items() if value is not None and value != []}
    return {"@type": kind, **kept}
