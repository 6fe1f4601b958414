"""Reads the list of stops that a deployer supplies: a CSV file, or the stops of a GTFS feed."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

from sources.apidae.access.feeds import FEED_FILES, Feed, read_feed
from sources.apidae.access.stops import KnownStop, SeasonDays, Stops
from sources.apidae.types.access import StopMode

COLUMNS = "name,lon,lat,modes,lines,uic,season_from,season_to"
MOST_STOPS = 500_000
MOST_BYTES = 100_000_000
LONGEST_NAME = 200

Row = Mapping[str, str | None]

_AS_OF = re.compile(r"^#.*?\b(\d{4}-\d\d-\d\d)\b")
_SEASON = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")


class StopsError(ValueError):
    """A list of stops that cannot be read; the text says what is wanted."""


def read_stops(path: str) -> Stops:
    """The stops of a CSV file, of a folder with a GTFS feed or of its zip; kept while it does not change.

    None for no path. A CSV file has the columns `name,lon,lat` and may have
    `modes,lines,uic,season_from,season_to`; modes and lines are separated by `|`, a season is written
    `06-15`. A first line `# ... 2026-06-01` tells the date of the list. Lines without a name or a possible
    point are left out. `StopsError` for anything else.
    """
    if not path:
        return Stops()
    try:
        return _read(path, _stamp(Path(path)))
    except (OSError, csv.Error, UnicodeDecodeError):
        raise StopsError(f"is no list of stops: a CSV file ({COLUMNS}) or a GTFS feed is wanted") from None


def _stamp(path: Path) -> int:
    files = (
        [path, *(one for name in FEED_FILES if (one := path / name).is_file())] if path.is_dir() else [path]
    )
    return max(one.stat().st_mtime_ns for one in files)


@lru_cache(maxsize=4)
def _read(path: str, stamp: int) -> Stops:
    file = Path(path)
    if file.is_dir() or file.suffix.lower() == ".zip":
        feed = read_feed(file)
        if feed is None:
            raise StopsError("holds no stops.txt of a GTFS feed")
        stops, content, as_of = _of_feed(feed), feed.content, feed.as_of
    else:
        content = file.read_bytes()
        if len(content) > MOST_BYTES:
            raise StopsError(f"is larger than {MOST_BYTES // 1_000_000} MB")
        stops, as_of = _of_csv(content.decode("utf-8-sig"))
    if len(stops) > MOST_STOPS:
        raise StopsError(f"has more than {MOST_STOPS} stops")
    day = as_of or datetime.fromtimestamp(stamp / 1e9, UTC).date()
    digest = hashlib.blake2b(content, digest_size=8).hexdigest()
    return Stops(stops, digest=digest, as_of=day)


def _of_csv(text: str) -> tuple[list[KnownStop], date | None]:
    lines = text.splitlines()
    found = _AS_OF.match(lines[0]) if lines else None
    reader = csv.DictReader(line for line in lines if not line.startswith("#"))
    if not {"name", "lon", "lat"} <= set(reader.fieldnames or ()):
        raise StopsError(f"lacks columns: {COLUMNS} are wanted, the first three at least")
    stops = [stop for row in reader if (stop := _of_row(row))]
    return stops, _day(found[1]) if found else None


def _of_row(row: Row) -> KnownStop | None:
    name, point = (row.get("name") or "").strip()[:LONGEST_NAME], _point(row.get("lon"), row.get("lat"))
    if not name or not point:
        return None
    modes = [StopMode[one.upper()] for one in _parts(row.get("modes")) if one.upper() in StopMode.__members__]
    return KnownStop(
        name,
        point,
        tuple(dict.fromkeys(modes)),
        tuple(dict.fromkeys(_parts(row.get("lines")))),
        (row.get("uic") or "").strip() or None,
        _season(row),
    )


def _of_feed(feed: Feed) -> list[KnownStop]:
    return list(_of_feed_rows(feed))


def _of_feed_rows(feed: Feed) -> Iterator[KnownStop]:
    """Stops and stations; entrances, nodes and platforms of a station that is listed are left out."""
    parents = {row.get("stop_id") for row in feed.stops if row.get("location_type") == "1"}
    for row in feed.stops:
        kind, parent = (row.get("location_type") or "0").strip(), row.get("parent_station") or ""
        if kind not in {"0", "1"} or parent in parents:
            continue
        name = (row.get("stop_name") or "").strip()[:LONGEST_NAME]
        point = _point(row.get("stop_lon"), row.get("stop_lat"))
        if name and point:
            calls = feed.calls.get(row.get("stop_id") or "")
            modes, lines = calls or ((), ())
            yield KnownStop(name, point, modes, lines, _uic(row.get("stop_id") or ""))


def _uic(stop_id: str) -> str | None:
    """The number of a French station, with which the feeds of the SNCF end their ids."""
    found = re.search(r"(?<!\d)(87\d{6})$", stop_id)
    return found[1] if found else None


def _point(lon: str | None, lat: str | None) -> tuple[float, float] | None:
    try:
        point = float(lon or ""), float(lat or "")
    except ValueError:
        return None
    possible = -180 <= point[0] <= 180 and -90 <= point[1] <= 90 and point != (0.0, 0.0)
    return point if possible else None


def _parts(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").split("|") if part.strip()]


def _season(row: Row) -> SeasonDays | None:
    first, last = (row.get("season_from") or "").strip(), (row.get("season_to") or "").strip()
    return (first, last) if _SEASON.fullmatch(first) and _SEASON.fullmatch(last) else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
