"""Whose dossiers a caller may see: the only place that decides it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gateway.identity import Caller
from sources.apidae.tables.places import DEPARTMENTS

MOST_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Scope:
    """Dossiers of these offices, departments, providers and offers, or of everybody."""

    everybody: bool = False
    offices: tuple[int, ...] = ()
    departments: tuple[str, ...] = ()
    providers: tuple[int, ...] = ()
    """Numbers of organisations or of single offers: Apidae numbers both in one row."""

    @property
    def is_empty(self) -> bool:
        """Whether the caller answers for nothing."""
        return not (self.everybody or self.offices or self.departments or self.providers)

    def holds(self, number: int, office: int | None, provider: int | None, department: str | None) -> bool:
        """Whether an offer is among them: its own number, and those of whom it belongs to."""
        return (
            self.everybody
            or office in self.offices
            or department in self.departments
            or provider in self.providers
            or number in self.providers
        )


def scope_of(caller: Caller) -> Scope:
    """What the roles of a caller let them see; a scope that is no number or no department is none."""
    return Scope(
        everybody=caller.has("REGION_ADMIN"),
        offices=_numbers(caller.scopes("OFFICE")),
        departments=tuple(code for code in caller.scopes("DEPARTMENT_AGENCY") if code in DEPARTMENTS),
        providers=_numbers(caller.scopes("PROVIDER")),
    )


def _numbers(texts: Sequence[str]) -> tuple[int, ...]:
    plain = [text for text in texts if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS]
    return tuple(dict.fromkeys(map(int, plain)))
