"""The orders of a list, each a total one by (key, id), and the pipelines that read a page of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from sources.apidae.catalogue import OfferQuery, Order
from sources.apidae.mirror.conditions import Filter, distance_from
from sources.apidae.mirror.words import STEM, stem_of, words_of

Stage = dict[str, Any]
Key = int | str | None

PRIME = 2_147_483_647
"""Products of two numbers below it fit into 64 bits."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a list: the key and the id of an item, with the seed of a random order."""

    key: Key
    id: int
    seed: str = ""


@dataclass(frozen=True, slots=True)
class Ranking:
    """What a list is ordered by before the id: a stored field, an expression, or nothing."""

    field: str | None = None
    computed: Any = None
    descending: bool = False

    @property
    def kind(self) -> type | None:
        """The type of its keys, None without any."""
        if self.field is None and self.computed is None:
            return None
        return str if self.field == "name" else int


@dataclass(frozen=True, slots=True)
class Listing:
    """A question made ready for the database."""

    query: OfferQuery
    filter: Filter
    ranking: Ranking

    def page(self, after: Place | None, limit: int) -> list[Stage]:
        """Stages that give `{_id, key, stamp}` of the items behind a place, in order."""
        return [*self._ordered(after), {"$limit": limit}]

    def count(self) -> list[Stage]:
        """Stages that give `{total}`; nothing at all for an empty list."""
        return [{"$match": self.filter}, *self._within(), {"$count": "total"}]

    def _ordered(self, after: Place | None) -> list[Stage]:
        ranking = self.ranking
        down = -1 if ranking.descending else 1
        if ranking.computed is not None:
            projected = {"stamp": 1, "key": ranking.computed}
            behind = {"$match": _behind("key", after, ranking)}
            return [{"$match": self.filter}, *self._within(projected), behind, _sort("key", down)]
        # in the order of an index, which is read only as far as the page goes
        field = ranking.field or "_id"
        match = {"$and": [self.filter, _behind(field, after, ranking)]}
        key = {"key": f"${field}"} if ranking.field else {}
        return [{"$match": match}, _sort(field, down), *self._within({"stamp": 1, **key})]

    def _within(self, projected: Stage | None = None) -> list[Stage]:
        """The projection, and the circle's exact bound; neither where nothing asks for it."""
        near = self.query.near
        if near is None:
            return [{"$project": projected}] if projected else []
        metres = {"metres": distance_from(near)}
        return [
            {"$project": {**(projected or {}), **metres}},
            {"$match": {"metres": {"$lte": near.metres * 1000}}},
        ]


def ranking_of(query: OfferQuery, seed: str) -> Ranking:
    """How a question wants its list ordered."""
    if query.order is Order.NAME:
        return Ranking(field="name")
    if query.order is Order.RECENT:
        return Ranking(field="modified", descending=True)
    if query.order is Order.NEAREST and query.near:
        return Ranking(computed=distance_from(query.near))
    if query.order is Order.RELEVANCE and query.text:
        return Ranking(computed=_score(words_of(query.text)), descending=True)
    return Ranking(computed=_shuffled(seed)) if query.order is Order.RANDOM else Ranking()


def _sort(field: str, direction: int) -> Stage:
    return {"$sort": {"_id": 1} if field == "_id" else {field: direction, "_id": 1}}


def _behind(field: str, after: Place | None, ranking: Ranking) -> Filter:
    if after is None:
        return {}
    if ranking.kind is None:
        return {"_id": {"$gt": after.id}}
    beyond, upto = ("$lt", "$lte") if ranking.descending else ("$gt", "$gte")
    # the first condition bounds the index, the second says the same exactly
    return {
        field: {upto: after.key},
        "$or": [{field: {beyond: after.key}}, {field: after.key, "_id": {"$gt": after.id}}],
    }


def _score(words: list[str]) -> Stage:
    """How many of the words are in the name."""
    return {"$add": [{"$cond": [_named(word), 1, 0]} for word in words]}


def _named(word: str) -> Stage:
    begins = {"$eq": [{"$substrBytes": ["$$one", 0, len(word)]}, word]}
    fits = {"$or": [begins, {"$eq": ["$$one", STEM + stem_of(word)]}]}
    return {"$anyElementTrue": [{"$map": {"input": "$nameWords", "as": "one", "in": fits}}]}


def _shuffled(seed: str) -> Stage:
    """A number that the seed makes of each id; ids that share one are ordered by id."""
    digest = hashlib.blake2b(seed.encode(), digest_size=24).digest()
    factor, shift, twist = (
        int.from_bytes(digest[start : start + 8], "big") % (PRIME - 1) + 1 for start in (0, 8, 16)
    )
    spread = _modulo({"$add": [{"$multiply": [{"$toLong": {"$mod": ["$_id", PRIME]}}, factor]}, shift]})
    mixed = _modulo({"$add": [{"$multiply": ["$$spread", "$$spread"]}, twist]})
    return {"$let": {"vars": {"spread": spread}, "in": mixed}}


def _modulo(value: Stage) -> Stage:
    return {"$toLong": {"$mod": [value, PRIME]}}
