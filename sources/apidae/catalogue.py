"""What a catalogue of public offers can be asked; live.py asks Apidae itself, mirror/ a copy of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Protocol

from gateway.errors import GatewayError
from gateway.source import Card
from sources.apidae.types.offer import Offer
from sources.apidae.types.words import Axis, OfferFamily, OfferType


class By(Enum):
    """What offers can be listed by; the value is the field of the mirror's documents."""

    COMMUNE = "insee"
    EPCI = "epci"
    TERRITORY = "territories"
    PROVIDER = "provider.id"
    OFFICE = "office.id"
    FAMILY = "families"
    ACCESS = "carFree"

    @property
    def is_number(self) -> bool:
        """Whether its keys are numbers."""
        return self in {By.TERRITORY, By.PROVIDER, By.OFFICE}

    def query(self, key: str) -> OfferQuery:
        """All offers of a key."""
        if self is By.COMMUNE:
            return OfferQuery(insee=(key,))
        if self is By.FAMILY:
            return OfferQuery(families_any=(OfferFamily[key],))
        return OfferQuery(belongs=((self, (key,)),))


class Order(Enum):
    """Orders of a list; `IDENTIFIER` is the one that moves least while offers come and go.

    `RECENT`, last changed first, is known to the mirror only.
    """

    IDENTIFIER = "IDENTIFIER"
    RELEVANCE = "RELEVANCE"
    NEAREST = "NEAREST"
    NAME = "NAME"
    RECENT = "RECENT"
    RANDOM = "RANDOM"


@dataclass(frozen=True, slots=True)
class Circle:
    """A point in degrees and a radius in metres."""

    lon: float
    lat: float
    metres: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferQuery:
    """A checked question for public offers; parts that are None or empty do not narrow it.

    `insee` is None without such a filter, and empty when no commune can fit. `min_levels` are 1 to 3.
    `belongs`: one of these keys, for each entry; `station_within` so many metres a railway station;
    `selection`: in this selection of Apidae.
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
    order: Order = Order.IDENTIFIER
    seed: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """An offer and the cursor of its place in a list."""

    offer: Offer
    cursor: str


@dataclass(frozen=True, slots=True)
class OfferPage:
    """A page of a list. `end` is the cursor to go on from, there even if nothing could be shown.

    `stale`: Apidae did not answer, this is an older copy.
    """

    listed: Sequence[Listed]
    total: int
    has_next: bool
    has_previous: bool
    end: str | None
    stale: bool


@dataclass(frozen=True, slots=True)
class Loaded:
    """Offers by key; an error as a value costs only its key. `stale` as above."""

    offers: Mapping[str, Offer | GatewayError]
    stale: bool


class Catalogue(Protocol):
    """Public offers, and nothing but public offers."""

    async def search(self, query: OfferQuery, first: int, after: str | None = None) -> OfferPage:
        """A page of `first` offers; `INVALID_CURSOR` for a cursor of another list."""
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
