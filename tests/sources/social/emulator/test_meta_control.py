"""Control: clock, posts, faults, bad orders, the door, options, the home page."""

import httpx
import orjson
import pytest
from meta_calls import ACCOUNT, NOW, PAGE, Meta, open_meta

from sources.social.emulator import create_app
from sources.social.emulator import defaults as d
from sources.social.emulator.clock import Clock


async def test_the_clock_stands_still_and_moves_by_order(meta: Meta):
    assert (await meta.control("clock", "GET"))["now"] == "2026-11-24T10:00:00+0000"
    assert (await meta.control("clock", advance_seconds=90))["now"] == "2026-11-24T10:01:30+0000"
    assert (await meta.control("clock", now="2027-01-02T03:04:05+01:00"))["now"] == "2027-01-02T02:04:05+0000"


def test_a_ticking_clock_goes_on_ticking_after_a_move():
    times = iter([1e9, 1e9, 1e9, 1e9 + 7])
    clock = Clock(source=lambda: next(times))
    assert clock.seconds() == 1e9
    clock.advance(1_000)
    assert clock.seconds() == 1e9 + 1_000
    assert clock.seconds() == 1e9 + 1_007


async def test_a_deleted_post_is_gone_everywhere(meta: Meta):
    first = meta.emulator.library.world.instagram.posts[0].id
    assert await meta.control(f"posts/{first}", "DELETE") == {"ok": True, "deleted": first}
    assert await meta.error(f"/v26.0/{first}", fields="id") == (400, 100, 33)
    listed = (await meta.read(f"{ACCOUNT}/media", fields="id", limit="100"))["data"]
    assert first not in {row["id"] for row in listed}
    assert (await meta.http.delete(f"/__emu/posts/{first}")).status_code == 404


async def test_an_edited_post_reads_as_edited(meta: Meta):
    post = next(post for post in meta.emulator.library.world.instagram.posts if not post.hide_likes)
    changed = await meta.control(f"posts/{post.id}", caption="Neuf ✨", hide_likes=True, drop_media_url=True)
    assert changed["caption"] == "Neuf ✨"
    found = await meta.read(f"/v26.0/{post.id}", fields="caption,like_count,media_url")
    assert found == {"caption": "Neuf ✨", "id": post.id}
    await meta.control(f"posts/{post.id}", caption=None)
    assert "caption" not in await meta.read(f"/v26.0/{post.id}", fields="caption")


async def test_an_edited_page_post_has_a_new_update_time(meta: Meta):
    post = meta.emulator.library.world.page_posts[-1]
    await meta.control(f"posts/{post.id}", caption="Changé")
    found = await meta.read(f"/v26.0/{post.id}", fields="message,updated_time")
    assert (found["message"], found["updated_time"]) == ("Changé", "2026-11-24T10:00:00+0000")


@pytest.mark.parametrize(("account", "path"), [("page", f"{PAGE}/posts"), ("instagram", f"{ACCOUNT}/media")])
async def test_a_new_post_heads_its_list(meta: Meta, account, path):
    made = [await meta.control("posts", account=account, caption=f"Texte {index}") for index in range(2)]
    rows = (await meta.read(path, limit="2"))["data"]
    assert [row["id"] for row in rows] == [made[1]["id"], made[0]["id"]]


async def test_a_scout_can_publish_and_tag_us(meta: Meta):
    name = d.SCOUT_USERNAMES[3]
    made = await meta.control("posts", account=name, caption=f"Merci @{d.IG_USERNAME}")
    tags = (await meta.read(f"{ACCOUNT}/tags", limit="1"))["data"]
    assert [row["id"] for row in tags] == [made["id"]]


@pytest.mark.parametrize(
    ("fault", "status", "kind"),
    [
        ({"mode": "status", "value": 503}, 503, "application/json"),
        ({"mode": "html"}, 500, "text/html"),
        ({"mode": "html", "value": 200}, 200, "text/html"),
        ({"mode": "transient"}, 500, "application/json"),
    ],
)
async def test_a_fault_replaces_the_answer_until_it_is_taken_back(meta: Meta, fault, status, kind):
    await meta.control("faults", **fault)
    answer = await meta.get(PAGE)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith(kind)
    assert await meta.control("faults", mode="ok") == {"faults": []}
    assert (await meta.get(PAGE)).status_code == 200


