"""The files that a deployer supplies, made for the demo: a table of places and an invented list of stops."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from sources.apidae.places.building import build_places

from .places import DEFAULT_COMMUNES, load_communes
from .points import MissingData
from .stops import stops_csv

MADE = 2
"""To be raised when what is written changes: the files are kept from start to start."""


def supplied_files() -> dict[str, Path]:
    """`places` and `stops` by name; empty when the communes are not installed."""
    try:
        return {
            "places": _kept(f"places-{MADE}.json", _make_places),
            "stops": _kept(f"stops-{MADE}.csv", _make_stops),
        }
    except MissingData:
        return {}


def _kept(name: str, make: Callable[[Path], None]) -> Path:
    """The file, made again when the communes are newer than it."""
    file = _folder() / name
    if not file.is_file() or file.stat().st_mtime < _changed():
        file.parent.mkdir(parents=True, exist_ok=True)
        make(file)
    return file


def _folder() -> Path:
    """Beside the communes, as what is kept of their points; elsewhere where that cannot be written."""
    modules = next(parent for parent in DEFAULT_COMMUNES.parents if parent.name == "node_modules")
    if os.access(modules, os.W_OK):
        return modules / ".cache" / "partir-ici"
    return Path(tempfile.gettempdir()) / f"partir-ici-{os.getuid()}"


def _changed() -> float:
    try:
        return DEFAULT_COMMUNES.stat().st_mtime
    except OSError:
        raise MissingData(
            "The communes of the Apidae emulator are not installed: run `make setup`."
        ) from None


def _make_places(file: Path) -> None:
    build_places(file)


def _make_stops(file: Path) -> None:
    draft = file.with_name(f"{file.name}.{os.getpid()}.part")
    draft.write_text(stops_csv(load_communes()), encoding="utf-8")
    draft.replace(file)
