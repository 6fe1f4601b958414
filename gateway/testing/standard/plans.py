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

    def __init__(self, number: int, places: Collection[int] | None = None, *, each: int = 1) -> None:
        """Rounds differ in paths and kinds; `each` record is damaged so many times."""
        self._numbers = range(number * each, (number + 1) * each)
        self._places = places
        self.done: dict[int, str] = {}
        self.several = False

    def change(self, body: Any) -> Any:
        """The answer with every chosen record damaged, each elsewhere than the others."""
        records = records_in(body)
        self.several = self.several or len(records) > 1
        for place, record in enumerate(records):
            if self._places is None or place in self._places:
                done = [_damage_one(record, place, number) for number in self._numbers]
                if told := " and ".join(filter(None, done)):
                    self.done[place] = told
        return body


def _damage_one(record: Any, place: int, number: int) -> str:
    """Damage one value of a record, and say which and how."""
    paths, kinds = list(paths_of(record)), list(DAMAGES)
    if not paths:
        return ""
    path = paths[(number * 37 + place * 11) % len(paths)]
    kind = kinds[(number + place) % len(kinds)]
    damage(record, path, kind)
    return f"{spelled(path)} {kind}"


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
