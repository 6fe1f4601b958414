"""Decorators that turn functions into fields, links, mutations and subscriptions."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

from gateway.source.parts import MAX_AGE, Happening, Link, Mutation, Pace, RootField, Subscription

if TYPE_CHECKING:
    from gateway.identity import RoleName


def root_field(
    *, description: str, cost: int = 1, max_age: int = MAX_AGE, name: str | None = None
) -> Callable[[Any], RootField]:
    """Turn `async def offers(ctx, first: int = 20) -> OfferConnection | None` into a field of `Query`."""

    def wrap(function: Callable[..., Awaitable[Any]]) -> RootField:
        return RootField(
            name=name or function.__name__,
            resolve=function,
            description=description,
            cost=cost,
            max_age=max_age,
        )

    return wrap


def link(
    on: str,
    *,
    description: str,
    cost: int = 1,
    max_age: int = MAX_AGE,
    name: str | None = None,
    watches: tuple[str, ...] = ("totalCount",),
) -> Callable[[Any], Link]:
    """Turn `async def stories(parents, ctx, first: int = 5) -> Sequence[Stories | None]` into a link."""

    def wrap(function: Callable[..., Awaitable[Sequence[Any]]]) -> Link:
        return Link(
            on=on,
            name=name or function.__name__,
            batch=function,
            description=description,
            cost=cost,
            max_age=max_age,
            watches=watches,
        )

    return wrap


def mutation(
    *,
    description: str,
    cost: int = 10,
    public: bool = False,
    roles: Sequence[RoleName] = (),
    pace: Pace | None = None,
    replay: Callable[..., Awaitable[Any]] | None = None,
    name: str | None = None,
) -> Callable[[Any], Mutation]:
    """Turn `async def publish(ctx, input: Draft) -> PublishPayload | None` into a field of `Mutation`."""

    def wrap(function: Callable[..., Awaitable[Any]]) -> Mutation:
        return Mutation(
            name=name or function.__name__,
            resolve=function,
            description=description,
            cost=cost,
            public=public,
            roles=tuple(roles),
            pace=pace,
            replay=replay,
        )

    return wrap


def subscription(
    *, description: str, cost: int = 1, roles: Sequence[RoleName] = (), name: str | None = None
) -> Callable[[Any], Subscription]:
    """Turn `async def told(ctx) -> AsyncIterator[Happening[Story]]` into a field of `Subscription`."""

    def wrap(function: Callable[..., AsyncIterator[Happening[Any]]]) -> Subscription:
        return Subscription(
            name=name or function.__name__,
            follow=function,
            description=description,
            cost=cost,
            roles=tuple(roles),
        )

    return wrap
