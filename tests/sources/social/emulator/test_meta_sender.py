"""Signatures against the known vectors, and webhooks against a real receiver on loopback."""

import hashlib
import hmac
import json
from contextlib import asynccontextmanager
from urllib.parse import parse_qs

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from meta_calls import Meta, open_meta, sample

from sources.social.emulator import defaults as d
from sources.social.emulator import sender


def test_a_webhook_body_is_escaped_and_signed_as_in_the_vector():
    vector = sample("signatures/vectors.json")
    value = sample(vector["webhook"]["body_file"])
    body = sender.escape_json(value)
    assert len(body) == vector["webhook"]["body_bytes"]
    assert sender.sign(vector["app_secret"], body) == vector["webhook"]["X-Hub-Signature-256"]
    again = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    assert sender.sign(vector["app_secret"], again) != vector["webhook"]["X-Hub-Signature-256"]


def test_a_signed_request_is_the_one_of_the_vector():
    vector = sample("signatures/vectors.json")
    signed = vector["signed_request"]
    made = sender.signed_request(vector["app_secret"], signed["payload"])
    assert made == signed["value"]
    padded = sender.signed_request(vector["app_secret"], signed["payload"], padded=True)
    assert padded.partition(".")[0].rstrip("=") == made.partition(".")[0] or padded.endswith("=")
    assert sender.tamper(made) != made
    assert sender.tamper(made).partition(".")[2] == made.partition(".")[2]


def test_the_older_way_escapes_more_and_means_the_same():
    value = {"text": "<a> 100% @moi é /"}
    older = sender.escape_json(value, older=True)
    assert older == b'{"text":"\\u003Ca> 100\\u0025 \\u0040moi \\u00e9 \\/"}'
    assert json.loads(older) == value


def test_bodies_have_the_recorded_shapes():
    post = {"post_id": "1_2", "from": {"id": "1", "name": "x"}, "message": "x"}
    for name, verb in (("add", "add"), ("edit", "edit"), ("remove", "remove")):
        recorded = sample(f"webhooks/page_feed_post_{name}.json")
        body = sender.bodies([sender.page_change("feed", "1", verb, post, 5)])[0]
        assert body.keys() == recorded.keys()
        assert body["entry"][0].keys() == recorded["entry"][0].keys()
        ours, theirs = body["entry"][0]["changes"][0], recorded["entry"][0]["changes"][0]
        assert (ours["field"], ours["value"]["verb"]) == (theirs["field"], theirs["value"]["verb"])
    mention = sender.bodies([sender.instagram_mention("1", "2", 5)])[0]
    recorded = sample("webhooks/ig_mention.json")
    assert (
        mention["entry"][0]["changes"][0]["value"].keys()
        <= recorded["entry"][0]["changes"][0]["value"].keys()
    )


def test_updates_are_gathered_up_to_the_greatest_number():
    updates = [sender.page_change("feed", "1", "add", {"post_id": str(index)}, 5) for index in range(7)]
    assert [len(body["entry"]) for body in sender.bodies(updates, 3)] == [3, 3, 1]


class Receiver:
    """A webhook receiver that checks signatures and answers a status it is told."""

    def __init__(self) -> None:
        self.status = 200
        self.bodies: list[dict] = []
        self.signed: list[bool] = []
        self.forms: list[dict] = []

    async def verify(self, request: web.Request) -> web.Response:
        if request.query.get("hub.verify_token") != "sesame":
            return web.Response(status=403)
        return web.Response(text=request.query["hub.challenge"])

    async def take(self, request: web.Request) -> web.Response:
        raw = await request.read()
        seal = "sha256=" + hmac.new(d.APP_SECRET.encode(), raw, hashlib.sha256).hexdigest()
        self.signed.append(hmac.compare_digest(seal, request.headers["X-Hub-Signature-256"]))
        self.bodies.append(json.loads(raw))
        return web.Response(status=self.status)

    async def forget(self, request: web.Request) -> web.Response:
        self.forms.append(parse_qs((await request.read()).decode()))
        return web.json_response({"url": "http://127.0.0.1/status", "confirmation_code": "abc"})


@asynccontextmanager
async def listening(meta: Meta, **more):
    """Open a receiver and subscribe it to the Page's feed."""
    receiver = Receiver()
    app = web.Application()
    app.router.add_get("/hook", receiver.verify)
    app.router.add_post("/hook", receiver.take)
    app.router.add_post("/forget", receiver.forget)
    async with TestServer(app) as server:
        receiver.url = f"http://127.0.0.1:{server.port}"
        more = {"callback": f"{receiver.url}/hook", "verify_token": "sesame", "page_fields": ["feed"], **more}
        await meta.control("webhooks", **more)
        yield receiver


async def test_a_callback_with_another_token_is_not_subscribed(meta: Meta):
    async with listening(meta) as receiver:
        wrong = {"callback": f"{receiver.url}/hook", "verify_token": "other"}
        assert (await meta.http.post("/__emu/webhooks", json=wrong)).status_code == 400


