"""Keys in MongoDB: given, changed, rotated, revoked; what each process believes of them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from gateway.clock import ManualClock
from gateway.http.problem import Problem
from gateway.mutations import Refused
from gateway.partners.book import KeyBook
from gateway.partners.keeping import MOST_KEYS, Changes, Keys, Wish
from gateway.partners.record import NAME
from gateway.partners.scope import Scope
from gateway.store import Room

WISH = Wish("vercors", "Site", ("https://www.vercors.example",))
SECONDS = 2.0


@pytest.fixture
def book(room: Room, clock: ManualClock) -> KeyBook:
    return KeyBook(room.collection(NAME), clock, SECONDS)


@pytest.fixture
def keys(room: Room, clock: ManualClock, book: KeyBook) -> Keys:
    return Keys(room.collection(NAME), clock, book)


@pytest.fixture
def elsewhere(room: Room, clock: ManualClock) -> KeyBook:
    """What another process knows."""
    return KeyBook(room.collection(NAME), clock, SECONDS)


async def code_of(book: KeyBook, key: str) -> str | None:
    try:
        found = await book.find(key)
    except Problem as problem:
        return problem.code if problem.status == 403 else f"status {problem.status}"
    return None if found is None else found.id


async def test_a_key_works_here_at_once_and_elsewhere_within_the_refresh_time(keys, book, elsewhere, clock):
    assert await elsewhere.find("pk_live_nobody") is None
    made = await keys.create(WISH, "k1")
    assert (await book.find(made.key)).counted_as == ("k1", "vercors")
    assert await elsewhere.find(made.key) is None
    clock.advance(SECONDS)
    assert await code_of(elsewhere, made.key) == "k1"
    await keys.revoke("k1", 1)
    assert await code_of(book, made.key) == "KEY_REVOKED"
    clock.advance(SECONDS)
    assert await code_of(elsewhere, made.key) == "KEY_REVOKED"


async def test_requests_are_answered_by_heart(room, clock, keys, elsewhere):
    made = await keys.create(WISH, "k1")
    await elsewhere.find(made.key)
    await room.collection(NAME).delete_many({})
    assert {await code_of(elsewhere, made.key) for _ in range(20)} == {"k1"}
    clock.advance(SECONDS)
    assert await elsewhere.find(made.key) is None


async def test_a_rotated_key_works_for_a_while_under_both_names(keys, book, clock):
    made = await keys.create(WISH, "k1")
    new = await keys.rotate("k1", 1, hours=1)
    assert new.key != made.key
    assert [await code_of(book, one) for one in (made.key, new.key)] == ["k1", "k1"]
    clock.advance(3600)
    assert [await code_of(book, one) for one in (made.key, new.key)] == ["KEY_REVOKED", "k1"]


async def test_an_expired_key_says_so(keys, book, clock):
    made = await keys.create(replace(WISH, expires_at=clock.now() + timedelta(minutes=1)), "k1")
    assert await code_of(book, made.key) == "k1"
    clock.advance(60)
    assert await code_of(book, made.key) == "KEY_EXPIRED"
    await keys.change("k1", Changes(never_expires=True), 1)
    assert await code_of(book, made.key) == "k1"


async def test_of_many_changes_to_one_version_one_is_made(keys):
    await keys.create(WISH, "k1")
    tried = [keys.change("k1", Changes(name=f"Name {number}"), 1) for number in range(20)]
    results = await asyncio.gather(*tried, return_exceptions=True)
    refused = [one for one in results if isinstance(one, Refused)]
    assert len(refused) == 19
    assert {one.refusals[0].code for one in refused} == {"CONFLICT"}
    assert (await keys.get("k1")).version == 2


async def test_what_is_revoked_stays_so(keys):
    await keys.create(WISH, "k1")
    await keys.revoke("k1", None)
    for again in (
        keys.rotate("k1", None),
        keys.change("k1", Changes(name="x"), None),
        keys.revoke("k1", None),
    ):
        with pytest.raises(Refused, match="CONFLICT"):
            await again


async def test_a_partner_has_a_bounded_number_of_keys(keys):
    for number in range(MOST_KEYS):
        await keys.create(WISH, f"k{number}")
    with pytest.raises(Refused, match="QUOTA_EXHAUSTED"):
        await keys.create(WISH, "one more")
    await keys.revoke("k3", None)
    await keys.create(WISH, "one more")


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (replace(WISH, partner="Not A Slug"), "input.partner"),
        (replace(WISH, name="  "), "input.name"),
        (replace(WISH, name="a\x00b"), "input.name"),
        (replace(WISH, origins=("https://a.example/path",)), "input.origins"),
        (replace(WISH, origins=("https://*.example",)), "input.origins"),
        (replace(WISH, origins=("http://localhost:3000",)), "input.origins"),
        (replace(WISH, scope=Scope(departments=("Isère",))), "input.scope.departments"),
        (replace(WISH, scope=Scope(communes=("3818",))), "input.scope.communes"),
        (replace(WISH, scope=Scope(kinds=("EVERYTHING",))), "input.scope.kinds"),
        (replace(WISH, scope=Scope(families=tuple(f"F_{chr(65 + n // 26)}{chr(65 + n % 26)}" for n in range(51)))),
         "input.scope.families"),
        (replace(WISH, rate=-1), "input.rate"),
    ],
)  # fmt: skip
async def test_what_is_wrong_is_named(keys, wish, field):
    with pytest.raises(Refused) as refused:
        await keys.create(wish, "k1")
    (refusal,) = refused.value.refusals
    assert (refusal.code, refusal.field) == ("INVALID_ARGUMENT", field)
    assert await keys.find("k1") is None


async def test_a_test_key_works_from_this_machine(keys, book):
    made = await keys.create(replace(WISH, test=True), "k1")
    partner = await book.find(made.key)
    assert made.key.startswith("pk_test_")
    assert partner.allows("http://localhost:3000")
    assert partner.allows("https://www.vercors.example")
    assert not partner.allows("https://vercors.example")
    assert partner.ancestors().startswith("https://www.vercors.example http://127.0.0.1:*")
