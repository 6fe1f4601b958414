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

    async def search_by_commune(self, codes: Sequence[str], first: int) -> Mapping[str, OfferPage] | None:
        """The first page of each commune in one question; None when there are too many offers for that."""
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
