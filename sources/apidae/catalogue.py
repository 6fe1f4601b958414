"""What a catalogue of public offers can be asked; live.py asks Apidae itself, mirror/ a copy of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Generic, Protocol, TypeVar

from gateway.errors import GatewayError
from gateway.source import Card
from sources.apidae.types.access import TravelMode
from sources.apidae.types.calendar import Weekday
from sources.apidae.types.discovery import FacetKey, WeatherFit
from sources.apidae.types.offer import Offer
from sources.apidae.types.words import (
    Audience,
    Axis,
    DurationClass,
    EvidenceBasis,
    Impairment,
    LocalActorKind,
    OfferFamily,
    OfferType,
    ProviderKind,
)

T = TypeVar("T")

Counts = Mapping[str, int]
"""How many offers have each value; a value that none has is not there."""


class By(Enum):
    """What offers can be listed by; the value is the field of the mirror's documents."""

    COMMUNE = "insee"
    EPCI = "epci"
    TERRITORY = "territories"
    PROVIDER = "provider.id"
    OFFICE = "office.id"
    FAMILY = "families"
    ACCESS = "carFree"

    def query(self, key: str) -> OfferQuery:
        """All offers of a key."""
        if self is By.COMMUNE:
            return OfferQuery(insee=(key,))
        if self is By.FAMILY:
            return OfferQuery(families_any=(OfferFamily[key],))
        return OfferQuery(belongs=((self, (key,)),))


class Order(Enum):
    """Orders of a list; `IDENTIFIER` is the one that moves least while offers come and go.

    `RECENT`, last changed first, and `SOONEST`, by the next open day, are known to the mirror only.
    """

    IDENTIFIER = "IDENTIFIER"
    RELEVANCE = "RELEVANCE"
    NEAREST = "NEAREST"
    SOONEST = "SOONEST"
    NAME = "NAME"
    RECENT = "RECENT"
    RANDOM = "RANDOM"


@dataclass(frozen=True, slots=True)
class Circle:
    """A point in degrees and a radius in metres.

    `exact` is False for the middle of a commune; `mode` is how one travels, when minutes were asked for.
    """

    lon: float
    lat: float
    metres: int
    exact: bool = True
    mode: TravelMode | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """Bounds in degrees, the western one not east of the eastern one."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Area:
    """A polygon or several, valid, as WKB; longitudes and latitudes in degrees."""

    wkb: bytes


@dataclass(frozen=True, slots=True)
class Chosen(Generic[T]):
    """Values of which an offer has one, all, or none; an empty part does not narrow."""

    any: tuple[T, ...] = ()
    all: tuple[T, ...] = ()
    none: tuple[T, ...] = ()


@dataclass(frozen=True, slots=True)
class Bounds:
    """A least and a most, both included, either of which may be absent."""

    least: float | None
    most: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferQuery:
    """A checked question for public offers; parts that are None or empty do not narrow it.

    `insee` is None without such a filter, and empty when no commune can fit. `min_levels` are 1 to 3.
    `belongs`: one of these keys, for each entry; `station_within` so many metres a railway station;
    `selection`: in this selection of Apidae. Which offers a part keeps is said in `index/conditions.py`.
    """

    text: str | None = None
    families_any: tuple[OfferFamily, ...] = ()
    families_all: tuple[OfferFamily, ...] = ()
    families_none: tuple[OfferFamily, ...] = ()
    types: tuple[OfferType, ...] = ()
    insee: tuple[str, ...] | None = None
    departments: tuple[str, ...] = ()
    near: Circle | None = None
    open_on: date | None = None
    min_levels: tuple[tuple[Axis, int], ...] = ()
    belongs: tuple[tuple[By, tuple[str, ...]], ...] = ()
    station_within: int | None = None
    selection: int | None = None
    themes: Chosen[str] = Chosen()
    moods: Chosen[str] = Chosen()
    audiences: Chosen[Audience] = Chosen()
    durations: tuple[DurationClass, ...] = ()
    provider_kinds: tuple[ProviderKind, ...] = ()
    bbox: Box | None = None
    polygon: Area | None = None
    accessible_for: tuple[Impairment, ...] = ()
    open_between: tuple[date, date] | None = None
    weekdays: tuple[Weekday, ...] = ()
    school_holidays: bool | None = None
    price: Bounds | None = None
    free: bool | None = None
    bookable: bool | None = None
    age: int | None = None
    pets: bool | None = None
    spoken_languages: tuple[str, ...] = ()
    weather: tuple[WeatherFit, ...] = ()
    encounter_with: tuple[LocalActorKind, ...] = ()
    distinctions: Chosen[EvidenceBasis] = Chosen()
    picture_licences: tuple[str, ...] = ()
    has_locale: str | None = None
    updated_since: datetime | None = None
    has_scout_content: bool | None = None
    order: Order = Order.IDENTIFIER
    seed: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """An offer and the cursor of its place in a list."""

    offer: Offer
    cursor: str


@dataclass(frozen=True, slots=True)
class OfferPage:
    """A page of the list of `query`. `end` is the cursor to go on from, there even if nothing could be shown;
    `start` that to go back from.

    `stale`: Apidae did not answer, this is an older copy. `as_of`: when that copy was last compared.
    """

    listed: Sequence[Listed]
    total: int
    has_next: bool
    has_previous: bool
    end: str | None
    stale: bool
    query: OfferQuery
    start: str | None = None
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class Loaded:
    """Offers by key; an error as a value costs only its key. `stale` as above."""

    offers: Mapping[str, Offer | GatewayError]
    stale: bool


class Catalogue(Protocol):
    """Public offers, and nothing but public offers."""

    async def search(
        self, query: OfferQuery, first: int, after: str | None = None, *, backward: bool = False
    ) -> OfferPage:
        """A page of `first` offers; `INVALID_CURSOR` for a cursor of another list.

        `backward`: the last ones, those before the cursor instead of behind it, in the order of the list.
        """
        ...

    async def counts(self, query: OfferQuery, keys: Sequence[FacetKey]) -> Mapping[FacetKey, Counts]:
        """For each facet how many offers have each value, its own part of the question left aside."""
        ...

    async def search_by(self, by: By, keys: Sequence[str], first: int) -> Mapping[str, OfferPage] | None:
        """The first page of each key in one question; None when it cannot be asked so."""
        ...

    async def load(self, keys: Sequence[str]) -> Loaded:
        """Offers by key; what is unknown or not public is left out."""
        ...

    async def point_of(self, insee: str) -> tuple[float, float] | None:
        """Longitude and latitude of a commune, None when nothing is known of it."""
        ...

    def cards(self) -> AsyncIterator[Card]:
        """Cards of all public offers, by key."""
        ...