async def test_a_transient_fault_says_so(meta: Meta):
    await meta.control("faults", mode="transient")
    error = (await meta.get(PAGE)).json()["error"]
    assert (error["code"], error["is_transient"]) == (2, True)


async def test_a_fault_can_be_for_a_path_a_text_and_a_number_of_calls(meta: Meta):
    await meta.control("faults", mode="status", value=502, path=f"/{d.IG_USER_ID}/media", times=2)
    statuses = [(await meta.get(f"{ACCOUNT}/media")).status_code for _ in range(3)]
    assert statuses == [502, 502, 200]
    await meta.control("faults", mode="status", value=502, contains=f"username({d.SCOUT_USERNAMES[1]})")
    asked = [f"business_discovery.username({name}){{id}}" for name in d.SCOUT_USERNAMES[:2]]
    assert [(await meta.get(ACCOUNT, fields=fields)).status_code for fields in asked] == [200, 502]
    assert (await meta.journal())["faults_served"] == 3


async def test_a_cut_body_is_half_a_json(meta: Meta):
    whole = (await meta.get(f"{ACCOUNT}/media")).content
    await meta.control("faults", mode="cut", value=50, times=1)
    answer = await meta.get(f"{ACCOUNT}/media")
    assert answer.status_code == 200
    assert len(answer.content) == int(answer.headers["content-length"]) == len(whole) // 2
    with pytest.raises(ValueError, match=r"end of data|unexpected"):
        orjson.loads(answer.content)


async def test_a_closed_connection_is_an_error_in_process_and_in_the_journal(meta: Meta):
    await meta.control("faults", mode="close", times=1)
    with pytest.raises(ConnectionResetError):
        await meta.get(PAGE)
    assert (await meta.journal())["by_status"] == {"0": 1}


async def test_a_delay_is_served_after_its_time(meta: Meta):
    await meta.control("faults", mode="delay", value=1, times=1)
    assert (await meta.get(PAGE)).status_code == 200
    assert (await meta.journal())["faults_served"] == 1


async def test_the_journal_counts_and_can_be_cleared(meta: Meta):
    await meta.get(PAGE)
    await meta.get(PAGE, "bad")
    journal = await meta.journal()
    assert journal["by_path"] == {f"GET /{d.PAGE_ID}": 2}
    assert journal["errors_by_code"] == {"190": 1}
    assert journal["versions_asked"] == {"v26.0": 2}
    await meta.control("journal", "DELETE")
    assert (await meta.journal())["calls"] == 0


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("clock", {}),
        ("clock", {"now": "soon"}),
        ("clock", {"advance_seconds": True}),
        ("clock", {"advance_seconds": 1e12}),
        ("clock", {"now": "1800-01-01"}),
        ("clock", {"now": NOW, "advance_seconds": 1}),
        ("seed", {"cards": {}}),
        ("seed", {"cards": [{"key": "1"}]}),
        ("seed", {"cards": [{"key": "1", "name": "a", "urls": "https://a.example"}]}),
        ("seed", {"cards": [{"key": "1", "name": "a", "other": 1}]}),
        ("seed", {"posts": -1}),
        ("seed", {"posts": 10**9}),
        ("tokens", {"token": d.PAGE_TOKEN, "state": "lost"}),
        ("usage", {"id": "nobody", "percent": 1}),
        ("usage", {"id": "app", "percent": "all"}),
        ("usage", {"id": "app", "percent": 100, "minutes": 0}),
        ("faults", {"mode": "explode"}),
        ("faults", {"mode": "delay", "value": -1}),
        ("faults", {"mode": "status", "value": 42}),
        ("faults", {"mode": "html", "times": 0}),
        ("faults", {"mode": "html", "paths": "/"}),
        ("modes", {"last_page": "torn"}),
        ("modes", {"empty_page": 1}),
        ("modes", {"batch_every": 0}),
        ("modes", {"unknown": True}),
        ("versions", {"sunset": "v1.0"}),
        ("posts", {"account": 1}),
        ("posts", {"account": "page", "caption": 1}),
        ("webhooks", {"at_most": 0}),
        ("webhooks", {"page_fields": "feed"}),
        ("tokens", {"token": d.PAGE_TOKEN, "state": "revoked", "subcode": "460"}),
        ("faults", {"mode": "html", "path": 1}),
        ("signed-request", {"url": "http://127.0.0.1:1/", "age_seconds": "old"}),
        ("signed-request", {"url": "http://127.0.0.1:1/"}),
        ("webhooks", {"mode": "loud"}),
        ("webhooks", {"callback": "https://elsewhere.example/"}),
        ("webhooks/send", {"updates": []}),
        ("signed-request", {"url": "http://10.0.0.1/"}),
    ],
)
async def test_a_bad_order_is_refused_with_a_code_and_changes_nothing(meta: Meta, path, body):
    before = set(meta.emulator.library.posts)
    answer = await meta.http.post(f"/__emu/{path}", json=body)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "BAD_CONTROL"
    assert set(meta.emulator.library.posts) == before


