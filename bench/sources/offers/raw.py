"""What the source of offers reads of the upstream's objects; all the rest is skipped while decoding."""

from __future__ import annotations

from typing import Any

import msgspec


class Label(msgspec.Struct, gc=False, frozen=True):
    """A text in some languages."""

    libelleFr: str | None = None  # noqa: N815  # the upstream's names
    libelleEn: str | None = None  # noqa: N815  # as above
    libelleDe: str | None = None  # noqa: N815  # as above


class Kind(msgspec.Struct, gc=False, frozen=True):
    """The number of a kind."""

    id: int


class Coordinates(msgspec.Struct, gc=False, frozen=True):
    """A telephone number and the like, in French."""

    fr: str


class Means(msgspec.Struct, gc=False, frozen=True):
    """A means of communication."""

    type: Kind
    coordonnees: Coordinates


class Information(msgspec.Struct, gc=False, frozen=True):
    """How to reach those who run it."""

    moyensCommunication: list[Means] = []  # noqa: N815  # as above


class Presentation(msgspec.Struct, gc=False, frozen=True):
    """The texts that are used."""

    descriptifCourt: Label | None = None  # noqa: N815  # as above


class Commune(msgspec.Struct, gc=False, frozen=True):
    """A commune."""

    code: str
    nom: str


class Address(msgspec.Struct, gc=False, frozen=True):
    """An address."""

    codePostal: str | None = None  # noqa: N815  # as above
    commune: Commune | None = None


class Geo(msgspec.Struct, gc=False, frozen=True):
    """A point as GeoJSON."""

    geoJson: Any = None  # noqa: N815  # as above


NOWHERE = Geo()


class Location(msgspec.Struct, gc=False, frozen=True):
    """Where it is."""

    adresse: Address
    geolocalisation: Geo = NOWHERE


class File(msgspec.Struct, gc=False, frozen=True):
    """The renditions of a picture."""

    urlFiche: str  # noqa: N815  # as above
    urlDiaporama: str  # noqa: N815  # as above
    urlQHD: str  # noqa: N815  # as above


NO_LABEL = Label()


class Illustration(msgspec.Struct, gc=False, frozen=True):
    """A picture."""

    traductionFichiers: list[File]  # noqa: N815  # as above
    copyright: Label = NO_LABEL
    legende: Label = NO_LABEL


class Management(msgspec.Struct, gc=False, frozen=True):
    """When it was changed."""

    dateModification: str  # noqa: N815  # as above


NOTHING, NONE = msgspec.Raw(b"{}"), msgspec.Raw(b"[]")


class RawOffer(msgspec.Struct, gc=False, frozen=True):
    """An object of the upstream; what is larger than a few words is decoded when it is asked for."""

    id: int
    type: str
    nom: Label
    gestion: Management
    localisation: msgspec.Raw
    presentation: msgspec.Raw = NOTHING
    informations: msgspec.Raw = NOTHING
    illustrations: msgspec.Raw = NONE


class RawPage(msgspec.Struct, gc=False, frozen=True):
    """A stretch of the list."""

    numFound: int  # noqa: N815  # as above
    objetsTouristiques: list[RawOffer]  # noqa: N815  # as above


class RawObjects(msgspec.Struct, gc=False, frozen=True):
    """Objects by key."""

    objetsTouristiques: list[RawOffer]  # noqa: N815  # as above


class RawValue(msgspec.Struct, gc=False, frozen=True, rename={"count": "nb"}):
    """A value of a facet."""

    value: str
    count: int


class RawFacet(msgspec.Struct, gc=False, frozen=True, rename={"key": "facet", "buckets": "values"}):
    """A facet."""

    key: str
    buckets: list[RawValue]


class RawFacets(msgspec.Struct, gc=False, frozen=True):
    """All facets."""

    facets: list[RawFacet]


read_facets = msgspec.json.Decoder(RawFacets).decode
read_page = msgspec.json.Decoder(RawPage).decode
read_objects = msgspec.json.Decoder(RawObjects).decode
read_location = msgspec.json.Decoder(Location).decode
read_presentation = msgspec.json.Decoder(Presentation).decode
read_information = msgspec.json.Decoder(Information).decode
read_illustrations = msgspec.json.Decoder(list[Illustration]).decode
