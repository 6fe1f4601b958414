"""Posts in the feed by date alone, and gone at once when their scout takes the consent back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from social_owner import OWNER
from social_world import Meta, World, cards, opened_world

from gateway.graph.ids import encode_id
from gateway.source import Card

QUERY = """query ($first: Int!, $after: String, $origins: [Origin!]) {
  feed(first: $first, after: $after, origins: $origins) {
    edges { node { id origin postedAt } } pageInfo { hasNextPage endCursor } } }"""
LEA = "lea.en.sentier"


async def whole(world: World, first: int, **more: Any) -> list[Any]:
    found: list[Any] = []
    after = None
    while True:
        page = (await world.ask(QUERY, first=first, after=after, **more))["feed"]
        found += [edge["node"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            return found


@pytest.fixture
async def world(graph_api: Meta, mongo_uri: str, database_name: str) -> AsyncIterator[World]:
    """A world in which only scouts' cards name other accounts."""
    async with opened_world(graph_api, mongo_uri, database_name, discover="") as opened:
        yield opened


async def test_the_feed_has_every_post_once_by_date_and_origin(world: World) -> None:
    world.shelf.offers, world.shelf.scouts = cards(3), [Card(key="lea", name="Léa", handles=(LEA,))]
    for _ in range(3):
        await world.sync()
    posts = await world.documents("posts", shown=True)
    newest = sorted(posts, key=lambda one: (one["postedAt"], one["_id"]), reverse=True)
    everything = await whole(world, 7)
    assert [one["id"] for one in everything] == [encode_id("SocialPost", one["_id"]) for one in newest]
    assert len(posts) > 20
    for origin in ("SCOUT", "INSTITUTIONAL"):
        found = await whole(world, 100, origins=[origin])
        assert {one["origin"] for one in found} == {origin}
        assert [one["id"] for one in found] == [one["id"] for one in everything if one["origin"] == origin]


async def test_posts_of_a_scout_go_at_once_and_stay_away(world: World) -> None:
    world.shelf.offers, world.shelf.scouts = cards(1), [Card(key="lea", name="Léa", handles=(LEA,))]
    for _ in range(3):
        await world.sync()
    assert await whole(world, 100, origins=["SCOUT"])
    institutional = await whole(world, 100, origins=["INSTITUTIONAL"])
    world.shelf.scouts = [Card(key="lea", name="Léa")]
    owner = world.opened.by_name[OWNER.name]
    await world.opened.job_context(owner).withdrawn("Scout", "lea")
    assert await whole(world, 100, origins=["SCOUT"]) == []
    assert await whole(world, 100, origins=["INSTITUTIONAL"]) == institutional
    assert await world.documents("accounts", scouts="lea") == []
    await world.sync()
    assert await whole(world, 100, origins=["SCOUT"]) == []


async def test_an_account_of_two_scouts_stays_for_the_other(world: World) -> None:
    both = [Card(key="lea", name="Léa", handles=(LEA,)), Card(key="tom", name="Tom", handles=(LEA,))]
    world.shelf.offers, world.shelf.scouts = cards(1), both
    for _ in range(3):
        await world.sync()
    owner = world.opened.by_name[OWNER.name]
    await world.opened.job_context(owner).withdrawn("Scout", "lea")
    assert await whole(world, 100, origins=["SCOUT"])
    await world.opened.job_context(owner).withdrawn("Offer", "tom")
    assert await whole(world, 100, origins=["SCOUT"])
    await world.opened.job_context(owner).withdrawn("Scout", "tom")
    assert await whole(world, 100, origins=["SCOUT"]) == []
