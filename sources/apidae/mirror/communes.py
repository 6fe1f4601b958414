"""Communes as the mirrored objects tell of them; Apidae is asked for those of which nothing is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sources.apidae.communes import Communes
from sources.apidae.mapping.place import commune_of
from sources.apidae.mirror.fallback import AWAY
from sources.apidae.mirror.reading import ObjectReader
from sources.apidae.tables.places import in_region


class MirroredCommunes:
    """Stands in the place of `Communes`."""

    def __init__(self, reader: ObjectReader, others: Communes) -> None:
        """Contacts nothing."""
        self._reader = reader
        self._others = others

    async def load(self, codes: Sequence[str]) -> Mapping[str, Any]:
        """Communes of the region by INSEE code, in one command, and one call for others."""
        wanted = [code for code in codes if in_region(code)]
        names = await self._names(wanted) if wanted else {}
        found = {code: commune_of({"code": code, "nom": name}) for code, name in names.items()}
        missing = [code for code in wanted if code not in found]
        return {**found, **(await self._others.load(missing) if missing else {})}

    async def _names(self, codes: Sequence[str]) -> Mapping[str, str]:
        try:
            return await self._reader.communes(codes)
        except AWAY:
            return {}

    async def aclose(self) -> None:
        """Cancel what is being loaded."""
        await self._others.aclose()
