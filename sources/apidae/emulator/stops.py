"""An invented list of stops near the invented offers: no stop in it exists, and each name says so."""

import csv
import io
from collections.abc import Iterable, Iterator
from random import Random

from .geometry import Point
from .places import REGION, Commune

AS_OF = "2026-06-01"
HEADER = ("name", "lon", "lat", "modes", "lines", "uic", "season_from", "season_to")
FIRST_UIC = 99_000_001
"""No country has the number 99, so no real station has such a one."""

SHUTTLE_STOPS = 12
STATION_FROM = 4_000
BUS_FROM = 1_500
MOUNTAINS = frozenset({"05", "15", "38", "43", "63", "73", "74"})

Row = tuple[str, ...]


def stops_csv(communes: Iterable[Commune]) -> str:
    """The list as the gateway reads it: stations in towns, bus stops in larger villages, summer shuttles."""
    text = io.StringIO()
    text.write(f"# Arrêts inventés pour la démonstration, {AS_OF}\n")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    inside = [one for one in communes if one.region == REGION and one.point]
    writer.writerows(row for rank, one in enumerate(inside) for row in _rows(one, rank))
    return text.getvalue()


def _rows(commune: Commune, rank: int) -> Iterator[Row]:
    random = Random(f"stops/{commune.insee}")
    point = commune.point or (0.0, 0.0)
    if commune.population >= STATION_FROM:
        lines = "|".join(f"TER fictif {random.randint(1, 60)}" for _ in range(random.randint(1, 2)))
        station = f"Gare fictive de {commune.name}"
        yield (station, *_near(point, random), "TRAIN", lines, str(FIRST_UIC + rank), "", "")
    if commune.population >= BUS_FROM:
        line = f"Ligne fictive {random.randint(1, 90)}"
        modes = "BUS|TRAM" if commune.population > 100_000 else "BUS"
        yield (f"Arrêt fictif {commune.name} Mairie", *_near(point, random), modes, line, "", "", "")
    elif commune.department in MOUNTAINS and random.random() < 0.4:
        season = ("12-15", "03-31") if random.random() < 0.3 else ("06-15", "09-15")
        for number in range(1, SHUTTLE_STOPS + 1):
            name = f"Navette fictive {commune.name} {number}"
            yield (name, *_near(point, random, 0.009), "SHUTTLE", "", "", *season)
    elif random.random() < 0.1:
        yield (f"Navette fictive {commune.name}", *_near(point, random), "SHUTTLE", "", "", "", "")


def _near(point: Point, random: Random, reach: float = 0.003) -> tuple[str, str]:
    return tuple(f"{value + random.uniform(-reach, reach):.5f}" for value in point)  # type: ignore[return-value]
