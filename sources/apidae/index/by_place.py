"""Conditions on where an offer is; what has no point lies in no box, circle or polygon."""

from __future__ import annotations

import numpy as np

from sources.apidae.catalogue import Box, By, OfferQuery
from sources.apidae.index.columns import Codes, Mask, Numbers, Tags
from sources.apidae.index.condition import Around, Condition
from sources.apidae.index.globe import bounds_of, box_around, in_area, millimetres
from sources.apidae.index.table import Table


def _insee(table: Table, query: OfferQuery, _: Around) -> Mask:
    return table.column("insee", Codes).any_of(query.insee or (), table.size)


def _departments(table: Table, query: OfferQuery, _: Around) -> Mask:
    return table.column("department", Tags).any_of(query.departments, table.size)


def _bbox(table: Table, query: OfferQuery, _: Around) -> Mask:
    assert query.bbox  # noqa: S101  # the condition is only asked with it
    return _within(table, query.bbox)


def _near(table: Table, query: OfferQuery, _: Around) -> Mask:
    circle = query.near
    assert circle  # noqa: S101  # as above
    found = _within(table, box_around(circle))
    rows = np.flatnonzero(found & table.everything)
    lons, lats = (table.column(name, Numbers).of(table.size)[rows] for name in ("lon", "lat"))
    found[:] = False
    found[rows] = millimetres(lons, lats, circle.lon, circle.lat) <= circle.metres * 1000
    return found


def _polygon(table: Table, query: OfferQuery, _: Around) -> Mask:
    area = query.polygon
    assert area  # noqa: S101  # as above
    found = _within(table, bounds_of(area))
    rows = np.flatnonzero(found & table.everything)
    lons, lats = (table.column(name, Numbers).of(table.size)[rows] for name in ("lon", "lat"))
    found[:] = False
    found[rows] = in_area(lons, lats, area)
    return found


def _within(table: Table, box: Box) -> Mask:
    lons, lats = table.column("lon", Numbers), table.column("lat", Numbers)
    return lats.between(box.south, box.north, table.size) & lons.between(box.west, box.east, table.size)


def _belonging(by: By, argument: str, column: str, kind: type[Codes] | type[Tags]) -> Condition:
    def keep(table: Table, query: OfferQuery, _: Around) -> Mask:
        found = np.ones(table.size, dtype=np.bool_)
        for one, keys in query.belongs:
            if one is by:
                found &= table.column(column, kind).any_of(keys, table.size)
        return found

    return Condition(arguments={"belongs": argument}, keep=keep, among=by)


def _station(table: Table, query: OfferQuery, _: Around) -> Mask:
    return table.column("stationMetres", Numbers).between(None, query.station_within, table.size)


def _selection(table: Table, _: OfferQuery, around: Around) -> Mask:
    return table.rows(around.selected)


PLACES: tuple[Condition, ...] = (
    Condition(arguments={"insee": "insee"}, keep=_insee, live=frozenset({"insee"})),
    Condition(arguments={"departments": "departments"}, keep=_departments, live=frozenset({"departments"})),
    Condition(arguments={"bbox": "bbox"}, keep=_bbox),
    Condition(arguments={"polygon": "polygon"}, keep=_polygon),
    Condition(arguments={"near": "near"}, keep=_near, live=frozenset({"near"})),
    Condition(arguments={"station_within": "near.mode"}, keep=_station),
    _belonging(By.EPCI, "epci", "epci", Codes),
    _belonging(By.TERRITORY, "territories", "territories", Tags),
    _belonging(By.ACCESS, "carFree", "carFree", Tags),
    _belonging(By.PROVIDER, "provider", "provider", Codes),
    _belonging(By.OFFICE, "office", "office", Codes),
    Condition(arguments={"selection": "selection"}, keep=_selection),
)
