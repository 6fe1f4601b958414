"""Communes of the region, from Apidae's own list, by INSEE code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gateway.cache import Ages, FreshCache, Gathering
from gateway.clock import Clock
from gateway.errors import GatewayError
from sources.apidae.client import ApidaeClient
from sources.apidae.mapping.place import commune_of
from sources.apidae.mapping.reading import items
from sources.apidae.tables.places import in_region
from sources.apidae.types.place import Commune

DAY = 86_400.0
AGES = Ages(soft=DAY, hard=30 * DAY, unknown=3_600.0)
"""Communes change once a year."""


class Communes:
    """Reads communes and keeps them; a stale one is as good as a fresh one and is not told apart."""

    def __init__(self, client: ApidaeClient, clock: Clock) -> None:
        """Nothing is asked yet."""
        self._client = client
        self._kept: FreshCache[str, Commune] = FreshCache(AGES, clock=clock)
        self._asked: Gathering[str, Commune] = Gathering(self._read)

    async def load(self, codes: Sequence[str]) -> Mapping[str, Any]:
        """Communes of the region by INSEE code, in one call for those that are not kept."""
        return await self._kept.values([code for code in codes if in_region(code)], self._asked.load)

    async def aclose(self) -> None:
        """Cancel what is being loaded."""
        await self._kept.aclose()

    async def _read(self, codes: Sequence[str]) -> Mapping[str, Commune | GatewayError | None]:
        communes = map(commune_of, items(await self._client.communes(codes)))
        return {commune.insee: commune for commune in communes if commune}
