"""From a question of ours to a query of Apidae, so that its counts are exactly those of public offers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gateway.errors import BadInput, SourceMisconfigured
from sources.apidae.catalogue import OfferQuery, Order
from sources.apidae.live_places import refuse_places
from sources.apidae.policy import Eligibility
from sources.apidae.tables.families import FAMILY_RULES
from sources.apidae.tables.kinds import DAY_OFFERS, OFFER_RULES
from sources.apidae.tables.levels import HIGHEST, LOWEST
from sources.apidae.tables.places import department_of
from sources.apidae.tables.rules import any_rule, any_term
from sources.apidae.types.words import Axis, OfferFamily, OfferType

_ORDERS: Mapping[Order, str] = {
    Order.IDENTIFIER: "IDENTIFIANT",
    Order.RELEVANCE: "PERTINENCE",
    Order.NEAREST: "DISTANCE",
    Order.NAME: "NOM",
    Order.RANDOM: "RANDOM",
}


@dataclass(frozen=True, slots=True)
class QueryLanguage:
    """Translates for one deployment: its ids of levels and territories.

    The rules of `policy.py` are said again here, because Apidae has to count by them. Every object that
    comes back is still judged by the policy itself.
    """

    eligibility: Eligibility
    region_territory: int | None
    department_territories: Mapping[str, int]

    def translate(self, query: OfferQuery) -> dict[str, Any] | None:
        """The query without access, languages, fields and page; None when nothing can be found.

        `INVALID_ARGUMENT` for an order that Apidae does not have.
        """
        refuse_places(query)
        if query.order not in _ORDERS:
            raise BadInput(
                "INVALID_ARGUMENT",
                "This deployment asks Apidae itself, which does not know this order.",
                hint="It is there when the deployment keeps a mirror (APIDAE_MODE=mirror).",
                argument="sort",
            )
        found: dict[str, Any] = {
            "criteresQuery": self.criteria(query),
            "order": _ORDERS[query.order],
            "asc": True,
            **self._where(query),
        }
        if query.insee is not None and not found.get("communeCodesInsee"):
            return None
        if query.text:
            found["searchQuery"] = query.text
        if query.near:
            point = [query.near.lon, query.near.lat]
            found |= {"center": {"type": "Point", "coordinates": point}, "radius": query.near.metres}
        if query.open_on:
            found |= {"dateDebut": query.open_on.isoformat(), "dateFin": query.open_on.isoformat()}
        if query.order is Order.RANDOM:
            found["randomSeed"] = query.seed
        return found

    def criteria(self, query: OfferQuery) -> str:
        """What an offer must be and carry, as `criteresQuery`."""
        clauses = [_of_types(query.types), *self.eligibility.clauses()]
        for axis in Axis:
            clauses.extend(self._level(axis, dict(query.min_levels).get(axis, LOWEST)))
        if self.eligibility.no_encounter is not None:
            clauses.append(f"-critereInterne:{self.eligibility.no_encounter}")
        if query.families_any:
            clauses.append(f"+{_families(query.families_any)}")
        clauses.extend(f"+{_families((family,))}" for family in query.families_all)
        clauses.extend(f"-{_families((family,))}" for family in query.families_none)
        return " ".join(clauses)

    def _level(self, axis: Axis, lowest: int) -> list[str]:
        """With two levels on an axis the lower counts, so a lower one must not be there."""
        levels = self.eligibility.levels
        clauses = [f"+{any_term(levels.criteria(axis, lowest, HIGHEST))}"]
        if lowest > LOWEST:
            clauses.append(f"-{any_term(levels.criteria(axis, LOWEST, lowest - 1))}")
        return clauses

    def _where(self, query: OfferQuery) -> dict[str, Any]:
        """Communes stand alone: whether Apidae combines them with territories is not known."""
        if query.insee is not None:
            allowed = set(query.departments)
            codes = [code for code in query.insee if not allowed or department_of(code) in allowed]
            return {"communeCodesInsee": codes} if codes else {}
        if query.departments:
            return {"territoireIds": [self._territory(code) for code in query.departments]}
        return {"territoireIds": [self.region_territory]} if self.region_territory else {}

    def _territory(self, code: str) -> int:
        number = self.department_territories.get(code)
        if number is None:
            raise SourceMisconfigured(
                "This deployment does not know the territory of that department.",
                detail=f"APIDAE_DEPARTMENT_TERRITORIES lacks {code}",
            )
        return number


def _of_types(types: tuple[OfferType, ...]) -> str:
    if not types:
        return f"+{DAY_OFFERS}"
    return f"+{any_rule(rule for kind in types for rule in OFFER_RULES[kind])}"


def _families(families: tuple[OfferFamily, ...]) -> str:
    return any_rule(rule for family in families for rule in FAMILY_RULES[family])
