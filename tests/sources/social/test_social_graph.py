"""The graph: posts, their connections, what each query costs, and what a caller never sees."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from social_world import CANARIES, NOW, Meta, World, cards, opened_world, seed

from gateway.errors import SourceUnavailable
from gateway.graph.connection import encode_cursor
from gateway.graph.ids import encode_id
from gateway.source import Card
from sources.social.emulator import defaults
from sources.social.store import NEWEST, Wanted
from sources.social.visibility import Visibility

POST = """fragment P on SocialPost { id network permalink caption hashtags mentionedHandles postedAt origin
  account { network name handle } media { kind url previewUrl width height alt }
  likeCount commentCount fetchedAt stale }"""
FEED = (
    POST
    + """query Feed($networks: [Network!], $first: Int!, $after: String) {
  socialPosts(networks: $networks, first: $first, after: $after) {
    totalCount edges { cursor node { ...P } } pageInfo { hasNextPage endCursor } } }"""
)
OFFERS = """query Offers($first: Int!, $networks: [Network!], $after: String) { offers { name
  socialPosts(first: $first, networks: $networks, after: $after) {
    edges { cursor node { id network postedAt caption } } pageInfo { hasNextPage endCursor } } } }"""


both_drivers = pytest.mark.parametrize("filled", ["motor", "pymongo"], indirect=True)


COLLECTIONS = ("posts", "links", "accounts")


@pytest.fixture(scope="module")
def read_before() -> dict[str, list[Any]]:
    """What the first round of this module stored: reading is tested elsewhere and takes its time."""
    return {}


@pytest_asyncio.fixture
async def filled(
    request: pytest.FixtureRequest,
    graph_api: Meta,
    mongo_uri: str,
    database_name: str,
    read_before: dict[str, list[Any]],
):
    """All posts read and linked to fifteen offers; the driver may be a test's parameter."""
    driver = getattr(request, "param", "motor")
    async with opened_world(graph_api, mongo_uri, database_name, driver) as world:
        world.shelf.offers = cards()
        world.shelf.scouts = [Card("s1", "Léa", handles=(defaults.SCOUT_USERNAMES[0],)), Card("s2", "Nul")]
        seed(graph_api, world.shelf.offers)
        if not read_before:
            await world.sync()
            read_before |= {name: await world.documents(name) for name in COLLECTIONS}
        else:
            world.clock.advance(600)
            for name, documents in read_before.items():
                await world.store.room("social").collection(name).insert_many(documents)
        await world.runtime.visibilities.of(world.context())  # which accounts are scouts' is kept a moment
        world.journal.reset()
        yield world


def nodes(connection: Any) -> list[Any]:
    return [edge["node"] for edge in connection["edges"]]


async def walk(world: World, first: int, **more: Any) -> list[Any]:
    found: list[Any] = []
    after = None
    while True:
        page = (await world.ask(FEED, first=first, after=after, **more))["socialPosts"]
        found += nodes(page)
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            return found


@both_drivers
async def test_the_feed_is_paged_newest_first_without_doubles_or_gaps(filled: World):
    total = len(await filled.documents("posts"))
    posts = await walk(filled, first=50)
    assert len({post["id"] for post in posts}) == len(posts) == total
    dates = [post["postedAt"] for post in posts]
    assert dates == sorted(dates, reverse=True)
    assert {post["origin"] for post in posts} == {"INSTITUTIONAL", "SCOUT"}


async def test_the_feed_of_one_network_holds_only_its_posts(filled: World):
    facebook = await walk(filled, first=100, networks=["FACEBOOK"])
    assert len(facebook) == filled.meta.look("stats")["counts"]["page"]
    assert {post["network"] for post in facebook} == {"FACEBOOK"}


async def test_posts_of_one_second_are_paged_by_their_keys(filled: World):
    posts = filled.store.room("social").collection("posts")
    await posts.update_many({}, {"$set": {"postedAt": filled.clock.now()}})
    found = await walk(filled, first=33)
    assert len({post["id"] for post in found}) == len(found) == len(await posts.find({}))


@both_drivers
async def test_a_page_of_the_feed_costs_one_command_and_a_total_one_more(filled: World):
    await filled.ask("{ socialPosts(first: 100) { edges { node { id account { name } media { url } } } } }")
    assert filled.commands() == {("social_posts", "find"): 1}
    filled.journal.reset()
    await filled.ask("{ socialPosts(first: 2) { totalCount } }")
    assert filled.commands() == {("social_posts", "find"): 1, ("social_posts", "aggregate"): 1}


@both_drivers
@pytest.mark.parametrize("number", [1, 15])
async def test_posts_of_any_number_of_offers_cost_one_command(filled: World, number: int):
    filled.shelf.offers = filled.shelf.offers[:number]
    offers = (await filled.ask(OFFERS, first=5))["offers"]
    assert sum(len(nodes(offer["socialPosts"])) for offer in offers) > 2 * number
    assert filled.commands() == {("social_links", "aggregate"): 1}


