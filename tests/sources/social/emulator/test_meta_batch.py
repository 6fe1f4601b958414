"""The batch endpoint."""

import json

from meta_calls import Meta, relative, sample

from sources.social.emulator import defaults as d
from sources.social.emulator.tokens import proof_of

BAD = {"access_token": "bad"}


def item(identifier: str, fields: str = "id,caption", **more: str) -> dict[str, str]:
    return {"method": "GET", "relative_url": relative(identifier, fields=fields, **more)}


def own_ids(meta: Meta, count: int) -> list[str]:
    return [post.id for post in meta.emulator.library.world.instagram.posts[:count]]


async def test_fifty_items_come_back_in_order_and_one_bad_one_fails_alone(meta: Meta):
    ids = own_ids(meta, 50)
    ids[17] = "404"
    answer = await meta.batch([item(identifier) for identifier in ids])
    assert answer.status_code == 200
    rows = answer.json()
    assert [row["code"] for row in rows] == [200] * 17 + [400] + [200] * 32
    bodies = [json.loads(row["body"]) for row in rows]
    assert [body.get("id", "404") for body in bodies] == ids
    assert (bodies[17]["error"]["code"], bodies[17]["error"]["error_subcode"]) == (100, 33)


async def test_rows_have_the_recorded_shape(meta: Meta):
    recorded = sample("batch/first_item_failed.json")
    bare = sample("batch/v26_mixed_null.json")
    asked = [item("2"), item(own_ids(meta, 1)[0], "id,permalink")]
    full = (await meta.batch(asked)).json()
    assert [row.keys() for row in full] == [row.keys() for row in recorded]
    names = {header["name"] for header in full[1]["headers"]}
    assert {"Facebook-API-Version", "Content-Type"} <= names
    rows = (await meta.batch(asked, include_headers="false")).json()
    assert rows[0].keys() == bare[0].keys()
    assert "https:\\/\\/www.instagram.com" in rows[1]["body"]
    ours, theirs = json.loads(rows[0]["body"])["error"], json.loads(bare[1]["body"])["error"]
    assert ours["message"].replace("'2'", "") == theirs["message"].replace("'17890000000000002'", "")


async def test_fifty_one_items_are_too_many(meta: Meta):
    answer = await meta.batch([item(identifier) for identifier in own_ids(meta, 51)])
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, 100)
    assert (await meta.journal())["batch_items"] == 0


async def test_each_item_counts_and_is_in_the_journal(meta: Meta):
    ids = own_ids(meta, 4)
    await meta.batch([item(identifier) for identifier in ids])
    journal = await meta.journal()
    assert (journal["calls"], journal["batch_items"]) == (1, 4)
    assert journal["batches"] == [[f"/{identifier}" for identifier in ids]]
    counter = meta.emulator.usage.counter(f"instagram:{d.IG_USER_ID}")
    assert counter.seen == 4


async def test_an_item_may_carry_its_own_token(meta: Meta):
    asked = [
        item("me", "id"),
        item("me", "id", access_token=d.USER_TOKEN),
        item("me", "id", **BAD),
    ]
    rows = (await meta.batch(asked)).json()
    bodies = [json.loads(row["body"]) for row in rows]
    assert [body.get("id") for body in bodies] == [d.PAGE_ID, d.USER_ID, None]
    assert bodies[2]["error"]["code"] == 190


async def test_the_envelope_fails_as_a_whole_for_its_token_proof_or_form(meta: Meta):
    asked = [item(own_ids(meta, 1)[0])]
    dead = await meta.batch(asked, **BAD)
    assert (dead.status_code, dead.json()["error"]["code"]) == (400, 190)
    for text in ("[]", "{}", "no json", '["x"]', '[{"method":"GET"}]'):
        answer = await meta.http.post("/v26.0/", data={"batch": text, "access_token": d.PAGE_TOKEN})
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, 100)
    await meta.control("modes", proof=True)
    assert (await meta.batch(asked)).json()["error"]["code"] == 100
    rows = (await meta.batch(asked, appsecret_proof=proof_of(d.APP_SECRET, d.PAGE_TOKEN))).json()
    assert rows[0]["code"] == 200


async def test_multipart_and_json_bodies_are_read_too(meta: Meta):
    text = json.dumps([item("me", "id")])
    multipart = {"batch": (None, text), "access_token": (None, d.PAGE_TOKEN)}
    rows = (await meta.http.post("/v26.0/", files=multipart)).json()
    assert json.loads(rows[0]["body"]) == {"id": d.PAGE_ID}
    answer = await meta.http.post("/v26.0", json={"batch": json.loads(text), "access_token": d.PAGE_TOKEN})
    assert answer.json()[0]["code"] == 200


async def test_braces_that_are_not_encoded_and_retired_ids_fail_their_item(meta: Meta):
    raw = {"method": "GET", "relative_url": f"{own_ids(meta, 1)[0]}?fields=children{{id}}"}
    rows = (await meta.batch([raw, {"relative_url": "?ids=1,2"}, item("me", "id")])).json()
    assert [row["code"] for row in rows] == [400, 500, 200]


async def test_other_methods_fail_their_item(meta: Meta):
    rows = (await meta.batch([{"method": "DELETE", "relative_url": own_ids(meta, 1)[0]}])).json()
    assert rows[0]["code"] == 400


async def test_modes_spoil_each_third_item(meta: Meta):
    asked = [item("me", "id")] * 6
    await meta.control("modes", batch="null")
    assert [row is None for row in (await meta.batch(asked)).json()] == [False, False, True] * 2
    await meta.control("modes", batch="no_body", batch_every=2)
    assert ["body" in row for row in (await meta.batch(asked)).json()] == [True, False] * 3
    await meta.control("modes", batch="html", batch_every=1)
    assert all(row["body"].startswith("<!DOCTYPE html>") for row in (await meta.batch(asked)).json())


async def test_ids_at_the_root_are_retired_with_500(meta: Meta):
    for path in ("/v26.0/", "/v21.0", "/"):
        answer = await meta.get(path, ids="1,2")
        recorded = sample("errors/100_ids_parameter_removed_http500.json")["error"]
        assert answer.status_code == 500
        assert recorded.items() <= answer.json()["error"].items()
    assert (await meta.journal())["retired_parameters"] == {"ids": 3}


async def test_retired_parameters_are_ignored_and_counted(meta: Meta):
    headers = {"Authorization": f"Bearer {d.PAGE_TOKEN}", "If-None-Match": '"x"'}
    plain = await meta.read("/v26.0/me")
    for name in ("pretty", "debug", "date_format", "metadata"):
        answer = await meta.http.get("/v26.0/me", params={name: "1"}, headers=headers)
        assert answer.json() == plain
    counted = (await meta.journal())["retired_parameters"]
    assert counted == {"pretty": 1, "debug": 1, "date_format": 1, "metadata": 1, "If-None-Match": 4}
