"""Pictures of posts: addresses that never change, wherever the network keeps them."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from social_world import SCOUTS, World

from gateway.source import Card, PictureFacts
from sources.social.accounts.connecting import revoke
from sources.social.emulator import defaults
from sources.social.media import picture_ref, read_ref
from sources.social.pictures import hosts, resolve, seen

SIZES = '{ socialPosts(first: 5, networks: [INSTAGRAM], filter: {account: "partirici.demo"}) { edges { node { id media { width height dominantColor sizes { width url } } } } } }'
OURS = f"INSTAGRAM:{defaults.IG_USER_ID}"
LEA = f"INSTAGRAM:@{SCOUTS[0]}"


async def one_ref(world: World, account: str = OURS) -> str:
    rows = await world.documents("posts", **{"account.key": account})
    post = next(row for row in rows if row["media"] and row["media"][0]["preview"])
    return picture_ref(post["_id"], 0)


async def test_an_address_stays_though_the_network_changes_its_own(world: World):
    await world.sync()
    before = await world.ask(SIZES)
    ref = await one_ref(world)
    first = await resolve(ref, world.context(), False)
    world.clock.advance(86_400)
    world.meta.control("clock", advance_seconds=86_400)
    await world.sync()
    assert await world.ask(SIZES) == before
    assert await resolve(ref, world.context(), False) != first
    urls = [
        size
        for post in before["socialPosts"]["edges"]
        for media in post["node"]["media"]
        for size in media["sizes"]
    ]
    assert [size["width"] for size in urls[:5]] == [160, 320, 640, 960, 1280]


async def test_a_dead_address_is_asked_anew_once_in_a_batch(world: World):
    await world.sync()
    rows = await world.documents("posts", **{"account.key": OURS})
    refs = [picture_ref(row["_id"], 0) for row in rows if row["media"] and row["media"][0]["preview"]][:20]
    world.clock.advance(5 * 86_400)
    world.meta.control("clock", advance_seconds=5 * 86_400)
    found = await asyncio.gather(*(resolve(ref, world.context(), False) for ref in refs))
    assert all(url is not None and "oe=" in url for url in found)
    journal = world.meta.look("journal")
    assert journal["by_path"]["POST /"] == 1
    assert journal["batch_items"] == 20


async def test_while_the_network_is_away_the_old_address_is_all_there_is(world: World):
    await world.sync()
    ref = await one_ref(world)
    known = await resolve(ref, world.context(), False)
    world.meta.fault("status")
    assert await resolve(ref, world.context(), True) == known


async def test_a_picture_goes_with_its_post_and_with_consent(world: World):
    world.shelf.scouts = [Card("s1", "Léa", handles=(SCOUTS[0],))]
    await world.sync()
    ours, leas = await one_ref(world), await one_ref(world, LEA)
    assert await resolve(leas, world.context(), False)
    world.shelf.scouts = [Card("s1", "Léa")]  # the consent is gone: no account on the card
    assert await resolve(leas, world.context(), False) is None
    world.meta.delete(f"posts/{ours.partition('/')[0].partition(':')[2]}")
    await world.sync()
    assert await resolve(ours, world.context(), False) is None


@pytest.mark.parametrize(
    "ref", ["", "x", "/0", "instagram:1/x", "instagram:1/-1", "instagram:1/99999", "nobody/0"]
)
async def test_another_name_leads_nowhere(world: World, ref: str):
    assert await resolve(ref, world.context(), False) is None


def test_names_are_read_as_they_are_written():
    assert read_ref(picture_ref("facebook:1_2", 3)) == ("facebook:1_2", 3)


async def test_size_and_colour_are_known_once_it_was_fetched_and_stay(world: World):
    await world.sync()
    ref = await one_ref(world)
    await seen(ref, PictureFacts(480, 600, "#3366cc"), world.context())
    await world.sync()
    data = await world.ask(
        "{ socialPosts(first: 100, networks: [INSTAGRAM]) { edges { node { media { width height dominantColor } } } } }"
    )
    known = [
        media
        for edge in data["socialPosts"]["edges"]
        for media in edge["node"]["media"]
        if media["dominantColor"]
    ]
    assert known == [{"width": 480, "height": 600, "dominantColor": "#3366cc"}]


def test_pictures_come_from_metas_hosts_or_the_emulators(world: World):
    settings = world.runtime.settings
    assert hosts(settings) == ("*.cdninstagram.com", "*.fbcdn.net")
    assert urlsplit(settings.base_url).hostname == "127.0.0.1"
    assert hosts(settings.model_copy(update={"cdn": "http://127.0.0.1:1 *.x.example"})) == [
        "http://127.0.0.1:1",
        "*.x.example",
    ]


POSTS_OF = "{ socialPosts(first: 100) { totalCount edges { node { id account { handle } } } } scouts { socialPosts { edges { node { id } } } } socialAccounts { account { handle } } }"


async def test_a_withdrawn_consent_is_honoured_at_once_on_every_path(world: World):
    world.runtime.settings.__dict__["discover"] = ""
    world.shelf.scouts = [Card("s1", "Léa", handles=(SCOUTS[0],))]
    world.shelf.offers = [Card("1", "X", handles=("x",))]
    await world.sync()
    before = await world.ask(POSTS_OF)
    handles = {edge["node"]["account"]["handle"] for edge in before["socialPosts"]["edges"]}
    assert SCOUTS[0] in handles
    assert before["scouts"][0]["socialPosts"]["edges"]
    lea = next(
        edge["node"]["id"]
        for edge in before["socialPosts"]["edges"]
        if edge["node"]["account"]["handle"] == SCOUTS[0]
    )
    world.shelf.scouts = [Card("s1", "Léa")]
    after = await world.ask(POSTS_OF)
    total = len(await world.documents("posts", origin="INSTITUTIONAL"))
    assert after["socialPosts"]["totalCount"] == total
    assert SCOUTS[0] not in {edge["node"]["account"]["handle"] for edge in after["socialPosts"]["edges"]}
    assert after["scouts"][0]["socialPosts"]["edges"] == []
    assert SCOUTS[0] not in {row["account"]["handle"] for row in after["socialAccounts"]}
    assert await world.ask(f'{{ node(id: "{lea}") {{ id }} }}') == {"node": None}
    world.clock.advance(timedelta(minutes=11).total_seconds())
    await world.sync()
    assert await world.documents("posts", origin="SCOUT") == []


async def test_when_nobody_can_say_whether_scouts_agree_their_posts_are_not_shown(world: World):
    from gateway.errors import SourceUnavailable

    world.shelf.scouts = [Card("s1", "Léa", handles=(SCOUTS[0],))]
    await world.sync()
    world.shelf.failure = SourceUnavailable()
    data = await world.ask("{ socialPosts(first: 100) { edges { node { account { handle } } } } }")
    assert SCOUTS[0] not in {edge["node"]["account"]["handle"] for edge in data["socialPosts"]["edges"]}
    world.shelf.failure = None
    await revoke(world.runtime, LEA, "CONSENT_WITHDRAWN")
    data = await world.ask("{ socialPosts(first: 100) { edges { node { account { handle } } } } }")
    assert SCOUTS[0] not in {edge["node"]["account"]["handle"] for edge in data["socialPosts"]["edges"]}
