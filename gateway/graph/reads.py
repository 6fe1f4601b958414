"""What a request reads of the graph: each thing once, in batches, nothing kept in vain."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Container, Hashable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec

from gateway.errors import GatewayError
from gateway.graph.guarding import Guarded, internal
from gateway.graph.loaders import BatchLoader, unless_failed
from gateway.identity.caller import ANONYMOUS, Caller
from gateway.observe.tracing import current_trace
from gateway.source import Context, Keyed, Link, RootField

if TYPE_CHECKING:
    from gateway.execution.documents import Document
    from gateway.opened import OpenedSource, OpenedSources

Arguments = Mapping[str, Any]


class OnlyKey(msgspec.Struct, frozen=True, gc=False):
    """All that a source may know of another's object."""

    key: str


class Reads:
    """The reading part of a `RequestScope`. Loaders live here, so nothing is shared between callers.

    `locales` are the wanted language tags, most wanted first; `caller` is who asks, `address` from where,
    never to be kept; `stale` collects the names of sources that answered from an older copy, `written`
    counts the mutations that were asked. `task` runs the operation, `planned` is set while a plan runs,
    `alone` is its task while nothing of it runs beside what it asks next.
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
        scope: Any = self  # a `RequestScope`, which knows what else a request may do
        return Context(runtime=source.runtime(), request=scope, selected=selected, new_key=new_key)

    async def load(self, entity: str, key: str) -> Any:
        """One object of an entity by its owner's key; None when unknown or not public."""
        loader = self._entity_loader(entity)
        if not self.planned:
            return await loader.load(key)
        (found,) = unless_failed(await (loader.load_alone if self._is_alone() else loader.load_each)([key]))
        return found

    async def load_many(self, entity: str, keys: Sequence[str]) -> list[Any]:
        """Objects of an entity in the order of `keys`; None for unknown ones."""
        loader = self._entity_loader(entity)
        if not self._is_alone():
            return await loader.load_many(keys)
        return unless_failed(await loader.load_alone(keys))

    def prime(self, entity: str, objects: Sequence[Any]) -> None:
        """Make objects known that came by a search, so that a link to them asks nothing."""
        loader = self._entity_loader(entity)
        for item in objects:
            loader.prime(item.key, item)

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
        with self._guarded(source):
            return await field.resolve(self.context(source, selected), **arguments)

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
        known = self._links  # something of this operation ran before, and is not asked again
        if known or len({parent.key for parent in level}) != len(level):
            return await self.follow_level(link, level, arguments, selected)
        try:
            return await self._batch(self.opened.source_of(link), link, level, arguments, selected)
        except Exception as error:  # noqa: BLE001  # whatever fails, each parent must get its answer
            return [error] * len(level)

    async def _batch(
        self,
        source: OpenedSource,
        link: Link,
        level: Sequence[Keyed],
        arguments: Arguments,
        selected: frozenset[str],
    ) -> Sequence[Any]:
        with self._guarded(source, batch=True):
            answers = await link.batch(level, self.context(source, selected), **arguments)
        if len(answers) != len(level):
            raise internal(source, f"{link.on}.{link.name} gave {len(answers)} for {len(level)}")
        return answers

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
            answers = await self._batch(source, link, level, arguments, selected)
            return dict(zip(keys, answers, strict=True))

        return BatchLoader(fetch)

    def _entity_loader(self, name: str) -> BatchLoader[str, Any]:
        loader = self._entities.get(name)
        if loader is None:
            source, entity = self.opened.owner(name)

            async def fetch(keys: Sequence[str]) -> Mapping[str, Any]:
                with self._guarded(source, batch=True):
                    found: Mapping[str, Any] = await entity.load(keys, self.context(source))
                return found

            loader = self._entities[name] = BatchLoader(fetch, max_batch=entity.max_batch)
        return loader

    def _guarded(self, source: OpenedSource, *, batch: bool = False, refusals: bool = False) -> Guarded:
        if batch and self._trace is not None:
            self._trace.source(source.name).batches += 1
        return Guarded(source, self.opened.health, self._trace, refusals=refusals)


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
