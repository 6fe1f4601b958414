"""What the files of an export are: objects, numbers of removed ones, selections, reference files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from sources.apidae.exports.archive import Archive
from sources.apidae.exports.refusals import BadExport
from sources.apidae.mapping.reading import Raw, identity, integer

CHANGED, LINKED = "objets_modifies/", "objets_lies/"
REMOVED, SELECTIONS = "objets_supprimes.json", "selections.json"
ELEMENTS, COMMUNES = "elements_reference.json", "communes.json"
CRITERIA, TERRITORIES = "criteres_internes.json", "territoires.json"
SINGLE_FILES = (REMOVED, SELECTIONS, ELEMENTS, COMMUNES, CRITERIA, TERRITORIES)

_NUMBER = re.compile(r"(\d+)(?=\.json$)")


class Content:
    """An export, file by file; whatever else is in the zip is ignored. Raises `BadExport`."""

    def __init__(self, archive: Archive) -> None:
        """Looks at names only."""
        self._archive = archive
        self._names = set(archive.names)
        known = [name for name in self._names if name in SINGLE_FILES or _is_part(name)]
        if not known:
            xml = any(name.endswith(".xml") for name in self._names)
            raise BadExport("XML_FLAVOUR" if xml else "NO_CONTENT")

    @property
    def object_files(self) -> list[str]:
        """Names of files that hold objects which are there, in the order of their numbers."""
        return self._parts(CHANGED)

    @property
    def linked_files(self) -> list[str]:
        """Names of files that hold objects to which others only refer."""
        return self._parts(LINKED)

    def objects(self, name: str) -> list[Raw]:
        """The objects of such a file: a list of them, or one alone."""
        value = self._archive.json(name)
        if isinstance(value, dict):
            return [value]
        if not isinstance(value, list):
            raise BadExport("BAD_JSON")
        return objects_in(value)

    @cached_property
    def removed(self) -> frozenset[int]:
        """Numbers that left the project, but for those that a selection still holds."""
        told = {one for value in self._listed(REMOVED) if (one := integer(value))}
        return frozenset(told - self.selected)

    @cached_property
    def selected(self) -> frozenset[int]:
        """Numbers of all objects of all selections; empty when the export does not tell."""
        each = objects_in(self._listed(SELECTIONS))
        held = [one for selection in each for one in objects_in(selection.get("objetsTouristiques"))]
        return frozenset(number for one in held if (number := identity(one)))

    def references(self, name: str) -> dict[int, Raw]:
        """A reference file by id; empty when it is not there."""
        return {number: one for one in objects_in(self._listed(name)) if (number := identity(one))}

    def _listed(self, name: str) -> list[Any]:
        if name not in self._names:
            return []
        value = self._archive.json(name)
        if not isinstance(value, list):
            raise BadExport("BAD_JSON")
        return value

    def _parts(self, folder: str) -> list[str]:
        return sorted((name for name in self._names if name.startswith(folder) and _is_part(name)), key=_rank)


def objects_in(value: Any) -> list[Raw]:
    """The objects of a list, however long."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _is_part(name: str) -> bool:
    return name.startswith((CHANGED, LINKED)) and name.endswith(".json")


def _rank(name: str) -> tuple[int, str]:
    found = _NUMBER.search(name)
    return int(found[1]) if found else 0, name


def cards_of(objects: Iterator[Raw]) -> dict[int, Raw]:
    """What a link shows of each object: `{type, id, nom, identifier, state, adresse, geolocalisation}`."""
    return {number: card_of(item) for item in objects if (number := identity(item))}


def card_of(item: Raw) -> Raw:
    """The card of an object."""
    card = {key: item[key] for key in ("type", "id", "nom", "identifier", "state") if key in item}
    place = item.get("localisation")
    if isinstance(place, dict):
        card |= {key: place[key] for key in ("adresse", "geolocalisation") if key in place}
    return card
