"""What the mirror reads of Apidae: who belongs to the project, what has changed, and whole objects."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from gateway.errors import SourceInvalid
from sources.apidae.client import LONGEST_PAGE, ApidaeClient
from sources.apidae.mapping.reading import Raw, identity
from sources.apidae.mirror.documents import modified_of
from sources.apidae.mirror.fields import CHANGED, MIRRORED

T = TypeVar("T")

OVERLAP = 20
"""Pages overlap by so many, which shows whether items before them have disappeared meanwhile."""
PATIENCE = 50
"""Pages that may be read again because a list has shrunk."""
MOST_DAMAGED = 25
"""Unreadable objects in a run. Beyond this it is not the objects, it is the service."""

BY_ID = {"order": "IDENTIFIANT", "asc": True}


@dataclass(frozen=True, slots=True)
class Chunk:
    """Objects by id, and ids of those whose answer could not be read."""

    items: Mapping[int, Raw]
    unreadable: Sequence[int]


@dataclass(slots=True)
class Intake:
    """Reads for one run. All its methods raise the client's `SourceError`s."""

    client: ApidaeClient
    damaged: int = field(default=0)

    async def members(self) -> set[int]:
        """The ids of all objects that the project may see."""

        async def page(first: int) -> tuple[Sequence[int], int]:
            found = await self.client.search_ids({**BY_ID, "first": first, "count": LONGEST_PAGE})
            return [number for number in found.ids if number > 0], found.total

        return {number async for number in walk(page, lambda number: number)}

    async def changed(self, since: date) -> dict[int, int]:
        """Ids of objects changed on or after a day, with when: Apidae compares days only."""

        async def page(first: int) -> tuple[Sequence[Raw], int]:
            query = {**BY_ID, "modifieApres": since.isoformat(), "first": first, "count": LONGEST_PAGE}
            found = await self.client.search(query, CHANGED)
            return [item for item in found.items if identity(item)], found.total

        return {identity(item) or 0: modified_of(item) async for item in walk(page, _number)}

    async def chunk(self, numbers: Sequence[int]) -> Chunk:
        """Whole objects, 200 at most. When the answer is unusable its halves are asked for, and so on: one
        object that cannot be read costs only itself."""
        try:
            return Chunk(await self.client.objects(numbers, MIRRORED), ())
        except SourceInvalid:
            if len(numbers) == 1:
                self.damaged += 1
                if self.damaged > MOST_DAMAGED:
                    raise
                return Chunk({}, numbers)
        middle = len(numbers) // 2
        one, other = await self.chunk(numbers[:middle]), await self.chunk(numbers[middle:])
        return Chunk({**one.items, **other.items}, [*one.unreadable, *other.unreadable])


async def walk(
    page: Callable[[int], Awaitable[tuple[Sequence[T], int]]], number_of: Callable[[T], int]
) -> AsyncGenerator[T, None]:
    """All items of a list by id, each once, although Apidae pages by position and the list changes.

    What is inserted meanwhile may be missing, which the next run mends; nothing else is. `SourceInvalid`
    when the list shrinks faster than it is read.
    """
    first, last, again = 0, 0, 0
    while True:
        items, total = await page(first)
        if first and (not items or number_of(items[0]) > last):
            first, again = max(0, first - LONGEST_PAGE), again + 1
            if again > PATIENCE:
                raise SourceInvalid(detail="the list of objects does not hold still")
            continue
        for item in items:
            if number_of(item) > last:
                last = number_of(item)
                yield item
        if not items or first + len(items) >= total:
            return
        first += max(1, len(items) - OVERLAP)


def _number(item: Raw) -> int:
    return identity(item) or 0
