"""The objects of the emulator and the indexes over them; it changes only through `put` and `drop`."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from typing import Any

from .facts import Facts, facts_of
from .generator import Made
from .postings import Postings
from .shelf import Shelf
from .texts import TextIndex, index_of

Object = dict[str, Any]


class Store:
    """Every object, seen and unseen, with its facts."""

    def __init__(self, expected: int) -> None:
        self._shelf = Shelf(expected)
        self.facts: dict[int, Facts] = {}
        self.keys = Postings()
        self.visible: set[int] = set()
        self.ordered: list[int] = []
        self._by_identifier: dict[str, int] = {}
        self._texts = {"Fr": TextIndex("Fr")}

    def fill(self, catalogue: Iterable[Made]) -> None:
        """Keep a whole catalogue."""
        for made in catalogue:
            self.put(made.offer, made.selections, made.edges)

    def put(self, item: Object, selections: tuple[int, ...], edges: tuple[str, ...] = ()) -> None:
        """Keep an object, in place of an older one of the same id."""
        facts = facts_of(item, selections, edges)
        if facts.id in self._shelf:
            self.drop(facts.id)
        self._shelf.put(item)
        self.facts[facts.id] = facts
        self.keys.add(facts.keys, facts.id)
        self._texts["Fr"].add(item)
        self._other_languages_changed()
        if facts.identifier:
            self._by_identifier[facts.identifier] = facts.id
        if facts.visible:
            self.visible.add(facts.id)
            insort(self.ordered, facts.id)

    def drop(self, number: int) -> None:
        """Forget an object. Raises `KeyError` for an unknown id."""
        item, facts = self._shelf.take(number), self.facts.pop(number)
        self._shelf.drop(number)
        self.keys.remove(facts.keys, number)
        self._texts["Fr"].remove(item)
        self._other_languages_changed()
        self._by_identifier.pop(facts.identifier, None)
        if number in self.visible:
            self.visible.discard(number)
            del self.ordered[bisect_left(self.ordered, number)]

    def item(self, number: int) -> Object:
        """A fresh copy of an object, visible or not. Raises `KeyError`."""
        return self._shelf.take(number)

    def number_of(self, identifier: str) -> int | None:
        """The id of a textual identifier, visible or not."""
        return self._by_identifier.get(identifier)

    def text_index(self, suffix: str) -> TextIndex:
        """The words in a language; other languages than French are indexed when first asked for."""
        if suffix not in self._texts:
            self._texts[suffix] = index_of(self._items(), suffix)
        return self._texts[suffix]

    def _items(self) -> Iterator[Object]:
        return (self._shelf.take(number) for number in self.ordered)

    def _other_languages_changed(self) -> None:
        for suffix in [suffix for suffix in self._texts if suffix != "Fr"]:
            del self._texts[suffix]
