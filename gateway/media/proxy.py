"""Serves a picture: from the shelf, else fetched and resized once for all who wait, else a placeholder."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from gateway.clock import Clock
from gateway.errors import GatewayError
from gateway.media.fetching import Fetcher, Unfetched
from gateway.media.pixels import BadPicture, Workers
from gateway.media.shelf import Shelf
from gateway.media.signing import WIDTHS, PictureName
from gateway.source import PictureFacts, Pictures
from gateway.upstream.flight import SingleFlight

logger = logging.getLogger("gateway.media")

FAILED_FOR = 60.0
"""Seconds that a picture is left alone after a failure."""

MOST_FAILURES = 10_000


class NoPicture(Exception):  # noqa: N818  # an answer
    """There is nothing to show: `gone` for ever, or for the moment."""

    def __init__(self, *, gone: bool) -> None:
        """Gone: deleted, withdrawn or never there."""
        super().__init__("gone" if gone else "not now")
        self.gone = gone


@dataclass(frozen=True, slots=True)
class Owner:
    """The source of a picture: its declaration, and its context for one request."""

    pictures: Pictures[Any]
    context: Callable[[], Any]


class MediaProxy:
    """One for each process."""

    def __init__(
        self,
        owners: Mapping[str, Owner],
        fetcher: Fetcher,
        workers: Workers,
        shelf: Shelf,
        clock: Clock,
    ) -> None:
        """Contacts nothing."""
        self._owners = owners
        self._fetcher = fetcher
        self._workers = workers
        self._shelf = shelf
        self._clock = clock
        self._flights: SingleFlight[PictureName, bool] = SingleFlight()
        self._failed: dict[PictureName, float] = {}

    async def address(self, name: PictureName) -> str:
        """Where the original is now; raises `NoPicture`. Asked each time: what is withdrawn is not shown."""
        return await self._address(name, fresh=False)

    async def picture(self, name: PictureName, width: int) -> bytes:
        """A picture as WebP, at most `width` pixels wide; raises `NoPicture`."""
        try:
            url = await self._address(name, fresh=False)
        except NoPicture:
            await asyncio.to_thread(self._shelf.forget, name.file)
            raise
        if (kept := await asyncio.to_thread(self._shelf.get, name.file, width)) is not None:
            return kept
        if self._clock.monotonic() < self._failed.get(name, 0.0):
            raise NoPicture(gone=False)
        await self._flights.run(name, lambda: self._bring(name, url))
        made = await asyncio.to_thread(self._shelf.get, name.file, width)
        if made is None:
            raise NoPicture(gone=False)
        return made

    async def aclose(self) -> None:
        """End connections and processes."""
        await self._fetcher.aclose()
        await self._workers.aclose()

    async def _bring(self, name: PictureName, url: str) -> bool:
        """Fetch the original, make all its copies and tell its owner what it is; True, or `NoPicture`."""
        try:
            original = await self._original(name, url)
            resized = await self._workers.resize(original, WIDTHS)
        except (Unfetched, BadPicture) as failure:
            logger.info("a picture of %s cannot be shown: %s", name.source, failure)
            self._note_failure(name)
            raise NoPicture(gone=False) from None
        await asyncio.to_thread(self._shelf.put, name.file, dict(zip(WIDTHS, resized.copies, strict=True)))
        owner = self._owners[name.source]
        if owner.pictures.seen is not None:
            facts = PictureFacts(resized.width, resized.height, resized.colour)
            await self._told(owner.pictures.seen(name.ref, facts, owner.context()))
        return True

    async def _original(self, name: PictureName, url: str) -> bytes:
        try:
            return await self._fetcher.fetch(name.source, url)
        except Unfetched as failure:
            if not failure.gone:
                raise
        # an address that died: its source may know another one, once
        again = await self._address(name, fresh=True)
        if again == url:
            raise Unfetched("dead, and no other address is known")
        return await self._fetcher.fetch(name.source, again)

    async def _address(self, name: PictureName, *, fresh: bool) -> str:
        owner = self._owners.get(name.source)
        if owner is None:
            raise NoPicture(gone=True)
        try:
            url = await owner.pictures.resolve(name.ref, owner.context(), fresh)
        except GatewayError as error:
            logger.warning("where a picture of %s is cannot be told: %s", name.source, error.code)
            raise NoPicture(gone=False) from None
        if url is None:
            raise NoPicture(gone=True)
        return url

    def check(self, name: PictureName, url: str) -> None:
        """Raise `NoPicture` for an address that nobody may be sent to."""
        try:
            self._fetcher.check(name.source, url)
        except Unfetched:
            raise NoPicture(gone=False) from None

    def _note_failure(self, name: PictureName) -> None:
        if len(self._failed) >= MOST_FAILURES:
            self._failed.clear()
        self._failed[name] = self._clock.monotonic() + FAILED_FOR

    @staticmethod
    async def _told(telling: Awaitable[None]) -> None:
        try:
            await telling
        except GatewayError as error:
            logger.warning("facts about a picture are lost: %s", error.code)
