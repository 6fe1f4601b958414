"""Links of an object to others: keys only, for what their cards tell may not be public."""

from __future__ import annotations

from collections.abc import Iterator

from sources.apidae.mapping.reading import Raw, identity, items, part
from sources.apidae.types.ties import Tie, TiedKey

MOST_LINKS = 40
NO_OFFERS = ("STRUCTURE", "TERRITOIRE")
_TIES: dict[str, Tie] = {str(tie.value): tie for tie in Tie}


def ties_of(item: Raw) -> tuple[TiedKey, ...]:
    """The links to what may be an offer, each once, in the order of the source."""
    return tuple(dict.fromkeys(_ties(item)))[:MOST_LINKS]


def _ties(item: Raw) -> Iterator[TiedKey]:
    own = identity(item)
    for one in items(part(item, "liens").get("liensObjetsTouristiquesTypes")):
        other, kind = part(one, "objetTouristique"), one.get("type")
        number = identity(other)
        if number and number != own and other.get("type") not in NO_OFFERS:
            yield TiedKey(_TIES.get(kind, Tie.LINKED) if isinstance(kind, str) else Tie.LINKED, str(number))
