"""Reads what is needed of a GTFS feed, from a folder or a zip, without unpacking it to the disk."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import IO

from sources.apidae.types.access import StopMode

STOPS, ROUTES, TRIPS, TIMES, INFO = FEED_FILES = (
    "stops.txt",
    "routes.txt",
    "trips.txt",
    "stop_times.txt",
    "feed_info.txt",
)
MOST_BYTES: Mapping[str, int] = {STOPS: 100_000_000, ROUTES: 20_000_000, TRIPS: 100_000_000}
MOST_TIMES = 400_000_000
"""Of a longer stop_times.txt nothing is read: stops then have no modes and no lines."""
MOST_LINES = 20

Calls = tuple[tuple[StopMode, ...], tuple[str, ...]]
Row = dict[str, str | None]
Open = Callable[[str], IO[bytes] | None]

_MODES = {
    0: StopMode.TRAM,
    1: StopMode.METRO,
    2: StopMode.TRAIN,
    3: StopMode.BUS,
    4: StopMode.BOAT,
    5: StopMode.TRAM,
    6: StopMode.CABLE,
    7: StopMode.CABLE,
    11: StopMode.BUS,
    12: StopMode.TRAIN,
}
_MODES_BY_HUNDREDS = {
    1: StopMode.TRAIN,
    2: StopMode.COACH,
    4: StopMode.METRO,
    7: StopMode.BUS,
    8: StopMode.BUS,
    9: StopMode.TRAM,
    10: StopMode.BOAT,
    12: StopMode.BOAT,
    13: StopMode.CABLE,
    14: StopMode.CABLE,
}
"""Extended types of routes, by their hundreds."""


@dataclass(slots=True)
class Feed:
    """The rows of stops.txt (`content` as it was), what calls at each stop by id, and the feed's date."""

    content: bytes
    stops: list[Row]
    calls: dict[str, Calls] = field(default_factory=dict)
    as_of: date | None = None


def read_feed(path: Path) -> Feed | None:
    """The feed in a folder or a zip; None without stops.txt. Raises `OSError` and `csv.Error`."""
    with ExitStack() as stack:
        opened = _opener(path, stack)
        content = _whole(opened, STOPS)
        if content is None:
            return None
        feed = Feed(content, list(_rows(io.BytesIO(content))))
        feed.as_of = next((_day(row.get("feed_start_date")) for row in _all(opened, INFO)), None)
        routes = {row.get("route_id"): row for row in _all(opened, ROUTES)}
        route_of = {row.get("trip_id"): row.get("route_id") for row in _all(opened, TRIPS)}
        feed.calls = _calls(feed, _stop_routes(opened, route_of), routes)
        return feed


def _opener(path: Path, stack: ExitStack) -> Open:
    """A function that opens a file of the feed, None where there is none or it is too large."""
    if path.is_dir():

        def from_folder(name: str) -> IO[bytes] | None:
            file = path / name
            fits = file.is_file() and file.stat().st_size <= MOST_BYTES.get(name, MOST_TIMES)
            return stack.enter_context(file.open("rb")) if fits else None

        return from_folder
    try:
        archive = stack.enter_context(zipfile.ZipFile(path))
    except zipfile.BadZipFile:
        raise OSError("no zip") from None
    names = {Path(one.filename).name: one for one in archive.infolist() if not one.is_dir()}

    def from_zip(name: str) -> IO[bytes] | None:
        entry = names.get(name)
        fits = entry is not None and entry.file_size <= MOST_BYTES.get(name, MOST_TIMES)
        return stack.enter_context(archive.open(entry)) if fits and entry else None

    return from_zip


def _whole(opened: Open, name: str) -> bytes | None:
    file = opened(name)
    return file.read(MOST_BYTES[name] + 1) if file else None


def _all(opened: Open, name: str) -> Iterator[Row]:
    file = opened(name)
    return _rows(file) if file else iter(())


def _rows(file: IO[bytes]) -> Iterator[Row]:
    with io.TextIOWrapper(file, encoding="utf-8-sig", newline="") as text:
        yield from csv.DictReader(text)


def _stop_routes(opened: Open, route_of: Mapping[str | None, str | None]) -> dict[str, set[str]]:
    """For each stop the routes whose trips call there."""
    found: dict[str, set[str]] = {}
    if not route_of:
        return found
    for row in _all(opened, TIMES):
        route = route_of.get(row.get("trip_id"))
        if route is not None:
            found.setdefault(row.get("stop_id") or "", set()).add(route)
    return found


def _calls(
    feed: Feed, stop_routes: Mapping[str, set[str]], routes: Mapping[str | None, Row]
) -> dict[str, Calls]:
    """Modes and lines by stop; a station has those of its platforms."""
    gathered: dict[str, set[str]] = {}
    for row in feed.stops:
        of_stop = stop_routes.get(row.get("stop_id") or "", set())
        for owner in (row.get("stop_id"), row.get("parent_station")):
            if owner:
                gathered.setdefault(owner, set()).update(of_stop)
    return {
        stop: _told([routes[one] for one in sorted(ids) if one in routes]) for stop, ids in gathered.items()
    }


def _told(routes: list[Row]) -> Calls:
    modes = {mode for row in routes if (mode := _mode(row.get("route_type")))}
    lines = [(row.get("route_short_name") or row.get("route_long_name") or "").strip() for row in routes]
    named = list(dict.fromkeys(line for line in lines if line))
    return tuple(mode for mode in StopMode if mode in modes), tuple(named[:MOST_LINES])


def _mode(text: str | None) -> StopMode | None:
    try:
        number = int(text or "")
    except ValueError:
        return None
    return _MODES.get(number) or _MODES_BY_HUNDREDS.get(number // 100)


def _day(text: str | None) -> date | None:
    try:
        return datetime.strptime(text or "", "%Y%m%d").date()  # noqa: DTZ007  # a day has no zone
    except ValueError:
        return None
