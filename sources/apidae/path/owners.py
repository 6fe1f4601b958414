"""Whose an offer is and whether somebody sells it, as the mirror knows it: rights rest on that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sources.apidae.mapping.reading import Raw, part
from sources.apidae.mapping.tariffs import prices_of
from sources.apidae.mirror.documents import unpack
from sources.apidae.mirror.state import StateKeeper
from sources.apidae.policies.reasons import Reason
from sources.apidae.workflow.model import Respondent

KEPT = ("ownOffice", "ownProvider", "department", "codes", "public")


@dataclass(frozen=True, slots=True)
class Owned:
    """An offer, public or not, with the numbers of the office and the provider that answer for it."""

    number: int
    office: int | None
    provider: int | None
    department: str | None
    codes: frozenset[str]
    is_public: bool


class Owners:
    """Reads offers of the mirror; what is no offer is as if it were not there."""

    def __init__(self, states: StateKeeper) -> None:
        """Contacts nothing."""
        self._states = states

    async def of(self, numbers: Iterable[int]) -> dict[int, Owned]:
        """Those that there are."""
        await self._states.read()
        where = {"_id": {"$in": list(numbers)}, "codes": {"$ne": Reason.NOT_AN_OFFER.name}}
        found = await self._states.slots.objects.find(where, projection=dict.fromkeys(KEPT, 1))
        return {one["_id"]: _owned(one) for one in found}

    async def first(self, most: int) -> list[Owned]:
        """So many with an office, by number."""
        await self._states.read()
        where = {"ownOffice": {"$exists": True}, "codes": {"$ne": Reason.NOT_AN_OFFER.name}}
        found = await self._states.slots.objects.find(
            where, sort=(("_id", 1),), limit=most, projection=dict.fromkeys(KEPT, 1)
        )
        return [_owned(one) for one in found]

    async def respondent(self, number: int) -> Respondent:
        """Who answers for an offer: its provider, or the office when nobody sells it."""
        await self._states.read()
        found = await self._states.slots.objects.find_one({"_id": number}, projection={"raw": 1})
        return respondent_of(unpack(found["raw"])) if found else "OFFICE"


def respondent_of(item: Raw) -> Respondent:
    """Apidae does not say what is commercial: it is what names who runs it, and is not free."""
    runs = bool(part(item, "informations", "structureGestion").get("id"))
    return "PROVIDER" if runs and prices_of(item).is_free is not True else "OFFICE"


def _owned(document: Mapping[str, Any]) -> Owned:
    return Owned(
        number=document["_id"],
        office=document.get("ownOffice"),
        provider=document.get("ownProvider"),
        department=document.get("department"),
        codes=frozenset(document["codes"]),
        is_public=document["public"],
    )
