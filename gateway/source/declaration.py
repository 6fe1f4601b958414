"""The declaration of a source: all its parts by name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from gateway.source.beside import Command, Emulator, Job, Mark, Notice, Pictures, Sample
    from gateway.source.context import Context, Opening, SourceSettings
    from gateway.source.parts import Entity, Feed, Link, Mutation, RootField, Subscription
    from gateway.store import CollectionSpec, Migration

R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Generic[R]):
    """One content source: the value of `source` in `sources/<name>/source.py` or of an entry point."""

    name: str
    title: str
    description: str
    owner: str
    settings: type[SourceSettings]
    open: Callable[[Opening], AbstractAsyncContextManager[R]]
    health: Callable[[Context[R]], Awaitable[None]]
    """Asks the upstream the cheapest real question; returns, or raises a `SourceError`."""
    collections: Sequence[CollectionSpec] = ()
    migrations: Sequence[Migration] = ()
    entities: Sequence[Entity[R]] = ()
    fields: Sequence[RootField] = ()
    links: Sequence[Link] = ()
    mutations: Sequence[Mutation] = ()
    subscriptions: Sequence[Subscription] = ()
    feeds: Sequence[Feed[R]] = ()
    let_go: Callable[[str, str, Context[R]], Awaitable[None]] | None = None
    """`async def let_go(entity, key, ctx)`: another source's object is no longer to be used: drop now what
    is kept of it. Told by its owner with `ctx.withdrawn`, and told again when somebody failed."""
    types: Sequence[type] = ()
    """Types reached only through an interface, e.g. the kinds of an offer."""
    routes: Callable[[Callable[[], Context[R]]], Sequence[BaseRoute]] | None = None
    jobs: Sequence[Job[R]] = ()
    pictures: Pictures[R] | None = None
    emulator: Emulator | None = None
    demo: Callable[[Context[R]], Awaitable[str]] | None = None
    """Fills demo content in place of the first run of its jobs; may be run again; returns one sentence."""
    marks: Sequence[Mark[R]] = ()
    """What it knows of other sources' objects."""
    samples: Sequence[Sample] = ()
    """Raw objects for the standard tests, which damage them (see docs/testing.md)."""
    notices: Callable[[Context[R]], Sequence[Notice]] | None = None
    """What the operator should know now: shown by `/health/ready`, the home page and the demo's banner.
    Contacts nothing."""
    commands: Sequence[Command[R]] = ()
    """More commands of `python -m gateway`; their names are those of no other command."""
    brings_content: bool = True
    """False for what the gateway itself keeps: it is not named among the sources of content."""
