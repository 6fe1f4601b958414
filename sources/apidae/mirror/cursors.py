"""Cursors of the mirror: the key and the id of an item, good for the question they were made for only."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import replace
from datetime import date

import orjson

from gateway.graph.connection import decode_cursor, encode_cursor
from sources.apidae.catalogue import OfferQuery, Order
from sources.apidae.index.orders import Place, kind_of
from sources.apidae.paging import LIST_NAME, Cursors, invalid

MOST = 1 << 62


class KeysetCursors:
    """Writes and reads places. A distance is sealed: with it a cursor would tell where somebody started."""

    def __init__(self, secret: str) -> None:
        """`secret` is any secret of the deployment."""
        self._marks = Cursors(secret)
        self._key = hashlib.blake2b(secret.encode(), digest_size=32, person=b"mirror").digest()

    def mark(self, query: OfferQuery) -> str:
        """A short text that stands for a question, its seed left out."""
        told = repr(replace(query, seed=""))
        return self._marks.mark({"mirror": hashlib.blake2b(told.encode(), digest_size=32).hexdigest()})

    def write(self, query: OfferQuery, mark: str, place: Place) -> str:
        """The cursor of a place, in the form that the live catalogue's cursors have."""
        key = self._sealed(mark, place.id, place.key) if _secret(query) else place.key
        keys = [] if key is None else [key]
        return encode_cursor(LIST_NAME, mark, place.id, keys, place.seed)

    def read(self, query: OfferQuery, mark: str, cursor: str, argument: str = "after") -> Place:
        """The place of a cursor; `INVALID_CURSOR` unless it was made for this question."""
        found, number, keys, seed = decode_cursor(cursor, LIST_NAME, str, int, list, str, argument=argument)
        kind = kind_of(query.order)
        kinds = [] if kind is None else [kind]
        if found != mark or not 0 < number < MOST or [type(one) for one in keys] != kinds:
            raise invalid(argument)
        key = keys[0] if keys else None
        if isinstance(key, int) and _secret(query):
            key = self._sealed(mark, number, key)
        if (isinstance(key, int) and abs(key) >= MOST) or not _is_seed(query.order, seed):
            raise invalid(argument)
        return Place(key, number, seed)

    def _sealed(self, mark: str, number: int, key: int | str | None) -> int:
        """The key under a pad of its own; a second time gives it back."""
        pad = hashlib.blake2b(orjson.dumps([mark, number]), digest_size=6, key=self._key).digest()
        return int(key or 0) ^ int.from_bytes(pad, "big")


def _secret(query: OfferQuery) -> bool:
    return query.order is Order.NEAREST


def _is_seed(order: Order, seed: str) -> bool:
    """The seed of `SOONEST` is a day."""
    if order is not Order.SOONEST:
        return True
    with suppress(ValueError):
        return date.fromisoformat(seed).isoformat() == seed
    return False
