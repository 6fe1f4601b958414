"""Neighbours of an offer in the table: those around it, and those that are like it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sources.apidae.catalogue import Circle
from sources.apidae.index.columns import Mask, Numbers, Tags
from sources.apidae.index.globe import box_around, millimetres
from sources.apidae.index.table import Table

SHARED = (("families", 3), ("themes", 2), ("moods", 1), ("type", 1), ("audiences", 1))
"""Columns, and what each value that two offers share counts for."""

AKIN = ("families", "themes")
"""Whoever shares none of these is not like another."""

LIKELY_METRES = 60_000
"""Only where there are too few within this distance those beyond it are looked at."""

POINT_METRES = 15_000
"""So many metres weigh as much as one point."""
FARTHEST_METRES = 150_000
"""What lies farther, or nowhere in particular, counts as lying so far."""


@dataclass(frozen=True, slots=True)
class Around:
    """The ids of neighbours and how far they are in whole metres, the nearest first."""

    numbers: NDArray[np.int64]
    metres: NDArray[np.int64]


NOBODY = Around(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))


def around(table: Table, number: int, metres: int) -> Around:
    """All within a distance of an offer, itself left out; nobody around one that has no point."""
    row = table.row_of(number)
    if row is None:
        return NOBODY
    lons, lats = (table.column(name, Numbers).of(table.size) for name in ("lon", "lat"))
    lon, lat = float(lons[row]), float(lats[row])
    if np.isnan(lon):
        return NOBODY
    kept = table.everything & _within(table, row, metres)
    kept[row] = False
    rows = np.flatnonzero(kept)
    far = (millimetres(lons[rows], lats[rows], lon, lat) + 500) // 1000
    near = far <= metres
    numbers, far = table.numbers[rows[near]], far[near]
    order = np.lexsort((numbers, far))
    return Around(numbers[order], far[order])


def alike(table: Table, number: int, count: int) -> list[int]:
    """The ids of the offers that share most with one, near ones before far ones, itself left out.

    Whoever shares neither a family nor a theme with it is not like it.
    """
    row = table.row_of(number)
    if row is None:
        return []
    shared = [(name, weight, mask) for name, weight in SHARED for mask in _own_masks(table, name, row)]
    akin = np.zeros(table.size, dtype=np.bool_)
    for name, _, mask in shared:
        if name in AKIN:
            akin |= mask
    akin &= table.everything
    akin[row] = False
    near = np.flatnonzero(akin & _within(table, row, LIKELY_METRES))
    rows = near if len(near) >= count else np.flatnonzero(akin)
    points = -_far(table, row, rows) / POINT_METRES
    for _, weight, mask in shared:
        points += weight * mask[rows]
    order = np.lexsort((table.numbers[rows], -points))[:count]
    return [int(one) for one in table.numbers[rows[order]]]


def _within(table: Table, row: int, metres: int) -> Mask:
    """The rows in a box around a row; all of them around one that has no point."""
    lons, lats = (table.column(name, Numbers).of(table.size) for name in ("lon", "lat"))
    if np.isnan(lons[row]):
        return table.everything
    box = box_around(Circle(float(lons[row]), float(lats[row]), metres))
    found: Mask = (lats >= box.south) & (lats <= box.north) & (lons >= box.west) & (lons <= box.east)
    return found


def _own_masks(table: Table, name: str, row: int) -> list[Mask]:
    return [mask for mask in table.column(name, Tags).masks(table.size) if mask[row]]


def _far(table: Table, row: int, rows: NDArray[np.intp]) -> NDArray[np.float64]:
    lons, lats = (table.column(name, Numbers).of(table.size) for name in ("lon", "lat"))
    if np.isnan(lons[row]):
        return np.full(len(rows), float(FARTHEST_METRES))
    far = millimetres(np.nan_to_num(lons[rows]), np.nan_to_num(lats[rows]), lons[row], lats[row]) / 1000
    return np.minimum(np.where(np.isnan(lons[rows]), FARTHEST_METRES, far), FARTHEST_METRES)
