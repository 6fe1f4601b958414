"""Proposals for a text that is being typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest

import strawberry

from gateway.graph.ids import encode_id
from sources.apidae.catalogue import OfferQuery
from sources.apidae.mirror.directory import Directory
from sources.apidae.mirror.mirror import Mirror
from sources.apidae.places.gazetteer import Gazetteer
from sources.apidae.places.prefixes import Prefixes
from sources.apidae.tables.families import LABELS
from sources.apidae.tables.places import DEPARTMENTS, department_of
from sources.apidae.tables.themes import THEME_LABELS
from sources.apidae.types.discovery import FacetKey
from sources.apidae.types.offer import Offer
from sources.apidae.types.organisations import Provider
from sources.apidae.types.place import Commune, Epci, Territory
from sources.apidae.types.suggestion import Suggestion, SuggestionKind
from sources.apidae.types.words import OfferFamily


@dataclass(frozen=True, slots=True)
class Suggester:
    """Looks into the table of places, the directory and the names of public offers."""

    places: Gazetteer
    directory: Directory
    mirror: Mirror

    async def find(self, prefix: str, most: int, kinds: Sequence[SuggestionKind]) -> list[Suggestion]:
        """At most `most` proposals; kinds take turns, each with its best first."""
        found: dict[SuggestionKind, Iterable[Suggestion]] = {
            SuggestionKind.COMMUNE: self._communes(prefix, most),
            SuggestionKind.TERRITORY: self._territories(prefix, most),
            SuggestionKind.FAMILY: self._families(prefix),
            SuggestionKind.THEME: await self._themes(prefix) if SuggestionKind.THEME in kinds else (),
            SuggestionKind.PROVIDER: self._providers(prefix, most),
            SuggestionKind.EPCI: self._epcis(prefix, most),
        }
        if SuggestionKind.OFFER in kinds:
            found[SuggestionKind.OFFER] = await self._offers(prefix, most)
        turns = zip_longest(*(found[kind] for kind in SuggestionKind if kind in kinds and kind in found))
        return list(islice((one for one in chain.from_iterable(turns) if one), most))

    def _communes(self, prefix: str, most: int) -> Iterator[Suggestion]:
        for one in self.places.starting_with(prefix, most):
            yield Suggestion(
                names={"fr": one.name},
                kind=SuggestionKind.COMMUNE,
                value=one.insee,
                id=_id(Commune.entity, one.insee),
                detail=DEPARTMENTS[department_of(one.insee)],
                offers_count=self.directory.communes.get(one.insee, 0),
            )

    def _territories(self, prefix: str, most: int) -> Iterator[Suggestion]:
        for one in self.directory.territory_prefixes.find(prefix, most):
            yield Suggestion(
                names=one.names,
                kind=SuggestionKind.TERRITORY,
                value=_id(Territory.entity, one.key),
                id=_id(Territory.entity, one.key),
                detail=None,
                offers_count=self.directory.offers_of_territory[one.key],
            )

    def _families(self, prefix: str) -> Iterator[Suggestion]:
        for family in _FAMILIES.find(prefix, len(_LABELS)):
            if count := self.directory.families.get(family, 0):
                yield Suggestion(
                    names=LABELS[family],
                    kind=SuggestionKind.FAMILY,
                    value=family.name,
                    id=None,
                    detail=None,
                    offers_count=count,
                )

    def _providers(self, prefix: str, most: int) -> Iterator[Suggestion]:
        for one in self.directory.provider_prefixes.find(prefix, most):
            yield Suggestion(
                names={"fr": one.name},
                kind=SuggestionKind.PROVIDER,
                value=_id(Provider.entity, one.key),
                id=_id(Provider.entity, one.key),
                detail=None,
                offers_count=self.directory.offers_of_provider[one.key],
            )

    def _epcis(self, prefix: str, most: int) -> Iterator[Suggestion]:
        for one in self.places.epcis_starting_with(prefix, most):
            if count := self.directory.epcis.get(one.code, 0):
                yield Suggestion(
                    names={"fr": one.name},
                    kind=SuggestionKind.EPCI,
                    value=one.code,
                    id=_id(Epci.entity, one.code),
                    detail=None,
                    offers_count=count,
                )

    async def _themes(self, prefix: str) -> list[Suggestion]:
        counts = (await self.mirror.catalogue.counts(OfferQuery(), [FacetKey.THEME]))[FacetKey.THEME]
        return [
            Suggestion(
                names=THEME_LABELS[key],
                kind=SuggestionKind.THEME,
                value=key,
                id=None,
                detail=None,
                offers_count=counts[key],
            )
            for key in _THEMES.find(prefix, len(THEME_LABELS))
            if counts.get(key)
        ]

    async def _offers(self, prefix: str, most: int) -> list[Suggestion]:
        found = await self.mirror.named_like(prefix, most)
        return [
            Suggestion(
                names=one.names,
                kind=SuggestionKind.OFFER,
                value=one.slug,
                id=_id(Offer.entity, one.key),
                detail=one.place.commune.name if one.place.commune else None,
                offers_count=None,
            )
            for one in found
        ]


_LABELS = [(label, family) for family in OfferFamily for label in LABELS[family].values()]
_FAMILIES: Prefixes[OfferFamily] = Prefixes(_LABELS)
_THEMES: Prefixes[str] = Prefixes(
    (label, key) for key, names in THEME_LABELS.items() for label in names.values()
)


def _id(entity: str, key: str) -> strawberry.ID:
    return strawberry.ID(encode_id(entity, key))
