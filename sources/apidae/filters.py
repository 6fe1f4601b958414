"""Filters of offers: what callers may write; `checks.py` looks at it, `asking.py` makes a question of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import strawberry

from gateway.graph.scalars import GeoJSON, Locale
from sources.apidae.access.inputs import NearInput
from sources.apidae.types.access import CarFreeLevel
from sources.apidae.types.calendar import DateRange, Weekday
from sources.apidae.types.discovery import FacetKey, WeatherFit
from sources.apidae.types.words import (
    Audience,
    DurationClass,
    EvidenceBasis,
    Impairment,
    LocalActorKind,
    OfferFamily,
    OfferSort,
    OfferType,
    ProviderKind,
)


@strawberry.input(description="Families; each list narrows further, an empty one does not.")
class FamilyFilter:
    """Families wanted and unwanted."""

    any: list[OfferFamily] | None = strawberry.field(default=None, description="In at least one of these.")
    all: list[OfferFamily] | None = strawberry.field(default=None, description="In every one of these.")
    none: list[OfferFamily] | None = strawberry.field(default=None, description="In none of these.")


@strawberry.input(description="Least levels of commitment, each from 1 to 3.")
class CommitmentLevelsInput:
    """Levels by axis."""

    environment: int | None = strawberry.field(default=None, description="Care for the environment.")
    local_economy: int | None = strawberry.field(default=None, description="Effect on the local economy.")
    social: int | None = strawberry.field(default=None, description="Social effect.")


@strawberry.input(description="Keys of themes or moods; each list narrows further, an empty one does not.")
class TagFilter:
    """Keys wanted and unwanted."""

    any: list[str] | None = strawberry.field(default=None, description="At least one of these.")
    all: list[str] | None = strawberry.field(default=None, description="Every one of these.")
    none: list[str] | None = strawberry.field(default=None, description="None of these.")


@strawberry.input(description="Audiences; each list narrows further, an empty one does not.")
class AudienceFilter:
    """Audiences wanted and unwanted."""

    any: list[Audience] | None = strawberry.field(default=None, description="For at least one of these.")
    all: list[Audience] | None = strawberry.field(default=None, description="For every one of these.")
    none: list[Audience] | None = strawberry.field(default=None, description="For none of these.")


@strawberry.input(description="Marks by who stands behind them; each list narrows further.")
class DistinctionFilter:
    """Bases wanted and unwanted."""

    any: list[EvidenceBasis] | None = strawberry.field(
        default=None, description="With a mark on at least one of these bases."
    )
    all: list[EvidenceBasis] | None = strawberry.field(
        default=None, description="With marks on every one of these bases."
    )
    none: list[EvidenceBasis] | None = strawberry.field(
        default=None, description="Without a mark on any of these bases."
    )


@strawberry.input(description="A box in degrees (WGS 84), borders included.")
class BBoxInput:
    """A box."""

    west: float = strawberry.field(description="Least longitude.")
    south: float = strawberry.field(description="Least latitude.")
    east: float = strawberry.field(description="Greatest longitude.")
    north: float = strawberry.field(description="Greatest latitude.")


@strawberry.input(description="A least and a most, both included; either may be left out.")
class RangeInput:
    """Bounds."""

    min: float | None = strawberry.field(default=None, description="The least.")
    max: float | None = strawberry.field(default=None, description="The most.")


@strawberry.input(description="Which offers; every part that is given narrows the list.")
class OfferFilter:
    """A filter as callers write it."""

    text: str | None = strawberry.field(
        default=None,
        description="Words that all occur in French texts or names of criteria: as a beginning or in another "
        "inflection, with or without accents.",
    )
    families: FamilyFilter | None = strawberry.field(default=None, description="By family.")
    types: list[OfferType] | None = strawberry.field(default=None, description="Of one of these types.")
    themes: TagFilter | None = strawberry.field(default=None, description="By theme, a list of our own.")
    moods: TagFilter | None = strawberry.field(default=None, description="By mood, a list of our own.")
    audiences: AudienceFilter | None = strawberry.field(
        default=None, description="By company. Offers that name none are found by none of it."
    )
    durations: list[DurationClass] | None = strawberry.field(
        default=None, description="Of one of these durations; never offers whose duration is unknown."
    )
    provider_kinds: list[ProviderKind] | None = strawberry.field(
        default=None, description="Run by one of these kinds of providers."
    )
    insee: list[str] | None = strawberry.field(
        default=None, description="In one of these communes (INSEE codes, former ones too)."
    )
    departments: list[str] | None = strawberry.field(
        default=None, description="In one of these departments, e.g. `38`."
    )
    epci: list[str] | None = strawberry.field(default=None, description="In one of these EPCI (codes).")
    territories: list[strawberry.ID] | None = strawberry.field(
        default=None, description="In one of these territories (`id`s)."
    )
    bbox: BBoxInput | None = strawberry.field(default=None, description="In a box.")
    polygon: GeoJSON | None = strawberry.field(
        default=None,
        description="In a GeoJSON `Polygon` or `MultiPolygon` of at most 500 positions, border included.",
    )
    near: NearInput | None = strawberry.field(default=None, description="Near a place.")
    car_free: list[CarFreeLevel] | None = strawberry.field(
        default=None,
        description="Reached without a car on one of these levels; `UNKNOWN` ones only when asked for.",
    )
    accessible_for: list[Impairment] | None = strawberry.field(
        default=None, description="With access for all of these, by a mark or by what the provider says."
    )
    open_on: date | None = strawberry.field(default=None, description="Open on this day.")
    open_between: DateRange | None = strawberry.field(
        default=None, description="Open on at least one of these days."
    )
    weekdays: list[Weekday] | None = strawberry.field(
        default=None,
        description="Open on at least one of these weekdays: within `openBetween`, else in the next "
        "four weeks.",
    )
    school_holidays: bool | None = strawberry.field(
        default=None,
        description="Open on at least one day of the school holidays of zone A (false: outside of them): "
        "within `openBetween`, else in the next six months.",
    )
    price: RangeInput | None = strawberry.field(
        default=None,
        description="Lowest price in euros, 0 for what is free; never offers whose price is unknown.",
    )
    free: bool | None = strawberry.field(
        default=None, description="Free or not free; never offers that do not tell."
    )
    bookable: bool | None = strawberry.field(default=None, description="With or without booking on line.")
    age: int | None = strawberry.field(
        default=None,
        description="Not closed to somebody of this age in years; offers that name no age stay.",
    )
    pets: bool | None = strawberry.field(
        default=None, description="Animals may come, or may not; never offers that do not tell."
    )
    spoken_languages: list[Locale] | None = strawberry.field(
        default=None, description="One of these languages is spoken there."
    )
    weather: list[WeatherFit] | None = strawberry.field(
        default=None, description="Recommended in one of these; never what is not recorded."
    )
    encounter_with: list[LocalActorKind] | None = strawberry.field(
        default=None, description="One meets one of these; never offers of which that is unknown."
    )
    min_level: CommitmentLevelsInput | None = strawberry.field(
        default=None, description="With at least these levels of commitment."
    )
    distinctions: DistinctionFilter | None = strawberry.field(
        default=None, description="By marks that others gave."
    )
    picture_licences: list[str] | None = strawberry.field(
        default=None, description="With a picture under one of these licences (SPDX ids)."
    )
    has_locale: Locale | None = strawberry.field(
        default=None, description="With a name or text in this language."
    )
    updated_since: datetime | None = strawberry.field(
        default=None, description="Changed in Apidae at this moment or later; without a zone, UTC."
    )
    has_scout_content: bool | None = strawberry.field(
        default=None, description="Mentioned, or not mentioned, by public content of scouts."
    )


Filter = Annotated[OfferFilter | None, strawberry.argument(description="Which offers; none: all.")]
Sort = Annotated[
    OfferSort | None,
    strawberry.argument(
        description="The order; none: by relevance with a text, else by distance with a place, else an order "
        "of no meaning that stays the same."
    ),
]
Seed = Annotated[
    str | None,
    strawberry.argument(description="For `RANDOM`: any text; the same one gives the same order again."),
]
FacetKeys = Annotated[list[FacetKey], strawberry.argument(description="What to count by, in this order.")]
