"""A list by name that is read page by page behind a place in it, and item by item by key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

from gateway.graph.connection import Connection, Place, page_in_memory
from sources.apidae.words import plain_key, sort_key

T = TypeVar("T")


class Ordered(Generic[T]):
    """Items in the order of their names, then of their keys."""

    def __init__(self, items: Iterable[tuple[str, str, T]] = ()) -> None:
        """Names, keys and items; keys are distinct."""
        listed = sorted(
            ((sort_key(name), key, item) for name, key, item in _unique(items)), key=lambda one: one[:2]
        )
        self._places: list[Place] = [(name, key) for name, key, _ in listed]
        self._items = {key: item for _, key, item in listed}

    def __len__(self) -> int:
        """How many items there are."""
        return len(self._items)

    def __iter__(self) -> Iterator[T]:
        """The items in order."""
        return iter(self._items.values())

    def get(self, key: str) -> T | None:
        """An item by its key."""
        return self._items.get(key)

    def connection(
        self, name: str, first: int, after: str | None, wanted: Callable[[T], bool] = lambda _: True
    ) -> Connection[T]:
        """A page of those that are wanted; `name` is that of the list for which alone cursors are good."""
        kept = [(place, item) for place in self._places if wanted(item := self._items[place[1]])]
        return page_in_memory(name, kept, first, after)


def named_like(prefix: str | None) -> Callable[[str], bool]:
    """Whether a name has a word that begins so, without regard to case and accents; always, for no prefix."""
    folded = plain_key(prefix or "")
    return lambda name: not folded or f" {folded}" in f" {plain_key(name)}"


def _unique(items: Iterable[tuple[str, str, T]]) -> Iterator[tuple[str, str, T]]:
    return iter({key: (name, key, item) for name, key, item in items}.values())
