"""A condition: an argument of the filter, and which rows of the table it keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from enum import Enum
from typing import Any

import numpy as np

from sources.apidae.catalogue import By, Chosen, OfferQuery
from sources.apidae.index.columns import Mask, Tags
from sources.apidae.index.table import Table

DEFAULTS: Mapping[str, Any] = {
    one.name: one.default for one in fields(OfferQuery) if one.default is not MISSING
}
"""What a part of a question is when it was not asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a condition may know besides the table and the question.

    `today` in France. `bits` are the wanted days that the table holds, `far` offers that are open on one of
    those it does not. `marked` are the offers that scouts wrote about,
    `selected` those of the wanted selection.
    """

    today: date
    bits: int = 0
    far: frozenset[int] = frozenset()
    marked: frozenset[int] = frozenset()
    selected: frozenset[int] = frozenset()


Keep = Callable[[Table, OfferQuery, Around], Mask]


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What some parts of a question keep.

    `arguments` maps each part, a field of `OfferQuery`, to the argument that callers know; `live` are the
    parts that Apidae can be asked for as well (`query_language.py`), the others it is refused.
    """

    arguments: Mapping[str, str]
    keep: Keep
    live: frozenset[str] = frozenset()
    among: By | None = None
    """Of `belongs` only the entry by this."""

    def asked(self, query: OfferQuery) -> list[str]:
        """Those of its parts that a question has."""
        if self.among:
            return list(self.arguments) if self.among in dict(query.belongs) else []
        return [part for part in self.arguments if getattr(query, part) != DEFAULTS[part]]


def one_of(part: str, argument: str, column: str, *, live: bool = False) -> Condition:
    """An offer has one of the values of a part."""

    def keep(table: Table, query: OfferQuery, _: Around) -> Mask:
        return table.column(column, Tags).any_of(map(told, getattr(query, part)), table.size)

    return Condition(arguments={part: argument}, keep=keep, live=_live(part, live=live))


def all_of(part: str, argument: str, column: str, *, live: bool = False) -> Condition:
    """An offer has all values of a part."""

    def keep(table: Table, query: OfferQuery, _: Around) -> Mask:
        return _all(table, column, getattr(query, part))

    return Condition(arguments={part: argument}, keep=keep, live=_live(part, live=live))


def chosen(part: str, argument: str, column: str, *, live: bool = False) -> Condition:
    """An offer has one of some values, all of others, none of further ones."""

    def keep(table: Table, query: OfferQuery, _: Around) -> Mask:
        return chosen_rows(table, column, getattr(query, part))

    return Condition(arguments={part: argument}, keep=keep, live=_live(part, live=live))


def yes_or_no(part: str, argument: str, column: str) -> Condition:
    """An offer says yes, or says no; what it does not tell is neither."""

    def keep(table: Table, query: OfferQuery, _: Around) -> Mask:
        return table.column(column, Tags).has("yes" if getattr(query, part) else "no", table.size)

    return Condition(arguments={part: argument}, keep=keep)


def chosen_rows(table: Table, column: str, wanted: Chosen[Any]) -> Mask:
    """The rows that fit."""
    tags = table.column(column, Tags)
    found = _all(table, column, wanted.all)
    if wanted.any:
        found &= tags.any_of(map(told, wanted.any), table.size)
    if wanted.none:
        found &= ~tags.any_of(map(told, wanted.none), table.size)
    return found


def told(value: Any) -> str:
    """A value as it stands in a column."""
    return value.name if isinstance(value, Enum) else str(value)


def _all(table: Table, column: str, values: Iterable[Any]) -> Mask:
    found = np.ones(table.size, dtype=np.bool_)
    for value in values:
        found &= table.column(column, Tags).has(told(value), table.size)
    return found


def _live(part: str, *, live: bool) -> frozenset[str]:
    return frozenset({part} if live else ())
