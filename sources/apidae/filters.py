"""Filters of offers: what callers may write, and the check that makes a question of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, TypeVar

import strawberry

from gateway.errors import BadInput, LimitExceeded
from sources.apidae.access.inputs import NearInput
from sources.apidae.tables.levels import HIGHEST, LOWEST
from sources.apidae.tables.places import DEPARTMENTS
from sources.apidae.types.access import CarFreeLevel
from sources.apidae.types.words import Axis, OfferFamily, OfferSort, OfferType

MOST_CHARACTERS = 200
MOST_ITEMS = 100
LONGEST_SEED = 40

T = TypeVar("T")


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


@strawberry.input(description="Which offers; every part that is given narrows the list.")
class OfferFilter:
    """A filter as callers write it."""

    text: str | None = strawberry.field(default=None, description="Words that occur in French texts.")
    families: FamilyFilter | None = strawberry.field(default=None, description="By family.")
    types: list[OfferType] | None = strawberry.field(default=None, description="Of one of these types.")
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
    near: NearInput | None = strawberry.field(default=None, description="Near a place.")
    car_free: list[CarFreeLevel] | None = strawberry.field(
        default=None,
        description="Reached without a car on one of these levels; `UNKNOWN` ones only when asked for.",
    )
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
