"""The client of the API v002: queries in, plain objects out, nothing of the envelope left.

Every call is a POST of one form field, so that the key is in no url. One object is read with
`identifiants` as well: `objet-touristique/get-by-id` takes the key in the query-string only.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import orjson

from gateway.errors import SourceInvalid
from gateway.upstream import Upstream
from sources.apidae.errors import ObjectUnknown, is_json, refusal
from sources.apidae.mapping.reading import Raw, identity, integer, items

LONGEST_PAGE = 200
Query = Mapping[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found:
    """A page of objects and how many there are in all."""

    items: Sequence[Raw]
    total: int


@dataclass(frozen=True, slots=True)
class FoundIds:
    """A page of ids and how many there are in all."""

    ids: Sequence[int]
    total: int


class ApidaeClient:
    """All that is asked of Apidae. Methods raise `SourceError`s, none of which holds the key."""

    def __init__(self, upstream: Upstream, api_key: str, project_id: int, locales: Sequence[str]) -> None:
        """`locales` are the languages of all answers."""
        self._upstream = upstream
        self._access = {"apiKey": api_key, "projetId": project_id}
        self._locales = list(locales)

    async def search(self, query: Query, fields: Sequence[str]) -> Found:
        """A page of objects; `query` without access, languages and fields, but with `count` (at most 200)."""
        answer = await self._ask("recherche/list-objets-touristiques", self._shaped(query, fields))
        found = items(_list(answer, "objetsTouristiques"))
        return Found(found, _total(answer, query, len(found)))

    async def search_ids(self, query: Query) -> FoundIds:
        """A page of ids."""
        answer = await self._ask("recherche/list-identifiants", query)
        found = [one for one in _list(answer, "objetTouristiqueIds") if integer(one)]
        return FoundIds(found, _total(answer, query, len(found)))

    async def objects(self, ids: Sequence[int], fields: Sequence[str]) -> dict[int, Raw]:
        """Objects by id, 200 per call; those that the project cannot see are left out."""
        chunks = [ids[start : start + LONGEST_PAGE] for start in range(0, len(ids), LONGEST_PAGE)]
        answers = await asyncio.gather(*(self._chunk(chunk, fields) for chunk in chunks))
        return {key: item for answer in answers for key, item in answer.items()}

    async def object(self, number: int, fields: Sequence[str]) -> Raw | None:
        """One object, None when the project cannot see it."""
        return (await self.objects([number], fields)).get(number)

    async def agenda(self, query: Query, fields: Sequence[str]) -> dict[str, Sequence[Raw]]:
        """Objects by the days (ISO dates) on which they are open; an object comes once per day."""
        answer = await self._ask("agenda/detaille/list-objets-touristiques", self._shaped(query, fields))
        days = answer.get("objetsTouristiques") or {}
        if not isinstance(days, dict):
            raise SourceInvalid(detail="the days of an agenda are not an object")
        return {day: items(found) for day, found in days.items()}

    async def communes(self, codes: Sequence[str]) -> list[Raw]:
        """Communes by INSEE code, in no order; unknown ones are left out."""
        return await self._reference("communes", {"codesInsee": list(codes)})

    async def communes_by_id(self, ids: Sequence[int]) -> list[Raw]:
        """Communes by their numbers in Apidae; unknown ones are left out."""
        return await self._reference("communes", {"communeIds": list(ids)})

    async def elements(self, ids: Sequence[int]) -> list[Raw]:
        """Reference elements with their labels in all languages."""
        return await self._reference("elements-reference", {"elementReferenceIds": list(ids)})

    async def internal_criteria(self, ids: Sequence[int] = ()) -> list[Raw]:
        """Internal criteria of the project; without ids all of them."""
        return await self._reference("criteres-internes", {"critereInterneIds": list(ids)} if ids else {})

    async def selections(self, ids: Sequence[int] = ()) -> list[Raw]:
        """Selections of the project; without ids all of them."""
        return await self._reference("selections", {"selectionIds": list(ids)} if ids else {})

    async def _chunk(self, ids: Sequence[int], fields: Sequence[str]) -> dict[int, Raw]:
        try:
            found = await self.search({"identifiants": list(ids), "count": len(ids)}, fields)
        except ObjectUnknown:
            return {}
        wanted = set(ids)  # the answer has its own order, gaps, and perhaps more than was asked
        return {key: item for item in found.items if (key := identity(item)) in wanted and key is not None}

    def _shaped(self, query: Query, fields: Sequence[str]) -> Query:
        return {**query, "locales": self._locales, "responseFields": list(fields)}

    async def _reference(self, name: str, query: Query) -> list[Raw]:
        value = await self._send(f"referentiel/{name}", query)
        return items(_checked(value, list))

    async def _ask(self, service: str, query: Query) -> Mapping[str, Any]:
        envelope: dict[str, Any] = _checked(await self._send(service, query), dict)
        # the echo holds the key: it must not travel any further
        return {name: value for name, value in envelope.items() if name != "query"}

    async def _send(self, service: str, query: Query) -> Any:
        text = orjson.dumps({**query, **self._access}).decode()
        answer = await self._upstream.post_form(service, {"query": text}, operation=service)
        if not is_json(answer):
            raise SourceInvalid(detail=f"no JSON from {service}")
        value = answer.json()
        if (error := refusal(value)) is not None:
            raise error
        return value


def _checked(value: Any, kind: type[T]) -> T:
    if not isinstance(value, kind):
        raise SourceInvalid(detail=f"not the expected kind of answer: {type(value).__name__}")
    return value


def _list(answer: Mapping[str, Any], name: str) -> list[Any]:
    """The list, which is absent when there is no hit."""
    value = answer.get(name, [])
    if value is None:
        return []
    if not isinstance(value, list):
        raise SourceInvalid(detail=f"{name} is not a list")
    return value


def _total(answer: Mapping[str, Any], query: Query, here: int) -> int:
    """`numFound`; when it is absent or cannot be true, what is known to exist."""
    known = (integer(query.get("first")) or 0) + here if here else 0
    return max(integer(answer.get("numFound")) or 0, known)
