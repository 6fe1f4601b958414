"""Filters of the lists of scouts and of contents, checked before anything is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

import strawberry

from gateway.errors import BadInput, LimitExceeded
from gateway.graph.ids import key_of
from sources.scouts.folding import words_of
from sources.scouts.store import ContentsWhere, ScoutsWhere
from sources.scouts.types import ScoutContentKind, ScoutKind

MAX_COMMUNES = 50
MAX_TEXT = 100
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
    )


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