async def test_deleting_and_editing_a_page_post_tells_the_receiver(meta: Meta):
    first, second = (post.id for post in meta.emulator.library.world.page_posts[:2])
    async with listening(meta) as receiver:
        await meta.control(f"posts/{first}", caption="Fête à Saoû <3 / 100 % @moi")
        await meta.control(f"posts/{second}", "DELETE")
        media = meta.emulator.library.world.instagram.posts[0].id
        await meta.control(f"posts/{media}", "DELETE")
    values = [body["entry"][0]["changes"][0]["value"] for body in receiver.bodies]
    assert [(value["verb"], value["post_id"]) for value in values] == [("edited", first), ("remove", second)]
    assert receiver.signed == [True, True]


async def test_a_scouts_tag_arrives_as_a_mention(meta: Meta):
    async with listening(meta) as receiver:
        made = await meta.control("posts", account=d.SCOUT_USERNAMES[0], caption=f"@{d.IG_USERNAME} !")
    change = receiver.bodies[0]["entry"][0]["changes"][0]
    assert (change["field"], change["value"]["media_id"]) == ("mentions", made["id"])


@pytest.mark.parametrize(
    ("mode", "signed"),
    [
        ("ok", True),
        ("older_escapes", True),
        ("numeric_ids", True),
        ("bad_signature", False),
        ("reserialised", False),
    ],
)
async def test_modes_sign_well_or_badly(meta: Meta, mode, signed):
    post = meta.emulator.library.world.page_posts[0]
    async with listening(meta, mode=mode) as receiver:
        await meta.control(f"posts/{post.id}", caption="Été")
    assert receiver.signed == [signed]
    entry = receiver.bodies[0]["entry"][0]
    assert entry["id"] == (int(d.PAGE_ID) if mode == "numeric_ids" else d.PAGE_ID)


async def test_updates_can_be_repeated_reordered_and_split(meta: Meta):
    updates = [{"object": "page", "field": "feed", "value": {"n": index}} for index in range(3)]
    async with listening(meta, mode="repeat") as receiver:
        assert (await meta.control("webhooks/send", updates=updates))["sent"] == 2
        await meta.control("webhooks", mode="reorder", at_most=2)
        await meta.control("webhooks/send", updates=updates)
    orders = [[entry["changes"][0]["value"]["n"] for entry in body["entry"]] for body in receiver.bodies]
    assert orders == [[0, 1, 2], [0, 1, 2], [2, 1], [0]]


async def test_a_failed_delivery_is_tried_again_with_the_clock_and_dropped_after_36_hours(meta: Meta):
    first, second = (post.id for post in meta.emulator.library.world.page_posts[:2])
    async with listening(meta) as receiver:
        receiver.status = 500
        await meta.control(f"posts/{first}", "DELETE")
        assert len(receiver.bodies) == 2
        await meta.control("clock", advance_seconds=30)
        assert len(receiver.bodies) == 2
        receiver.status = 200
        await meta.control("clock", advance_seconds=31)
        assert len(receiver.bodies) == 3
        assert (await meta.control("webhooks", "GET"))["waiting"] == 0
        receiver.status = 500
        await meta.control(f"posts/{second}", "DELETE")
        await meta.control("clock", advance_seconds=37 * 3_600)
    state = await meta.control("webhooks", "GET")
    assert (state["waiting"], state["dropped"]) == (0, 1)


async def test_a_receiver_that_is_gone_does_not_break_control(meta: Meta):
    post = meta.emulator.library.world.page_posts[0].id
    async with listening(meta):
        pass
    assert (await meta.control(f"posts/{post}", "DELETE"))["ok"] is True
    assert (await meta.control("webhooks", "GET"))["statuses"] == [0, 0]


async def test_the_app_subscribes_itself_to_the_page(meta: Meta):
    path = f"/v26.0/{d.PAGE_ID}/subscribed_apps"
    assert await meta.read(path) == {"data": []}
    form = {"subscribed_fields": "feed,mention", "access_token": d.PAGE_TOKEN}
    assert (await meta.http.post(path, data=form)).json() == {"success": True}
    assert (await meta.read(path))["data"][0]["subscribed_fields"] == ["feed", "mention"]
    await meta.http.delete(path, headers={"Authorization": f"Bearer {d.PAGE_TOKEN}"})
    assert await meta.read(path) == {"data": []}


async def test_a_deletion_is_posted_signed_padded_or_tampered(meta: Meta):
    async with listening(meta) as receiver:
        url = f"{receiver.url}/forget"
        answer = await meta.control("signed-request", url=url, user_id="42")
        await meta.control("signed-request", url=url, padded=True)
        await meta.control("signed-request", url=url, tampered=True)
    assert (answer["status"], json.loads(answer["body"])["confirmation_code"]) == (200, "abc")
    good, _, bad = (form["signed_request"][0] for form in receiver.forms)
    assert good == answer["signed_request"]
    seals = []
    for text in (good, bad):
        seal, _, payload = text.partition(".")
        right = sender.signed_request(d.APP_SECRET, {}).partition(".")[0] != seal
        digest = hmac.new(d.APP_SECRET.encode(), payload.encode(), hashlib.sha256).digest()
        seals.append(right and sender._encode(digest, padded=False) == seal)
    assert seals == [True, False]


async def test_nothing_is_sent_without_a_subscriber():
    async with open_meta() as meta:
        await meta.control(f"posts/{meta.emulator.library.world.page_posts[0].id}", "DELETE")
        assert (await meta.control("webhooks", "GET"))["statuses"] == []
