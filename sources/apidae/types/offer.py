"""The offer: an interface with four types."""

from __future__ import annotations

from datetime import datetime
from itertools import islice
from typing import Annotated, ClassVar

import strawberry

from gateway.graph.connection import After, Connection, First
from gateway.graph.node import Node
from gateway.graph.reading import Reader, field_for_reader
from gateway.graph.scalars import URL, Locale
from gateway.graph.text import LocaleArgument, LocalizedText, Texts, choose, localized
from sources.apidae.jsonld import json_ld
from sources.apidae.opening import paris_day
from sources.apidae.tables.families import LABELS
from sources.apidae.types.alerts import Alert, OfferStatus
from sources.apidae.types.calendar import DateRange, Occurrence
from sources.apidae.types.checks import at_most
from sources.apidae.types.commitment import Commitment, Distinction, Encounter
from sources.apidae.types.discovery import AgeRange, PetPolicy, Tag, WeatherFit
from sources.apidae.types.opening import MOST_OCCURRENCES, Opening, Some, between_days, occurrence_of
from sources.apidae.types.organisations import Provider, TouristOffice
from sources.apidae.types.pictures import Licences, Picture, picture_page
from sources.apidae.types.place import Place
from sources.apidae.types.practical import (
    Accessibility,
    Contact,
    Provenance,
    Tariff,
)
from sources.apidae.types.ties import TiedKey
from sources.apidae.types.words import (
    Audience,
    DurationClass,
    EvidenceBasis,
    Heritage,
    OfferFamily,
    OfferType,
)

Between = Annotated[DateRange | None, strawberry.argument(description="Only times that begin on these days.")]
Bases = Annotated[
    list[EvidenceBasis] | None, strawberry.argument(description="Only marks on one of these bases.")
]


@strawberry.type(description="One of the five families of Partir Ici.")
class Family:
    """A family with its name."""

    key: OfferFamily = strawberry.field(description="Its key, also used in filters.")
    label = localized(lambda one: LABELS[one.key], description="Its name.", required=True)


