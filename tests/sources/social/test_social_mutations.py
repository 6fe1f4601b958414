"""Moderation and matching by people: who may, what it does, and that it lasts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import pytest_asyncio
from social_world import Meta, Stage, World, cards, opened_world, seed

from gateway.execution.runner import Operation
from gateway.graph.ids import encode_id
from gateway.graph.request import RequestScope
from gateway.identity import Caller, Role
from gateway.source import Card
from gateway.testing.rights import DONE, Right, missing_rights, rights, wrong_rights
from sources.social.source import source

REGION = Caller("r", (Role("REGION_ADMIN"),))
CALLERS = {
    "": Caller(),
    "region": REGION,
    "manager": Caller("m", (Role("COMMUNITY_MANAGER", "greeters-lyon"),)),
    "office": Caller("o", (Role("OFFICE", "42"),)),
    "provider": Caller("p", (Role("PROVIDER", "1007"),)),
    "agency": Caller("d", (Role("DEPARTMENT_AGENCY", "07"),)),
    "scout": Caller("s", (Role("SCOUT"),)),
}
MUTATIONS = {
    "linkPostToOffer": "offer",
    "confirmMatch": "target",
    "rejectMatch": "target",
    "hidePost": "",
    "pinPost": "target",
}
OWN, OTHER = "1007", "1008"


@pytest.fixture
def graph_api(graph_server: tuple[Stage, str]) -> Iterator[Meta]:
    stage, url = graph_server
    with stage.playing(url, posts="30") as meta:
        yield meta


@pytest_asyncio.fixture
async def world(graph_api: Meta, mongo_uri: str, database_name: str) -> AsyncIterator[World]:
    async with opened_world(graph_api, mongo_uri, database_name, discover="") as world:
        found = cards()
        world.shelf.offers = [
            Card(
                card.key,
                card.name,
                handles=card.handles,
                insee="07334" if card.key == OWN else "63113",
                office="42" if card.key == OWN else "43",
                provider=f"p{card.key}",
            )
            for card in found
        ]
        world.shelf.communes = [Card("26113", "Die", insee="26113")]
        seed(graph_api, [], posts=30)
        graph_api.control("posts", account="page", caption="Merci @bergerie.7 et @bergerie.8, à Die")
        await world.sync()
        yield world


async def call(world: World, caller: Caller, mutation: str, **fields: Any) -> Any:
    given = ", ".join(
        f"{name}: {str(value).lower() if isinstance(value, bool) else chr(34) + str(value) + chr(34)}"
        for name, value in fields.items()
    )
    text = f"mutation {{ {mutation}(input: {{{given}}}) {{ userErrors {{ code field }} post {{ id pinned matches {{ target reason confidence confirmed }} }} }} }}"
    answer = await world.runner.run(Operation(text), RequestScope(world.opened, caller=caller))
    assert not answer.faults, answer.faults
    return answer.data[mutation]


async def about(world: World) -> str:
    (link, *_) = await world.documents("links", key=OWN)
    return str(link["post"])


def post_id(key: str) -> str:
    return encode_id("SocialPost", key)


def offer_id(key: str) -> str:
    return encode_id("Offer", key)


async def keys(world: World, post: str) -> set[str]:
    return {row["key"] for row in await world.documents("links", post=post)}


TABLE: list[Right] = [
    row
    for name in MUTATIONS
    for row in rights(
        name,
        nobody_own="UNAUTHENTICATED",
        nobody_other="UNAUTHENTICATED",
        scout_own="FORBIDDEN",
        scout_other="FORBIDDEN",
        region_own=DONE,
        region_other=DONE,
        manager_own=DONE if name == "hidePost" else "FORBIDDEN",
        manager_other=DONE if name == "hidePost" else "FORBIDDEN",
        office_own="FORBIDDEN" if name == "hidePost" else DONE,
        office_other="FORBIDDEN",
        provider_own="FORBIDDEN" if name == "hidePost" else DONE,
        provider_other="FORBIDDEN",
        agency_own="FORBIDDEN" if name == "hidePost" else DONE,
        agency_other="FORBIDDEN",
    )
]


async def test_every_role_may_do_exactly_what_the_table_says(world: World):
    assert missing_rights(source, TABLE, list(CALLERS), ["own", "other"]) == []
    post = await about(world)
    answers: dict[Right, list[str]] = {}
    for row in TABLE:
        key = OWN if row.whose == "own" else OTHER
        await call(world, REGION, "linkPostToOffer", post=post_id(post), offer=offer_id(key))
        fields = {"post": post_id(post)}
        if MUTATIONS[row.mutation]:
            fields[MUTATIONS[row.mutation]] = offer_id(key)
        answers[row] = [
            one["code"] for one in (await call(world, CALLERS[row.who], row.mutation, **fields))["userErrors"]
        ]
        await call(world, REGION, "hidePost", post=post_id(post), hidden=False)
    assert list(wrong_rights(TABLE, answers.__getitem__)) == []


async def test_a_rejected_match_stays_rejected_and_a_confirmed_one_stays(world: World):
    post = await about(world)
    rejected = await call(world, CALLERS["office"], "rejectMatch", post=post_id(post), target=offer_id(OWN))
    assert offer_id(OWN) not in {match["target"] for match in rejected["post"]["matches"]}
    confirmed = await call(world, REGION, "confirmMatch", post=post_id(post), target=offer_id(OTHER))
    sure = {match["target"]: match for match in confirmed["post"]["matches"]}[offer_id(OTHER)]
    assert (sure["reason"], sure["confidence"], sure["confirmed"]) == ("MENTION", 1.0, True)
    world.meta.control(f"posts/{post.partition(':')[2]}", caption="Encore merci @bergerie.7 !")
    await world.sync()
    assert await keys(world, post) == {OTHER}
    await call(world, REGION, "linkPostToOffer", post=post_id(post), offer=offer_id(OWN))
    assert await keys(world, post) == {OWN, OTHER}


async def test_an_explicit_link_outlives_new_cards_and_has_its_reason(world: World):
    post = await about(world)
    made = await call(world, REGION, "linkPostToOffer", post=post_id(post), offer=offer_id("1001"))
    reasons = {match["target"]: match["reason"] for match in made["post"]["matches"]}
    assert reasons[offer_id("1001")] == "OFFICE"
    world.shelf.offers = world.shelf.offers[:12]
    await world.sync()
    assert "1001" in await keys(world, post)
    data = await world.ask(
        f'{{ node(id: "{offer_id("1001")}") {{ ... on Offer {{ socialPosts {{ edges {{ node {{ id }} }} }} }} }} }}'
    )
    assert data["node"]["socialPosts"]["edges"] == [{"node": {"id": post_id(post)}}]


async def test_the_department_decides_about_its_communes(world: World):
    post = await about(world)
    die = encode_id("Commune", "26113")
    drome = Caller("d", (Role("DEPARTMENT_AGENCY", "26"),))
    assert [
        one["code"]
        for one in (await call(world, CALLERS["agency"], "rejectMatch", post=post_id(post), target=die))[
            "userErrors"
        ]
    ] == ["FORBIDDEN"]
    assert (await call(world, drome, "rejectMatch", post=post_id(post), target=die))["userErrors"] == []
    data = await world.ask(
        f'{{ node(id: "{die}") {{ ... on Commune {{ socialPosts {{ edges {{ node {{ id }} }} }} }} }} }}'
    )
    assert post_id(post) not in {edge["node"]["id"] for edge in data["node"]["socialPosts"]["edges"]}


async def test_a_hidden_post_is_on_no_path_until_it_is_shown_again_whatever_is_read(world: World):
    post = await about(world)
    hidden = await call(world, REGION, "hidePost", post=post_id(post))
    assert (hidden["userErrors"], hidden["post"]) == ([], None)
    await world.sync()
    assert await world.ask(f'{{ node(id: "{post_id(post)}") {{ id }} }}') == {"node": None}
    data = await world.ask(
        "{ socialPosts(first: 100) { totalCount edges { node { id } } } offers { socialPosts { edges { node { id } } } } }"
    )
    shown = [edge["node"]["id"] for edge in data["socialPosts"]["edges"]]
    assert post_id(post) not in shown
    assert data["socialPosts"]["totalCount"] == len(shown)
    assert all(
        edge["node"]["id"] != post_id(post)
        for offer in data["offers"]
        for edge in offer["socialPosts"]["edges"]
    )
    again = await call(world, REGION, "hidePost", post=post_id(post), hidden=False)
    assert again["post"]["id"] == post_id(post)


async def test_pinned_posts_stand_on_top_and_pages_go_on_behind_them(world: World):
    oldest = min(await world.documents("posts"), key=lambda row: row["postedAt"])["_id"]
    await call(world, REGION, "pinPost", post=post_id(oldest))
    await world.sync()
    found: list[str] = []
    after = None
    while True:
        page = (
            await world.ask(
                "query($after: String) { socialPosts(first: 7, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } }",
                after=after,
            )
        )["socialPosts"]
        found += [edge["node"]["id"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert found[0] == post_id(oldest)
    assert len(found) == len(set(found)) == len(await world.documents("posts"))
    await call(world, REGION, "pinPost", post=post_id(oldest), pinned=False)
    first = await world.ask("{ socialPosts(first: 1) { edges { node { id pinned } } } }")
    assert first["socialPosts"]["edges"][0]["node"]["pinned"] is False


async def test_a_post_pinned_for_an_offer_is_on_top_there_only(world: World):
    post = await about(world)
    world.meta.control("posts", account="page", caption="Aussi @bergerie.7")
    world.clock.advance(60)
    world.meta.control("clock", advance_seconds=60)
    await world.sync()
    query = f'{{ node(id: "{offer_id(OWN)}") {{ ... on Offer {{ socialPosts {{ edges {{ node {{ id pinned }} }} }} }} }} }}'
    before = (await world.ask(query))["node"]["socialPosts"]["edges"]
    last = before[-1]["node"]["id"]
    await call(world, CALLERS["provider"], "pinPost", post=last, target=offer_id(OWN))
    after = (await world.ask(query))["node"]["socialPosts"]["edges"]
    assert after[0]["node"] == {"id": last, "pinned": True}
    everywhere = await world.ask("{ socialPosts(first: 100) { edges { node { pinned } } } }")
    assert not any(edge["node"]["pinned"] for edge in everywhere["socialPosts"]["edges"])
    assert post


@pytest.mark.parametrize(
    ("mutation", "fields", "code"),
    [
        ("confirmMatch", {"post": post_id("instagram:nobody"), "target": offer_id(OWN)}, "NOT_FOUND"),
        ("linkPostToOffer", {"post": post_id("instagram:1"), "offer": offer_id("9")}, "NOT_FOUND"),
        ("hidePost", {"post": post_id("instagram:nobody")}, "NOT_FOUND"),
        ("hidePost", {"post": offer_id(OWN)}, "INVALID_ID"),
        ("rejectMatch", {"post": post_id("x"), "target": post_id("x")}, "INVALID_ID"),
        ("pinPost", {"post": "nonsense"}, "INVALID_ID"),
    ],
)
async def test_what_does_not_exist_is_refused(world: World, mutation: str, fields: dict[str, str], code: str):
    answer = await call(world, REGION, mutation, **fields)
    assert [one["code"] for one in answer["userErrors"]] == [code]


async def test_blocked_words_and_accounts_in_review_wait_for_somebody(
    graph_api: Meta, mongo_uri: str, database_name: str
):
    async with opened_world(
        graph_api, mongo_uri, database_name, discover="", block_words="Loterie, jeu concours"
    ) as world:
        made = graph_api.control("posts", account="page", caption="Grand JEU-CONCOURS ce soir")
        await world.sync()
        key = f"facebook:{made['id']}"
        assert await world.ask(f'{{ node(id: "{post_id(key)}") {{ id }} }}') == {"node": None}
        (stored,) = await world.documents("posts", _id=key)
        assert stored["hiddenFor"] == ["BLOCKED_WORD"]
        await call(world, REGION, "hidePost", post=post_id(key), hidden=False)
        await world.runtime.book.approve(stored["account"]["key"], approved=False)
        await world.sync()
        data = await world.ask("{ socialPosts(first: 100, networks: [FACEBOOK]) { edges { node { id } } } }")
        assert [edge["node"]["id"] for edge in data["socialPosts"]["edges"]] == [post_id(key)]
