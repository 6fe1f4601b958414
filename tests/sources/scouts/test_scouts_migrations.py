"""From documents as the first version wrote them to those of today, cut off in the middle or not."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from scouts_world import NOW, a_community, a_content, a_scout

from gateway.store import CollectionSpec, InsertOne, Room, Store
from sources.scouts import model
from sources.scouts.migrations import MIGRATIONS, separate_records

OLD = timedelta(days=900)


def old_scout(key: str, *homes: str, **changes: Any) -> dict[str, Any]:
    made = a_scout(key, *homes)
    for name in ("homes", "subject"):
        made.pop(name)
    consent = {"purpose": "PUBLISH", "version": "1", "givenAt": NOW - OLD, "withdrawnAt": NOW - OLD / 2}
    made["memberships"] = [{"community": one, "since": NOW - OLD, "role": "MEMBER"} for one in homes]
    made["consents"] = [consent, *made["consents"]]
    return made | {"visible": True, "communities": list(homes)} | changes


def old_content(key: str, scout: str, **changes: Any) -> dict[str, Any]:
    made = a_content(key, scout)
    names = ("community", "html", "source", "rendering", "words", "createdAt", "updatedAt", "territories")
    for name in (*names, "providers", "at", "stops", "review", "last"):
        made.pop(name)
    shown = {"scout": scout, "communities": ["c1"], "offers": ["5001"], "communes": ["38226"]}
    return made | {"visible": True, "shown": shown} | changes


@pytest.fixture
async def room(mongo_uri: str) -> AsyncIterator[Room]:
    """A database that the first version left behind: no validators of today, no records."""
    store = await Store.open(mongo_uri, f"test_scouts_old_{secrets.token_hex(4)}")
    made = store.room("scouts")
    try:
        await made.prepare([CollectionSpec(name) for name in ("communities", "scouts", "contents")])
        filled: dict[str, list[Any]] = {
            "communities": [
                {name: value for name, value in a_community(key).items() if name != "review"}
                for key in ("c1", "c2")
            ],
            "scouts": [old_scout("s1", "c1", "c2"), old_scout("s2", "c1", charter=None, visible=False)],
            "contents": [
                *(
                    old_content(f"k{number:03d}", "s1", body={"fr": "Un *vrai* pas."})
                    for number in range(250)
                ),
                old_content("d1", "s2", state="DRAFT", postedAt=None, visible=False, shown=None),
                old_content("lost", "nobody", visible=False, shown=None),
            ],
        }
        for name, documents in filled.items():
            await made.collection(name).bulk_write([InsertOne(one) for one in documents])
        yield made
    finally:
        await made.command({"dropDatabase": 1})
        await store.close()


async def everything(room: Room) -> dict[str, list[Any]]:
    return {
        spec.name: await room.collection(spec.name).find({}, sort=(("_id", 1),)) for spec in model.COLLECTIONS
    }


async def test_documents_of_the_first_version_become_those_of_today(room: Room) -> None:
    await room.prepare(model.COLLECTIONS, MIGRATIONS)
    found = await everything(room)
    first, second = found["scouts"]
    assert (first["homes"], first["visible"], "memberships" in first) == (["c1", "c2"], True, False)
    assert second["visible"] is False
    assert [one["purpose"] for one in first["consents"]] == ["PUBLISH", "PORTRAIT", "SOCIAL_IMPORT"]
    assert first["consents"][0]["withdrawnAt"] is None, "the newest of each purpose"
    assert [one["_id"] for one in found["memberships"]] == ["c1:s1", "c1:s2", "c2:s1"]
    assert found["memberships"][0]["since"] == NOW - OLD
    assert len(found["consents"]) == 2 * 4
    assert [one["_id"] for one in found["signatures"]] == ["s1:1"]
    by_key = {one["_id"]: one for one in found["contents"]}
    assert by_key["k000"]["html"] == {"fr": "<p>Un <em>vrai</em> pas.</p>"}
    assert by_key["k000"]["body"] == {"fr": "Un vrai pas."}
    assert by_key["k000"]["shown"]["locales"] == ["fr"]
    assert {one["visible"] for one in found["contents"] if one["_id"].startswith("k")} == {True}
    assert (by_key["d1"]["visible"], by_key["d1"]["community"]) == (False, "c1")
    assert (by_key["lost"]["visible"], by_key["lost"]["community"]) == (False, "unknown")


async def test_it_runs_once_and_a_repetition_changes_nothing(room: Room) -> None:
    await room.prepare(model.COLLECTIONS, MIGRATIONS)
    before = await everything(room)
    await room.prepare(model.COLLECTIONS, MIGRATIONS)
    await separate_records(room)
    assert await everything(room) == before


async def test_cut_off_in_the_middle_it_goes_on_where_it_was(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def cut(_: Room) -> None:
        raise ConnectionError

    with monkeypatch.context() as patched:
        patched.setattr("sources.scouts.migrations._contents", cut)
        with pytest.raises(ConnectionError):
            await room.prepare(model.COLLECTIONS, MIGRATIONS)
    assert len(await room.collection("memberships").find({})) == 3
    await room.prepare(model.COLLECTIONS, MIGRATIONS)
    assert all("source" in one for one in await room.collection("contents").find({}))