@pytest.mark.parametrize("body", [b"{", b"[]", b"1", b"\xff"])
async def test_a_body_that_is_no_json_object_is_refused(meta: Meta, body):
    assert (await meta.http.post("/__emu/clock", content=body)).status_code == 400


async def test_unknown_tokens_posts_and_methods_are_told_apart(meta: Meta):
    answers = [
        await meta.http.post("/__emu/tokens", json={"token": "x", "state": "ok"}),
        await meta.http.post("/__emu/posts/1", json={"caption": "x"}),
        await meta.http.delete("/__emu/clock"),
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 405]


@pytest.mark.parametrize(("options", "status"), [({}, 403), ({"open_control": "yes"}, 200)])
async def test_control_is_for_this_machine_unless_opened(options, status):
    transport = httpx.ASGITransport(app=create_app(options), client=("192.0.2.1", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://graph.test") as far:
        assert (await far.get("/__emu/stats")).status_code == status
        assert (await far.get("/")).status_code == 200


@pytest.mark.parametrize(
    "options",
    [
        {"sead": "x"},
        {"now": "soon"},
        {"now": "1066-10-14"},
        {"posts": "many"},
        {"require_proof": "perhaps"},
        {"app_calls": "-1"},
    ],
)
def test_an_unknown_or_unreadable_option_is_named(options):
    with pytest.raises(ValueError, match=next(iter(options))):
        create_app(options)


async def test_the_home_page_says_what_this_is(meta: Meta):
    answer = await meta.http.get("/")
    assert answer.headers["content-type"].startswith("text/html")
    assert "Graph API emulator" in answer.text
    assert d.APP_SECRET not in answer.text
    assert d.PAGE_TOKEN not in answer.text
    assert (await meta.journal())["calls"] == 0


async def test_two_emulators_share_nothing(meta: Meta):
    async with open_meta() as other:
        await other.control("usage", id="app", percent=100)
        await other.control("tokens", token=d.PAGE_TOKEN, state="expired")
        assert (await meta.get(PAGE)).status_code == 200


@pytest.mark.parametrize("edit", [{"colour": 1}, {"caption": 1}, {"hide_likes": "yes"}])
async def test_a_bad_edit_leaves_the_post_as_it_was(meta: Meta, edit):
    post = meta.emulator.library.world.instagram.posts[0]
    before = await meta.control(f"posts/{post.id}", "GET")
    assert (await meta.http.post(f"/__emu/posts/{post.id}", json=edit)).status_code == 400
    assert await meta.control(f"posts/{post.id}", "GET") == before


async def test_likes_of_page_posts_cannot_be_hidden_and_unknown_accounts_cannot_publish(meta: Meta):
    post = meta.emulator.library.world.page_posts[0]
    assert (await meta.http.post(f"/__emu/posts/{post.id}", json={"hide_likes": True})).status_code == 400
    assert (await meta.http.post("/__emu/posts", json={"account": "nobody"})).status_code == 404


async def test_orders_can_be_read_and_faults_taken_back_at_once(meta: Meta):
    await meta.control("faults", mode="html")
    assert len((await meta.control("faults", "GET"))["faults"]) == 1
    assert await meta.control("faults", "DELETE") == {"faults": []}
    assert (await meta.control("modes", "GET"))["last_page"] == "in_turn"
    assert (await meta.control("usage", "GET"))["app"]["blocked"] is False
