"""The work behind the hook: fetch what was announced, apply it, confirm it; what was stopped goes on."""

from __future__ import annotations

import asyncio
import logging
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import BinaryIO

from gateway.clock import Clock
from gateway.errors import SourceError
from gateway.source import OpenUpstream
from gateway.store import Room
from gateway.store.lease import Lease
from gateway.upstream import Policy, Upstream
from sources.apidae.exports.applying import Applier, Order
from sources.apidae.exports.archive import MOST_ZIP_BYTES, Archive
from sources.apidae.exports.content import Content
from sources.apidae.exports.inbox import Entry, Inbox
from sources.apidae.exports.notifications import Address
from sources.apidae.exports.refusals import SENTENCES, BadExport
from sources.apidae.mirror.done import Done, Progress, Unwatched
from sources.apidae.mirror.model import STATE

logger = logging.getLogger("sources.apidae")

POLICY = Policy(connect=5.0, total=900.0, concurrency=2, max_bytes=MOST_ZIP_BYTES, retries=2, retry_delay=1.0)
"""A zip of the whole catalogue may take its time; nobody waits for it."""


class Exports:
    """Works through the inbox, in one process at a time."""

    def __init__(
        self,
        room: Room,
        upstream: OpenUpstream,
        applier: Applier,
        clock: Clock,
        secrets: tuple[str, ...],
        after: Callable[[], Awaitable[None]],
    ) -> None:
        """`after` is done after all work in the background. Contacts nothing."""
        self.inbox = Inbox(room)
        self._after = after
        self._lease = Lease(room.collection(STATE), "exports", room.clock)
        self._open = upstream
        self._secrets = secrets
        self._applier = applier
        self._clock = clock
        self._clients: dict[str, Upstream] = {}
        self._soon: asyncio.Task[None] | None = None
        self._once_more = False

    async def run(self, progress: Progress | None = None) -> list[str]:
        """Do all that is due; a sentence for each export. Raises what the database raises."""
        told: list[str] = []
        if await self.inbox.due(self._clock.now()) or await self.inbox.unconfirmed(self._clock.now()):
            async with self._lease.held():
                while entry := await self.inbox.due(self._clock.now()):
                    told.append(await self._one(entry, progress or Unwatched()))
                for entry in await self.inbox.unconfirmed(self._clock.now()):
                    await self._confirm(entry)
        return told

    async def apply_file(self, file: BinaryIO, order: Order, progress: Progress) -> Done:
        """Apply a zip that is here. `BadExport`; `SourceError`s when the API is needed and is away."""
        content = await asyncio.to_thread(lambda: Content(Archive(file)))
        return await self._applier.apply(content, order, progress)

    def soon(self) -> None:
        """Run in the background, once more if it runs already."""
        self._once_more = True
        if self._soon is None or self._soon.done():
            self._soon = asyncio.create_task(self._in_background(), name="apidae exports")

    async def settled(self) -> None:
        """Wait until nothing runs in the background."""
        if self._soon:
            await asyncio.wait({self._soon})

    async def aclose(self) -> None:
        """Stop; what was under way goes on after the next start."""
        if self._soon:
            self._soon.cancel()
            await asyncio.gather(self._soon, return_exceptions=True)

    async def _in_background(self) -> None:
        while self._once_more:
            self._once_more = False
            try:
                for sentence in await self.run():
                    logger.info("exports: %s", sentence)
                await self._after()
            except SourceError as error:
                logger.warning("exports: %s, tried again by the next run", error.code)
            except Exception:
                logger.exception("exports failed")

    async def _one(self, entry: Entry, progress: Progress) -> str:
        name = entry["_id"]
        try:
            with tempfile.TemporaryFile() as file:
                await self._fetch(Address(**entry["fetch"]), file)
                done = await self.apply_file(file, Order(name=name, reset=entry["reset"]), progress)
        except BadExport as refused:
            return await self._refused(name, refused.reason)
        except SourceError as error:
            return await self._again(entry, error.code, "NOT_FETCHED")
        except Exception:
            # the next one may be as it should be
            logger.exception("the export %s could not be applied", name)
            return await self._again(entry, "INTERNAL", "INTERNAL")
        await self.inbox.applied(name, done.sentence(), self._clock.now())
        return done.sentence()

    async def _again(self, entry: Entry, code: str, reason: str) -> str:
        """Try it later, or never when it was tried for a day."""
        if await self.inbox.later(entry, self._clock.now()):
            return f"{entry['_id']} could not be read ({code}) and is tried again."
        return await self._refused(entry["_id"], reason)

    async def _refused(self, name: str, reason: str) -> str:
        logger.error("the export %s was not applied: %s %s", name, reason, SENTENCES[reason])
        await self.inbox.refused(name, reason, self._clock.now())
        return f"{name} was not applied: {reason}. {SENTENCES[reason]}"

    async def _fetch(self, address: Address, file: BinaryIO) -> None:
        client = self._client(address.origin)
        await client.get(address.path.lstrip("/"), operation="exports", into=file)
        file.seek(0)

    async def _confirm(self, entry: Entry) -> None:
        """Tell Apidae; what cannot be told for a day is left untold: it changes nothing here."""
        address = Address(**entry["confirm"])
        params = {"hash": address.hash} if address.hash else None
        try:
            await self._client(address.origin).get(address.path.lstrip("/"), params, operation="confirm")
        except SourceError as error:
            if await self.inbox.later(entry, self._clock.now()):
                return
            logger.warning("the export %s could not be confirmed: %s", entry["_id"], error.code)
        with suppress(SourceError):
            await self.inbox.confirmed(entry["_id"])

    def _client(self, origin: str) -> Upstream:
        """The client of a host, all of whose calls go through the rules of upstreams."""
        if origin not in self._clients:
            self._clients[origin] = self._open(origin, policy=POLICY, secrets=self._secrets)
        return self._clients[origin]
