"""Rounds of reading: what is kept, what is removed, what survives a failure."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

import orjson
import pytest
from social_world import CANARIES, NOW, SCOUTS, Meta, World, cards, opened_world, ours, seed

from gateway.errors import SourceUnavailable
from gateway.source import Card
from sources.social.demo import demo
from sources.social.emulator import defaults
from sources.social.refresh import UNKNOWN_ACCOUNT
from sources.social.sync import NOTHING, sync

PAGE, OURS = f"FACEBOOK:{defaults.PAGE_ID}", f"INSTAGRAM:{defaults.IG_USER_ID}"
OTHERS = {f"INSTAGRAM:@{name}" for name in SCOUTS}
LEA = f"INSTAGRAM:@{SCOUTS[0]}"


async def states(world: World) -> dict[str, str]:
    return {row["_id"]: row["state"] for row in await world.documents("accounts")}


async def posts_of(world: World, account: str) -> list[str]:
    return sorted(row["_id"] for row in await world.documents("posts", **{"account.key": account}))


async def test_a_round_keeps_every_post_of_every_account(world: World):
    sentence = await world.sync()
    stats = world.meta.look("stats")
    counts, scouts = stats["counts"], sum(stats["scouts"][name] for name in SCOUTS)
    total = counts["page"] + counts["instagram"] + scouts
    assert sentence.startswith(f"Read {total} posts of 5 accounts; 0 removed.")
    assert len(await posts_of(world, PAGE)) == counts["page"]
    assert len(await posts_of(world, OURS)) == counts["instagram"]
    assert await states(world) == dict.fromkeys({PAGE, OURS, *OTHERS}, "OK")
    assert {row["lastGoodSync"] for row in await world.documents("accounts")} == {world.clock.now()}


async def test_a_second_round_changes_nothing_but_the_date(world: World):
    await world.sync()
    before = {row["_id"]: row for row in await world.documents("posts")}
    await world.sync()
    after = {row["_id"]: row for row in await world.documents("posts")}
    assert before.keys() == after.keys()
    unchanged = {"caption", "permalink", "postedAt", "said", "account", "origin"}
    assert all(before[key][name] == after[key][name] for key in before for name in unchanged)
    assert {row["fetchedAt"] for row in after.values()} == {NOW + timedelta(seconds=1200)}


async def test_an_account_is_read_once_in_its_time_by_all_processes_together(world: World):
    await world.sync()
    calls = world.meta.calls
    world.clock.advance(539)
    assert await sync(world.context()) == NOTHING
    assert world.meta.calls == calls
    world.clock.advance(61)
    sentences = await asyncio.gather(*(sync(world.context()) for _ in range(4)))
    assert (
        sum(int(text.partition(" posts of ")[2].split()[0]) for text in sentences if "posts of" in text) == 5
    )


async def test_a_clock_that_was_set_back_does_not_stop_the_rounds(world: World):
    await world.sync()
    world.clock.jump(-86_400)
    assert (await sync(world.context())).startswith("Read")


async def test_a_deleted_post_disappears_with_its_links(world: World):
    world.shelf.offers = cards()
    seed(world.meta, world.shelf.offers)
    await world.sync()
    link = (await world.documents("links", network="FACEBOOK"))[0]
    world.meta.delete(f"posts/{link['post'].partition(':')[2]}")
    assert "1 removed" in await world.sync()
    assert await world.documents("posts", _id=link["post"]) == []
    assert await world.documents("links", post=link["post"]) == []


async def test_an_edited_post_is_linked_anew(world: World):
    world.shelf.offers = cards()
    await world.sync()
    key = (await posts_of(world, PAGE))[0]
    world.meta.control(f"posts/{key.partition(':')[2]}", caption="Merci @bergerie.7 !")
    assert "Matched 1 posts with 15 offers: 1 links." in await world.sync()
    (link,) = await world.documents("links", post=key)
    assert (link["key"], link["reason"], link["confidence"]) == ("1007", "MENTION", 0.9)
    world.meta.control(f"posts/{key.partition(':')[2]}", caption="Rien")
    assert "Matched 1 posts with 15 offers: 0 links." in await world.sync()
    assert await world.documents("links", post=key) == []


async def test_one_account_that_fails_keeps_its_posts_and_stops_nobody(world: World):
    await world.sync()
    before = await posts_of(world, PAGE)
    world.meta.fault("html", value=200, path=f"/{defaults.PAGE_ID}")
    assert "1 not read (SOURCE_INVALID)" in await world.sync()
    assert await posts_of(world, PAGE) == before
    known = await states(world)
    assert known.pop(PAGE) == "STALE"
    assert set(known.values()) == {"OK"}
    assert {row["accountOk"] for row in await world.documents("posts", **{"account.key": PAGE})} == {False}
    world.meta.delete("faults")
    await world.sync()
    assert {row["accountOk"] for row in await world.documents("posts")} == {True}


@pytest.mark.parametrize("mode", ["html", "cut", "close"])
async def test_a_list_that_breaks_off_removes_nothing(world: World, mode: str):
    await world.sync()
    before = await posts_of(world, OURS)
    value = {"html": 200, "cut": 60}.get(mode, 0)
    world.meta.fault(mode, value=value, path=f"/{defaults.IG_USER_ID}/media", contains="after=")
    assert "; 0 removed" in await world.sync()
    assert await posts_of(world, OURS) == before


async def test_a_dead_token_costs_one_call_for_each_limit_and_no_post(world: World):
    await world.sync()
    posts = await world.documents("posts")
    calls = world.meta.calls
    world.meta.control("tokens", token=defaults.PAGE_TOKEN, state="expired")
    assert "5 not read (SOURCE_MISCONFIGURED)" in await world.sync()
    assert 1 <= world.meta.calls - calls <= 2
    assert set((await states(world)).values()) == {"NEEDS_TOKEN"}
    assert len(await world.documents("posts")) == len(posts)
    world.meta.control("tokens", token=defaults.PAGE_TOKEN, state="ok")
    assert await world.sync() == NOTHING
    assert 1 <= world.meta.calls - calls <= 2
    world.clock.advance(6 * 3600)
    assert "of 5 accounts;" in await world.sync()


async def test_a_throttled_account_is_left_alone_for_its_minutes_even_after_a_restart(
    graph_api: Meta, mongo_uri: str, database_name: str
):
    graph_api.control("usage", id=defaults.PAGE_ID, percent=100, minutes=25)
    async with opened_world(graph_api, mongo_uri, database_name) as world:
        assert "1 not read (SOURCE_RATE_LIMITED)" in await world.sync()
    async with opened_world(graph_api, mongo_uri, database_name) as world:
        world.clock.advance(600)
        assert "posts of 4 accounts;" in await world.sync()
        assert (await states(world))[PAGE] == "THROTTLED"
        paths = graph_api.look("journal")["by_path"]
        assert paths[f"GET /{defaults.PAGE_ID}"] == 1
        await world.sync()
        graph_api.control("clock", advance_seconds=600)
        assert "of 5 accounts;" in await world.sync()
    assert graph_api.look("journal")["calls_while_blocked"] == 0


async def test_a_list_longer_than_allowed_removes_only_what_is_confirmed_to_be_gone(
    graph_api: Meta, mongo_uri: str, database_name: str
):
    async with opened_world(graph_api, mongo_uri, database_name) as world:
        await world.sync()
        everything = await posts_of(world, PAGE)
        oldest = min(await world.documents("posts", **{"account.key": PAGE}), key=lambda row: row["postedAt"])
    graph_api.delete(f"posts/{oldest['_id'].partition(':')[2]}")
    async with opened_world(graph_api, mongo_uri, database_name, max_pages=1) as world:
        world.clock.advance(600)
        await world.sync()
        assert await posts_of(world, PAGE) == sorted(set(everything) - {oldest["_id"]})
        fetched = {row["fetchedAt"] for row in await world.documents("posts", **{"account.key": PAGE})}
    assert fetched == {NOW + timedelta(seconds=1200)}
    assert graph_api.look("journal")["batch_items"] == 2 * len(everything) // 2 - 50 + (
        graph_api.look("stats")["counts"]["instagram"] - 50
    )


async def test_an_empty_list_is_not_believed_but_confirmed(world: World):
    await world.sync()
    before = await posts_of(world, PAGE)
    library = world.meta.look("stats")["counts"]
    assert library["page"] == len(before)
    for key in before:
        world.meta.delete(f"posts/{key.partition(':')[2]}")
    await world.sync()
    assert await posts_of(world, PAGE) == []
    assert world.meta.look("journal")["batch_items"] == len(before)


async def test_posts_of_a_discovered_account_that_vanished_stay_and_are_stale(world: World):
    await world.sync()
    before = await posts_of(world, LEA)
    world.runtime.settings.__dict__["discover"] = ",".join([*SCOUTS, "nobody.at.all"])
    assert f"1 not read ({UNKNOWN_ACCOUNT})" in await world.sync()
    assert await posts_of(world, LEA) == before
    asked = world.meta.look("journal")["discovery"]["nobody.at.all"]
    await world.sync()
    assert world.meta.look("journal")["discovery"]["nobody.at.all"] == asked == 1


async def test_accounts_of_scouts_are_discovered_from_their_cards_and_forgotten_with_them(
    graph_api: Meta, mongo_uri: str, database_name: str
):
    lea = Card("s1", "Léa", handles=("@Lea.En.Sentier", "not a name!", defaults.IG_USERNAME))
    async with opened_world(graph_api, mongo_uri, database_name, discover="") as world:
        world.shelf.scouts, world.shelf.offers = [lea], cards(1)
        await world.sync()
        assert set(await states(world)) == {PAGE, OURS, LEA}
        links = await world.documents("links", entity="Scout")
        assert {link["key"] for link in links} == {"s1"}
        # the account of an institution is nobody's own, whoever claims it
        assert sorted(link["post"] for link in links) == await posts_of(world, LEA)
        world.shelf.failure = SourceUnavailable()
        await world.sync()
        assert set(await states(world)) == {PAGE, OURS, LEA}
        world.shelf.failure = None
        world.shelf.scouts = []
        assert "posts of accounts that are read no more." in await world.sync()
        assert set(await states(world)) == {PAGE, OURS}
        assert await posts_of(world, LEA) == []
        assert await world.documents("links", entity="Scout") == []


async def test_copies_that_could_not_be_refreshed_for_long_are_deleted(world: World):
    await world.sync()
    world.meta.fault("status", path=f"/{defaults.PAGE_ID}")
    world.clock.advance(14 * 86_400)
    assert "posts that could not be refreshed" in await world.sync()
    assert await posts_of(world, PAGE) == []
    assert len(await posts_of(world, OURS)) == world.meta.look("stats")["counts"]["instagram"]


async def test_posts_are_linked_to_the_offers_they_were_written_about(world: World):
    world.shelf.offers = cards()
    seed(world.meta, world.shelf.offers)
    await world.sync()
    truth = world.meta.look("stats")["mentions"]
    stored = {row["_id"].partition(":")[2] for row in await world.documents("posts")}
    expected = {
        (post, key)
        for key, kinds in truth.items()
        for posts in kinds.values()
        for post in posts
        if post in stored
    }
    found = {(link["post"].partition(":")[2], link["key"]) for link in await world.documents("links")}
    assert found == expected
    assert len(found) > 60


async def test_new_cards_match_all_posts_again_and_the_same_cards_none(world: World):
    world.shelf.offers = cards()
    seed(world.meta, world.shelf.offers)
    first = await world.sync()
    assert "Matched 0 posts with 15 offers" in await world.sync()
    world.shelf.offers = cards(14)
    again = await world.sync()
    assert again.partition("Matched ")[2].split()[0] == first.partition("Matched ")[2].split()[0]
    assert await world.documents("links", key="1014") == []


@pytest.mark.parametrize("failure", [SourceUnavailable(), None])
async def test_links_stay_when_the_offers_cannot_be_told(world: World, failure: Exception | None):
    world.shelf.offers = cards()
    seed(world.meta, world.shelf.offers)
    await world.sync()
    links = len(await world.documents("links"))
    world.shelf.failure, world.shelf.offers = failure, []
    assert "Links left as they are" in await world.sync()
    assert len(await world.documents("links")) == links


async def test_a_change_of_state_is_logged_once_each_way(world: World, caplog: pytest.LogCaptureFixture):
    await world.sync()
    world.meta.fault("html", value=200, path=f"/{defaults.PAGE_ID}")
    await world.sync()
    await world.sync()
    world.meta.delete("faults")
    await world.sync()
    lines = [record.message for record in caplog.records if record.levelno >= logging.WARNING]
    assert [line for line in lines if line.startswith("the account")] == [
        f"the account {PAGE} cannot be read: SOURCE_INVALID",
        f"the account {PAGE} is read again",
    ]


async def test_no_secret_and_no_paging_address_is_stored_or_logged(
    world: World, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    world.meta.control("modes", old_paging=True)
    await world.sync()
    world.meta.control("tokens", token=defaults.PAGE_TOKEN, state="revoked")
    await world.sync()
    stored = [
        row for name in ("posts", "accounts", "links", "budgets") for row in await world.documents(name)
    ]
    text = orjson.dumps(stored).decode() + "".join(ours(caplog))
    assert not any(canary in text for canary in CANARIES)
    assert "access_token" not in text
    assert "paging" not in text


async def test_the_demo_fills_the_emulator_around_the_offers_and_may_be_run_again(world: World):
    world.shelf.offers = cards()
    first = await demo(world.context())
    assert first.startswith("600 posts about up to 15 offers. Read ")
    links = len(await world.documents("links"))
    assert links > 300
    await demo(world.context())
    assert len(await world.documents("links")) == links


async def test_the_demo_leaves_the_real_graph_api_alone(graph_api: Meta, mongo_uri: str, database_name: str):
    address = "https://graph.example"
    async with opened_world(graph_api, mongo_uri, database_name, base_url=address) as world:
        assert (await demo(world.context())).startswith("No demo posts")
    assert graph_api.calls == 0


async def test_health_depends_on_the_database_and_not_on_the_network(world: World):
    world.meta.fault("close")
    await world.source.source.health(world.context())


async def test_posts_behind_the_pages_that_are_read_recover_with_their_account(
    graph_api: Meta, mongo_uri: str, database_name: str
):
    for number in range(60):
        graph_api.control("posts", account=SCOUTS[0], caption=f"Jour {number}")
    async with opened_world(graph_api, mongo_uri, database_name) as world:
        await world.sync()
    async with opened_world(graph_api, mongo_uri, database_name, max_pages=1) as world:
        world.clock.advance(600)
        graph_api.fault("html", value=200, contains="business_discovery")
        await world.sync()
        assert {row["accountOk"] for row in await world.documents("posts", **{"account.key": LEA})} == {False}
        graph_api.delete("faults")
        await world.sync()
        posts = await world.documents("posts", **{"account.key": LEA})
    assert len(posts) > 60
    assert {row["accountOk"] for row in posts} == {True}
    assert len({row["fetchedAt"] for row in posts}) == 2
