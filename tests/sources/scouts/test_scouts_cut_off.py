"""Work that is cut off, and calls that cross each other, leave nothing visible that must not be."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from scouts_world import NOW, World, a_community, a_content, a_perk, a_scout, fill, gid

from gateway.graph.request import RequestScope
from gateway.identity import Caller, Role
from gateway.mutations import Refused
from gateway.source import Context
from sources.scouts.composing import event
from sources.scouts.services import disclosing, keeping, leaving
from sources.scouts.services.keeping import add_content, change_content, change_scout, settle
from sources.scouts.upkeep import upkeep

SCOUT = Caller("sub-s1", (Role("SCOUT"),))
TAKEN_BACK: Any = {"consents": []}


class Cut(Exception):  # noqa: N818  # a crash, not an error
    pass


def cutting(real: Callable[..., Awaitable[Any]], number: int) -> Callable[..., Awaitable[Any]]:
    """The function, but its call of this number is where the process ends."""
    calls = 0

    async def cut(*arguments: Any, **more: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == number:
            raise Cut
        return await real(*arguments, **more)

    return cut


async def shown(world: World) -> set[str]:
    found = await world.data("{ scoutContents(first: 100) { edges { node { id } } } }")
    return {edge["node"]["id"] for edge in found["scoutContents"]["edges"]}


async def stock(world: World, contents: int = 3, **changes: Any) -> None:
    made = [a_content(f"k{number}", **changes) for number in range(contents)]
    await fill(world.scouts, [a_community("c1")], [a_scout("s1"), a_scout("s2")], made)


async def ask(world: World, query: str, caller: Caller = SCOUT, **variables: Any) -> Any:
    scope = RequestScope(world.opened, (), caller=caller)
    return await world.schema.execute(query, context_value=scope, variable_values=variables)


@pytest.mark.parametrize("number", range(1, 6))
async def test_a_withdrawal_cut_off_anywhere_shows_no_more_than_before_and_ends_when_asked_again(
    world: World, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    await stock(world)
    before = await shown(world)
    query = "mutation { withdrawConsent(input: {purpose: PUBLISH}) { userErrors { code } } }"
    writes = ["update_many", "replace_one"]
    with monkeypatch.context() as patched:
        for name in writes:
            real = getattr(type(world.scouts.books.contents), name)
            patched.setattr(type(world.scouts.books.contents), name, cutting(real, number))
        await ask(world, query)
    assert await shown(world) <= before
    result = await ask(world, query)
    assert result.errors is None
    assert await shown(world) == set()
    assert (await world.data("{ scouts { totalCount } }"))["scouts"]["totalCount"] == 1


async def test_a_content_written_while_its_author_takes_the_consent_back_is_not_shown(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stock(world, 0)
    books = world.scouts.books
    real = type(books.contents).insert_one

    async def late(self: Any, document: Any) -> Any:
        if document["_id"] == "late":
            await change_scout(books, "s1", lambda _: TAKEN_BACK)
        return await real(self, document)

    monkeypatch.setattr(type(books.contents), "insert_one", late)
    await add_content(books, a_content("late"))
    assert await shown(world) == set()
    await change_scout(books, "s1", lambda _: {"consents": a_scout("s1")["consents"]})
    assert await shown(world) == {gid("ScoutContent", "late")}


async def test_a_content_written_while_its_author_is_erased_is_gone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stock(world, 1)
    books = world.scouts.books
    real = type(books.contents).insert_one

    async def late(self: Any, document: Any) -> Any:
        await leaving.erase(books, "s1")
        return await real(self, document)

    monkeypatch.setattr(type(books.contents), "insert_one", late)
    with pytest.raises(Refused):
        await add_content(books, a_content("late"))
    assert await books.contents.find({"scout": "s1"}) == []


async def test_an_erasure_cut_off_is_ended_by_upkeep(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await stock(world)
    query = "mutation { requestErasure { erasure { receipt completedAt } userErrors { code } } }"
    with monkeypatch.context() as patched:
        patched.setattr(leaving, "erase", cutting(leaving.erase, 1))
        await ask(world, query)
    assert await shown(world) == set()
    books = world.scouts.books
    assert await books.scout("s1") is not None
    context: Context[Any] = world.context()
    assert await upkeep(context) == "Ended 1 erasures, looked at 0 claims, hid contents of 0 authors."
    for collection in (books.contents, books.memberships, books.consents, books.signatures, books.history):
        assert await collection.find({"scout": "s1"}) == [], collection.name
    assert await books.scout("s1") is None
    (proof,) = await books.erasures.find({})
    assert proof["scout"] is None
    assert "s1" not in str(proof.values())
    result = await ask(world, query)
    assert result.data["requestErasure"]["erasure"]["receipt"] == proof["receipt"]


async def test_upkeep_looks_at_claims_and_at_contents_that_were_forgotten(world: World) -> None:
    await stock(world, 2)
    books = world.scouts.books
    claim = {"_id": "k", "perk": "p", "place": 1, "scout": "s1", "offer": "5001", "provider": None}
    await books.claims.insert_one({**claim, "claimedAt": NOW - timedelta(hours=1)})
    await fill(world.scouts, [], [], [])
    await add_content(books, a_content("other", "s2", offers=["5002"]))
    await books.scouts.update_one({"_id": "s2"}, {"$set": {"visible": False}})
    context: Context[Any] = world.context()
    assert await upkeep(context) == "Ended 0 erasures, looked at 1 claims, hid contents of 1 authors."
    assert await shown(world) == set()
    states = {one["_id"]: (one["state"], one["review"]) for one in await books.contents.find({})}
    assert states == {
        "k0": ("SUBMITTED", "PERK_CLAIMED"),
        "k1": ("SUBMITTED", "PERK_CLAIMED"),
        "other": ("PUBLISHED", None),
    }


async def test_of_two_changes_to_the_same_version_one_is_made_and_the_history_is_whole(world: World) -> None:
    await stock(world, 1)
    books = world.scouts.books
    content = await books.content("k0")
    assert content is not None

    async def withdraw(number: int) -> bool:
        last = event("UPDATE", NOW, by=f"b{number}", role="SCOUT", before="PUBLISHED", after="PUBLISHED")
        try:
            await change_content(books, content, {"last": last, "licence": "CC0-1.0"})
        except Refused:
            return False
        return True

    done = await asyncio.gather(*(withdraw(number) for number in range(8)))
    assert sum(done) == 1
    history = (await books.histories(["k0"], 10))["k0"]
    assert [one["act"] for one in history] == ["UPDATE", "CREATE"]


async def test_a_perk_claimed_between_the_check_and_the_writing_puts_the_content_in_review(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stock(world, 0)
    books = world.scouts.books
    await books.perks.insert_one(a_perk("p1", offer="5001"))
    real = keeping.add_content

    async def late(*arguments: Any) -> Any:
        claim = {"_id": "k", "perk": "p1", "place": 1, "scout": "s1", "offer": "5001", "provider": None}
        await books.claims.insert_one({**claim, "claimedAt": NOW})
        return await real(*arguments)

    monkeypatch.setattr("sources.scouts.services.publishing.add_content", late)
    query = """mutation ($offer: ID!) { publishContent(input: {kind: TIP, title: "Un", text: "Deux",
      offers: [$offer]}) { content { state reviewReason } userErrors { code } } }"""
    result = await ask(world, query, offer=gid("Offer", "5001"))
    assert result.data["publishContent"]["content"] == {"state": "SUBMITTED", "reviewReason": "PERK_CLAIMED"}
    assert await shown(world) == set()


@pytest.mark.parametrize(
    ("days", "offers", "providers", "required"),
    [
        (1, ["5001"], [], True),
        (364, ["5001"], [], True),
        (366, ["5001"], [], False),
        (1, ["5002"], ["7001"], True),
        (1, ["5002"], ["7002"], False),
        (1, [], [], False),
    ],
)
async def test_a_perk_of_the_last_twelve_months_must_be_told(
    world: World, days: int, offers: list[str], providers: list[str], required: bool
) -> None:
    claim = {"_id": "k", "perk": "p", "place": 1, "scout": "s1", "offer": "5001", "provider": "7001"}
    at = NOW - timedelta(days=days)
    await world.scouts.books.claims.insert_one({**claim, "claimedAt": at})
    found = await disclosing.is_required(world.scouts.books, "s1", offers, providers, NOW)
    assert found is required


async def test_settling_follows_the_author_through_changes_that_overtake_it(world: World) -> None:
    await stock(world)
    books = world.scouts.books
    given = a_scout("s1")["consents"]
    changes: list[Any] = [TAKEN_BACK, {"consents": given}, TAKEN_BACK, {"consents": given}]
    await asyncio.gather(*(change_scout(books, "s1", lambda _, one=one: one) for one in changes))
    await settle(books, "s1")
    scout = await books.scout("s1")
    assert scout is not None
    assert bool(await shown(world)) is scout["visible"]