@strawberry.interface(
    description="Something to do for a day in Auvergne-Rhône-Alpes, its commitment declared on three axes."
)
class Offer(Node):
    """A public offer: the catalogue makes no other."""

    entity: ClassVar[str] = "Offer"
    names: strawberry.Private[Texts]
    summaries: strawberry.Private[Texts]
    descriptions: strawberry.Private[Texts]
    price_texts: strawberry.Private[Texts]
    all_pictures: strawberry.Private[tuple[Picture, ...]]
    all_distinctions: strawberry.Private[tuple[Distinction, ...]]
    family_reasons: strawberry.Private[tuple[str, ...]]
    all_ties: strawberry.Private[tuple[TiedKey, ...]]
    all_alerts: strawberry.Private[tuple[Alert, ...]]
    internal_criteria: strawberry.Private[frozenset[int]]
    provider_card: strawberry.Private[Provider | None]

    slug: str = strawberry.field(
        description="Its name as part of a url, with its number at the end. When the name changes, the old "
        "slug still finds the offer."
    )
    apidae_id: int = strawberry.field(description="Its number in Apidae.")
    type: OfferType = strawberry.field(description="What kind of thing it is.")
    available_locales: list[Locale] = strawberry.field(description="Languages of its texts.")
    spoken_languages: list[Locale] = strawberry.field(description="Languages spoken there.")
    families: list[Family] = strawberry.field(description="The families it belongs to, perhaps none.")
    themes: list[Tag] = strawberry.field(description="Its themes, a list of our own, perhaps none.")
    moods: list[Tag] = strawberry.field(description="Moods that it suits, a list of our own, perhaps none.")
    audiences: list[Audience] = strawberry.field(description="Whom its record names, perhaps nobody.")
    duration_class: DurationClass | None = strawberry.field(description="How long it takes, if known.")
    weather: list[WeatherFit] = strawberry.field(description="Weather for which it is recommended.")
    pets: PetPolicy | None = strawberry.field(description="Whether animals may come; null when unknown.")
    ages: AgeRange | None = strawberry.field(description="The ages it is meant for; null when none is named.")
    managed_by: TouristOffice | None = strawberry.field(description="Who keeps its record in Apidae.")
    place: Place = strawberry.field(description="Where it is.")
    status: OfferStatus = strawberry.field(description="Whether it takes place at all.")
    heritage: list[Heritage] = strawberry.field(
        description="Heritage that it lets one discover, sorted by rules of Partir Ici."
    )
    is_unusual: bool = strawberry.field(description="Whether its office calls it unusual.")
    opening: Opening = strawberry.field(description="When it is open.")
    tariffs: list[Tariff] = strawberry.field(description="Its prices.")
    is_free: bool | None = strawberry.field(description="Whether it is free; null when that is unknown.")
    price_from: float | None = strawberry.field(description="The lowest price above zero, in euros.")
    booking_url: URL | None = strawberry.field(description="Where to book, when that is possible on line.")
    contact: Contact = strawberry.field(description="How to reach those who run it.")
    commitment: Commitment = strawberry.field(description="What it commits to, on three axes.")
    encounter: Encounter = strawberry.field(description="Whom one meets.")
    accessibility: Accessibility = strawberry.field(description="Access for disabled people.")
    source: Provenance = strawberry.field(description="Where the data comes from and how old it is.")
    updated_at: datetime | None = strawberry.field(description="When it was last changed in Apidae (UTC).")
    is_preview: bool = strawberry.field(
        description="True for `OfferDossier.preview` of an offer that is not public: mark it as a preview."
    )

    name = localized(lambda one: one.names, description="Its name.", required=True)
    summary = localized(lambda one: one.summaries, description="A few sentences about it.")
    description = localized(lambda one: one.descriptions, description="More about it, in paragraphs.")
    price_text = localized(lambda one: one.price_texts, description="Its prices in words of the source.")

    @property
    def provider(self) -> Provider | None:
        """Who runs it, as the offer alone tells; the graph's field of this name is a link."""
        return self.provider_card

    @field_for_reader(description="What visitors must know before they leave home, e.g. that it is full.")
    def alerts(self, reader: Reader, locale: LocaleArgument = None) -> list[LocalizedText]:
        wanted, today = (locale,) if locale else reader.locales, paris_day(reader.now)
        chosen = (choose(one.texts, wanted) for one in self.all_alerts if one.holds_on(today))
        return [one for one in chosen if one]

    @field_for_reader(
        description="Its description in the words of schema.org, as JSON that may stand in a script element "
        "of type application/ld+json. Null for an event that has no known day ahead."
    )
    def json_ld(self, reader: Reader, locale: LocaleArgument = None) -> str | None:
        return json_ld(self, (locale,) if locale else reader.locales, reader.now)

    @strawberry.field(description="Marks that others gave to it; never the outcome of the self-diagnosis.")
    def distinctions(self, basis: Bases = None) -> list[Distinction]:
        return [one for one in self.all_distinctions if basis is None or one.basis in basis]

    @strawberry.field(description="Its pictures, the best first.")
    def pictures(
        self, first: First = 3, after: After = None, licences: Licences = None
    ) -> Connection[Picture]:
        return picture_page(self.all_pictures, first, after, licences)


@strawberry.type(description="A route to follow by oneself, on foot, by bicycle, on horseback or by water.")
class Excursion(Offer):
    """An excursion."""

    distance_km: float | None = strawberry.field(description="Length of the route in kilometres.")
    climb_m: int | None = strawberry.field(description="Metres to climb.")


@strawberry.type(description="Something to do or to learn.")
class Activity(Offer):
    """An activity."""


@strawberry.type(description="A place to see, to taste or to shop at.")
class Visit(Offer):
    """A visit."""


@strawberry.type(description="Something that happens on given days.")
class Event(Offer):
    """An event."""

    @field_for_reader(
        description="The times at which it takes place, from now on or among given days; null when none is "
        "known. Never all of a long series: ask for what is shown."
    )
    def occurrences(
        self, reader: Reader, between: Between = None, first: Some = 3
    ) -> list[Occurrence] | None:
        at_most(first, MOST_OCCURRENCES)
        if not self.opening.schedule.is_known:
            return None
        return [occurrence_of(one) for one in islice(between_days(self.opening, reader.now, between), first)]
