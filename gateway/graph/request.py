"""What lives as long as one request: its languages, its loaders and the sources it may ask."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Awaitable,
    Callable,
    Container,
    Hashable,
    Mapping,
    Sequence,
)
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn

import msgspec

from gateway.errors import Denied, GatewayError, Internal, SourceError
from gateway.graph.loaders import BatchLoader
from gateway.graph.text import choose
from gateway.identity.caller import ANONYMOUS, Caller
from gateway.identity.roles import RoleName
from gateway.media.signing import PictureName
from gateway.mutations.codes import USER_CODES
from gateway.mutations.refusal import Refusal, Refused
from gateway.observe.tracing import current_trace
from gateway.source import (
    Card,
    Context,
    Feed,
    FeedPart,
    Happening,
    Keyed,
    Link,
    Mutation,
    RootField,
    Subscription,
)

if TYPE_CHECKING:
    from gateway.execution.documents import Document
    from gateway.opened import OpenedSource, OpenedSources

logger = logging.getLogger("gateway.graph")

Arguments = Mapping[str, Any]


class OnlyKey(msgspec.Struct, frozen=True, gc=False):
    """All that a source may know of another's object."""

    key: str


class RequestScope:
    """One request's view of the graph. Loaders live here, so nothing is shared between callers.

    `locales` are the wanted language tags, most wanted first; `caller` is who asks, `address` from where,
    never to be kept; `stale` collects the names of sources that answered from an older copy, `written`
    counts the mutations that were asked. `task` runs the operation, `planned` is set while a plan runs, `alone` is its task while
    nothing of it runs beside what it asks next.
    """

    def __init__(
        self,
        opened: OpenedSources,
        locales: Sequence[str] = (),
        *,
        caller: Caller = ANONYMOUS,
        address: str | None = None,
    ) -> None:
        """Needs a running loop, because loaders do."""
        self.opened = opened
        self.locales = tuple(locales)
        self.caller = caller
        self.address = address
        self.stale: set[str] = set()
        self._trace = current_trace()
        self.written = 0
        self.document: Document | None = None
        self.task: asyncio.Task[Any] | None = None
        self.planned = False
        self.alone: asyncio.Task[Any] | None = None
        self._now: datetime | None = None
        self._entities: dict[str, BatchLoader[str, Any]] = {}
        self._links: dict[Hashable, BatchLoader[str, Any]] = {}
        self._parents: dict[Hashable, dict[str, Keyed]] = {}
        self._asked: dict[Hashable, asyncio.Future[Any]] = {}
        self._told: dict[Hashable, Any] = {}
        self._questions: dict[str, Hashable] = {}

    @property
    def now(self) -> datetime:
        """The moment (UTC) that everything in this request is told as of."""
        if self._now is None:
            self._now = self.opened.clock.now().astimezone(UTC)
        return self._now

    def abandon(self) -> None:
        """Stop what is still being asked: the caller is gone, or has its answer."""
        for asked in self._asked.values():
            asked.cancel()

    def forget(self) -> None:
        """Ask everything anew from now on: something was written."""
        self.abandon()
        for known in (self._entities, self._links, self._parents, self._asked, self._told):
            known.clear()

    def let_go(self, root: str, needed: Container[str]) -> None:
        """Forget what a root field gave, which has been written, and objects that nobody asks for again.

        `needed` names the entities that links of the operation may lead to.
        """
        self._told.pop(self._questions.get(root), None)
        self._asked.pop(self._questions.get(root), None)
        if self.alone:
            for name in [name for name in self._entities if name not in needed]:
                del self._entities[name]

    def as_seen_by(self, link: Link, parents: Sequence[Keyed]) -> Sequence[Keyed]:
        """Parents as a link gets them: of another source's objects it may read the key alone."""
        opened = self.opened
        if opened.owns(link.on) and opened.owner(link.on)[0] is not opened.source_of(link):
            return [OnlyKey(parent.key) for parent in parents]
        return parents

    def context(
        self, source: OpenedSource, selected: frozenset[str] = frozenset(), new_key: str = ""
    ) -> Context[Any]:
        """The context handed to a function of `source`; raises when the source is switched off."""
        return Context(runtime=source.runtime(), request=self, selected=selected, new_key=new_key)

    async def load(self, entity: str, key: str) -> Any:
        """One object of an entity by its owner's key; None when unknown or not public."""
        loader = self._entity_loader(entity)
        if not self.planned:
            return await loader.load(key)
        (found,) = await (loader.load_alone if self._is_alone() else loader.load_each)([key])
        if isinstance(found, Exception):
            raise found
        return found

    async def load_many(self, entity: str, keys: Sequence[str]) -> list[Any]:
        """Objects of an entity in the order of `keys`; None for unknown ones."""
        loader = self._entity_loader(entity)
        if not self._is_alone():
            return await loader.load_many(keys)
        found = await loader.load_alone(keys)
        for item in found:
            if isinstance(item, Exception):
                raise item
        return found

    def prime(self, entity: str, objects: Sequence[Any]) -> None:
        """Make objects known that came by a search, so that a link to them asks nothing."""
        loader = self._entity_loader(entity)
        for item in objects:
            loader.prime(item.key, item)

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
            self._guarded(source, partial(source.source.let_go, entity, key, self.context(source)))
            for source in self.opened.by_name.values()
            if source is not owner and source.settings.enabled and source.source.let_go is not None
        ]
        failures = [one for one in await asyncio.gather(*told, return_exceptions=True) if one is not None]
        self.opened.changed()
        if failures:
            raise failures[0]

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
        items: Sequence[Any] = await self._guarded(source, lambda: feed.read(part, self.context(source)))
        self.prime(feed.entity, items)
        return items

    async def ask(self, field: RootField, arguments: Arguments, selected: frozenset[str]) -> Any:
        """The value of a root field; the same question is asked once a request."""
        question = self._questions[field.name] = (field.name, _told_apart(arguments), selected)
        if question in self._told:
            return _value(self._told[question])
        if question in self._asked or not self.alone:
            if question not in self._asked:
                self._asked[question] = asyncio.ensure_future(self._ask(field, arguments, selected))
            return await asyncio.shield(self._asked[question])
        # as a task would, without one: nobody else waits for it, or asks anything beside it
        try:
            value = await self._ask(field, arguments, selected)
        except GatewayError as error:
            self._told[question] = error
            raise
        self._told[question] = value
        return value

    def _is_alone(self) -> bool:
        """Whether the task of the plan itself asks: one that a source made may have neighbours."""
        alone = self.alone
        return alone is not None and asyncio.current_task(alone.get_loop()) is alone

    async def _ask(self, field: RootField, arguments: Arguments, selected: frozenset[str]) -> Any:
        source = self.opened.source_of(field)
        if self._trace is not None:
            return await self._guarded(
                source, lambda: field.resolve(self.context(source, selected), **arguments)
            )
        try:
            return await field.resolve(self.context(source, selected), **arguments)
        except Exception as error:
            self._fail(source, error)

    def admit(self, roles: Sequence[RoleName]) -> None:
        """Raise `Denied` for a caller who holds none of these roles; no roles admit everybody."""
        if roles and not any(self.caller.has(role) for role in roles):
            raise _denied(Refusal("UNAUTHENTICATED" if self.caller.anonymous else "FORBIDDEN"))

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
                    happening = await self._guarded(source, events.__anext__)
                except StopAsyncIteration:
                    return
                yield happening
        finally:
            await events.aclose()

    async def perform(self, mutation: Mutation, arguments: Arguments, new_key: str) -> Any:
        """What a mutation of a source answers; may raise `Refused`."""
        source = self.opened.source_of(mutation)
        return await self._guarded(
            source,
            lambda: mutation.resolve(self.context(source, new_key=new_key), **arguments),
            refusals=True,
        )

    async def replay(self, mutation: Mutation, key: str) -> Any:
        """What a mutation answered when it made the object with this key; None when there is none."""
        source, again = self.opened.source_of(mutation), mutation.replay
        if again is None:
            return None
        return await self._guarded(source, lambda: again(self.context(source, new_key=key), key))

    async def follow(self, link: Link, parent: Keyed, arguments: Arguments, selected: frozenset[str]) -> Any:
        """The value of a link for one parent, fetched together with its neighbours' of the same level."""
        loader, parents = self._link(link, arguments, selected)
        parents[parent.key] = parent
        return await loader.load(parent.key)

    def follow_level(
        self, link: Link, level: Sequence[Keyed], arguments: Arguments, selected: frozenset[str]
    ) -> Awaitable[list[Any]]:
        """A link's values for a whole level, aligned with it; an error in place of each that failed."""
        loader, parents = self._link(link, arguments, selected)
        keys = [parent.key for parent in level]
        parents.update(zip(keys, level, strict=True))
        return loader.load_alone(keys) if self.alone else loader.load_each(keys)

    async def follow_once(
        self, link: Link, level: Sequence[Keyed], arguments: Arguments, selected: frozenset[str]
    ) -> Sequence[Any]:
        """As `follow_level`, of a link that is followed here and nowhere else: nothing is remembered."""
        if self._trace is not None or len({parent.key for parent in level}) != len(level):
            return await self.follow_level(link, level, arguments, selected)
        source = self.opened.source_of(link)
        try:
            answers = await link.batch(level, self.context(source, selected), **arguments)
            self._check_answers(source, link, level, answers)
        except Exception as error:  # noqa: BLE001  # whatever fails, each parent must get its answer
            return [self._failure(source, error)] * len(level)
        return answers

    def _check_answers(
        self, source: OpenedSource, link: Link, level: Sequence[Keyed], answers: Sequence[Any]
    ) -> None:
        if len(answers) != len(level):
            raise self._internal(source, f"{link.on}.{link.name} gave {len(answers)} for {len(level)}")

    def _failure(self, source: OpenedSource, error: Exception) -> Exception:
        """What callers may be told of what a function of a source raised."""
        try:
            self._fail(source, error)
        except Exception as told:  # noqa: BLE001  # it is handed over, not handled
            return told

    def _link(
        self, link: Link, arguments: Arguments, selected: frozenset[str]
    ) -> tuple[BatchLoader[str, Any], dict[str, Keyed]]:
        group = (link.on, link.name, _told_apart(arguments), selected)
        if group not in self._links:
            self._links[group] = self._link_loader(link, group, arguments, selected)
        return self._links[group], self._parents[group]

    def _link_loader(
        self, link: Link, group: Hashable, arguments: Arguments, selected: frozenset[str]
    ) -> BatchLoader[str, Any]:
        source = self.opened.source_of(link)
        parents = self._parents[group] = {}

        async def fetch(keys: Sequence[str]) -> Mapping[str, Any]:
            level = [parents[key] for key in keys]
            if self._trace is None:
                try:
                    answers = await link.batch(level, self.context(source, selected), **arguments)
                except Exception as error:
                    self._fail(source, error)
            else:
                answers = await self._in_batch(
                    source, lambda: link.batch(level, self.context(source, selected), **arguments)
                )
            self._check_answers(source, link, level, answers)
            return dict(zip(keys, answers, strict=True))

        return BatchLoader(fetch)

    def _entity_loader(self, name: str) -> BatchLoader[str, Any]:
        loader = self._entities.get(name)
        if loader is None:
            source, entity = self.opened.owner(name)

            async def fetch(keys: Sequence[str]) -> Mapping[str, Any]:
                if self._trace is None:
                    try:
                        return await entity.load(keys, self.context(source))
                    except Exception as error:
                        self._fail(source, error)
                found: Mapping[str, Any] = await self._in_batch(
                    source, lambda: entity.load(keys, self.context(source))
                )
                return found

            loader = self._entities[name] = BatchLoader(fetch, max_batch=entity.max_batch)
        return loader

    async def _in_batch(self, source: OpenedSource, call: Callable[[], Awaitable[Any]]) -> Any:
        if self._trace is not None:
            self._trace.source(source.name).batches += 1
        return await self._guarded(source, call)

    async def _guarded(
        self, source: OpenedSource, call: Callable[[], Awaitable[Any]], *, refusals: bool = False
    ) -> Any:
        """The result of a function of a source; only with `refusals` they pass as they are."""
        try:
            if self._trace is None:
                return await call()
            with self._trace.asking(source.name):
                return await call()
        except Refused as error:
            if refusals:
                raise
            self._fail(source, error)
        except Exception as error:
            self._fail(source, error)

    def _fail(self, source: OpenedSource, error: Exception) -> NoReturn:
        """Raise what callers may be told of what a function of a source raised."""
        if isinstance(error, SourceError):
            error.source = error.source or source.name
            self.opened.health.failed(error)
            raise error
        if isinstance(error, GatewayError | StopAsyncIteration):
            raise error
        if isinstance(error, Refused):
            raise _denied(error.refusals[0]) from None
        raise self._internal(source, f"{type(error).__name__}", error) from error

    @staticmethod
    def _internal(source: OpenedSource, text: str, error: Exception | None = None) -> Internal:
        reference = secrets.token_hex(4)
        logger.error(
            "unexpected failure in %s: %s (reference %s)", source.name, text, reference, exc_info=error
        )
        return Internal(reference=reference)


def _denied(refusal: Refusal) -> Denied:
    text = choose(refusal.texts or USER_CODES[refusal.code].texts, ("en",))
    return Denied(refusal.code, text.value if text else refusal.code)


def _told_apart(arguments: Arguments) -> Hashable:
    """The same for equal arguments; input objects and lists are told apart by their text."""
    if not arguments:
        return ()
    items = tuple(sorted(arguments.items()))
    try:
        hash(items)
    except TypeError:
        return repr(items)
    return items


def _value(told: Any) -> Any:
    if isinstance(told, GatewayError):
        raise told
    return told
