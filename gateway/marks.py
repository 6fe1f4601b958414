"""Marks that sources set on other sources' objects: asked for by name, kept for half a minute."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gateway.clock import Clock
from gateway.errors import SourceDisabled, SourceError
from gateway.graph.request import RequestScope
from gateway.source import Mark

if TYPE_CHECKING:
    from gateway.opened import OpenedSource, OpenedSources

SOFT_SECONDS = 20.0
HARD_SECONDS = 45.0
"""An older answer stands in for a source that is away no longer than this: what was withdrawn must go."""


@dataclass(slots=True)
class _Kept:
    """The keys of one mark and when they were read."""

    keys: frozenset[str] = frozenset()
    at: float | None = None
    one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)


class Marks:
    """The marks of all sources."""

    def __init__(self, clock: Clock) -> None:
        """Knows nothing until it is bound."""
        self._clock = clock
        self._opened: OpenedSources | None = None
        self._declared: dict[tuple[str, str], tuple[OpenedSource, Mark[object]]] = {}
        self._kept: dict[tuple[str, str], _Kept] = {}

    def bind(self, opened: OpenedSources) -> None:
        """Take note of what the opened sources declare."""
        self._opened = opened
        by_name: Mapping[str, OpenedSource] = opened.by_name
        self._declared = {
            (mark.on, mark.name): (source, mark)
            for source in by_name.values()
            for mark in source.source.marks
        }

    async def keys(self, entity: str, name: str) -> frozenset[str]:
        """The keys of the objects that carry a mark; see `Marked`."""
        if self._opened is None or (entity, name) not in self._declared:
            raise SourceDisabled(detail=f"no source declares {name} on {entity}")
        source, mark = self._declared[entity, name]
        kept = self._kept.setdefault((entity, name), _Kept())
        async with kept.one_at_a_time:
            age = None if kept.at is None else self._clock.monotonic() - kept.at
            if age is None or age >= SOFT_SECONDS:
                try:
                    await self._read(source, mark, kept, self._opened)
                except SourceError as error:
                    error.source = error.source or source.name
                    if age is None or age >= HARD_SECONDS:
                        raise
        return kept.keys

    async def _read(
        self, source: OpenedSource, mark: Mark[object], kept: _Kept, opened: OpenedSources
    ) -> None:
        began = self._clock.monotonic()
        context = RequestScope(opened).context(source)
        kept.keys = frozenset([key async for key in mark.keys(context)])
        kept.at = began