@both_drivers
async def test_offers_have_exactly_the_posts_that_speak_of_them(filled: World):
    truth = filled.meta.look("stats")["mentions"]
    keys = {row["_id"] for row in await filled.documents("posts")}
    offers = (await filled.ask(OFFERS, first=100))["offers"]
    for card, offer in zip(filled.shelf.offers, offers, strict=True):
        written = {post for posts in truth.get(card.key, {}).values() for post in posts}
        expected = {encode_id("SocialPost", key) for key in keys if key.partition(":")[2] in written}
        assert {post["id"] for post in nodes(offer["socialPosts"])} == expected
        dates = [post["postedAt"] for post in nodes(offer["socialPosts"])]
        assert dates == sorted(dates, reverse=True)


@both_drivers
async def test_posts_of_an_offer_can_be_paged_and_limited_to_a_network(filled: World):
    filled.shelf.offers = filled.shelf.offers[:1]
    (whole,) = (await filled.ask(OFFERS, first=100))["offers"]
    wanted = [post["id"] for post in nodes(whole["socialPosts"])]
    found: list[str] = []
    after = None
    for _ in wanted:
        (offer,) = (await filled.ask(OFFERS, first=2, after=after))["offers"]
        found += [post["id"] for post in nodes(offer["socialPosts"])]
        after = offer["socialPosts"]["pageInfo"]["endCursor"]
        if not offer["socialPosts"]["pageInfo"]["hasNextPage"]:
            break
    assert found == wanted
    (facebook,) = (await filled.ask(OFFERS, first=100, networks=["FACEBOOK"]))["offers"]
    assert [post["id"] for post in nodes(facebook["socialPosts"])] == [
        post["id"] for post in nodes(whole["socialPosts"]) if post["network"] == "FACEBOOK"
    ]


async def test_posts_of_offers_are_found_by_indexes_and_no_more_is_read_than_shown(filled: World):
    keys = [card.key for card in filled.shelf.offers]
    wanted = Wanted(Visibility(NOW), 3)
    pipeline = filled.runtime.store._linked("Offer", keys, wanted)
    command = {"aggregate": "social_links", "pipeline": pipeline, "cursor": {}}
    plan = await filled.store.room("social").command({"explain": command, "verbosity": "executionStats"})
    (lookup,) = [stage for stage in plan["stages"] if "$lookup" in stage]
    assert lookup["collectionScans"] == 0
    assert lookup["totalDocsExamined"] <= 2 * 3 * len(keys)
    assert "entity_1_key_1_pinned_-1_postedAt_-1_post_-1_network_1" in lookup["indexesUsed"]


async def test_pages_of_posts_are_read_from_an_index_in_their_order(filled: World):
    posts = filled.store.room("social").collection("posts")
    seen = Visibility(NOW)
    asked = (
        Wanted(seen, 10),
        Wanted(seen, 10, networks=frozenset({"FACEBOOK"})),
        Wanted(seen, 10, origin="INSTITUTIONAL"),
        Wanted(seen, 10, handle=defaults.IG_USERNAME),
        Wanted(seen, 10, about=("Offer", "1000")),
        Wanted(seen, 10, tag="velo"),
    )
    for wanted in asked:
        plan = await posts.explain(wanted.where, sort=NEWEST, limit=10)
        assert plan["executionStats"]["totalDocsExamined"] == plan["executionStats"]["nReturned"] > 0
        assert "SORT" not in str(plan["queryPlanner"]["winningPlan"])


@both_drivers
async def test_mentions_of_a_whole_page_cost_one_command_and_one_batch_of_offers(filled: World):
    data = await filled.ask("{ socialPosts(first: 100) { edges { node { id mentions { id name } } } } }")
    assert filled.commands() == {("social_posts", "find"): 1, ("social_links", "find"): 1}
    assert len(filled.shelf.asked) == 1
    named = {offer["name"] for post in nodes(data["socialPosts"]) for offer in post["mentions"]}
    assert named <= {card.name for card in filled.shelf.offers}
    assert len(named) > 10


async def test_an_offer_that_is_no_longer_public_is_mentioned_by_no_post(filled: World):
    filled.shelf.offers = filled.shelf.offers[:1]
    data = await filled.ask("{ socialPosts(first: 100) { edges { node { mentions { name } } } } }")
    named = {offer["name"] for post in nodes(data["socialPosts"]) for offer in post["mentions"]}
    assert named == {filled.shelf.offers[0].name}


