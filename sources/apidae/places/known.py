"""Communes of the region by code: from the table of places, and from Apidae where there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from sources.apidae.mapping.place import commune_of
from sources.apidae.places.gazetteer import Gazetteer, KnownCommune
from sources.apidae.tables.places import in_region
from sources.apidae.types.place import Commune


class LoadsCommunes(Protocol):
    """Where communes come from when no table knows them."""

    async def load(self, codes: Sequence[str]) -> Mapping[str, Any]:
        """Communes of the region by INSEE code."""
        ...


class KnownCommunes:
    """Stands before another place to load communes from; a former code leads to the commune of today."""

    def __init__(self, places: Gazetteer, others: LoadsCommunes) -> None:
        """Contacts nothing."""
        self._places = places
        self._others = others

    async def load(self, codes: Sequence[str]) -> Mapping[str, Any]:
        """Communes by the codes asked; those outside the region are left out."""
        known = {code: one for code in codes if (one := self.known(code))}
        found: dict[str, Any] = {code: made for code, one in known.items() if (made := commune(one))}
        missing = [code for code in codes if code not in known]
        return {**found, **(await self._others.load(missing) if missing else {})}

    def known(self, code: str) -> KnownCommune | None:
        """What the table tells of a commune by a present or former code."""
        return self._places.commune(code)

    def present(self, code: str) -> str:
        """The code of today."""
        return self._places.present(code)


def commune(one: KnownCommune) -> Commune | None:
    """The commune of the graph; None outside the region."""
    return commune_of({"code": one.insee, "nom": one.name}) if in_region(one.insee) else None
