"""Single posts of our own accounts are read again: fifty a call, each item for itself."""

from __future__ import annotations

import asyncio

import pytest
from social_world import SCOUTS, World

from gateway.errors import SourceError, SourceRateLimited
from sources.social.emulator import defaults

PAGE, OURS = f"FACEBOOK:{defaults.PAGE_ID}", f"INSTAGRAM:{defaults.IG_USER_ID}"
LEA = f"INSTAGRAM:@{SCOUTS[0]}"


async def ids(world: World, account: str) -> list[str]:
    rows = await world.documents("posts", **{"account.key": account})
    return sorted(row["_id"].partition(":")[2] for row in rows)


async def test_whoever_asks_at_the_same_time_shares_calls_of_fifty(world: World):
    await world.sync()
    ours, page = await ids(world, OURS), await ids(world, PAGE)
    assert len(ours) > 50
    before = world.meta.look("journal")
    refresh = world.runtime.on_demand.refresh
    answers = await asyncio.gather(
        *(refresh(OURS, [one]) for one in ours), refresh(OURS, ours[:3]), refresh(PAGE, page[:2])
    )
    after = world.meta.look("journal")
    assert after["batch_items"] - before.get("batch_items", 0) == len(ours) + 2
    batches = -(-len(ours) // 50) + 1
    assert after["by_path"]["POST /"] == batches
    assert all(document is not None for answer in answers for document in answer.values())


@pytest.mark.parametrize("mode", ["null", "no_body", "html"])
async def test_an_item_that_fails_costs_only_itself_and_no_post(world: World, mode: str):
    await world.sync()
    ours = (await ids(world, OURS))[:9]
    world.meta.control("modes", batch=mode, batch_every=3)
    answers = await world.runtime.on_demand.refresh(OURS, ours)
    failed = [one for one, answer in answers.items() if isinstance(answer, SourceError)]
    assert 0 < len(failed) < 9
    assert set(ours) <= set(await ids(world, OURS))


async def test_a_post_that_is_gone_is_deleted_and_its_neighbours_are_not(world: World):
    await world.sync()
    ours = (await ids(world, OURS))[:3]
    world.meta.delete(f"posts/{ours[1]}")
    answers = await world.runtime.on_demand.refresh(OURS, ours)
    assert [answers[one] is None for one in ours] == [False, True, False]
    assert ours[1] not in await ids(world, OURS)


async def test_posts_of_others_cannot_be_asked_for_so_their_account_is_due(world: World):
    await world.sync()
    calls = world.meta.calls
    (one, *_) = await ids(world, LEA)
    assert await world.runtime.on_demand.refresh(LEA, [one]) == {one: None}
    assert world.meta.calls == calls
    record = await world.runtime.book.get(LEA)
    assert record is not None
    assert record.next_sync == world.clock.now()
    assert one in await ids(world, LEA)


async def test_readers_are_served_longer_than_background_and_nobody_in_the_end(world: World):
    await world.sync()
    ours = await ids(world, OURS)
    for percent, fails in ((80, False), (96, True)):
        world.meta.control("usage", id=defaults.IG_USER_ID, percent=percent)
        await world.runtime.on_demand.refresh(OURS, ours[:1])  # this answer tells the percentage
        (answer,) = (await world.runtime.on_demand.refresh(OURS, ours[1:2])).values()
        assert isinstance(answer, SourceRateLimited) is fails
    assert world.meta.look("journal")["calls_while_blocked"] == 0
