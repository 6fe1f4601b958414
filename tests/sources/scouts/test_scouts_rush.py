"""Many at once: a quota under two hundred claims, and a database killed under five hundred publications."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from scouts_gateway import PUBLISH, Person, Served, served
from scouts_world import a_community, a_perk, a_scout, fill, gid

from gateway.identity import Role
from gateway.store import Store
from gateway.supervise import EmbeddedMongo
from sources.scouts.model import COLLECTIONS
from sources.scouts.store import ScoutStore

SCOUTS = 200
PATIENT = "&timeoutMS=20000"
"""Two hundred callers, perhaps on a busy machine; how long a call may take is tested elsewhere."""
CLAIM = "mutation ($perk: ID!) { claimPerk(input: {perk: $perk}) { claim { place } userErrors { code } } }"


@pytest.fixture(scope="module")
def fragile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedMongo]:
    """A server of this module alone, since a test kills it."""
    with EmbeddedMongo.running(tmp_path_factory.mktemp("scouts-rush")) as mongo:
        yield mongo


async def prepare(uri: str, name: str, perks: list[dict[str, Any]]) -> None:
    store = await Store.open(uri, name)
    room = store.room("scouts")
    await room.prepare(COLLECTIONS)
    people = [a_scout(f"s{number}", portrait=None) for number in range(SCOUTS)]
    await fill(ScoutStore(room), [a_community("c1")], people, [])
    await room.collection("perks").insert_many(perks)
    await store.close()


@pytest.fixture(scope="module")
def database(fragile: EmbeddedMongo) -> str:
    name = f"rush_{secrets.token_hex(4)}"
    asyncio.run(prepare(fragile.uri, name, [a_perk("few", quota=50), a_perk("one", quota=5)]))
    return name


@pytest.fixture(params=["motor", "pymongo"])
def gateway(
    request: pytest.FixtureRequest, fragile: EmbeddedMongo, database: str, tmp_path: Path
) -> Iterator[Served]:
    with served(f"{fragile.uri}{PATIENT}", database, tmp_path, driver=request.param) as made:
        yield made


async def ask_all(asked: list[tuple[Person, str, dict[str, Any]]]) -> list[Any]:
    """All at the same time; what could not be asked is None."""
    limits = httpx.Limits(max_connections=100)

    async with httpx.AsyncClient(timeout=60, trust_env=False, limits=limits) as client:

        async def one(person: Person, query: str, variables: dict[str, Any]) -> Any:
            body = {"query": query, "variables": variables}
            try:
                answer = await client.post(f"{person.served.url}/graphql", json=body, headers=person.headers)
            except httpx.TransportError:
                return None
            return answer.json()

        return await asyncio.gather(*(one(*each) for each in asked))


def people_of(gateway: Served) -> list[Person]:
    return [gateway.person(f"sub-s{number}", Role("SCOUT")) for number in range(SCOUTS)]


async def documents(uri: str, name: str, collection: str) -> list[dict[str, Any]]:
    store = await Store.open(uri, name)
    try:
        return await store.room("scouts").collection(collection).find({})
    finally:
        await store.close()


async def emptied(uri: str, name: str, collection: str) -> None:
    store = await Store.open(uri, name)
    await store.room("scouts").collection(collection).delete_many({})
    await store.close()


async def test_two_hundred_claims_at_once_give_fifty_places_each_to_one(
    gateway: Served, fragile: EmbeddedMongo, database: str
) -> None:
    await emptied(fragile.uri, database, "claims")
    perk = gid("ScoutPerk", "few")
    answers = await ask_all([(person, CLAIM, {"perk": perk}) for person in people_of(gateway)])
    payloads = [answer["data"]["claimPerk"] for answer in answers]
    codes = Counter(error["code"] for payload in payloads for error in payload["userErrors"])
    places = [payload["claim"]["place"] for payload in payloads if payload["claim"]]
    assert codes == {"QUOTA_EXHAUSTED": SCOUTS - 50}
    assert sorted(places) == list(range(1, 51))
    claims = await documents(fragile.uri, database, "claims")
    assert len({one["scout"] for one in claims}) == len(claims) == 50


async def test_a_scout_who_asks_twenty_times_at_once_has_one_place(
    gateway: Served, fragile: EmbeddedMongo, database: str
) -> None:
    await emptied(fragile.uri, database, "claims")
    asked = [(gateway.person("sub-s1", Role("SCOUT")), CLAIM, {"perk": gid("ScoutPerk", "one")})] * 20
    payloads = [answer["data"]["claimPerk"] for answer in await ask_all(asked)]
    assert sum(payload["claim"] is not None for payload in payloads) == 1
    assert {error["code"] for payload in payloads for error in payload["userErrors"]} == {"CONFLICT"}
    assert len(await documents(fragile.uri, database, "claims")) == 1


@pytest.mark.timeout(180)
async def test_killed_under_five_hundred_publications_the_database_keeps_what_was_answered(
    fragile: EmbeddedMongo, database: str, tmp_path: Path
) -> None:
    with served(fragile.uri, database, tmp_path) as gateway:
        people = people_of(gateway)
        asked = [
            (people[number % SCOUTS], PUBLISH, {"input": a_tip(number), "key": f"n{number}"})
            for number in range(500)
        ]
        running = asyncio.create_task(ask_all(asked))
        await until_some_are_there(fragile.uri, database, running)
        await kill(fragile)
        assert not running.done(), "the server was killed too late to tell"
        await asyncio.to_thread(fragile.start)
        answers = await running
        done = {
            number: payload["content"]["id"]
            for number, answer in enumerate(answers)
            if (payload := published(answer))
        }
        assert done  # where the server is back at once, all: the gateway waits for it
        check_whole(await documents(fragile.uri, database, "contents"), done)
        # the gateway recovers by itself; sent again with the same keys, each is there exactly once
        missing = [number for number in range(500) if number not in done]
        for _ in range(20):
            again = await ask_all([asked[number] for number in missing])
            done |= {
                number: payload["content"]["id"]
                for number, answer in zip(missing, again, strict=True)
                if (payload := published(answer))
            }
            missing = [number for number in missing if number not in done]
            if not missing:
                break
            await asyncio.sleep(1)
        assert missing == []
        found = await documents(fragile.uri, database, "contents")
        assert len(found) == 500
        check_whole(found, done)


def a_tip(number: int) -> dict[str, Any]:
    return {"kind": "TIP", "title": f"Astuce {number}", "text": f"Le texte de l’astuce {number}."}


def published(answer: Any) -> Any:
    payload = ((answer or {}).get("data") or {}).get("publishContent")
    return payload if payload and payload["content"] else None


def check_whole(found: list[dict[str, Any]], done: dict[int, str]) -> None:
    """Whatever was answered is there once, and whatever is there is whole."""
    numbers = Counter(int(one["title"]["fr"].split()[1]) for one in found)
    assert set(numbers.values()) <= {1}
    ids = {gid("ScoutContent", one["_id"]): int(one["title"]["fr"].split()[1]) for one in found}
    assert {number: id for id, number in ids.items() if number in done} == done
    for one in found:
        number = int(one["title"]["fr"].split()[1])
        assert one["body"] == {"fr": f"Le texte de l’astuce {number}."}
        assert (one["state"], one["visible"], one["version"]) == ("PUBLISHED", True, 1)
        assert one["shown"]["scout"] == one["scout"] == f"s{number % SCOUTS}"
        assert one["last"]["after"] == "PUBLISHED"


async def until_some_are_there(uri: str, name: str, running: asyncio.Task[Any]) -> None:
    """One connection that counts: to read them all again and again would be slower than to publish them."""
    store = await Store.open(uri, name)
    contents = store.room("scouts").collection("contents")
    try:
        for _ in range(2_000):
            if running.done() or len(await contents.find({}, limit=60)) == 60:
                return
            await asyncio.sleep(0.01)
    finally:
        await store.close()


async def kill(mongo: EmbeddedMongo) -> None:
    os.kill(mongo.pid, signal.SIGKILL)
    for _ in range(200):
        if not mongo.alive:
            return
        await asyncio.sleep(0.01)
