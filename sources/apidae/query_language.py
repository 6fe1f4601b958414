"""From a question of ours to a query of Apidae, so that its counts are exactly those of public offers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gateway.errors import SourceMisconfigured
from sources.apidae.catalogue import Chosen, OfferQuery, Order
from sources.apidae.index.by_day import wanted_days
from sources.apidae.index.conditions import CONDITIONS
from sources.apidae.live_places import only_mirror
from sources.apidae.policy import Eligibility
from sources.apidae.tables.audiences import AUDIENCE_RULES
from sources.apidae.tables.encounters import WITH_LOCALS
from sources.apidae.tables.families import FAMILY_RULES
from sources.apidae.tables.kinds import DAY_OFFERS, OFFER_RULES
from sources.apidae.tables.levels import HIGHEST, LOWEST
from sources.apidae.tables.marks import MARK_RULES, adapted_to
from sources.apidae.tables.places import department_of
from sources.apidae.tables.rules import Rule, any_rule, any_term
from sources.apidae.tables.themes import MOODS, THEMES
from sources.apidae.tables.weather import WEATHER
from sources.apidae.types.discovery import WeatherFit
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

        `NOT_SUPPORTED_LIVE` for an order or a filter that Apidae does not have.
        """
        _refuse_others(query)
        found: dict[str, Any] = {
            "criteresQuery": self.criteria(query),
            "order": _ORDERS[query.order],
            "asc": True,
            **self._where(query),
        }
        if query.insee is not None and not found.get("communeCodesInsee"):
            return None
        days = wanted_days(query, date.min)
        if days == []:
            return None
        if days:
            found |= {"dateDebut": days[0].isoformat(), "dateFin": days[-1].isoformat()}
        return {**found, **_around(query)}

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
        for rules, chosen in (
            (THEMES, query.themes),
            (MOODS, query.moods),
            (AUDIENCE_RULES, query.audiences),
            (MARK_RULES, query.distinctions),
        ):
            clauses.extend(_chosen(rules, chosen))
        if query.encounter_with:
            met = [rule for actor, rule in WITH_LOCALS if actor in query.encounter_with]
            clauses.append(f"+{any_rule(met)}")
        clauses.extend(f"+{any_term(adapted_to(one))}" for one in query.accessible_for)
        if query.weather:
            clauses.append(f"+({' '.join(map(_weather, query.weather))})")
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


def _refuse_others(query: OfferQuery) -> None:
    if query.order not in _ORDERS:
        raise only_mirror("sort")
    for condition in CONDITIONS:
        for part in condition.asked(query):
            if part not in condition.live:
                raise only_mirror(f"filter.{condition.arguments[part]}")


def _around(query: OfferQuery) -> dict[str, Any]:
    """Words, the circle and the seed."""
    found: dict[str, Any] = {"searchQuery": query.text} if query.text else {}
    if query.near:
        point = [query.near.lon, query.near.lat]
        found |= {"center": {"type": "Point", "coordinates": point}, "radius": query.near.metres}
    return found | ({"randomSeed": query.seed} if query.order is Order.RANDOM else {})


def _chosen(rules: Mapping[Any, Sequence[Rule]], chosen: Chosen[Any]) -> Iterator[str]:
    if chosen.any:
        yield f"+{any_rule(rule for one in chosen.any for rule in rules[one])}"
    yield from (f"+{any_rule(rules[one])}" for one in chosen.all)
    yield from (f"-{any_rule(rules[one])}" for one in chosen.none)


def _weather(fit: WeatherFit) -> str:
    return f"({' '.join(f'+{any_term(group)}' for group in WEATHER[fit])})"


def _of_types(types: tuple[OfferType, ...]) -> str:
    if not types:
        return f"+{DAY_OFFERS}"
    return f"+{any_rule(rule for kind in types for rule in OFFER_RULES[kind])}"


def _families(families: tuple[OfferFamily, ...]) -> str:
    return any_rule(rule for family in families for rule in FAMILY_RULES[family])
