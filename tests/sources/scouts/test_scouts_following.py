"""Followers of publications: told once, of what they asked for, never of what is hidden again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from scouts_world import World, a_community, a_content, a_scout, fill, gid

from gateway.graph.request import RequestScope
from gateway.source import Context
from sources.scouts import policy
from sources.scouts.live import content_published
from sources.scouts.services.keeping import add_content, change_content, change_scout

SECONDS = 10.0


class Follower:
    """One subscription, as the gateway follows it."""

    def __init__(self, world: World, since: str | None = None, **arguments: Any) -> None:
        runtime = world.opened.by_name["scouts"].runtime()
        ctx: Context[Any] = Context(runtime=runtime, request=RequestScope(world.opened), since=since)
        self.happenings: AsyncIterator[Any] = content_published.follow(ctx, **arguments)
        self.mark: str | None = None
        self.hub = runtime.hub

    async def begin(self) -> asyncio.Task[str]:
        standing = self.hub.followers
        waiting = asyncio.ensure_future(self.next())
        async with asyncio.timeout(SECONDS):
            while self.hub.followers == standing:  # noqa: ASYNC110  # the hub tells nobody
                await asyncio.sleep(0.01)
        return waiting

    async def next(self) -> str:
        async with asyncio.timeout(SECONDS):
            happening = await anext(self.happenings)
        self.mark = happening.mark
        return str(happening.value.key)

    async def close(self) -> None:
        await self.happenings.aclose()  # type: ignore[attr-defined]


async def publish(world: World, key: str, scout: str = "s1", **changes: Any) -> Any:
    return await add_content(world.scouts.books, a_content(key, scout, **changes))


async def test_followers_are_told_of_what_they_asked_for(world: World) -> None:
    homes, people = [a_community("c1"), a_community("c2")], [a_scout("s1"), a_scout("s2", "c2")]
    await fill(world.scouts, homes, people, [])
    followers = [
        Follower(world),
        Follower(world, community=gid("Community", "c2")),
        Follower(world, territory="TRIEVES"),
    ]
    everybody, of_community, about = [await one.begin() for one in followers]
    await publish(world, "draft", state="DRAFT", postedAt=None)
    await publish(world, "a")
    await publish(world, "b", "s2", territories=[{"name": "Trièves", "departments": ["38"]}])
    assert [await everybody, await followers[0].next()] == ["a", "b"]
    assert await of_community == "b"
    assert await about == "b"
    for one in followers:
        await one.close()
    assert followers[0].hub.followers == 0


async def test_a_change_of_a_published_content_or_of_its_author_tells_nobody(world: World) -> None:
    await fill(world.scouts, [a_community("c1")], [a_scout("s1")], [])
    follower = Follower(world)
    waiting = await follower.begin()
    content = await publish(world, "a")
    same = {**content["last"], "before": "PUBLISHED", "act": "UPDATE"}
    await change_content(world.scouts.books, content, {"last": same})
    await change_scout(world.scouts.books, "s1", lambda _: {"publicName": "Autre nom"})
    await publish(world, "b")
    assert [await waiting, await follower.next()] == ["a", "b"]
    await follower.close()


async def test_whoever_comes_back_is_told_what_they_missed_but_not_what_was_taken_back(world: World) -> None:
    await fill(world.scouts, [a_community("c1")], [a_scout("s1"), a_scout("s2")], [])
    follower, other = Follower(world), Follower(world)
    first = await follower.begin()
    await publish(world, "a")
    assert await first == "a"
    standing = await other.begin()  # keeps the stream alive
    await follower.close()
    await publish(world, "b", "s2")
    await publish(world, "c")
    assert await standing == "b"
    await change_scout(world.scouts.books, "s2", lambda _: {"consents": []})
    assert not policy.consents(await world.scouts.books.scout("s2"), "PUBLISH")  # type: ignore[arg-type]
    again = Follower(world, since=follower.mark)
    assert await again.next() == "c"
    await again.close()
    await other.close()
