"""Opens all sources together and closes them together; knows which source owns what."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import aiohttp

from gateway.cache.shared import SharedCache
from gateway.cache.versions import ContentVersions
from gateway.clock import Clock
from gateway.errors import SourceDisabled
from gateway.graph.request import RequestScope
from gateway.health import HealthBoard, Probe
from gateway.marks import Marks
from gateway.media.signing import PictureUrls
from gateway.mutations.services import COLLECTIONS, Services
from gateway.source import (
    Context,
    Entity,
    Link,
    Mutation,
    Notice,
    Opening,
    RootField,
    Source,
    SourceSettings,
    Subscription,
)
from gateway.upstream import Upstream, open_session

if TYPE_CHECKING:
    from gateway.store import Store
    from gateway.upstream import Policy


Part = RootField | Link | Mutation | Subscription


@dataclass(slots=True)
class OpenedSource:
    """A source with its settings and, unless it is switched off, its runtime."""

    source: Source[Any]
    settings: SourceSettings
    _runtime: Any = None
    upstreams: list[Upstream] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The source's name."""
        return self.source.name

    def runtime(self) -> Any:
        """What the source's `open` gave; `SOURCE_DISABLED` when it is switched off."""
        if not self.settings.enabled:
            raise SourceDisabled(f"The source {self.name} is switched off.", source=self.name)
        return self._runtime


class OpenedSources:
    """All sources of a running gateway."""

    def __init__(
        self,
        opened: Sequence[OpenedSource],
        clock: Clock,
        services: Services | None = None,
        pictures: PictureUrls | None = None,
    ) -> None:
        """Takes sources that are open already; without `services` no idempotency key is remembered.

        Without `pictures` their addresses lead nowhere.
        """
        self.pictures = pictures or PictureUrls(b"nobody serves these", "http://localhost")
        self.clock = clock
        self.services = services
        self.by_name: Mapping[str, OpenedSource] = {source.name: source for source in opened}
        self._owners = {
            entity.name: (source, entity) for source in opened for entity in source.source.entities
        }
        self._of_part: dict[int, OpenedSource] = {
            id(part): source for source in opened for part in _parts(source.source)
        }
        self.prepared = asyncio.Event()
        self.revision = 0
        self.versions: ContentVersions | None = None
        """Of the sources' content; None where no answers are kept."""
        self.shared: SharedCache | None = None
        """What processes keep together, if they do."""
        enabled = [source for source in opened if source.settings.enabled]
        self.health = HealthBoard(
            clock,
            probes={source.name: self._probe(source) for source in enabled},
            disabled=frozenset(self.by_name) - {source.name for source in enabled},
        )

    def changed(self) -> None:
        """No answer that was made so far may be given again."""
        self.revision += 1

    @property
    def changes(self) -> int:
        """Grows whenever an answer that was kept may be old."""
        return self.revision + (self.versions.changes if self.versions else 0)

    def owner(self, entity: str) -> tuple[OpenedSource, Entity[Any]]:
        """The source that owns an entity, and its declaration."""
        return self._owners[entity]

    def owns(self, entity: str) -> bool:
        """Whether any source owns an entity of this name."""
        return entity in self._owners

    def source_of(self, part: Part) -> OpenedSource:
        """The source that declared a field, a link, a mutation or a subscription."""
        return self._of_part[id(part)]

    def job_context(self, source: OpenedSource) -> Context[Any]:
        """A context for work beside requests; make a new one for each run, loaders remember."""
        return RequestScope(self).context(source)

    def notices(self, name: str) -> Sequence[Notice]:
        """What the operator should know of a source; nothing of one that is switched off."""
        source = self.by_name[name]
        if source.source.notices is None or not source.settings.enabled:
            return ()
        return source.source.notices(self.job_context(source))

    async def prepare_rooms(self, store: Store) -> None:
        """Create collections, indexes, migrations; waits while MongoDB is away, then sets `prepared`."""
        await store.room("gateway").prepare_with_retry(self.clock, COLLECTIONS)
        for source in self.by_name.values():
            declared = source.source
            if source.settings.enabled and declared.collections:
                room = store.room(source.name)
                await room.prepare_with_retry(self.clock, declared.collections, declared.migrations)
        self.prepared.set()

    def _probe(self, source: OpenedSource) -> Probe:
        async def probe() -> None:
            await source.source.health(self.job_context(source))

        return probe


def _parts(source: Source[Any]) -> tuple[Part, ...]:
    return (*source.fields, *source.links, *source.mutations, *source.subscriptions)


@asynccontextmanager
async def open_sources(
    sources: Sequence[tuple[Source[Any], SourceSettings]],
    *,
    store: Store,
    clock: Clock,
    rng: random.Random | None = None,
    pictures: PictureUrls | None = None,
) -> AsyncIterator[OpenedSources]:
    """Open every enabled source; contacts nothing yet, so it works while everything else is down."""
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(open_session())
        marks = Marks(clock)
        opened = [
            await _open(source, settings, stack, session, store, clock, rng or random.Random(), marks)
            for source, settings in sources
        ]
        found = OpenedSources(opened, clock, Services.over(store.room("gateway"), clock), pictures)
        marks.bind(found)
        yield found


async def _open(
    source: Source[Any],
    settings: SourceSettings,
    stack: AsyncExitStack,
    session: aiohttp.ClientSession,
    store: Store,
    clock: Clock,
    rng: random.Random,
    marks: Marks,
) -> OpenedSource:
    opened = OpenedSource(source, settings)
    if settings.enabled:

        def upstream(base_url: str, *, policy: Policy | None = None, **options: Any) -> Upstream:
            client = Upstream(
                source=source.name,
                base_url=base_url,
                session=session,
                policy=policy,
                clock=clock,
                rng=rng,
                **options,
            )
            opened.upstreams.append(client)
            return client

        opening = Opening(
            settings=settings,
            room=store.room(source.name),
            upstream=upstream,
            clock=clock,
            random=rng,
            marked=marks.keys,
        )
        opened._runtime = await stack.enter_async_context(source.open(opening))
    return opened
