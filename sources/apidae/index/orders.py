"""The orders of a list, each a total one by (key, id), and how a page of it is picked out of the table."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from sources.apidae.catalogue import OfferQuery, Order
from sources.apidae.index.by_text import score_of
from sources.apidae.index.columns import Mask, Numbers, Rows, Wholes
from sources.apidae.index.globe import millimetres
from sources.apidae.index.table import Table

Keys = NDArray[np.int64]
Key = int | str | None

PRIME = 2_147_483_647
"""Products of two numbers below it fit into 64 bits."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a list: the key and the id of an item, with the seed of the order.

    The seed of a random order is any text, that of `SOONEST` the day from which it looks ahead.
    """

    key: Key
    id: int
    seed: str = ""


@dataclass(frozen=True, slots=True)
class Picked:
    """Rows of a page in the order of the list, and whether there are more beyond it."""

    rows: Rows
    keys: Keys
    more: bool


def kind_of(order: Order) -> type | None:
    """The type of an order's keys, None where only the id counts."""
    if order is Order.IDENTIFIER:
        return None
    return str if order is Order.NAME else int


def pick(
    table: Table, query: OfferQuery, kept: Mask, place: Place | None, limit: int, seed: str, *, backward: bool
) -> Picked:
    """The first rows behind a place, or the last ones before it."""
    rows = np.flatnonzero(kept)
    keys, ids = keys_of(table, query, rows, seed), table.numbers[rows]
    if place is not None:
        beyond = _beyond(table, query.order, keys, ids, place, backward=backward)
        rows, keys, ids = rows[beyond], keys[beyond], ids[beyond]
    sign = -1 if backward else 1
    first = _smallest(keys * sign, ids * sign, limit + 1)
    chosen = first[:limit][::sign]
    return Picked(rows[chosen], keys[chosen], more=len(first) > limit)


def keys_of(table: Table, query: OfferQuery, rows: Rows, seed: str) -> Keys:
    """The keys of rows in ascending order of the list."""
    return _KEYS[query.order](table, query, rows, seed)


def key_at(table: Table, order: Order, row: int, key: int) -> Key:
    """The key of a row as a cursor holds it."""
    if order is Order.NAME:
        return table.names[row]
    return None if order is Order.IDENTIFIER else int(key)


def _beyond(
    table: Table, order: Order, keys: Keys, ids: Keys, place: Place, *, backward: bool
) -> NDArray[np.bool_]:
    if order is Order.NAME:
        before, behind = table.ranks_around(str(place.key), place.id)
        return np.less(keys, before) if backward else np.greater_equal(keys, behind)
    key = place.key if isinstance(place.key, int) else 0
    if backward:
        return np.less(keys, key) | (np.equal(keys, key) & np.less(ids, place.id))
    return np.greater(keys, key) | (np.equal(keys, key) & np.greater(ids, place.id))


def _smallest(keys: Keys, ids: Keys, count: int) -> Rows:
    """Where the smallest (key, id) pairs stand, in order; only so many of them are ever sorted."""
    if len(keys) <= count:
        return np.lexsort((ids, keys))
    limit = np.partition(keys, count - 1)[count - 1]
    below = np.flatnonzero(keys < limit)
    level = np.flatnonzero(keys == limit)
    wanted = count - len(below)
    if len(level) > wanted:
        level = level[np.argpartition(ids[level], wanted - 1)[:wanted]]
    found = np.concatenate([below, level])
    return found[np.lexsort((ids[found], keys[found]))]


def _none(_: Table, __: OfferQuery, rows: Rows, ___: str) -> Keys:
    return np.zeros(len(rows), dtype=np.int64)


def _by_name(table: Table, _: OfferQuery, rows: Rows, __: str) -> Keys:
    return table.ranks()[rows]


def _last_changed(table: Table, _: OfferQuery, rows: Rows, __: str) -> Keys:
    return -table.column("modified", Wholes).of(table.size)[rows]


def _nearest(table: Table, query: OfferQuery, rows: Rows, seed: str) -> Keys:
    if query.near is None:
        return _none(table, query, rows, seed)
    lons, lats = (table.column(name, Numbers).of(table.size)[rows] for name in ("lon", "lat"))
    return millimetres(lons, lats, query.near.lon, query.near.lat)


def _relevant(table: Table, query: OfferQuery, rows: Rows, _: str) -> Keys:
    return -score_of(table, query.text or "")[rows]


def _soonest(table: Table, _: OfferQuery, rows: Rows, seed: str) -> Keys:
    return table.next_days(date.fromisoformat(seed))[rows]


def _shuffled(table: Table, _: OfferQuery, rows: Rows, seed: str) -> Keys:
    """A number that the seed makes of each id; ids that share one are ordered by id."""
    digest = hashlib.blake2b(seed.encode(), digest_size=24).digest()
    factor, shift, twist = (
        int.from_bytes(digest[start : start + 8], "big") % (PRIME - 1) + 1 for start in (0, 8, 16)
    )
    spread = (table.numbers[rows] % PRIME * factor + shift) % PRIME
    mixed: Keys = (spread * spread + twist) % PRIME
    return mixed


_KEYS: Mapping[Order, Callable[[Table, OfferQuery, Rows, str], Keys]] = {
    Order.IDENTIFIER: _none,
    Order.NAME: _by_name,
    Order.RECENT: _last_changed,
    Order.NEAREST: _nearest,
    Order.RELEVANCE: _relevant,
    Order.SOONEST: _soonest,
    Order.RANDOM: _shuffled,
}
