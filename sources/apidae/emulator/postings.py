"""Which objects carry a key: compact lists of ids, turned into sets when they are asked for."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator


class Postings:
    """Ids by key. Millions of pairs fit in memory; only keys that are searched become sets."""

    def __init__(self) -> None:
        self._lists: dict[str, array[int]] = {}
        self._sets: dict[str, frozenset[int]] = {}
        self._sorted: list[str] | None = None

    def add(self, keys: Iterable[str], number: int) -> None:
        """Note that an object carries these keys, each once."""
        for key in keys:
            found = self._lists.get(key)
            if found is None:
                found = self._lists[key] = array("I")
                self._sorted = None
            found.append(number)
            self._sets.pop(key, None)

    def remove(self, keys: Iterable[str], number: int) -> None:
        """Forget that an object carries these keys."""
        for key in keys:
            found = self._lists.get(key)
            if found is not None and number in found:
                found.remove(number)
            self._sets.pop(key, None)

    def ids(self, key: str) -> frozenset[int]:
        """The objects that carry a key."""
        if key not in self._sets:
            self._sets[key] = frozenset(self._lists.get(key, ()))
        return self._sets[key]

    def starting_with(self, prefix: str) -> set[int]:
        """The objects that carry a key with this beginning."""
        found: set[int] = set()
        for key in self._keys_from(prefix):
            found |= self.ids(key)
        return found

    def _keys_from(self, prefix: str) -> Iterator[str]:
        if self._sorted is None:
            self._sorted = sorted(self._lists)
        for position in range(bisect_left(self._sorted, prefix), len(self._sorted)):
            if not self._sorted[position].startswith(prefix):
                return
            yield self._sorted[position]
