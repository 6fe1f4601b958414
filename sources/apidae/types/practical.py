"""Practical parts of an offer: how to reach who runs it, when, for how much, for whom."""

from __future__ import annotations

from datetime import datetime

import strawberry

from gateway.graph.scalars import URL
from gateway.graph.text import Texts, localized
from sources.apidae.types.words import EvidenceBasis, Impairment, LinkKind


@strawberry.type(description="A link of an offer.")
class OfferLink:
    """A link."""

    kind: LinkKind = strawberry.field(description="Where it leads.")
    url: URL = strawberry.field(description="The address.")


@strawberry.type(description="How to reach those who run an offer: business contacts only.")
class Contact:
    """Public means of communication; persons are never here."""

    phone: str | None = strawberry.field(description="Telephone number, as the source writes it.")
    email: str | None = strawberry.field(description="Mail address.")
    website: URL | None = strawberry.field(description="The first of its web sites.")
    links: list[OfferLink] = strawberry.field(description="All its pages, social networks included.")


@strawberry.type(description="A price.")
class Tariff:
    """One line of a list of prices."""

    labels: strawberry.Private[Texts]
    min: float | None = strawberry.field(description="Lowest price.")
    max: float | None = strawberry.field(description="Highest price; null when there is only one.")
    currency: str = strawberry.field(description="ISO 4217 code, e.g. `EUR`.")
    label = localized(lambda one: one.labels, description="What it is the price of.")


@strawberry.type(description="Access for people with one kind of impairment.")
class ImpairmentAccess:
    """Access, with its strongest basis."""

    impairment: Impairment = strawberry.field(description="Which impairment.")
    basis: EvidenceBasis = strawberry.field(
        description="`PUBLIC_AUTHORITY` with the mark Tourisme & Handicap, else declared by the provider."
    )


@strawberry.type(description="Access for disabled people. What is not listed is unknown, not impossible.")
class Accessibility:
    """Access for disabled people."""

    texts: strawberry.Private[Texts]
    impairments: list[ImpairmentAccess] = strawberry.field(description="What the offer is adapted to.")
    text = localized(lambda one: one.texts, description="The provider's own words about it.")


@strawberry.type(description="Where the data comes from and how old it is.")
class Provenance:
    """Origin of an object."""

    system: str = strawberry.field(description="The system that holds the original, here `APIDAE`.")
    object_id: str = strawberry.field(description="The object's id in that system.")
    updated_at: datetime | None = strawberry.field(description="When it was changed there (UTC).")
    fetched_at: datetime = strawberry.field(description="When this copy was read (UTC).")
    stale: bool = strawberry.field(
        description="True when the source could not be asked again in time and an older copy is shown."
    )
