"""Who and what has public offers, and how many: providers, offices, territories, communes, families."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from gateway.clock import Clock
from gateway.errors import SourceUnavailable
from sources.apidae.mapping.territories import territory_of
from sources.apidae.mirror.documents import family_bit
from sources.apidae.mirror.reading import ObjectReader
from sources.apidae.mirror.remembered import Revised
from sources.apidae.mirror.turning import Turner
from sources.apidae.places.ordered import Ordered
from sources.apidae.places.prefixes import Prefixes
from sources.apidae.tables.providers import provider_kind
from sources.apidae.types.organisations import Provider, TouristOffice
from sources.apidae.types.place import Territory
from sources.apidae.types.words import OfferFamily, ProviderKind

Counts = Mapping[Any, int]

_PROVIDERS = {"id": "$provider.id", "name": "$provider.name", "kind": "$kind"}
_OFFICES = {"id": "$office.id", "name": "$office.name", "insee": "$insee"}
_LANDS = {"set": "$territorySet", "insee": "$insee", "epci": "$epci", "families": "$familySet"}


@dataclass(frozen=True)
class Directory:
    """All that has at least one public offer, by key; `counts` are offers by kind of thing and key.

    Nothing here comes from an object that is not public.
    """

    providers: Ordered[Provider] = field(default_factory=Ordered)
    offices: Ordered[TouristOffice] = field(default_factory=Ordered)
    territories: Ordered[Territory] = field(default_factory=Ordered)
    communes_of_office: Mapping[str, Sequence[str]] = field(default_factory=dict)
    communes: Counts = field(default_factory=dict)
    epcis: Counts = field(default_factory=dict)
    families: Counts = field(default_factory=dict)
    offers_of_territory: Counts = field(default_factory=dict)
    offers_of_provider: Counts = field(default_factory=dict)

    @cached_property
    def territory_prefixes(self) -> Prefixes[Territory]:
        """Territories by words of their names, those with most offers first."""
        ranked = sorted(self.territories, key=lambda one: (-self.offers_of_territory[one.key], one.key))
        return Prefixes((name_of(one), one) for one in ranked)

    @cached_property
    def provider_prefixes(self) -> Prefixes[Provider]:
        """Providers by words of their names, those with most offers first."""
        ranked = sorted(self.providers, key=lambda one: (-self.offers_of_provider[one.key], one.key))
        return Prefixes((one.name, one) for one in ranked)


class Directories:
    """The directory of the mirror, made again when the mirror has changed."""

    def __init__(self, reader: ObjectReader, states: Turner, clock: Clock) -> None:
        """Contacts nothing."""
        self._reader = reader
        self._states = states
        self._kept: Revised[Directory] = Revised(2, clock)
        self._one_at_a_time = asyncio.Lock()

    async def read(self) -> Directory:
        """The directory as it is now; `SourceUnavailable` before the mirror was filled."""
        state = await self._states.read()
        if state.filled is None:
            raise SourceUnavailable(detail="the mirror was never filled", retry_after=30)
        async with self._one_at_a_time:
            return await self._kept.get("", state.revision, self._made)

    async def _made(self) -> Directory:
        providers, offices, lands = await asyncio.gather(
            self._reader.grouped({**_PROVIDERS}, "provider.id"),
            self._reader.grouped({**_OFFICES}, "office.id"),
            self._reader.grouped({**_LANDS}),
        )
        sets = {one["_id"]["set"]: one["some"] for one in lands}
        names = await self._reader.territory_names([*sets.values()])
        by_set = _counted(lands, "set")
        held: Counter[str] = Counter()
        for text, count in by_set.items():
            held.update(dict.fromkeys(filter(None, text.split(",")), count))
        return Directory(
            providers=Ordered((one.name, one.key, one) for one in _providers(providers)),
            offices=Ordered((one.name, one.key, one) for one in map(_office, offices)),
            territories=Ordered(
                (name_of(one), one.key, one)
                for one in (territory_of(int(key), names[key]) for key in held if key in names)
            ),
            communes_of_office=_communes(offices),
            communes=_counted(lands, "insee"),
            epcis=_counted(lands, "epci"),
            families=_families(_counted(lands, "families")),
            offers_of_territory=held,
            offers_of_provider=_of_provider(providers),
        )


def name_of(territory: Territory) -> str:
    """The French name of a territory, else any."""
    return territory.names.get("fr") or next(iter(territory.names.values()))


def _counted(rows: Sequence[Mapping[str, Any]], key: str) -> Counter[Any]:
    found: Counter[Any] = Counter()
    for row in rows:
        found[row["_id"].get(key)] += row["count"]
    return found


def _families(sets: Counter[Any]) -> dict[OfferFamily, int]:
    return {
        family: sum(count for one, count in sets.items() if (one or 0) & family_bit(family))
        for family in OfferFamily
    }


def _of_provider(rows: Sequence[Mapping[str, Any]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in rows:
        found[str(row["_id"]["id"])] += row["count"]
    return found


def _providers(rows: Sequence[Mapping[str, Any]]) -> list[Provider]:
    """Each provider with the kind that most of its offers tell, and the least of its names."""
    kinds: dict[int, Counter[ProviderKind]] = {}
    names: dict[int, str] = {}
    for row in rows:
        one = row["_id"]
        kind = provider_kind(one["name"], one.get("kind") or "")
        kinds.setdefault(one["id"], Counter())[kind] += row["count"]
        names[one["id"]] = min(one["name"], names.get(one["id"], one["name"]))
    return [Provider(key=str(number), kind=_most(kinds[number]), name=name) for number, name in names.items()]


def _most(kinds: Counter[ProviderKind]) -> ProviderKind:
    ranks = list(ProviderKind)
    return min(kinds, key=lambda kind: (-kinds[kind], ranks.index(kind)))


def _office(row: Mapping[str, Any]) -> TouristOffice:
    return TouristOffice(key=str(row["_id"]["id"]), name=row["_id"]["name"])


def _communes(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(str(row["_id"]["id"]), set()).add(row["_id"]["insee"])
    return {office: sorted(communes) for office, communes in found.items()}
