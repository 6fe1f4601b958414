"""The table of all public offers: rows that are only ever added, and flags of those that still count."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from sources.apidae.index.columns import Column, Days, Mask, Wholes
from sources.apidae.index.held import HELD
from sources.apidae.index.words import Words
from sources.apidae.mirror.calendar import DAYS

LEAST = 1_024

C = TypeVar("C", bound=Column)


class Table:
    """Columns and words of public offers.

    An offer that has changed gets a new row, its old one does not count any more. So nothing that a row
    holds is ever taken back, and what was read of the table before stays true of it.
    """

    def __init__(self) -> None:
        """Without a row."""
        self._columns: dict[str, Column] = {one.name: one.make() for one in HELD}
        self._capacity = 0
        self._row_of: dict[int, int] = {}
        self._numbers = Wholes()
        self._counts: Mask = np.zeros(0, dtype=np.bool_)
        self._by_name: list[int] = []
        self._sorted = 0
        self._ranks: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self._ahead: tuple[date, int, NDArray[np.int64]] = (date.min, -1, self._ranks)
        self.days_from = date.max
        """The bits of all rows tell the days from this one on."""
        self.names: list[str] = []
        self.words = Words()
        self.size = 0

    def __len__(self) -> int:
        """How many offers there are."""
        return len(self._row_of)

    def __contains__(self, number: int) -> bool:
        """Whether an offer is there."""
        return number in self._row_of

    @property
    def everything(self) -> Mask:
        """The rows that count."""
        return self._counts[: self.size]

    @property
    def numbers(self) -> NDArray[np.int64]:
        """The ids of the offers, by row."""
        return self._numbers.of(self.size)

    @property
    def wasted(self) -> int:
        """How many rows do not count any more."""
        return self.size - len(self._row_of)

    def ids(self) -> set[int]:
        """The ids of all offers."""
        return set(self._row_of)

    def column(self, name: str, kind: type[C]) -> C:
        """A column by its name."""
        found = self._columns[name]
        assert isinstance(found, kind)  # noqa: S101  # `HELD` says so
        return found

    def stamp_of(self, number: int) -> int | None:
        """Which change an offer was read with; None for one that is not there."""
        row = self._row_of.get(number)
        return None if row is None else int(self.column("stamp", Wholes).of(self.size)[row])

    def put(self, document: Mapping[str, Any]) -> None:
        """Take in an offer, in the place of what was known of it."""
        number = document["_id"]
        self.drop(number)
        if self.size == self._capacity:
            self._grow()
        row = self.size
        for held in HELD:
            self._columns[held.name].put(row, held.read(document))
        self._numbers.put(row, number)
        self._counts[row] = True
        self._row_of[number] = row
        self.names.append(document["name"])
        self.words.put(row, document["words"], document["nameWords"])
        self.size += 1

    def drop(self, number: int) -> None:
        """Forget an offer, if it is known."""
        row = self._row_of.pop(number, None)
        if row is not None:
            self._counts[row] = False

    def row_of(self, number: int) -> int | None:
        """The row of an offer; None for one that is not there."""
        return self._row_of.get(number)

    def rows(self, numbers: Iterable[int]) -> Mask:
        """The rows of some offers; unknown ids are left out."""
        found = np.zeros(self.size, dtype=np.bool_)
        found[[self._row_of[one] for one in numbers if one in self._row_of]] = True
        return found

    def ranks(self) -> NDArray[np.int64]:
        """The place of each row when all are ordered by name, then by id."""
        if self._sorted != self.size:
            self._by_name.extend(range(self._sorted, self.size))
            self._by_name.sort(key=self._named)
            self._ranks = np.empty(self.size, dtype=np.int64)
            self._ranks[self._by_name] = np.arange(self.size)
            self._sorted = self.size
        return self._ranks

    def ranks_around(self, name: str, number: int) -> tuple[int, int]:
        """In that order, where those before a name and an id end, and where those behind begin."""
        self.ranks()
        place = (name, number)
        return (
            bisect_left(self._by_name, place, key=self._named),
            bisect_right(self._by_name, place, key=self._named),
        )

    def next_days(self, today: date) -> NDArray[np.int64]:
        """The number of the first open day of each row from a day on; `NEVER` where none is known."""
        if self._ahead[:2] != (today, self.size):
            reach = DAYS - max(0, (today - self.days_from).days)
            self._ahead = (today, self.size, self.column("open", Days).next_from(today, reach, self.size))
        return self._ahead[2]

    def _named(self, row: int) -> tuple[str, int]:
        return self.names[row], int(self._numbers.of(self.size)[row])

    def _grow(self) -> None:
        self._capacity = max(LEAST, self._capacity * 2)
        for column in (*self._columns.values(), self._numbers):
            column.grow(self._capacity)
        grown = np.zeros(self._capacity, dtype=np.bool_)
        grown[: self.size] = self._counts[: self.size]
        self._counts = grown
