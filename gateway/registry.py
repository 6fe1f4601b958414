"""Finds the sources: folders of `sources/`, more folders by setting, installed packages by entry point."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

from gateway.source import Source

ENTRY_POINT_GROUP = "partir_ici.sources"
BUILT_IN_PACKAGE = "sources"
OWN = ("gateway.partners.source",)
"""What the gateway itself keeps, by the same contract."""


class RegistryError(Exception):
    """One sentence that names the source and what is wrong with it."""


def find_sources(sources_path: str = "") -> list[Source[Any]]:
    """All sources, sorted by name. `sources_path` names more folders, separated like PATH."""
    found = [*_own(), *_built_in(), *_from_folders(sources_path), *_installed()]
    names = [source.name for source in found]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise RegistryError(f"Two sources are called {twice[0]}.")
    return sorted(found, key=lambda source: source.name)


def _own() -> Iterator[Source[Any]]:
    for name in OWN:
        yield _declared(importlib.import_module(name), name.split(".")[-2])


def _built_in() -> Iterator[Source[Any]]:
    spec = importlib.util.find_spec(BUILT_IN_PACKAGE)
    for location in (spec.submodule_search_locations if spec else None) or ():
        for name in _source_folders(Path(location)):
            yield _declared(importlib.import_module(f"{BUILT_IN_PACKAGE}.{name}.source"), name)


def _from_folders(sources_path: str) -> Iterator[Source[Any]]:
    for folder in filter(None, sources_path.split(os.pathsep)):
        if not Path(folder).is_dir():
            raise RegistryError(f"GATEWAY_SOURCES_PATH names {Path(folder).name}, which is no folder.")
        for name in _source_folders(Path(folder)):
            yield _declared(_import_from(Path(folder), name), name)


def _installed() -> Iterator[Source[Any]]:
    for entry in entry_points(group=ENTRY_POINT_GROUP):
        loaded = entry.load()
        yield _checked(getattr(loaded, "source", loaded), entry.name)


def _source_folders(folder: Path) -> list[str]:
    return sorted(path.parent.name for path in folder.glob("*/source.py"))


def _import_from(folder: Path, name: str) -> ModuleType:
    # the folder is its own top-level package, so that relative imports inside it work
    if name in sys.modules and not _lies_in(sys.modules[name], folder):
        raise RegistryError(f"The source {name} has the name of another Python package.")
    if str(folder) not in sys.path:
        sys.path.append(str(folder))
    importlib.invalidate_caches()
    return importlib.import_module(f"{name}.source")


def _lies_in(module: ModuleType, folder: Path) -> bool:
    places: Iterable[str] = getattr(module, "__path__", ())
    return any(Path(place).parent == folder for place in places)


def _declared(module: ModuleType, name: str) -> Source[Any]:
    return _checked(getattr(module, "source", None), name)


def _checked(value: object, name: str) -> Source[Any]:
    if not isinstance(value, Source):
        raise RegistryError(f"{name} has no value `source` made with gateway.source.Source.")
    if value.name != name:
        raise RegistryError(f"The source {value.name} must be called like its folder or entry point, {name}.")
    if not value.name.isidentifier() or value.name != value.name.lower():
        raise RegistryError(f"The name {value.name} must be a lower-case Python name.")
    return value
