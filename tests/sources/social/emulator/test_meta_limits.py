"""Rate limits: who is charged, the usage headers, blocks and what is counted during them."""

import json

import pytest
from meta_calls import ACCOUNT, PAGE, Meta, open_meta, sample

from sources.social.emulator import defaults as d

DISCOVERY = f"business_discovery.username({d.SCOUT_USERNAMES[0]}){{id}}"


def documented(name: str, index: int = 0) -> dict:
    """Give a usage header of the samples."""
    lines = [line for line in sample("headers/headers.txt").splitlines() if line.startswith(f"{name}: ")]
    return json.loads(lines[index].partition(": ")[2])


async def test_headers_appear_only_after_some_calls(meta: Meta):
    seen = ["x-app-usage" in (await meta.get("/v26.0/me", d.USER_TOKEN)).headers for _ in range(5)]
    assert seen == [False, False, False, True, True]


async def test_the_headers_have_the_documented_shape():
    async with open_meta(usage_headers_after="0") as meta:
        app = json.loads((await meta.get("/v26.0/me", d.USER_TOKEN)).headers["x-app-usage"])
        assert app.keys() == documented("x-app-usage").keys()
        for path, kind, owner in ((PAGE, "pages", d.PAGE_ID), (ACCOUNT, "instagram", d.IG_USER_ID)):
            answer = await meta.get(path)
            assert "x-app-usage" not in answer.headers
            usage = json.loads(answer.headers["x-business-use-case-usage"])
            known = next(iter(documented("x-business-use-case-usage").values()))
            assert usage.keys() == {owner}
            assert usage[owner][0].keys() == known[0].keys()
            assert usage[owner][0]["type"] == kind


@pytest.mark.parametrize(
    ("blocked", "path", "fields", "token", "code"),
    [
        ("app", "/v26.0/me/accounts", "id", d.USER_TOKEN, 4),
        ("app", ACCOUNT, DISCOVERY, d.PAGE_TOKEN, 4),
        (d.USER_ID, "/v26.0/me/accounts", "id", d.USER_TOKEN, 17),
        (d.USER_ID, f"{PAGE}/feed", "id", d.USER_TOKEN, 32),
        (d.PAGE_ID, f"{PAGE}/feed", "id", d.PAGE_TOKEN, 80001),
        (d.IG_USER_ID, f"{ACCOUNT}/media", "id", d.PAGE_TOKEN, 80002),
        (d.IG_USER_ID, f"{ACCOUNT}/media", "id", d.USER_TOKEN, 80002),
    ],
)
async def test_each_full_counter_has_its_code(meta: Meta, blocked, path, fields, token, code):
    await meta.control("usage", id=blocked, percent=100)
    answer = await meta.get(path, token, fields=fields)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)
    assert answer.json()["error"]["type"] == "OAuthException"


async def test_a_full_page_budget_leaves_the_others_alone(meta: Meta):
    await meta.control("usage", id=d.PAGE_ID, percent=100)
    assert (await meta.get(f"{ACCOUNT}/media")).status_code == 200
    assert (await meta.get(ACCOUNT, fields=DISCOVERY)).status_code == 200


async def test_discovery_is_charged_on_the_app_and_media_on_the_account(meta: Meta):
    await meta.get(ACCOUNT, fields=DISCOVERY)
    await meta.get(f"{ACCOUNT}/media")
    counters = meta.emulator.usage.counters
    assert (counters["app"].seen, counters[f"instagram:{d.IG_USER_ID}"].seen) == (1, 1)


async def test_a_limit_reached_by_calls_blocks_until_the_window_is_over():
    async with open_meta(app_calls="3") as meta:
        statuses = [(await meta.get("/v26.0/me", d.USER_TOKEN)).status_code for _ in range(4)]
        assert statuses == [200, 200, 200, 400]
        await meta.control("clock", advance_seconds=3_600)
        assert (await meta.get("/v26.0/me", d.USER_TOKEN)).status_code == 200


async def test_a_rolling_window_forgets_old_calls():
    async with open_meta(app_calls="2") as meta:
        await meta.get("/v26.0/me", d.USER_TOKEN)
        await meta.control("clock", advance_seconds=3_000)
        await meta.get("/v26.0/me", d.USER_TOKEN)
        await meta.control("clock", advance_seconds=700)
        assert (await meta.get("/v26.0/me", d.USER_TOKEN)).status_code == 200


async def test_calls_during_a_block_are_counted_and_lengthen_it(meta: Meta):
    await meta.control("usage", id=d.IG_USER_ID, percent=100, minutes=12)
    path = f"{ACCOUNT}/media"
    first = json.loads((await meta.get(path)).headers["x-business-use-case-usage"])[d.IG_USER_ID][0]
    assert (first["call_count"], first["estimated_time_to_regain_access"]) == (100, 12)
    assert (await meta.journal())["calls_while_blocked"] == 0
    for _ in range(2):
        await meta.get(path)
    usage = json.loads((await meta.get(path)).headers["x-business-use-case-usage"])[d.IG_USER_ID][0]
    assert usage["estimated_time_to_regain_access"] == 15
    journal = await meta.journal()
    assert journal["calls_while_blocked_by_counter"] == {f"instagram:{d.IG_USER_ID}": 3}
    await meta.control("clock", advance_seconds=14 * 60)
    assert (await meta.get(path)).status_code == 400
    await meta.control("clock", advance_seconds=2 * 60)
    assert (await meta.get(path)).status_code == 200


async def test_a_share_below_100_is_told_and_blocks_nothing(meta: Meta):
    found = await meta.control("usage", id="app", percent=80)
    assert found["app"]["call_count"] == 80
    answer = await meta.get("/v26.0/me", d.USER_TOKEN)
    assert (answer.status_code, json.loads(answer.headers["x-app-usage"])["call_count"]) == (200, 80)


async def test_a_usage_header_can_be_broken(meta: Meta):
    await meta.control("modes", usage_header="broken")
    await meta.control("usage", id="app", percent=50)
    with pytest.raises(ValueError, match="Expecting"):
        json.loads((await meta.get("/v26.0/me", d.USER_TOKEN)).headers["x-app-usage"])


async def test_the_item_of_a_batch_is_throttled_alone(meta: Meta):
    await meta.control("usage", id=d.IG_USER_ID, percent=100)
    rows = (await meta.batch([{"relative_url": "me"}, {"relative_url": d.IG_USER_ID}])).json()
    assert [row["code"] for row in rows] == [200, 400]
    assert json.loads(rows[1]["body"])["error"]["code"] == 80002
