"""The change feed: whoever follows it has what is public, nothing else, and learns nothing of what never was."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest
from apidae_bench import Emu
from apidae_objects import promotion, raw
from mirror_world import Follower, World

from gateway.errors import BadInput, SourceUnavailable
from gateway.graph.connection import decode_cursor, encode_cursor
from gateway.graph.ids import encode_id
from sources.apidae.emulator.control import changes

NEW = 9_000_101


def change(emulator: Emu, number: int, **patch: Any) -> None:
    emulator.control(f"objects/{number}", patch)


async def test_it_begins_with_everything_that_is_public(own: World, small: Emu) -> None:
    everything = Follower(own)
    told = await everything.follow()
    assert sorted(told) == [(number, False) for number in small.public()]
    assert await everything.follow() == []
    slowly = Follower(own)
    assert await slowly.follow(7) == told
    for mark in [mark for _, mark in (await own.mirror.feed.page(None, 5)).entries]:
        page = await own.mirror.feed.page(mark, 100)
        assert mark not in [one for _, one in page.entries]


async def test_every_kind_of_change_is_told_once(own: World, small: Emu) -> None:
    follower = Follower(own)
    await follower.follow()
    edited, hidden, levelled, malformed, removed, *_ = small.public()
    never = small.hidden()[0]
    change(small, edited, nom={"libelleFr": "Un autre nom"})
    change(small, hidden, state="HIDDEN")
    change(small, levelled, presentation={"typologiesPromoSitra": promotion(6436, 6452)}, distinctions=None)
    change(small, malformed, nom={"libelleFr": " "})
    change(small, never, nom={"libelleFr": "Toujours caché"})
    changes.remove(small.world.store, removed)
    changes.insert(small.world.store, raw(id=NEW, nom={"libelleFr": "Nouveau"}))
    await own.sync()
    gone = {hidden, levelled, malformed, removed}
    expected = {(edited, False), (NEW, False)} | {(number, True) for number in gone}
    assert set(await follower.follow(2)) == expected
    assert sorted(follower.kept) == await own.public()
    assert await follower.follow() == []
    # what comes back is told; what goes and never was public is not
    change(small, hidden, state="PUBLISHED")
    changes.remove(small.world.store, never)
    await own.sync()
    assert await follower.follow() == [(hidden, False)]
    beginner = Follower(own)
    await beginner.follow()
    assert beginner.kept == follower.kept


async def test_reading_everything_again_is_no_change(own: World, small: Emu) -> None:
    follower = Follower(own)
    await follower.follow()
    await own.sync(complete=True)
    assert await follower.follow() == []


async def test_a_tombstone_holds_nothing_of_its_object(own: World, small: Emu) -> None:
    number = small.public()[0]
    change(small, number, state="HIDDEN")
    await own.sync()
    kept = await own.store.room("apidae").collection("gone").find({})
    assert [one.keys() for one in kept] == [{"_id", "seq", "at"}]
    data = await own.data(
        "{ changes(first: 100) { edges { node { kind id at removal node { id } replacedBy { id } } } } }"
    )
    told = {edge["node"]["id"]: edge["node"] for edge in data["changes"]["edges"]}
    entry = told.pop(encode_id("Offer", str(number)))
    assert entry | {"at": ""} == {
        "kind": "REMOVED",
        "id": encode_id("Offer", str(number)),
        "at": "",
        "removal": "GONE",
        "node": None,
        "replacedBy": None,
    }
    for key, one in told.items():
        assert (one["kind"], one["removal"], one["node"]["id"]) == ("UPSERT", None, key)


async def test_whoever_follows_has_what_is_public_whatever_happens(own: World, small: Emu) -> None:
    """Two hundred random changes, followers that come at random times with pages of random sizes."""
    draw = random.Random(20)
    followers = [Follower(own) for _ in range(3)]
    numbers, store = small.public()[:12], small.world.store
    for _ in range(25):
        for number in draw.sample(numbers, 4):
            if number not in store.facts:
                changes.insert(store, raw(id=number, nom={"libelleFr": "Revenu"}))
            elif draw.random() < 0.3:
                changes.remove(store, number)
            else:
                state = draw.choice(["PUBLISHED", "HIDDEN"])
                changes.change(store, number, {"state": state, "nom": {"libelleFr": f"N{draw.random()}"}})
        await own.sync()
        for follower in followers:
            if draw.random() < 0.5:
                await follower.follow(draw.choice([1, 3, 100]))
    for follower in followers:
        await follower.follow()
        assert sorted(follower.kept) == await own.public()
        documents = await own.objects.find({"public": True})
        assert follower.kept == {one["_id"]: one["seq"] for one in documents}


# ---- marks ---------------------------------------------------------------


async def test_a_mark_of_another_feed_is_refused_with_a_hint(own: World, small: Emu) -> None:
    mark = (await own.mirror.feed.page(None, 1)).end
    feed, seq, number, day = decode_cursor(mark, "changes", str, int, int, str)
    forged = [
        "x",
        encode_cursor("offers", feed, seq, number, day),
        encode_cursor("changes", "other", seq, number, day),
        encode_cursor("changes", feed, 10**9, number, day),
        encode_cursor("changes", feed, -1, number, day),
        encode_cursor("changes", feed, seq, number, "soon"),
    ]
    for one in forged:
        answer = await own.ask("query($s: String) { changes(since: $s) { edges { cursor } } }", s=one)
        assert answer.codes == ["INVALID_CURSOR"], one
        told = answer.errors[0].original_error.extensions()
        assert told["argument"] == "since"
        assert "Ask without `since`" in told["hint"]


@pytest.mark.parametrize(("days", "good"), [(300, True), (364, True), (367, False)])
async def test_a_mark_is_good_as_long_as_tombstones_are_kept(
    own: World, small: Emu, days: int, good: bool
) -> None:
    follower = Follower(own)
    await follower.follow()
    number = small.public()[0]
    change(small, number, state="HIDDEN")
    own.clock.advance(86_400)
    await own.sync()
    own.clock.advance((days - 1) * 86_400)
    await own.sync()
    gone = await own.store.room("apidae").collection("gone").count({})
    if good:
        assert (number, True) in await follower.follow()
        assert gone == 1
    else:
        with pytest.raises(BadInput, match="older than 365 days"):
            await follower.follow()
    own.clock.advance(2 * 86_400)
    if not good:
        await own.sync()
        assert await own.store.room("apidae").collection("gone").count({}) == 0
    assert own.mirror._retention == timedelta(days=365)


async def test_a_mirror_that_was_never_filled_has_no_feed(empty: World) -> None:
    with pytest.raises(SourceUnavailable):
        await empty.mirror.feed.page(None, 10)


async def test_without_a_mirror_it_is_refused_with_a_clear_code(open_bench: Any, small: Emu) -> None:
    async with open_bench(small) as live:
        answer = await live.ask("{ changes { edges { cursor } } }")
        assert answer.data == {"changes": None}
        assert answer.codes == ["INVALID_ARGUMENT"]
        assert "APIDAE_MODE=mirror" in answer.errors[0].original_error.extensions()["hint"]


# ---- replaced offers and old slugs ---------------------------------------

OFFER = "query($slug: String!) { offer(slug: $slug) { slug apidaeId } }"


async def test_an_old_slug_finds_the_offer_with_its_present_slug(own: World, small: Emu) -> None:
    number = small.public()[3]
    before = (await own.data("query($n: Int!) { offer(apidaeId: $n) { slug } }", n=number))["offer"]["slug"]
    change(small, number, nom={"libelleFr": "La Ferme à Jules"})
    await own.sync()
    expected = {"slug": f"la-ferme-a-jules-{number}", "apidaeId": number}
    assert (await own.data(OFFER, slug=before))["offer"] == expected
    assert (await own.data(OFFER, slug=expected["slug"]))["offer"] == expected


async def test_what_was_replaced_leads_to_the_other_one(own: World, small: Emu) -> None:
    old, new, hidden = small.public()[0], small.public()[1], small.hidden()[0]
    follower = Follower(own)
    await follower.follow()
    assert not await own.mirror.replace(old, new), "it is still public"
    assert not await own.mirror.replace(hidden, new), "it never was public"
    change(small, old, state="HIDDEN")
    await own.sync()
    await follower.follow()
    assert (await own.data(OFFER, slug=f"x-{old}"))["offer"] is None
    assert await own.mirror.replace(old, new)
    assert (await own.data(OFFER, slug=f"x-{old}"))["offer"]["apidaeId"] == new
    data = await own.data(
        "query($s: String) { changes(since: $s) { edges { node { kind removal node { id }"
        " replacedBy { apidaeId } } } } }",
        s=follower.since,
    )
    assert [edge["node"] for edge in data["changes"]["edges"]] == [
        {"kind": "REPLACED", "removal": "REPLACED", "node": None, "replacedBy": {"apidaeId": new}}
    ]
    removal = "query($n: Int!) { removal(apidaeId: $n) { kind replacedBy { apidaeId } node { id } } }"
    gone = {"kind": "REPLACED", "replacedBy": {"apidaeId": new}, "node": None}
    assert (await own.data(removal, n=old))["removal"] == gone
    for number in (new, hidden, 4_000_001, 0, 2_000_000_000):
        assert (await own.data(removal, n=number))["removal"] is None
    # a substitute that is not public is as if there were none
    change(small, new, state="HIDDEN")
    await own.sync()
    for number in (old, new):
        gone = {"kind": "REMOVED", "replacedBy": None, "node": None}
        assert (await own.data(removal, n=number))["removal"] == gone
    assert (await own.data(OFFER, slug=f"x-{old}"))["offer"] is None
    told = (await own.data("{ changes { edges { node { id kind removal } } } }"))["changes"]["edges"]
    (entry,) = [one["node"] for one in told if one["node"]["id"] == encode_id("Offer", str(old))]
    assert (entry["kind"], entry["removal"]) == ("REMOVED", "GONE")
