"""Filters of offers: what callers may write, and the check that makes a question of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, TypeVar

import strawberry

from gateway.errors import BadInput, LimitExceeded
from sources.apidae.tables.levels import HIGHEST, LOWEST
from sources.apidae.tables.places import DEPARTMENTS, is_insee
from sources.apidae.types.words import Axis, OfferFamily, OfferSort, OfferType

MOST_CHARACTERS = 200
MOST_ITEMS = 100
MOST_KM = 200.0
LONGEST_SEED = 40

T = TypeVar("T")


@strawberry.input(description="Families; each list narrows further, an empty one does not.")
class FamilyFilter:
    """Families wanted and unwanted."""

    any: list[OfferFamily] | None = strawberry.field(default=None, description="In at least one of these.")
    all: list[OfferFamily] | None = strawberry.field(default=None, description="In every one of these.")
    none: list[OfferFamily] | None = strawberry.field(default=None, description="In none of these.")


@strawberry.input(description="A point in degrees (WGS 84).")
class PointInput:
    """A point."""

    lon: float = strawberry.field(description="Longitude: about 2 to 7 in the region.")
    lat: float = strawberry.field(description="Latitude: about 44 to 47 in the region.")


@strawberry.input(description="A place to start from: exactly one of its fields.")
class PlaceInput:
    """A place."""

    insee: str | None = strawberry.field(
        default=None,
        description="INSEE code of a commune; its middle is estimated from what Apidae knows there.",
    )
    point: PointInput | None = strawberry.field(default=None, description="A point; it may be anywhere.")


@strawberry.input(description="All within a distance of a place, in a straight line.")
class NearInput:
    """A circle."""

    from_: PlaceInput = strawberry.field(name="from", description="The middle.")
    km: float = strawberry.field(default=20.0, description="Radius in kilometres, more than 0, at most 200.")


@strawberry.input(description="Least levels of commitment, each from 1 to 3.")
class CommitmentLevelsInput:
    """Levels by axis."""

    environment: int | None = strawberry.field(default=None, description="Care for the environment.")
    local_economy: int | None = strawberry.field(default=None, description="Effect on the local economy.")
    social: int | None = strawberry.field(default=None, description="Social effect.")


@strawberry.input(description="Which offers; every part that is given narrows the list.")
class OfferFilter:
    """A filter as callers write it."""

    text: str | None = strawberry.field(default=None, description="Words that occur in French texts.")
    families: FamilyFilter | None = strawberry.field(default=None, description="By family.")
    types: list[OfferType] | None = strawberry.field(default=None, description="Of one of these types.")
    insee: list[str] | None = strawberry.field(
        default=None, description="In one of these communes (INSEE codes)."
    )
    departments: list[str] | None = strawberry.field(
        default=None, description="In one of these departments, e.g. `38`."
    )
    near: NearInput | None = strawberry.field(default=None, description="Near a place.")
    open_on: date | None = strawberry.field(default=None, description="Open on this day.")
    min_level: CommitmentLevelsInput | None = strawberry.field(
        default=None, description="With at least these levels of commitment."
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


def clean_text(text: str | None) -> str | None:
    """The words to search for; None when there are none, `INVALID_ARGUMENT` when there are too many."""
    words = " ".join((text or "").split())
    if len(words) > MOST_CHARACTERS:
        raise wrong("filter.text", f"A text of at most {MOST_CHARACTERS} characters is wanted.")
    return words if any(sign.isalnum() for sign in words) else None


def checked_insee(codes: Sequence[str] | None) -> tuple[str, ...] | None:
    """INSEE codes, each once, in order; None without any."""
    if not codes:
        return None
    for code in limited(codes, "filter.insee"):
        if not is_insee(code):
            raise wrong("filter.insee", "An INSEE code has five signs, e.g. 38185; it is not the postcode.")
    return tuple(sorted(set(codes)))


def checked_departments(codes: Sequence[str] | None) -> tuple[str, ...]:
    """Departments of the region, each once, in order."""
    for code in limited(codes or (), "filter.departments"):
        if code not in DEPARTMENTS:
            raise wrong(
                "filter.departments",
                "This department is not in Auvergne-Rhône-Alpes.",
                hint=f"One of {', '.join(DEPARTMENTS)}.",
            )
    return tuple(sorted(set(codes or ())))


def checked_levels(levels: CommitmentLevelsInput | None) -> tuple[tuple[Axis, int], ...]:
    """Least levels by axis."""
    if levels is None:
        return ()
    wanted = {
        Axis.ENVIRONMENT: levels.environment,
        Axis.LOCAL_ECONOMY: levels.local_economy,
        Axis.SOCIAL: levels.social,
    }
    if any(level is not None and not LOWEST <= level <= HIGHEST for level in wanted.values()):
        raise wrong("filter.minLevel", f"A level lies between {LOWEST} and {HIGHEST}.")
    return tuple((axis, level) for axis, level in wanted.items() if level is not None and level > LOWEST)


def checked_point(point: PointInput) -> tuple[float, float]:
    """Longitude and latitude; those that look swapped are refused with a hint."""
    lon, lat = point.lon, point.lat
    swapped = -6 <= lat <= 10 and 41 <= lon <= 52  # France, with longitude and latitude exchanged
    if swapped or not (-180 <= lon <= 180 and -90 <= lat <= 90):
        hint = f"Did you mean lon: {lat:g}, lat: {lon:g}?" if swapped or abs(lon) <= 90 else None
        raise wrong("filter.near.from.point", "This is no point that offers could be near to.", hint=hint)
    return lon, lat


def checked_km(km: float) -> int:
    """The radius in metres."""
    if not 0 < km <= MOST_KM:
        raise wrong("filter.near.km", f"A distance of more than 0 and at most {MOST_KM:g} km is wanted.")
    return max(1, round(km * 1000))


def checked_seed(seed: str | None) -> str | None:
    """The seed; None without one."""
    if seed is not None and not (0 < len(seed) <= LONGEST_SEED and seed.isprintable()):
        raise wrong("seed", f"A seed of 1 to {LONGEST_SEED} printable characters is wanted.")
    return seed


def unique(values: Sequence[T] | None, argument: str) -> tuple[T, ...]:
    """The values of a list, each once; an absent list is empty."""
    return tuple(dict.fromkeys(limited(values or (), argument)))


def limited(values: Sequence[T], argument: str) -> Sequence[T]:
    """The values, if they are not too many."""
    if len(values) > MOST_ITEMS:
        raise LimitExceeded(
            "LIMIT_ITEMS", limit=MOST_ITEMS, actual=len(values), message=f"{argument} is too long."
        )
    return values


def wrong(argument: str, message: str, hint: str | None = None) -> BadInput:
    """The error of an argument."""
    return BadInput("INVALID_ARGUMENT", message, hint=hint, argument=argument)
