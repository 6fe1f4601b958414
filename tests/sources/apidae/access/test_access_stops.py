"""Lists of stops that a deployer may supply: CSV, a folder or a zip with a GTFS feed, and what is wrong."""

from __future__ import annotations

import os
import zipfile
from datetime import date
from pathlib import Path

import pytest

from sources.apidae.access.stop_files import StopsError, read_stops
from sources.apidae.access.stops import KnownStop, Stops
from sources.apidae.settings import ApidaeSettings
from sources.apidae.types.access import StopMode

FEED = {
    "stops.txt": "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station\n"
    "A:87747006,Gare A,45.19,5.71,1,\n"
    "A1,Gare A quai 1,45.19,5.71,0,A:87747006\n"
    "E1,Gare A entrée,45.19,5.71,2,A:87747006\n"
    "B,Arrêt B,45.2,5.8,,\n"
    "C,Arrêt C,45.3,5.8,0,GONE\n"
    "D,,45.3,5.8,0,\n"
    "F,Nulle part,x,5.8,0,\n",
    "routes.txt": "route_id,route_short_name,route_long_name,route_type\nR1,12,,3\nR2,,TER Lyon,2\nR3,C,,900\n",
    "trips.txt": "route_id,trip_id\nR1,T1\nR2,T2\nR3,T3\n",
    "stop_times.txt": "trip_id,stop_id\nT1,B\nT2,A1\nT3,B\nT9,B\n",
    "feed_info.txt": "feed_publisher_name,feed_start_date\nX,20260301\n",
}


def all_of(stops: Stops) -> list[KnownStop]:
    found = [one for _, one in stops.nearest((5.7, 45.2), 100, 100_000)]
    return sorted(found, key=lambda one: one.name)


def folder(path: Path, files: dict[str, str]) -> Path:
    path.mkdir()
    for name, text in files.items():
        (path / name).write_text(text, encoding="utf-8")
    return path


def zipped(path: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"feed/{name}", text)
    return path


@pytest.mark.parametrize("kind", ["folder", "zip"])
def test_a_feed_tells_modes_lines_and_its_date(tmp_path: Path, kind: str) -> None:
    path = folder(tmp_path / "f", FEED) if kind == "folder" else zipped(tmp_path / "f.zip", FEED)
    stops = read_stops(str(path))
    station, b, c = sorted(all_of(stops), key=lambda one: one.point[1])
    assert (station.name, station.modes, station.lines) == ("Gare A", (StopMode.TRAIN,), ("TER Lyon",))
    assert (b.name, set(b.modes), set(b.lines)) == ("Arrêt B", {StopMode.BUS, StopMode.TRAM}, {"12", "C"})
    assert (c.name, c.modes) == ("Arrêt C", ()), "its parent is not in the feed"
    assert stops.station("87747006") == station
    assert stops.as_of == date(2026, 3, 1)


def test_stops_alone_are_a_feed_too(tmp_path: Path) -> None:
    stops = read_stops(str(folder(tmp_path / "f", {"stops.txt": FEED["stops.txt"]})))
    assert [(one.name, one.modes) for one in all_of(stops)] == [
        ("Arrêt B", ()),
        ("Arrêt C", ()),
        ("Gare A", ()),
    ]


def test_a_csv_file_with_seasons_and_a_date(tmp_path: Path) -> None:
    file = tmp_path / "stops.csv"
    file.write_text(
        "# our list, 2026-06-01\nname,lon,lat,modes,lines,uic,season_from,season_to\n"
        "Gare,5.7,45.2,TRAIN|bus|ROCKET,TER 1|TER 2|TER 1,87001,,\n"
        "Navette,5.7,45.21,SHUTTLE,,,06-15,09-15\n"
        "Odd season,5.7,45.22,,,,13-40,x\n"
        "No point,,,,,,,\nZero,0,0,,,,,\n,5.7,45.2,,,,,\n",
        encoding="utf-8-sig",
    )
    stops = read_stops(str(file))
    gare, navette, odd = all_of(stops)
    assert (gare.modes, gare.lines, gare.uic) == ((StopMode.TRAIN, StopMode.BUS), ("TER 1", "TER 2"), "87001")
    assert navette.season == ("06-15", "09-15")
    assert odd.season is None
    assert stops.as_of == date(2026, 6, 1)


def test_without_a_date_of_its_own_a_list_has_that_of_its_file(tmp_path: Path) -> None:
    file = tmp_path / "stops.csv"
    file.write_text("name,lon,lat\nA,5.7,45.2\n", encoding="utf-8")
    os.utime(file, (1_700_000_000, 1_700_000_000))
    first = read_stops(str(file))
    assert first.as_of == date(2023, 11, 14)
    file.write_text("name,lon,lat\nA,5.7,45.2\nB,5.7,45.2\n", encoding="utf-8")
    assert len(read_stops(str(file))) == 2, "a file that has changed is read again"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("s.csv", b"a,b\n1,2\n"),
        ("s.csv", b""),
        ("s.csv", b"\xff\xfe\x00bad"),
        ("s.zip", b"no zip"),
        ("none.csv", None),
    ],
)
def test_what_is_no_list_is_a_sentence_of_the_settings(
    tmp_path: Path, name: str, content: bytes | None
) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(StopsError):
        read_stops(str(file))
    with pytest.raises(ValueError, match="stops"):
        ApidaeSettings(api_key="k", project_id=1, stops=str(file))  # type: ignore[arg-type]


def test_a_zip_without_stops_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    for path in (zipped(tmp_path / "x.zip", {"trips.txt": ""}), folder(tmp_path / "e", {})):
        with pytest.raises(StopsError, match=r"stops\.txt"):
            read_stops(str(path))
    assert not read_stops("")
