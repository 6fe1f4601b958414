"""Which columns the table holds and where in a document their values stand; a filter of its own adds here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sources.apidae.index.columns import Codes, Column, Days, Numbers, Tags, Wholes


@dataclass(frozen=True, slots=True)
class Held:
    """A column: its name, how it is kept, the path of keys to its value in a document of the mirror."""

    name: str
    make: Callable[[], Column]
    path: tuple[str, ...]

    def read(self, document: Mapping[str, Any]) -> Any:
        """The value in a document; None when it is not there."""
        value: Any = document
        for key in self.path:
            value = value.get(key) if isinstance(value, Mapping) else None
        return value


def fact(name: str, make: Callable[[], Column] = Tags) -> Held:
    """A column whose value is among the document's facts, under its own name."""
    return Held(name, make, ("facts", name))


HELD: tuple[Held, ...] = (
    Held("type", Tags, ("type",)),
    Held("families", Tags, ("families",)),
    Held("insee", Codes, ("insee",)),
    Held("department", Tags, ("department",)),
    Held("lat", Numbers, ("lat",)),
    Held("lon", Numbers, ("lon",)),
    Held("open", Days, ("openDays",)),
    Held("modified", Wholes, ("modified",)),
    Held("stamp", Wholes, ("stamp",)),
    Held("levels.ENVIRONMENT", Numbers, ("levels", "ENVIRONMENT")),
    Held("levels.LOCAL_ECONOMY", Numbers, ("levels", "LOCAL_ECONOMY")),
    Held("levels.SOCIAL", Numbers, ("levels", "SOCIAL")),
    Held("epci", Codes, ("epci",)),
    Held("territories", Tags, ("territories",)),
    Held("provider", Codes, ("provider", "id")),
    Held("office", Codes, ("office", "id")),
    Held("carFree", Tags, ("carFree",)),
    Held("stationMetres", Numbers, ("stationMetres",)),
    fact("themes"),
    fact("moods"),
    fact("audiences"),
    fact("duration"),
    fact("providerKind"),
    fact("accessible"),
    fact("price", Numbers),
    fact("free"),
    fact("bookable"),
    fact("pets"),
    fact("ageMin", Numbers),
    fact("ageMax", Numbers),
    fact("spoken"),
    fact("weather"),
    fact("meets"),
    fact("bases"),
    fact("licences"),
    fact("locales"),
)

TEXTS = ("name", "words", "nameWords")
"""What else of a document the table reads."""

PROJECTION = dict.fromkeys(dict.fromkeys((*(one.path[0] for one in HELD), *TEXTS, "public")), 1)
"""What is read of the documents to fill the table."""
