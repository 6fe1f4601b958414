"""Types of the benchmark's offers: a small part of what the product's offers have.

An object holds what was decoded; a field is worked out when it is asked for.
"""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Any, ClassVar

import strawberry

from bench.sources.offers import raw
from gateway.graph.node import Node
from gateway.graph.scalars import URL, GeoJSON
from gateway.graph.text import Texts, localized

PHONE, EMAIL, WEBSITE = 201, 204, 205
WIDTHS = ((480, "urlFiche"), (900, "urlDiaporama"), (2560, "urlQHD"))

PictureCount = Annotated[int, strawberry.argument(description="How many at most.")]
Width = Annotated[int | None, strawberry.argument(description="Least width in pixels; none: 900.")]


@strawberry.enum(description="What one does there.")
class Kind(Enum):
    """Kinds of offers."""

    EVENT = strawberry.enum_value("EVENT", description="Happens on given days.")
    ACTIVITY = strawberry.enum_value("ACTIVITY", description="Something to do.")
    VISIT = strawberry.enum_value("VISIT", description="Something to see or to taste.")
    OTHER = strawberry.enum_value("OTHER", description="Anything else.")


KINDS = {
    "FETE_ET_MANIFESTATION": Kind.EVENT,
    "ACTIVITE": Kind.ACTIVITY,
    "PATRIMOINE_CULTUREL": Kind.VISIT,
    "PATRIMOINE_NATUREL": Kind.VISIT,
    "DEGUSTATION": Kind.VISIT,
}


@strawberry.type(description="A commune.")
class Commune:
    """A commune."""

    insee: str = strawberry.field(description="INSEE code.")
    name: str = strawberry.field(description="Its name.")
    department: str = strawberry.field(description="Number of its department.")


@strawberry.type(description="Where an offer is.")
class Place:
    """A place."""

    postcode: str | None = strawberry.field(description="Postcode.")
    point: GeoJSON | None = strawberry.field(description="A GeoJSON Point.")
    commune: Commune | None = strawberry.field(description="The commune it is in.")


@strawberry.type(description="A picture.")
class Picture:
    """A picture."""

    raw: strawberry.Private[raw.Illustration]

    @strawberry.field(description="Whom to name.")
    def credit(self) -> str:
        return self.raw.copyright.libelleFr or ""

    @strawberry.field(description="Text for those who cannot see it.")
    def alt(self) -> str:
        return self.raw.legende.libelleFr or ""

    @strawberry.field(description="Address of a rendition of this width at least.")
    def url(self, width: Width = None) -> URL:
        wanted = width or 900
        name = next((name for size, name in WIDTHS if size >= wanted), WIDTHS[-1][1])
        return URL(getattr(self.raw.traductionFichiers[0], name))


def _texts(label: raw.Label | None) -> Texts | None:
    if label is None:
        return None
    found = (("fr", label.libelleFr), ("en", label.libelleEn), ("de", label.libelleDe))
    return {tag: text for tag, text in found if text is not None}


@strawberry.type(description="Something to do for a day.")
class Offer(Node):
    """An offer."""

    entity: ClassVar[str] = "Offer"
    raw: strawberry.Private[raw.RawOffer]

    @strawberry.field(description="Its number upstream.")
    def apidae_id(self) -> int:
        return self.raw.id

    @strawberry.field(description="What one does there.")
    def kind(self) -> Kind:
        return KINDS.get(self.raw.type, Kind.OTHER)

    @strawberry.field(description="Telephone number.")
    def phone(self) -> str | None:
        return self._means(PHONE)

    @strawberry.field(description="E-mail address.")
    def email(self) -> str | None:
        return self._means(EMAIL)

    @strawberry.field(description="Website.")
    def website(self) -> str | None:
        return self._means(WEBSITE)

    @strawberry.field(description="Where it is.")
    def place(self) -> Place:
        there = raw.read_location(self.raw.localisation)
        address, commune = there.adresse, there.adresse.commune
        return Place(
            postcode=address.codePostal,
            point=there.geolocalisation.geoJson,
            commune=Commune(insee=commune.code, name=commune.nom, department=commune.code[:2])
            if commune
            else None,
        )

    @strawberry.field(description="Last change (UTC).")
    def updated_at(self) -> str | None:
        return self.raw.gestion.dateModification[:19] + "Z"

    name = localized(lambda one: _texts(one.raw.nom), description="Its name.", required=True)
    summary = localized(
        lambda one: _texts(raw.read_presentation(one.raw.presentation).descriptifCourt),
        description="A few sentences about it.",
    )

    @strawberry.field(description="Its pictures, the best first.")
    def pictures(self, first: PictureCount = 3) -> list[Picture]:
        return [Picture(raw=one) for one in raw.read_illustrations(self.raw.illustrations)[:first]]

    def _means(self, kind: int) -> str | None:
        """The first of a kind counts."""
        known: list[raw.Means] | None = self.__dict__.get("known_means")
        if known is None:
            known = raw.read_information(self.raw.informations).moyensCommunication
            self.__dict__["known_means"] = known  # three fields read them
        for one in known:
            if one.type.id == kind:
                return one.coordonnees.fr
        return None


@strawberry.type(description="A value of a facet.")
class Bucket:
    """A value; what was decoded has the same attributes and is shown as it is."""

    value: str = strawberry.field(description="The value.")
    count: int = strawberry.field(description="How many offers have it.")

    @classmethod
    def is_type_of(cls, value: Any, _: Any) -> bool:
        return isinstance(value, raw.RawValue)


@strawberry.type(description="How many offers have each value of something.")
class Facet:
    """A facet; as with its values."""

    @classmethod
    def is_type_of(cls, value: Any, _: Any) -> bool:
        return isinstance(value, raw.RawFacet)

    key: str = strawberry.field(description="What is counted.")
    buckets: list[Bucket] = strawberry.field(description="Values, the most frequent first.")


@strawberry.type(description="A stretch of the list of offers.")
class OfferPage:
    """A page; positions instead of cursors keep the peers' code short."""

    total_count: int = strawberry.field(description="How many offers there are.")
    items: list[Offer] = strawberry.field(description="The offers of this page.")
