"""Webhooks of Meta: proof of origin, each change once, removals and edits within seconds, people who leave."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
import orjson
import pytest
import pytest_asyncio
from hooks_world import HOOK, VERIFY, eventually, http, in_thread, served_hooks, subscribe
from social_samples import FOLDER, needs_samples, sample
from social_world import CANARIES, NOW, Meta, Stage, World, cards, opened_world, ours

from sources.social.accounts.record import State
from sources.social.emulator import defaults
from sources.social.hooks.changes import What, read_changes
from sources.social.hooks.inbox import work_off
from sources.social.hooks.signing import is_signed, user_of

PAGE = f"FACEBOOK:{defaults.PAGE_ID}"


@pytest.fixture
def graph_api(graph_server: tuple[Stage, str]) -> Iterator[Meta]:
    """Few posts: what is tested here does not depend on their number."""
    stage, url = graph_server
    with stage.playing(url, posts="20") as meta:
        yield meta


@dataclass
class Hooked:
    world: World
    url: str
    http: httpx.AsyncClient

    @property
    def meta(self) -> Meta:
        return self.world.meta

    async def page_posts(self) -> list[str]:
        return sorted(row["_id"] for row in await self.world.documents("posts", **{"account.key": PAGE}))

    async def post(self, key: str) -> dict[str, Any] | None:
        found = await self.world.documents("posts", _id=key)
        return found[0] if found else None

    async def send(self, body: bytes, secret: str = defaults.APP_SECRET) -> httpx.Response:
        seal = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        return await self.http.post(HOOK, content=body, headers={"X-Hub-Signature-256": seal})


@pytest_asyncio.fixture
async def hooked(graph_api: Meta, mongo_uri: str, database_name: str) -> AsyncIterator[Hooked]:
    async with opened_world(graph_api, mongo_uri, database_name, discover="", verify_token=VERIFY) as world:
        world.shelf.offers = cards()
        await world.sync()
        async with served_hooks(world) as url, http(url) as client:
            await subscribe(graph_api, url)
            yield Hooked(world, url, client)


def feed(post: str, verb: str = "remove", time: int = 5, **more: Any) -> bytes:
    value = {"item": "post", "verb": verb, "post_id": post, **more}
    entry = {"id": defaults.PAGE_ID, "time": time, "changes": [{"field": "feed", "value": value}]}
    return json.dumps({"object": "page", "entry": [entry]}).encode()


# proof of origin


@needs_samples
def test_the_recorded_signature_fits_the_raw_bytes_and_nothing_else():
    vectors = sample("signatures/vectors.json")
    body = (FOLDER / vectors["webhook"]["body_file"]).read_bytes()
    header = vectors["webhook"]["X-Hub-Signature-256"]
    assert is_signed(vectors["app_secret"], body, header)
    assert not is_signed(vectors["app_secret"], orjson.dumps(orjson.loads(body)), header)
    assert not is_signed("another", body, header)


@needs_samples
def test_the_recorded_signed_request_is_read_and_its_tampered_twin_is_not():
    vectors = sample("signatures/vectors.json")
    secret, signed = vectors["app_secret"], vectors["signed_request"]
    then = datetime.fromtimestamp(signed["payload"]["issued_at"] + 60, UTC)
    assert user_of(secret, signed["value"], then) == signed["payload"]["user_id"]
    assert user_of(secret, signed["tampered_value_must_be_refused"], then) is None


async def test_a_body_without_its_signature_is_refused_and_changes_nothing(hooked: Hooked):
    key = (await hooked.page_posts())[0]
    for header in (None, "", "sha256=", "sha1=abc", "sha256=é", "sha256=" + "0" * 64):
        headers = {"X-Hub-Signature-256": header.encode()} if header is not None else {}
        answer = await hooked.http.post(HOOK, content=feed(key.partition(":")[2]), headers=headers)
        assert (answer.status_code, answer.content) == (403, b"")
    assert await hooked.world.documents("inbox") == []


async def test_the_challenge_is_given_back_alone_to_who_knows_the_token(hooked: Hooked):
    for token, mode, status in (
        (VERIFY, "subscribe", 200),
        ("wrong", "subscribe", 403),
        (VERIFY, "other", 403),
        ("", "subscribe", 403),
    ):
        asked = {"hub.mode": mode, "hub.challenge": "1158201444", "hub.verify_token": token}
        answer = await hooked.http.get(HOOK, params=asked)
        assert answer.status_code == status
        assert answer.text == ("1158201444" if status == 200 else "")


async def test_without_a_verify_token_nobody_can_subscribe(
    graph_api: Meta, mongo_uri: str, database_name: str
):
    async with (
        opened_world(graph_api, mongo_uri, database_name) as world,
        served_hooks(world) as url,
        http(url) as client,
    ):
        asked = {"hub.mode": "subscribe", "hub.challenge": "1", "hub.verify_token": ""}
        assert (await client.get(HOOK, params=asked)).status_code == 403


# changes


async def test_a_removed_post_and_its_links_are_gone_within_seconds(hooked: Hooked):
    key = (await hooked.page_posts())[0]
    await in_thread(hooked.meta.control, f"posts/{key.partition(':')[2]}", caption="Merci @bergerie.7 !")
    assert await eventually(lambda: has(hooked.world.documents("links", post=key)))
    calls = (await in_thread(hooked.meta.look, "journal"))["calls"]
    await in_thread(hooked.meta.delete, f"posts/{key.partition(':')[2]}")
    assert await eventually(lambda: lacks(hooked.world.documents("posts", _id=key)))
    assert await hooked.world.documents("links", post=key) == []
    assert (await in_thread(hooked.meta.look, "journal"))["calls"] == calls  # nobody had to be asked


async def has(found: Any) -> bool:
    return bool(await found)


async def lacks(found: Any) -> bool:
    return not await found


@pytest.mark.parametrize("mode", ["ok", "numeric_ids", "older_escapes", "repeat", "reorder"])
async def test_an_edited_post_is_read_again_however_meta_writes_its_message(hooked: Hooked, mode: str):
    await in_thread(hooked.meta.control, "webhooks", mode=mode)
    key = (await hooked.page_posts())[0]
    await in_thread(hooked.meta.control, f"posts/{key.partition(':')[2]}", caption="Été à 100 % <ici>")

    async def changed() -> bool:
        post = await hooked.post(key)
        return post is not None and post["caption"] == "Été à 100 % <ici>"

    assert await eventually(changed)
    assert len(await hooked.world.documents("inbox")) == 1
    assert (await in_thread(hooked.meta.look, "journal"))["batch_items"] == 1


@pytest.mark.parametrize("mode", ["bad_signature", "reserialised"])
async def test_badly_signed_deliveries_of_the_emulator_are_refused(hooked: Hooked, mode: str):
    await in_thread(hooked.meta.control, "webhooks", mode=mode)
    key = (await hooked.page_posts())[0]
    await in_thread(hooked.meta.control, f"posts/{key.partition(':')[2]}", caption="Été")
    assert set((await in_thread(hooked.meta.look, "webhooks"))["statuses"]) == {403}
    assert await hooked.world.documents("inbox") == []


async def test_a_new_post_is_there_within_seconds(hooked: Hooked):
    made = await in_thread(hooked.meta.control, "posts", account="page", caption="Bonjour")
    assert await eventually(lambda: has(hooked.world.documents("posts", _id=f"facebook:{made['id']}")))


async def test_a_delivery_that_is_repeated_is_done_once(hooked: Hooked):
    key = (await hooked.page_posts())[0]
    body = feed(key.partition(":")[2], "edited")
    assert [(await hooked.send(body)).status_code for _ in range(3)] == [200] * 3

    async def done() -> bool:
        return [row["done"] for row in await hooked.world.documents("inbox")] == [True]

    assert await eventually(done)
    assert (await in_thread(hooked.meta.look, "journal"))["batch_items"] == 1


async def test_a_thousand_updates_in_one_body_cost_twenty_calls(hooked: Hooked):
    entries = [
        {
            "id": defaults.PAGE_ID,
            "time": number,
            "changes": [
                {"field": "feed", "value": {"item": "post", "verb": "edit", "post_id": f"1_{number}"}}
            ],
        }
        for number in range(1000)
    ]
    assert (await hooked.send(json.dumps({"object": "page", "entry": entries}).encode())).status_code == 200

    async def done() -> bool:
        rows = await hooked.world.documents("inbox")
        return len(rows) == 1000 and all(row["done"] for row in rows)

    assert await eventually(done, 10)
    journal = await in_thread(hooked.meta.look, "journal")
    assert journal["batch_items"] == 1000
    assert journal["by_path"]["POST /"] == 20


async def test_changes_survive_a_crash_and_a_meta_that_is_away(hooked: Hooked):
    key = (await hooked.page_posts())[0]
    await in_thread(hooked.meta.fault, "status", path="/", value=503)
    assert (await hooked.send(feed(key.partition(":")[2], "edited"))).status_code == 200
    assert "1 left" in await work_off(hooked.world.context())
    assert await hooked.post(key) is not None
    await in_thread(hooked.meta.delete, "faults")
    assert await work_off(hooked.world.context()) == "1 changes done."
    assert await work_off(hooked.world.context()) == "No change arrived."


async def test_a_post_that_its_author_hides_is_hidden_until_it_is_shown_again(hooked: Hooked):
    key = (await hooked.page_posts())[0]
    for time, verb, shown in ((1, "hide", False), (2, "unhide", True)):
        await hooked.send(feed(key.partition(":")[2], verb, time))

        async def as_told(shown: bool = shown) -> bool:
            post = await hooked.post(key)
            return post is not None and post["shown"] is shown

        assert await eventually(as_told)
        await hooked.world.sync()  # the list still has it
        assert await as_told()


async def test_a_list_that_was_read_before_a_removal_does_not_bring_the_post_back(
    hooked: Hooked, monkeypatch: pytest.MonkeyPatch
):
    key = (await hooked.page_posts())[0]
    save = hooked.world.runtime.store.save

    async def removed_meanwhile(posts: Any) -> None:
        await hooked.world.runtime.store.remove([key], hooked.world.clock.now())
        await save(posts)

    monkeypatch.setattr(hooked.world.runtime.store, "save", removed_meanwhile)
    await hooked.world.sync()
    assert await hooked.post(key) is None


async def test_a_signed_body_that_is_no_webhook_is_a_bad_request(hooked: Hooked):
    for body in (b"", b"[]", b"{", b'{"object":"page"}', b'{"object":"page","entry":3}'):
        assert (await hooked.send(body)).status_code == 400


@pytest.mark.parametrize(
    "damage",
    [
        {"object": "user", "entry": [{"id": "1"}]},
        {"object": "page", "entry": [None, 3, {"id": None}, {"id": "1", "changes": 3}]},
        {"object": "page", "entry": [{"id": "1", "changes": [None, {"field": "feed"}, {"value": 3}]}]},
        {"object": "page", "entry": [{"id": "1", "changes": [{"field": "feed", "value": {"item": "like"}}]}]},
        {
            "object": "page",
            "entry": [
                {"id": True, "changes": [{"field": "feed", "value": {"item": "post", "verb": "remove"}}]}
            ],
        },
        {"object": "instagram", "entry": [{"id": "1", "changes": [{"field": "comments", "value": {}}]}]},
    ],
)
def test_what_does_not_concern_posts_is_passed_over(damage: dict[str, Any]):
    assert read_changes(orjson.dumps(damage)) == []


@needs_samples
@pytest.mark.parametrize(
    ("name", "what", "post"),
    [
        ("page_feed_post_add", What.READ, "1234567890321_7293787835232"),
        ("page_feed_post_edit", What.READ, "1234567890321_7293787835232"),
        ("page_feed_post_remove", What.REMOVE, "1234567890321_901097836652708"),
        ("ig_comment", What.READ, "76543987"),
    ],
)
def test_recorded_webhooks_become_changes(name: str, what: What, post: str):
    (change,) = read_changes((FOLDER / f"webhooks/{name}.json").read_bytes()) or []
    assert (change.what, change.post) == (what, post)


@needs_samples
@pytest.mark.parametrize("name", ["ig_mention", "page_mention_post_add"])
def test_mentions_by_strangers_are_not_ours_to_show(name: str):
    assert read_changes((FOLDER / f"webhooks/{name}.json").read_bytes()) == []


# people who leave


async def connected(hooked: Hooked, subject: str = defaults.USER_ID) -> None:
    accounts = hooked.world.store.room("social").collection("accounts")
    await accounts.update_one({"_id": PAGE}, {"$set": {"subject": subject, "listed": "OPERATOR"}})


async def leave(hooked: Hooked, path: str, **more: Any) -> Any:
    return await in_thread(hooked.meta.control, "signed-request", url=f"{hooked.url}{HOOK}/{path}", **more)


@pytest.mark.parametrize("padded", [True, False])
async def test_who_takes_the_rights_away_has_no_posts_left(hooked: Hooked, padded: bool):
    await connected(hooked)
    assert (await leave(hooked, "deauthorize", padded=padded))["status"] == 200
    assert await hooked.page_posts() == []
    record = await hooked.world.runtime.book.get(PAGE)
    assert record is not None
    assert (record.state, record.reason, record.token) == (State.REVOKED, "DEAUTHORISED", None)


async def test_a_deletion_is_done_at_once_and_its_page_says_so(hooked: Hooked):
    await connected(hooked)
    answer = await leave(hooked, "deletion")
    told = json.loads(answer["body"])
    assert told.keys() == {"url", "confirmation_code"}
    assert told["url"].endswith(told["confirmation_code"])
    assert await hooked.page_posts() == []
    assert await hooked.world.documents("accounts", _id=PAGE) == []
    page = await hooked.http.get(told["url"])
    assert page.status_code == 200
    assert "ont été supprimés le 24/11/2026" in page.text
    assert page.headers["cache-control"] == "no-store"
    (kept,) = await hooked.world.documents("erasures")
    assert kept.keys() == {"_id", "at", "doneAt"}
    assert told["confirmation_code"] not in kept["_id"]
    again = json.loads((await leave(hooked, "deletion"))["body"])
    assert again["confirmation_code"] != told["confirmation_code"]
    assert (await hooked.http.get(f"{HOOK}/deletion/nobody")).status_code == 404


async def test_a_wrong_request_to_leave_is_refused(hooked: Hooked):
    await connected(hooked)
    wrongs: list[dict[str, Any]] = [{"tampered": True}, {"algorithm": "none"}]
    for wrong in (*wrongs, {"age_seconds": 7200}, {"age_seconds": -3600}):
        assert (await leave(hooked, "deletion", **wrong))["status"] == 403
    assert await hooked.page_posts() != []


@pytest.mark.parametrize(
    "value", ["", "x", "a.b", "é.é", "." * 50, "=.=", f"{base64.b64encode(b'x')!r}.{{}}"]
)
def test_no_text_is_a_signed_request_by_chance(value: str):
    assert user_of("secret", value, NOW) is None


async def test_no_secret_is_logged_or_kept(hooked: Hooked, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    await in_thread(hooked.meta.control, "posts", account="page", caption="Bonjour")
    await leave(hooked, "deletion")
    stored = [row for name in ("inbox", "erasures", "removed") for row in await hooked.world.documents(name)]
    text = orjson.dumps(stored).decode() + "".join(ours(caplog))
    assert not any(canary in text for canary in (*CANARIES, VERIFY))
