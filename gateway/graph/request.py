"""What lives as long as one request: its languages, its loaders and the sources it may ask."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from gateway.graph.guarding import denied
from gateway.graph.reads import Arguments, Reads
from gateway.identity.roles import RoleName
from gateway.media.signing import PictureName
from gateway.mutations.refusal import Refusal
from gateway.source import Card, Context, Feed, FeedPart, Happening, Mutation, Subscription

if TYPE_CHECKING:
    from gateway.opened import OpenedSource


class RequestScope(Reads):
    """One request's view of the graph: what it may read, and beside it mutations, events, feeds and cards."""

    def picture_url(self, source: str, ref: str, width: int) -> str:
        """The address of a source's picture."""
        return self.opened.pictures.url(PictureName(source, ref), width)

    def cards(self, entity: str) -> AsyncIterator[Card]:
        """Cards of all public objects of an entity."""
        source, declared = self.opened.owner(entity)
        if declared.cards is None:
            raise LookupError(f"{source.name} publishes no cards of {entity}")
        return declared.cards(self.context(source))

    async def cards_of(self, entity: str, keys: Sequence[str]) -> Mapping[str, Card]:
        """Cards of the public ones among these objects of an entity."""
        source, declared = self.opened.owner(entity)
        if declared.cards_of is not None:
            return await declared.cards_of(keys, self.context(source))
        wanted = frozenset(keys)
        return {card.key: card async for card in self.cards(entity) if card.key in wanted}

    async def withdrawn(self, entity: str, key: str) -> None:
        """Tell every other source that an object may no longer be used, and drop answers that are kept."""
        owner, _ = self.opened.owner(entity)
        told = [
            self._tell(source, entity, key)
            for source in self.opened.by_name.values()
            if source is not owner and source.settings.enabled and source.source.let_go is not None
        ]
        failures = [one for one in await asyncio.gather(*told, return_exceptions=True) if one is not None]
        self.opened.changed()
        if failures:
            raise failures[0]

    async def _tell(self, source: OpenedSource, entity: str, key: str) -> None:
        if source.source.let_go is not None:
            with self._guarded(source):
                await source.source.let_go(entity, key, self.context(source))

    def feeds(self) -> list[Feed[Any]]:
        """The feeds of all sources that are not switched off."""
        return [
            feed
            for source in self.opened.by_name.values()
            if source.settings.enabled
            for feed in source.source.feeds
        ]

    def feed_owner(self, feed: Feed[Any]) -> str:
        """The name of the source that a feed is of."""
        return self.opened.owner(feed.entity)[0].name

    async def read_feed(self, feed: Feed[Any], part: FeedPart) -> Sequence[Any]:
        """Part of a feed; what it gives is known to the loaders from now on."""
        source, _ = self.opened.owner(feed.entity)
        with self._guarded(source):
            items: Sequence[Any] = await feed.read(part, self.context(source))
        self.prime(feed.entity, items)
        return items

    def admit(self, roles: Sequence[RoleName]) -> None:
        """Raise `Denied` for a caller who holds none of these roles; no roles admit everybody."""
        if roles and not any(self.caller.has(role) for role in roles):
            raise denied(Refusal("UNAUTHENTICATED" if self.caller.anonymous else "FORBIDDEN"))

    async def listen(
        self, subscription: Subscription, arguments: Arguments, since: str | None
    ) -> AsyncGenerator[Happening[Any], None]:
        """The events of a subscription; raises only `GatewayError`."""
        source = self.opened.source_of(subscription)
        context = Context(runtime=source.runtime(), request=self, since=since)
        events: Any = subscription.follow(context, **arguments)
        try:
            while True:
                try:
                    with self._guarded(source):
                        happening = await anext(events)
                except StopAsyncIteration:
                    return
                yield happening
        finally:
            await events.aclose()

    async def perform(self, mutation: Mutation, arguments: Arguments, new_key: str) -> Any:
        """What a mutation of a source answers; may raise `Refused`."""
        source = self.opened.source_of(mutation)
        with self._guarded(source, refusals=True):
            return await mutation.resolve(self.context(source, new_key=new_key), **arguments)

    async def replay(self, mutation: Mutation, key: str) -> Any:
        """What a mutation answered when it made the object with this key; None when there is none."""
        source, again = self.opened.source_of(mutation), mutation.replay
        if again is None:
            return None
        with self._guarded(source):
            return await again(self.context(source, new_key=key), key)
