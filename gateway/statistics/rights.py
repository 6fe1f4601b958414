"""Whose counts a caller may see: the only place that decides it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gateway.identity import Caller
from gateway.statistics.record import OfferFacts


@dataclass(frozen=True, slots=True)
class Sight:
    """Counts of these offices, departments, providers (or single offers) and partners, or of everybody."""

    everybody: bool = False
    offices: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the caller answers for nothing."""
        return not (self.everybody or self.answers_for or self.partners)

    @property
    def answers_for(self) -> bool:
        """Whether the caller answers for offers, so that hidden ones are theirs to know."""
        return bool(self.offices or self.departments or self.providers)

    def answers_for_offer(self, facts: OfferFacts) -> bool:
        """Whether all counts of an offer are the caller's to know."""
        return (
            self.everybody
            or facts.office in self.offices
            or facts.department in self.departments
            or facts.provider in self.providers
            or facts.offer in self.providers
        )

    def filter(self, public: Sequence[str]) -> dict[str, Any]:
        """Which counters may be read; those of a partner only of `public` offers."""
        if self.everybody:
            return {}
        parts: list[dict[str, Any]] = [
            {name: {"$in": list(values)}}
            for name, values in (
                ("office", self.offices),
                ("department", self.departments),
                ("provider", self.providers),
                ("offer", self.providers),
            )
            if values
        ]
        if self.partners:
            parts.append({"partner": {"$in": list(self.partners)}, "offer": {"$in": list(public)}})
        return {"$or": parts}


def sight_of(caller: Caller) -> Sight:
    """What the roles of a caller let them see; an empty scope is none."""
    return Sight(
        everybody=caller.has("REGION_ADMIN"),
        offices=_some(caller.scopes("OFFICE")),
        departments=_some(caller.scopes("DEPARTMENT_AGENCY")),
        providers=_some(caller.scopes("PROVIDER")),
        partners=_some(caller.scopes("PARTNER")),
    )


def _some(scopes: Sequence[str]) -> tuple[str, ...]:
    return tuple(scope for scope in scopes if scope)  # "" stands for "not known" in what is stored
