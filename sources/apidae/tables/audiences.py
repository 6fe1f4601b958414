"""For whom an offer is made, told by the clients that Apidae names, and how long it takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sources.apidae.tables.rules import Rule, of
from sources.apidae.types.words import Audience, DurationClass

CLIENTELE = "TypeClientele"

AUDIENCES: Mapping[Audience, tuple[int, ...]] = {
    Audience.URBAN_ADULTS: (3737,),  # adults only
    Audience.FAMILY: (513, 594, 4548, 4549, 4550, 496, 3730, 3731),
    Audience.COUPLE: (509, 3737),
    Audience.FRIENDS: (5695, 5696, 3737),
    Audience.SOLO: (579, 3737),
    Audience.GROUP: (580, 593, 596, 597, 4547),
    Audience.SENIOR: (4813,),
}
"""Ids of `prestations.typesClientele`. Apidae knows no urban adults; for us "adults only" means them."""

AUDIENCE_RULES: Mapping[Audience, Sequence[Rule]] = {
    audience: (Rule(key=f"audience-{audience.name}", any_of=of(CLIENTELE, *ids)),)
    for audience, ids in AUDIENCES.items()
}
"""The same as rules, which Apidae can be asked for."""

HALF_DAY_MINUTES = 240
DAY_MINUTES = 14 * 60
SHORT_STAY_DAYS = 4

_BY_ID = {
    number: [audience for audience, ids in AUDIENCES.items() if number in ids]
    for numbers in AUDIENCES.values()
    for number in numbers
}


def audiences_of(ids: Iterable[int]) -> frozenset[Audience]:
    """The audiences that these criteria name; none means that nothing is recorded."""
    return frozenset(audience for number in ids for audience in _BY_ID.get(number, ()))


def duration_of(minutes: int | None, days: int | None) -> DurationClass | None:
    """The class of a duration, days going before minutes; None when neither is known."""
    if days and days > 1:
        return DurationClass.SHORT_STAY if days <= SHORT_STAY_DAYS else DurationClass.STAY
    if days == 1 and not minutes:
        return DurationClass.DAY
    if not minutes or minutes < 0:
        return None
    if minutes <= HALF_DAY_MINUTES:
        return DurationClass.HALF_DAY
    return DurationClass.DAY if minutes <= DAY_MINUTES else DurationClass.SHORT_STAY
