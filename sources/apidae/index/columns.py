"""Columns of the table: one value of every offer, kept so that a filter looks at all of them in one step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from sources.apidae.mirror.calendar import RING

Mask = NDArray[np.bool_]
"""One flag per row: kept or not."""
Rows = NDArray[np.intp]
"""Row numbers."""

DAY_WORDS = RING // 64
NEVER = 9_999_999
"""Behind every day, for offers of which no open day is known."""


class Column(Protocol):
    """Values of rows; `grow` makes room, `put` is called once for each row."""

    def grow(self, capacity: int) -> None:
        """Make room for so many rows."""
        ...

    def put(self, row: int, value: Any) -> None:
        """Keep the value of a row; None where an offer has none."""
        ...


class Tags:
    """Any number of texts in a row, of a small vocabulary: a flag per row for each of them."""

    def __init__(self) -> None:
        """Without a row."""
        self._masks: dict[str, Mask] = {}
        self._capacity = 0

    def grow(self, capacity: int) -> None:
        """See `Column`."""
        self._masks = {tag: _grown(mask, capacity) for tag, mask in self._masks.items()}
        self._capacity = capacity

    def put(self, row: int, value: Any) -> None:
        """A text or several."""
        for tag in map(str, (value,) if isinstance(value, str) else value or ()):
            mask = self._masks.get(tag)
            if mask is None:
                mask = self._masks[tag] = np.zeros(self._capacity, dtype=np.bool_)
            mask[row] = True

    def has(self, tag: str, size: int) -> Mask:
        """The rows that have a text."""
        mask = self._masks.get(tag)
        return np.zeros(size, dtype=np.bool_) if mask is None else mask[:size]

    def masks(self, size: int) -> list[Mask]:
        """For each text the rows that have it."""
        return [mask[:size] for mask in self._masks.values()]

    def any_of(self, tags: Iterable[str], size: int) -> Mask:
        """The rows that have one of some texts."""
        found = np.zeros(size, dtype=np.bool_)
        for tag in tags:
            if tag in self._masks:
                found |= self._masks[tag][:size]
        return found

    def counts(self, kept: Mask) -> Mapping[str, int]:
        """How many of the rows that are kept have each text; texts that none has are left out."""
        size = len(kept)
        found = {tag: int(np.count_nonzero(mask[:size] & kept)) for tag, mask in self._masks.items()}
        return {tag: count for tag, count in found.items() if count}


class Codes:
    """At most one text in a row, of a large vocabulary such as communes."""

    def __init__(self) -> None:
        """Without a row."""
        self._numbers: dict[str, int] = {}
        self._codes: NDArray[np.int32] = np.zeros(0, dtype=np.int32)

    def grow(self, capacity: int) -> None:
        """See `Column`; -1 stands for no text."""
        self._codes = _grown(self._codes, capacity, fill=-1)

    def put(self, row: int, value: Any) -> None:
        """A text."""
        if value:
            self._codes[row] = self._numbers.setdefault(str(value), len(self._numbers))

    def any_of(self, texts: Iterable[str], size: int) -> Mask:
        """The rows that have one of some texts."""
        wanted = [self._numbers[one] for one in texts if one in self._numbers]
        codes = self._codes[:size]
        if len(wanted) == 1:
            return np.equal(codes, wanted[0])
        chosen = np.zeros(len(self._numbers) + 1, dtype=np.bool_)  # the last one is that of -1
        chosen[wanted] = True
        return chosen[codes]

    def counts(self, kept: Mask) -> Mapping[str, int]:
        """How many of the rows that are kept have each text; texts that none has are left out."""
        codes = self._codes[: len(kept)][kept]
        counted = np.bincount(codes[codes >= 0], minlength=len(self._numbers))
        return {text: int(counted[number]) for text, number in self._numbers.items() if counted[number]}


class Numbers:
    """A number in a row, or none."""

    def __init__(self) -> None:
        """Without a row."""
        self._values: NDArray[np.float64] = np.zeros(0)

    def grow(self, capacity: int) -> None:
        """See `Column`; a number that is none compares with nothing."""
        self._values = _grown(self._values, capacity, fill=np.nan)

    def put(self, row: int, value: Any) -> None:
        """A number."""
        if value is not None:
            self._values[row] = value

    def of(self, size: int) -> NDArray[np.float64]:
        """The numbers of all rows."""
        return self._values[:size]

    def between(self, least: float | None, most: float | None, size: int) -> Mask:
        """The rows whose number lies between two others, each of which may be absent; never unknown ones."""
        values = self.of(size)
        found: Mask = ~np.isnan(values)
        if least is not None:
            found &= values >= least
        if most is not None:
            found &= values <= most
        return found


class Wholes:
    """A whole number in a row, such as an id or a time in milliseconds."""

    def __init__(self) -> None:
        """Without a row."""
        self._values: NDArray[np.int64] = np.zeros(0, dtype=np.int64)

    def grow(self, capacity: int) -> None:
        """See `Column`."""
        self._values = _grown(self._values, capacity)

    def put(self, row: int, value: Any) -> None:
        """A whole number."""
        self._values[row] = value or 0

    def of(self, size: int) -> NDArray[np.int64]:
        """The numbers of all rows."""
        return self._values[:size]


class Days:
    """The open days of a row: bits of a ring of days (see `mirror/calendar.py`), 64 to a number."""

    def __init__(self) -> None:
        """Without a row."""
        self._words: list[NDArray[np.uint64]] = [np.zeros(0, dtype=np.uint64) for _ in range(DAY_WORDS)]

    def grow(self, capacity: int) -> None:
        """See `Column`."""
        self._words = [_grown(word, capacity) for word in self._words]

    def put(self, row: int, value: Any) -> None:
        """The bits, little-endian."""
        for word, number in zip(self._words, np.frombuffer(value, dtype="<u8"), strict=True):
            word[row] = number

    def any_of(self, bits: int, size: int) -> Mask:
        """The rows that are open on one of the days whose bits are set."""
        found = np.zeros(size, dtype=np.bool_)
        for rank, word in enumerate(self._words):
            if part := bits >> (64 * rank) & 0xFFFF_FFFF_FFFF_FFFF:
                found |= (word[:size] & np.uint64(part)) != 0
        return found

    def next_from(self, today: date, reach: int, size: int) -> NDArray[np.int64]:
        """The ordinal of the first open day of each row from a day on, `reach` days being known from it on;
        `NEVER` where there is none."""
        start = today.toordinal() % RING
        ahead = np.full(size, RING, dtype=np.int64)
        for turn in range(DAY_WORDS + 1):
            rank = (start // 64 + turn) % DAY_WORDS
            word = self._words[rank][:size]
            if turn in (0, DAY_WORDS):  # the word of today: its days from today on, at last those before
                behind = np.uint64((1 << start % 64) - 1)
                word = word & (~behind if turn == 0 else behind)
            lowest = np.bitwise_count((word & (~word + np.uint64(1))) - np.uint64(1)).astype(np.int64)
            offset = (rank * 64 + lowest - start) % RING
            ahead = np.where((ahead == RING) & (word != 0), offset, ahead)
        return np.where(ahead < reach, today.toordinal() + ahead, NEVER)


def _grown(values: Any, capacity: int, fill: Any = 0) -> Any:
    grown = np.full(capacity, fill, dtype=values.dtype)
    grown[: len(values)] = values
    return grown