@both_drivers
async def test_scouts_have_the_posts_of_their_own_accounts(filled: World):
    data = await filled.ask(
        "{ scouts { socialPosts(first: 100) { edges { node { origin account { handle } } } } } }"
    )
    lea, none = (nodes(scout["socialPosts"]) for scout in data["scouts"])
    assert len(lea) == filled.meta.look("stats")["scouts"][defaults.SCOUT_USERNAMES[0]]
    assert {(post["origin"], post["account"]["handle"]) for post in lea} == {
        ("SCOUT", defaults.SCOUT_USERNAMES[0])
    }
    assert none == []
    assert filled.commands() == {("social_links", "aggregate"): 1}


@both_drivers
async def test_a_post_is_found_again_by_its_id_and_many_cost_one_command(filled: World):
    posts = nodes((await filled.ask(FEED, first=20))["socialPosts"])
    filled.journal.reset()
    ids = [*(post["id"] for post in posts), encode_id("SocialPost", "instagram:404")]
    found = await filled.ask(POST + "query($ids: [ID!]!) { nodes(ids: $ids) { ...P } }", ids=ids)
    assert found["nodes"] == [*posts, None]
    assert filled.commands() == {("social_posts", "find"): 1}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("first: 0", "INVALID_ARGUMENT"),
        ("first: 101", "LIMIT_FIRST"),
        ("networks: []", "INVALID_ARGUMENT"),
        ('after: "x"', "INVALID_CURSOR"),
        (f'after: "{encode_cursor("other", 1, "a")}"', "INVALID_CURSOR"),
        (f'after: "{encode_cursor("socialPosts", 10**18, "a")}"', "INVALID_CURSOR"),
        (f'after: "{encode_cursor("socialPosts", -1, "a")}"', "INVALID_CURSOR"),
        (f'after: "{encode_cursor("socialPosts", {"$gt": 1}, "a")}"', "INVALID_CURSOR"),
    ],
)
async def test_bad_arguments_have_a_code_and_ask_nothing(world: World, arguments: str, code: str):
    world.journal.reset()
    answer = await world.run(f"{{ socialPosts({arguments}) {{ totalCount }} }}")
    assert [fault.extensions["code"] for fault in answer.faults] == [code]
    assert world.commands() == {}


async def test_stale_posts_are_served_and_marked(filled: World):
    answer = await filled.run(FEED, first=10)
    assert "stale" not in answer.extensions
    filled.meta.fault("close", path=f"/{defaults.PAGE_ID}")
    await filled.sync()
    posts = nodes((await filled.ask(FEED, first=100))["socialPosts"])
    assert {post["network"]: post["stale"] for post in posts} == {"FACEBOOK": True, "INSTAGRAM": False}
    assert (await filled.run(FEED, first=10)).extensions["stale"] == ["social"]


async def test_posts_that_could_not_be_refreshed_for_long_are_on_no_path(filled: World):
    post = nodes((await filled.ask(FEED, first=1))["socialPosts"])[0]
    filled.clock.advance(timedelta(days=14, seconds=1).total_seconds())
    data = await filled.ask(
        "query($id: ID!) { socialPosts { totalCount edges { node { id } } } node(id: $id) { id }"
        " offers { socialPosts { edges { node { id } } } }"
        " scouts { socialPosts { edges { node { id } } pageInfo { hasNextPage } } } }",
        id=post["id"],
    )
    assert data["socialPosts"] == {"totalCount": 0, "edges": []}
    assert data["node"] is None
    assert all(not nodes(one["socialPosts"]) for one in (*data["offers"], *data["scouts"]))


async def test_media_addresses_are_fresh_or_absent(filled: World):
    query = "{ socialPosts(first: 100) { edges { node { media { kind url previewUrl } } } } }"

    async def media() -> list[Any]:
        return [item for post in nodes((await filled.ask(query))["socialPosts"]) for item in post["media"]]

    fresh = await media()
    assert sum(item["url"] is not None for item in fresh) > 60
    filled.clock.advance(29 * 3600)
    videos = [item for item in await media() if item["kind"] == "VIDEO"]
    assert videos
    assert all(item["url"] is None for item in videos)
    assert any(item["previewUrl"] for item in videos)
    filled.clock.advance(4 * 86_400)
    assert all(item["url"] is None and item["previewUrl"] is None for item in await media())


async def test_an_owner_of_offers_that_is_away_costs_only_the_mentions(filled: World):
    filled.shelf.failure = SourceUnavailable()
    answer = await filled.run("{ socialPosts(first: 3) { edges { node { id mentions { name } } } } }")
    assert answer.data is not None
    posts = nodes(answer.data["socialPosts"])
    assert [post["mentions"] for post in posts] == [None, None, None]
    assert all(post["id"] for post in posts)
    assert {fault.extensions["code"] for fault in answer.faults} == {"SOURCE_UNAVAILABLE"}


async def test_no_secret_and_no_paging_address_reaches_an_answer(filled: World):
    answer = json.dumps(await filled.ask(FEED, first=100))
    assert not any(canary in answer for canary in CANARIES)
    assert "access_token" not in answer
