"""Checks of what callers write in a filter: each gives the checked part, or says what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from gateway.clock import in_utc
from sources.apidae.arguments import limited, wrong
from sources.apidae.catalogue import Bounds, Box, Chosen
from sources.apidae.filters import (
    BBoxInput,
    CommitmentLevelsInput,
    RangeInput,
    TagFilter,
)
from sources.apidae.tables.levels import HIGHEST, LOWEST
from sources.apidae.tables.places import DEPARTMENTS
from sources.apidae.types.words import Axis
from sources.apidae.words import words_of

MOST_CHARACTERS = 200
MOST_WORDS = 12
LONGEST_SEED = 40
OLDEST = 130

T = TypeVar("T")


def clean_text(text: str | None) -> str | None:
    """The words to search for; None when there are none, `INVALID_ARGUMENT` when there are too many."""
    words = " ".join((text or "").split())
    if len(words_of(words)) > MOST_WORDS:
        raise wrong("filter.text", f"A text of at most {MOST_WORDS} words is wanted.")
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


def checked_position(lon: float, lat: float, argument: str) -> tuple[float, float]:
    """Longitude and latitude in degrees; those that look swapped are refused with a hint."""
    swapped = -6 <= lat <= 10 and 41 <= lon <= 52  # France, with longitude and latitude exchanged
    if swapped or not (-180 <= lon <= 180 and -90 <= lat <= 90):
        hint = f"Did you mean lon: {lat:g}, lat: {lon:g}?" if swapped or abs(lon) <= 90 else None
        raise wrong(argument, "This is no point that offers could be near to.", hint=hint)
    return lon, lat


def checked_box(box: BBoxInput) -> Box:
    """Bounds in their order."""
    checked_position(box.west, box.south, "filter.bbox")
    checked_position(box.east, box.north, "filter.bbox")
    if box.west > box.east or box.south > box.north:
        raise wrong(
            "filter.bbox",
            "The box has no inside.",
            hint="west is less than east, and south is less than north.",
        )
    return Box(box.west, box.south, box.east, box.north)


def checked_bounds(given: RangeInput) -> Bounds | None:
    """A least and a most that leave something between them; None for neither."""
    least, most = given.min, given.max
    if any(one is not None and one < 0 for one in (least, most)):
        raise wrong("filter.price", "A price is at least 0.")
    if least is not None and most is not None and least > most:
        hint = f"Did you mean min: {most:g}, max: {least:g}?"
        raise wrong("filter.price", "The lowest price is above the highest one.", hint=hint)
    return None if least is None and most is None else Bounds(least, most)


def checked_age(age: int | None) -> int | None:
    """An age in years."""
    if age is not None and not 0 <= age <= OLDEST:
        raise wrong("filter.age", f"An age lies between 0 and {OLDEST}.")
    return age


def checked_tags(given: TagFilter | None, known: Mapping[str, Any], argument: str) -> Chosen[str]:
    """Keys of one of our lists."""
    if given is None:
        return Chosen()
    for key in (*(given.any or ()), *(given.all or ()), *(given.none or ())):
        if key not in known:
            raise wrong(argument, "There is no such key.", hint=f"One of {', '.join(known)}.")
    return checked_choice(given, argument)


def checked_choice(given: Any, argument: str) -> Chosen[Any]:
    """The three lists of a choice, each value once; an absent choice is empty."""
    return Chosen(
        *(unique(getattr(given, part, None), f"{argument}.{part}") for part in ("any", "all", "none"))
    )


def checked_languages(tags: Iterable[str] | None, argument: str) -> tuple[str, ...]:
    """Language tags in small letters, each once."""
    return unique([tag.lower() for tag in tags or ()], argument)


def checked_moment(moment: datetime | None) -> datetime | None:
    """A moment in UTC; one without a zone is understood so."""
    return None if moment is None else in_utc(moment)


def checked_seed(seed: str | None) -> str | None:
    """The seed; None without one."""
    if seed is not None and not (0 < len(seed) <= LONGEST_SEED and seed.isprintable()):
        raise wrong("seed", f"A seed of 1 to {LONGEST_SEED} printable characters is wanted.")
    return seed


def unique(values: Sequence[T] | None, argument: str) -> tuple[T, ...]:
    """The values of a list, each once; an absent list is empty."""
    return tuple(dict.fromkeys(limited(values or (), argument)))
