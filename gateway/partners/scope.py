"""What a key may show: kinds of content, families, places. A scope narrows a question or refuses it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import Enum
from typing import Any

from gateway.http.problem import Problem

FAMILY = re.compile(r"[A-Z_]{3,40}")
INSEE = re.compile(r"\d[\dAB]\d{3}")
DEPARTMENT = re.compile(r"\d[\dAB]\d?")
TERRITORY = re.compile(r"[A-Za-z0-9_-]{4,200}")

MOST_VALUES = 50
"""Of one part of a scope, which becomes a list in a filter."""


class ContentKind(Enum):
    """Kinds of content, as a key is given them."""

    OFFERS = "OFFERS"
    STORIES = "STORIES"
    MAP = "MAP"


@dataclass(frozen=True, slots=True)
class Scope:
    """Each part that is not empty must hold; an empty one allows everything.

    `territories` are global ids, `communes` INSEE codes. Families and territories are of offers; departments
    and communes are of stories too, which must name a commune there.
    """

    kinds: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()

    def allows_kind(self, kind: ContentKind) -> bool:
        """Whether content of a kind may be shown at all."""
        return not self.kinds or kind.value in self.kinds

    @property
    def is_open(self) -> bool:
        """Whether it narrows no question."""
        return not (self.families or self.departments or self.communes or self.territories)

    def holds(
        self,
        *,
        families: Collection[str] | None = None,
        commune: str | None = None,
        department: str | None = None,
        territories: Collection[str] | None = None,
    ) -> bool:
        """Whether an object with these facts lies in it; None for `families` and `territories`: not asked."""
        return (
            _meets(self.families, families)
            and _meets(self.territories, territories)
            and _meets(self.communes, [commune] if commune else [])
            and _meets(self.departments, [department] if department else [])
        )

    def document(self) -> dict[str, list[str]]:
        """As it is stored."""
        return {one.name: list(getattr(self, one.name)) for one in fields(self)}

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Scope:
        """From what is stored, or from a file of partners."""
        return cls(**{one.name: tuple(document.get(one.name, ())) for one in fields(cls)})


EVERYTHING = Scope()

PATTERNS: Mapping[str, re.Pattern[str]] = {
    "kinds": re.compile("|".join(kind.value for kind in ContentKind)),
    "families": FAMILY,
    "departments": DEPARTMENT,
    "communes": INSEE,
    "territories": TERRITORY,
}
"""What each value of each part looks like."""


def wrong_part(scope: Scope) -> str | None:
    """The name of the first part with a value of the wrong form, or with too many; None for a good scope."""
    for name, pattern in PATTERNS.items():
        values = getattr(scope, name)
        if len(values) > MOST_VALUES or not all(pattern.fullmatch(value) for value in values):
            return name
    return None


def narrowed(asked: Sequence[str], allowed: Sequence[str]) -> list[str]:
    """What of the asked values is allowed, all that is when nothing was asked; refuses an empty rest."""
    if not allowed:
        return list(asked)
    kept = [value for value in allowed if value in asked] if asked else list(allowed)
    if not kept:
        raise refused()
    return kept


def refused() -> Problem:
    """A question for what the key does not cover."""
    return Problem(403, "SCOPE_REFUSED", "This key does not cover what was asked.")


def _meets(allowed: Collection[str], found: Collection[str] | None) -> bool:
    return not allowed or found is None or any(value in allowed for value in found)
