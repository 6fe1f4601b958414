"""Makes the table of places from `@etalab/decoupage-administratif` and points of GeoNames or of a file."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import orjson

from sources.apidae.emulator.places import DEFAULT_COMMUNES, Commune, load_communes
from sources.apidae.places.gazetteer import KnownCommune, Point
from sources.apidae.places.table import PlacesError, write_places

COMMUNES = (
    "Communes, EPCI, codes postaux, populations: INSEE, DGCL, La Poste, par @etalab/decoupage-administratif "
    "(Licence Ouverte / Etalab 2.0)"
)
GEONAMES = "Points: GeoNames (CC BY 4.0)"
OWN_POINTS = "Points: fichier fourni par l'exploitant"


def build_places(target: Path, communes: Path = DEFAULT_COMMUNES, points: Path | None = None) -> int:
    """Write the table; the number of communes.

    `communes` is `data/communes.json` of the package, its `epci.json` beside it; `points` a CSV file with
    the columns `insee,lon,lat` in place of GeoNames. `PlacesError` for files that are not these, and
    `MissingData` when the package is not installed.
    """
    own = read_points(points) if points else None
    try:
        found = load_communes(str(communes))
        merged = _codes(orjson.loads(communes.read_bytes()))
    except (ValueError, KeyError, TypeError):
        raise PlacesError("The communes are not those of @etalab/decoupage-administratif.") from None
    known = [_known(one, merged.get(one.insee, ((), ())), own) for one in found]
    epcis = {one.epci: one.epci_name for one in found if one.epci}
    write_places(target, known, epcis, (COMMUNES, GEONAMES if own is None else OWN_POINTS))
    return len(known)


def read_points(path: Path) -> dict[str, Point]:
    """Points of communes by INSEE code from a CSV file with the columns `insee,lon,lat`."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows = [(row["insee"].strip(), float(row["lon"]), float(row["lat"])) for row in reader]
    except (OSError, ValueError, KeyError, AttributeError, TypeError, csv.Error):
        raise PlacesError("The points must be a CSV file with the columns insee,lon,lat.") from None
    if not {"insee", "lon", "lat"} <= set(reader.fieldnames or ()):
        raise PlacesError("The points lack one of the columns insee,lon,lat.")
    if any(not (math.isfinite(lon) and abs(lon) <= 180 and abs(lat) <= 90) for _, lon, lat in rows):
        raise PlacesError("The points hold a longitude or latitude that cannot be.")
    return {code: (lon, lat) for code, lon, lat in rows}


def _codes(rows: Iterable[Mapping[str, Any]]) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """For each commune of today the codes merged into it, and those of its districts."""
    former: dict[str, set[str]] = {}
    parts: dict[str, set[str]] = {}
    for row in rows:
        code, kind = row["code"], row["type"]
        if kind == "commune-actuelle":
            former.setdefault(code, set()).update(row.get("anciensCodes", ()))
        elif kind == "arrondissement-municipal":
            parts.setdefault(row["commune"], set()).add(code)
        elif row.get("chefLieu") and row["chefLieu"] != code:
            former.setdefault(row["chefLieu"], set()).add(code)
    return {
        code: (tuple(sorted(former.get(code, ()))), tuple(sorted(parts.get(code, ()))))
        for code in former.keys() | parts.keys()
    }


def _known(
    one: Commune, codes: tuple[tuple[str, ...], tuple[str, ...]], own: Mapping[str, Point] | None
) -> KnownCommune:
    return KnownCommune(
        insee=one.insee,
        name=one.name,
        epci=one.epci,
        postcodes=one.postcodes,
        former=codes[0],
        parts=codes[1],
        population=one.population or None,
        point=one.point if own is None else own.get(one.insee),
    )
