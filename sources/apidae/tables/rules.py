"""A rule over an object's type and criteria that can be checked on an object and asked of Apidae alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple


class Criterion(NamedTuple):
    """A reference element: its type and its id (ids are unique over all types)."""

    element: str
    id: int

    @property
    def term(self) -> str:
        """The criterion in the query language of Apidae."""
        return f"critere:{self.element}_{self.id}"


DISTINCTION = "DistinctionNom"
PROMOTION = "TypologiePromoSitra"

MOVED_MARKS = {8607: 4971, 8644: 5022, 8671: 6566, 8673: 6049, 8674: 1582, 8675: 5538, 8690: 6825}
"""Marks whose new id in `distinctions` is known: new id -> old id."""

_NEW_IDS = {old: new for new, old in MOVED_MARKS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Holds for an object of `type` (any, if None) with one of `any_of` and none of `none_of`.

    `key` names the rule to offices and in logs.
    """

    key: str
    type: str | None = None
    any_of: tuple[Criterion, ...] = ()
    none_of: tuple[Criterion, ...] = ()
    _any: frozenset[int] = field(init=False, repr=False)
    _none: frozenset[int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Keep the ids as sets."""
        object.__setattr__(self, "_any", frozenset(one.id for one in self.any_of))
        object.__setattr__(self, "_none", frozenset(one.id for one in self.none_of))

    def holds(self, kind: str, ids: frozenset[int]) -> bool:
        """Whether the rule holds for an object of this type with these criteria."""
        return (
            (self.type is None or self.type == kind)
            and (not self._any or not self._any.isdisjoint(ids))
            and self._none.isdisjoint(ids)
        )

    def query(self) -> str:
        """The rule as a group of `criteresQuery`: a single type, or clauses that must or must not hold."""
        clauses = [f"+type:{self.type}"] if self.type else []
        if self.any_of:
            clauses.append(f"+{any_term(self.any_of)}")
        if self.none_of:
            clauses.append(f"-{any_term(self.none_of)}")
        return f"({' '.join(clauses)})"


def of(element: str, *ids: int) -> tuple[Criterion, ...]:
    """Criteria of one type of element."""
    return tuple(Criterion(element, number) for number in ids)


def any_term(criteria: Iterable[Criterion]) -> str:
    """A group that holds when any of the criteria is there, in its old or its new form."""
    terms: list[str] = []
    for one in criteria:
        terms.append(one.term)
        if one.id in _NEW_IDS:
            terms.append(Criterion(DISTINCTION, _NEW_IDS[one.id]).term)
    return f"({' '.join(terms)})"


def any_rule(rules: Iterable[Rule]) -> str:
    """A group that holds when any of the rules does."""
    return f"({' '.join(rule.query() for rule in rules)})"
