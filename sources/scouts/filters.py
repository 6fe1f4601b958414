"""Filters of the lists of scouts and of contents, checked before anything is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

import strawberry

from gateway.errors import BadInput, LimitExceeded
from gateway.graph.ids import key_of
from gateway.graph.scalars import Locale
from sources.scouts.folding import fold, words_of
from sources.scouts.pages import NEAREST, NEWEST, OLDEST, Circle, Order
from sources.scouts.types import ScoutContentKind, ScoutKind
from sources.scouts.wheres import ContentsWhere, ScoutsWhere

MAX_COMMUNES = 50
MAX_TEXT = 100
MAX_KM = 200
MAX_WORDS = 6
_INSEE = re.compile(r"\d{5}|2[AB]\d{3}")


@strawberry.input(description="Which scouts; what is left out does not restrict.")
class ScoutFilter:
    """Filter of `scouts`."""

    community: strawberry.ID | None = strawberry.field(description="Scouts of this community.", default=None)
    kinds: list[ScoutKind] | None = strawberry.field(
        description="Scouts of any of these kinds; empty is all.", default=None
    )
    text: str | None = strawberry.field(
        description="Words, or beginnings of words, of the name or of the country the scout knows; all must "
        "match, accents and case do not matter. At most 100 characters and 6 words.",
        default=None,
    )


@strawberry.input(description="All within a distance of a point, in a straight line.")
class ScoutNear:
    """A circle."""

    lat: float = strawberry.field(description="Latitude in degrees (WGS 84): about 44 to 47 in the region.")
    lon: float = strawberry.field(description="Longitude in degrees: about 2 to 7 in the region.")
    km: float = strawberry.field(
        description=f"Radius in kilometres, more than 0, at most {MAX_KM}.", default=20.0
    )


@strawberry.enum(description="Orders of contents.")
class ScoutContentSort(Enum):
    """Orders of `scoutContents`."""

    NEWEST = strawberry.enum_value("NEWEST", description="Published last first.")
    OLDEST = strawberry.enum_value("OLDEST", description="Published first first.")
    NEAREST = strawberry.enum_value("NEAREST", description="Nearest first; needs the filter `near`.")


ORDERS = {
    ScoutContentSort.NEWEST: NEWEST,
    ScoutContentSort.OLDEST: OLDEST,
    ScoutContentSort.NEAREST: NEAREST,
}


@strawberry.input(description="Which contents; what is left out does not restrict.")
class ScoutContentFilter:
    """Filter of `scoutContents`."""

    kinds: list[ScoutContentKind] | None = strawberry.field(
        description="Contents of any of these kinds; empty is all.", default=None
    )
    community: strawberry.ID | None = strawberry.field(
        description="Contents of scouts of this community.", default=None
    )
    scout: strawberry.ID | None = strawberry.field(description="Contents of this scout.", default=None)
    offer: strawberry.ID | None = strawberry.field(
        description="Contents that mention this offer.", default=None
    )
    communes: list[str] | None = strawberry.field(
        description=f"Contents about any of these communes, by INSEE code, at most {MAX_COMMUNES}; "
        "empty is all.",
        default=None,
    )
    territory: str | None = strawberry.field(
        description="Contents about a piece of country by its name, e.g. `Vercors`; accents and case do not "
        "matter.",
        default=None,
    )
    near: ScoutNear | None = strawberry.field(
        description="Contents that play near a point; those without a known place are left out.", default=None
    )
    language: Locale | None = strawberry.field(
        description="Contents that can be read in this language, e.g. `de`.", default=None
    )
    text: str | None = strawberry.field(
        description="Words, or beginnings of words, of title, text, stops and territories; all must match, "
        "accents and case do not matter. At most 100 characters and 6 words.",
        default=None,
    )


def scouts_where(given: ScoutFilter | None) -> ScoutsWhere:
    """The condition a filter means; `INVALID_ID` for an id of another type."""
    if given is None:
        return ScoutsWhere()
    return ScoutsWhere(
        community=_key(given.community, "Community", "community"),
        kinds=_values(given.kinds),
        words=_words(given.text),
    )


def contents_where(given: ScoutContentFilter | None) -> ContentsWhere:
    """The condition a filter means; `INVALID_ID` for an id of another type."""
    if given is None:
        return ContentsWhere()
    return ContentsWhere(
        kinds=_values(given.kinds),
        community=_key(given.community, "Community", "community"),
        scout=_key(given.scout, "Scout", "scout"),
        offer=_key(given.offer, "Offer", "offer"),
        communes=_communes(given.communes or ()),
        territory=territory_name(given.territory),
        locale=given.language.lower() if given.language else None,
        words=_words(given.text),
        near=_circle(given.near),
    )


def sorted_by(sort: ScoutContentSort, where: ContentsWhere) -> Order:
    """The order asked for; nearness needs a place to be near to."""
    if sort is ScoutContentSort.NEAREST and where.near is None:
        raise BadInput(
            "INVALID_ARGUMENT",
            "Nearest to what?",
            hint="Give filter.near with this sort.",
            argument="sort",
        )
    return ORDERS[sort]


def territory_name(name: str | None, argument: str = "filter.territory") -> str | None:
    """The name of a piece of country as contents are listed under it."""
    if name is None:
        return None
    folded = fold(" ".join(name.split()))
    if not folded or len(folded) > MAX_TEXT:
        raise BadInput("INVALID_ARGUMENT", "A territory is given by its name.", argument=argument)
    return folded


def _circle(near: ScoutNear | None) -> Circle | None:
    if near is None:
        return None
    if not (-90 <= near.lat <= 90 and -180 <= near.lon <= 180):
        raise BadInput("INVALID_ARGUMENT", "This is no point on the globe.", argument="filter.near.lat")
    if not 0 < near.km <= MAX_KM:
        raise BadInput(
            "INVALID_ARGUMENT",
            f"A distance of more than 0 and at most {MAX_KM} km.",
            argument="filter.near.km",
        )
    if abs(near.lat) < 40 < abs(near.lon):
        raise BadInput(
            "INVALID_ARGUMENT",
            "Latitude and longitude seem to be swapped.",
            hint="lat is about 45 in the region, lon about 4.",
            argument="filter.near",
        )
    return Circle(near.lon, near.lat, near.km)


def _key(id: str | None, entity: str, field: str) -> str | None:
    return None if id is None else key_of(id, entity, argument=f"filter.{field}")


def _values(kinds: Sequence[Enum] | None) -> list[str]:
    return list(dict.fromkeys(kind.value for kind in kinds or ()))


def _words(text: str | None) -> list[str]:
    if text is None:
        return []
    if len(text) > MAX_TEXT:
        raise BadInput("INVALID_ARGUMENT", f"text has at most {MAX_TEXT} characters.", argument="filter.text")
    words = words_of(text)
    if not words or len(words) > MAX_WORDS:
        raise BadInput("INVALID_ARGUMENT", f"text has 1 to {MAX_WORDS} words.", argument="filter.text")
    return words


def _communes(codes: Sequence[str]) -> list[str]:
    if len(codes) > MAX_COMMUNES:
        raise LimitExceeded("LIMIT_ITEMS", limit=MAX_COMMUNES, actual=len(codes))
    for code in codes:
        if not _INSEE.fullmatch(code):
            raise BadInput(
                "INVALID_ARGUMENT",
                "A commune is given by its INSEE code.",
                hint="Five characters such as 63113; postcodes are something else.",
                argument="filter.communes",
            )
    return list(dict.fromkeys(codes))
