"""Where the objects are kept: as JSON, compressed when there are many."""

import zlib
from typing import Any

import orjson

PLAIN_UP_TO = 12_000


class Shelf:
    """Objects by id. Up to some thousands they are kept as plain JSON, which is faster to read; then
    compressed.
    """

    def __init__(self, expected: int) -> None:
        self._packed = expected > PLAIN_UP_TO
        self._kept: dict[int, bytes] = {}

    def __len__(self) -> int:
        """How many objects are kept."""
        return len(self._kept)

    def __contains__(self, number: int) -> bool:
        """Whether an object is kept."""
        return number in self._kept

    def put(self, item: dict[str, Any]) -> None:
        """Keep an object, in place of an older one of the same id."""
        body = orjson.dumps(item)
        self._kept[item["id"]] = zlib.compress(body, 1) if self._packed else body

    def take(self, number: int) -> dict[str, Any]:
        """A fresh copy of an object. Raises `KeyError`."""
        body = self._kept[number]
        found: dict[str, Any] = orjson.loads(zlib.decompress(body) if self._packed else body)
        return found

    def drop(self, number: int) -> None:
        """Forget an object."""
        del self._kept[number]
