"""Which damage each answer of an upstream gets on its way to the source."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from gateway.testing.standard.damage import DAMAGES, Path, damage, paths_of, spelled


class Envelope:
    """One damage to an answer as a whole, or to one of its keys; the empty kind only looks."""

    several = False

    def __init__(self, path: Path, kind: str) -> None:
        """An empty path means the whole answer."""
        self._path = path
        self._kind = kind
        self.body: dict[str, Any] | None = None

    def change(self, body: Any) -> Any:
        """The damaged answer."""
        if isinstance(body, dict):
            self.body = body
        whole = {"": body}
        path = ("", *self._path)
        if self._kind and (not self._path or (isinstance(body, dict) and self._path[0] in body)):
            damage(whole, path, self._kind)
        return whole.get("")


class Plan:
    """Which damage each record of an answer gets in a round; only those at `places` when given."""

    def __init__(self, number: int, places: Collection[int] | None = None) -> None:
        """Rounds differ in paths and kinds."""
        self._number = number
        self._places = places
        self.done: dict[int, str] = {}
        self.several = False

    def change(self, body: Any) -> Any:
        """The answer with every chosen record damaged, each at another place."""
        kinds = list(DAMAGES)
        records = records_in(body)
        self.several = self.several or len(records) > 1
        for place, record in enumerate(records):
            paths = list(paths_of(record))
            if not paths or (self._places is not None and place not in self._places):
                continue
            path = paths[(self._number * 37 + place * 11) % len(paths)]
            kind = kinds[(self._number + place) % len(kinds)]
            damage(record, path, kind)
            self.done[place] = f"{spelled(path)} {kind}"
        return body


def records_in(body: Any) -> list[Any]:
    """The longest list of objects in a document, or the document itself."""
    lists, waiting = [], [body]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
            lists.append(value)
        if isinstance(value, dict | list):
            waiting += value.values() if isinstance(value, dict) else value
    return max(lists, key=len, default=[body])
