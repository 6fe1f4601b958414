"""Conditions of public lists: which scouts, which contents; visibility is always part of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sources.scouts.documents import Document
from sources.scouts.pages import Circle
from sources.scouts.policy import PUBLIC, listed_under

EARTH_KM = 6378.1


@dataclass(frozen=True, slots=True)
class ScoutsWhere:
    """Scouts of a community, of some kinds, whose name or country has words that begin so (folded)."""

    community: str | None = None
    kinds: Sequence[str] = ()
    words: Sequence[str] = ()

    def as_filter(self) -> Document:
        """The condition in MongoDB's words, visibility included."""
        where: Document = {**PUBLIC} if self.community is None else {"communities": self.community}
        if self.kinds:
            where["kind"] = {"$in": list(self.kinds)}
        return where | _begin(self.words)


@dataclass(frozen=True, slots=True)
class ContentsWhere:
    """Contents of some kinds, of a community, of a scout, about an offer, about any of some communes.

    `territory` is a folded name, `locale` a language tag, `words` are beginnings of folded words.
    """

    kinds: Sequence[str] = ()
    community: str | None = None
    scout: str | None = None
    offer: str | None = None
    communes: Sequence[str] = ()
    territory: str | None = None
    locale: str | None = None
    words: Sequence[str] = ()
    near: Circle | None = None

    def as_filter(self, *, circle: bool = True) -> Document:
        """The condition in MongoDB's words, visibility included; the circle only when it is wanted here."""
        keys = {
            "communities": self.community,
            "scout": self.scout,
            "offers": self.offer,
            "territories": self.territory,
            "locales": self.locale,
        }
        where: Document = {listed_under(field): key for field, key in keys.items() if key is not None}
        if self.communes:
            where[listed_under("communes")] = {"$in": list(self.communes)}
        if self.near and circle:
            centre = [[self.near.lon, self.near.lat], self.near.km / EARTH_KM]
            where[listed_under("at")] = {"$geoWithin": {"$centerSphere": centre}}
        where = where or {**PUBLIC}
        if self.kinds:
            where["kind"] = {"$in": list(self.kinds)}
        # the words stand in every document, so they need what says that it may be seen
        return where | ({**PUBLIC, **_begin(self.words)} if self.words else {})


def _begin(words: Sequence[str]) -> Document:
    begins = [{"$gte": word, "$lt": f"{word}\uffff"} for word in words]
    return {"$and": [{"words": {"$elemMatch": one}} for one in begins]} if words else {}
