"""Damages what a source reads, leaf by leaf (standard 7)."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

from gateway.errors import SourceInvalid
from gateway.source import Sample

MOST_DAMAGES = 4_000

REMOVED = object()

DAMAGES: dict[str, Any] = {
    "removed": REMOVED,
    "null": None,
    "number": 7,
    "large number": 2**63,
    "fraction": -1.5e300,
    "text": "x",
    "empty text": "",
    "true": True,
    "list": [],
    "list of nulls": [None, None],
    "object": {},
    "nested": {"a": [{"b": None}]},
    "huge text": "Ô volcan ! " * 10_000,
    "html": '<script>alert("x")</script><img src=x onerror=alert(1)>',
    "emoji": "🌋👩‍👩‍👧🇫🇷",
    "right to left": "\u202eمرحبا\u200f",
    "link": "javascript:alert(1)",
    "broken link": "http://[",
    "broken date": "2026-02-31T99:99:99",
}

Path = tuple[str | int, ...]


def paths_of(value: Any, before: Path = ()) -> Iterator[Path]:
    """The way to each value in a JSON document, of a list to its first item."""
    if before:
        yield before
    if isinstance(value, dict):
        for key, item in value.items():
            yield from paths_of(item, (*before, key))
    elif isinstance(value, list) and value:
        yield from paths_of(value[0], (*before, 0))


def damaged(value: Any, path: Path, kind: str) -> Any:
    """A copy of the document in which one value is damaged."""
    changed = copy.deepcopy(value)
    damage(changed, path, kind)
    return changed


def damage(value: Any, path: Path, kind: str) -> None:
    """Damage one value of a document in place."""
    *way, last = path
    for step in way:
        value = value[step]
    if DAMAGES[kind] is REMOVED:
        del value[last]
    else:
        value[last] = copy.deepcopy(DAMAGES[kind])


def spelled(path: Path) -> str:
    """`media.0.url` for people."""
    return ".".join(map(str, path))


def misread(samples: Sequence[Sample]) -> Iterator[str]:
    """Samples that cannot be read as they are, and damages that raise anything but `SourceInvalid`."""
    for sample in samples:
        raw = list(sample.raw())
        objects = [_read(sample, one) for one in raw]
        if not raw or any(one is None or isinstance(one, Exception) for one in objects):
            yield f"{sample.name}: not every sample gives an object"
        yield from sorted(set(_damages(sample, raw)))[:20]


def _damages(sample: Sample, raw: Sequence[Any]) -> Iterator[str]:
    tries = [(one, path, kind) for one in raw for path, kind in product(paths_of(one), DAMAGES)]
    for one, path, kind in tries[:: len(tries) // MOST_DAMAGES + 1]:
        yield from _problem(sample, damaged(one, path, kind), f"{spelled(path)} {kind}")
    for one in raw[:5]:
        extra = {**one, "somethingNew": {"a": [1]}} if isinstance(one, dict) else one
        yield from _problem(sample, extra, "an extra key")
    for kind, whole in DAMAGES.items():
        if whole is not REMOVED:
            yield from _problem(sample, whole, f"the whole object: {kind}")


def _problem(sample: Sample, changed: Any, what: str) -> Iterator[str]:
    found = _read(sample, changed)
    if isinstance(found, Exception) and not isinstance(found, SourceInvalid):
        yield f"{sample.name}: {what} raises {type(found).__name__}: {found}"[:300]


def _read(sample: Sample, one: Any) -> Any:
    try:
        return sample.read(one)
    except Exception as error:  # noqa: BLE001  # that is what is looked for
        return error
