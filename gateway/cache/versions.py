"""The version of each source's content: when MongoDB changed it last, the same in all processes."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from bson import Timestamp

from gateway.clock import Clock
from gateway.errors import SourceError, SourceInvalid
from gateway.source import Source
from gateway.store.collection import Collection
from gateway.store.terms import Document

logger = logging.getLogger("gateway.cache")

STEPS = 1 << 20
"""More writes than MongoDB numbers within one second; a version still fits the numbers of other stores."""

RETRY_SECONDS = 0.5
REACH_SECONDS = 3600
"""How far back a process that starts reads what it missed; MongoDB's log reaches further."""

UNKNOWN = 0


class ContentVersions:
    """Follows the changes of all sources' collections.

    An answer is kept under the versions of the sources that it shows. When anything of a source changes, by
    whatever process or command, its version does too, within milliseconds, and the answer is not found again.
    """

    def __init__(self, everything: Collection, sources: Iterable[Source[Any]], clock: Clock) -> None:
        """Contacts nothing before `follow`."""
        listed = list(sources)
        self._everything = everything
        self._clock = clock
        self._versions = {source.name: UNKNOWN for source in listed}
        self._pipeline = _pipeline(listed)
        self.changes = 0
        """Grows with every change of any version."""

    @property
    def known(self) -> bool:
        """Whether all versions are what other processes know as well."""
        return all(self._versions.values())

    def of(self, sources: Iterable[str]) -> tuple[tuple[str, int], ...]:
        """The versions of these sources, in the order of their names."""
        return tuple((name, self._versions[name]) for name in sorted(sources))

    @property
    def all(self) -> Mapping[str, int]:
        """The versions of all sources."""
        return dict(self._versions)

    async def follow(self, known: Mapping[str, int]) -> None:
        """Follow the changes until cancelled; `known` are versions of other processes, to begin with.

        Outages of MongoDB are bridged: what was missed is read again.
        """
        token: Document | None = None
        begun = dict(known)
        while True:
            try:
                if token is None:
                    start = await self._begin(begun)
                else:
                    start = None
                async with self._everything.watch(
                    self._pipeline, resume_after=token, start_at=start
                ) as changes:
                    async for change in changes:
                        self._take(change)
                        token = change["_id"]
            except SourceInvalid:
                logger.warning("changes of content were missed: every kept answer is dropped")
                token, begun = None, {}
            except SourceError:
                pass
            await self._clock.sleep(RETRY_SECONDS)

    async def _begin(self, known: Mapping[str, int]) -> Timestamp:
        now = await self._everything.server_time()
        oldest = min((known.get(name, UNKNOWN) for name in self._versions), default=UNKNOWN)
        if oldest // STEPS < now.time - REACH_SECONDS:
            self._set(dict.fromkeys(self._versions, version_of(now)))
            return now
        self._set(known)
        return Timestamp(oldest // STEPS, oldest % STEPS)

    def _take(self, change: Document) -> None:
        source = change["ns"]["coll"].partition("_")[0]
        with suppress(KeyError):
            self._set({source: max(version_of(change["clusterTime"]), self._versions[source])})

    def _set(self, versions: Mapping[str, int]) -> None:
        for name in self._versions.keys() & versions.keys():
            self.changes += self._versions[name] != versions[name]
            self._versions[name] = versions[name]


def version_of(at: Timestamp) -> int:
    """A moment of the server as one number that grows with it."""
    return int(at.time) * STEPS + min(int(at.inc), STEPS - 1)


def _pipeline(sources: Sequence[Source[Any]]) -> list[Document]:
    prefixes = "|".join(re.escape(source.name) for source in sources)
    aside = [
        f"{source.name}_{spec.name}" for source in sources for spec in source.collections if not spec.shown
    ]
    return [
        {"$match": {"ns.coll": {"$regex": f"^({prefixes})_", "$nin": aside}}},
        {"$project": {"ns": 1, "clusterTime": 1, "operationType": 1}},
    ]
