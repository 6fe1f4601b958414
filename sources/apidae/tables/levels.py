"""The nine levels of the self-diagnosis: ids of their criteria, and of distinctions once these are known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gateway.commas import comma_parts
from sources.apidae.tables.rules import DISTINCTION, PROMOTION, Criterion
from sources.apidae.types.words import Axis

LOWEST, HIGHEST = 1, 3

CRITERIA: Mapping[int, tuple[Axis, int]] = {
    6436: (Axis.LOCAL_ECONOMY, 1),
    6449: (Axis.LOCAL_ECONOMY, 2),
    6450: (Axis.LOCAL_ECONOMY, 3),
    6451: (Axis.SOCIAL, 1),
    6452: (Axis.SOCIAL, 2),
    6453: (Axis.SOCIAL, 3),
    6454: (Axis.ENVIRONMENT, 1),
    6455: (Axis.ENVIRONMENT, 2),
    6456: (Axis.ENVIRONMENT, 3),
}
"""Ids in `presentation.typologiesPromoSitra`. Their new ids in `distinctions` are not public: a setting."""


@dataclass(frozen=True)
class LevelTable:
    """The old ids and those of distinctions, each with its axis and level."""

    distinctions: Mapping[int, tuple[Axis, int]]

    def found(self, ids: Iterable[int]) -> dict[Axis, set[int]]:
        """The levels that these ids stand for, by axis; a mark in both forms counts once."""
        levels: dict[Axis, set[int]] = {}
        for number in ids:
            known = CRITERIA.get(number) or self.distinctions.get(number)
            if known:
                levels.setdefault(known[0], set()).add(known[1])
        return levels

    def criteria(self, axis: Axis, lowest: int, highest: int) -> list[Criterion]:
        """All ids, old and new, that stand for a level of the axis within these bounds."""
        return [
            Criterion(element, number)
            for element, table in ((PROMOTION, CRITERIA), (DISTINCTION, self.distinctions))
            for number, (of_axis, level) in table.items()
            if of_axis is axis and lowest <= level <= highest
        ]


def read_distinctions(text: str) -> dict[int, tuple[Axis, int]]:
    """The table of a setting like `9101=LOCAL_ECONOMY:1,9102=SOCIAL:2`; `ValueError` when it is none."""
    table: dict[int, tuple[Axis, int]] = {}
    for entry in comma_parts(text):
        number, _, meaning = entry.partition("=")
        axis, _, level = meaning.partition(":")
        if not number.strip().isdecimal() or axis not in Axis.__members__ or level not in {"1", "2", "3"}:
            raise ValueError("entries like 9101=LOCAL_ECONOMY:1 are wanted, separated by commas")
        table[int(number)] = (Axis[axis], int(level))
    return table
