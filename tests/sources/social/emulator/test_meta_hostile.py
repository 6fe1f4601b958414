"""Hostile input: strange paths, huge values, broken bodies give clear errors and nothing else."""

from urllib.parse import quote

import pytest
from meta_calls import ACCOUNT, Meta

from sources.social.emulator import defaults as d


@pytest.mark.parametrize(
    "path", ["/v26.0/%ff", "/v26.0/a/b/c", "/v26.0/é", "/v26.0//", "/v26.0/?fields=%00", "/v26.0/me/wrong"]
)
async def test_strange_paths_give_a_json_error(meta: Meta, path):
    answer = await meta.http.get(path, headers={"Authorization": f"Bearer {d.PAGE_TOKEN}"})
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] in {100, 2500}


async def test_a_huge_or_broken_body_is_refused(meta: Meta):
    huge = await meta.http.post("/v26.0/", content=b"x" * 4_000_001)
    broken = await meta.http.post("/v26.0/", content=b"{", headers={"content-type": "application/json"})
    assert [huge.status_code, broken.status_code] == [400, 400]


DEEP = "[" * 100_000


@pytest.mark.parametrize(
    "params",
    [
        {"limit": "9" * 5_000},
        {"since": "9" * 5_000},
        {"since": "9" * 30},
        {"since": "0001-01-01T00:00:00+23:00"},
        {"after": "\ud83d"},
        {"fields": "x" * 20_000},
        {"fields": "id\x00"},
        {"appsecret_proof": "é"},
        {"access_token": "\u202e"},
    ],
)
async def test_hostile_parameters_give_a_json_error(meta: Meta, params):
    query = "&".join(f"{name}={quote(value, errors='surrogatepass')}" for name, value in params.items())
    url = f"{ACCOUNT}/media?{query}"
    token = {} if "access_token" in params else {"Authorization": f"Bearer {d.PAGE_TOKEN}"}
    answer = await meta.http.get(url, headers=token)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] in {100, 190, 2500}


@pytest.mark.parametrize(
    "batch", [DEEP, '["\\ud800"]', '[{"relative_url":"\\ud800"}]', '[{"relative_url":"a\\u0000"}]']
)
async def test_hostile_batches_give_a_json_error_and_leave_the_journal_readable(meta: Meta, batch):
    answer = await meta.http.post("/v26.0/", data={"batch": batch, "access_token": d.PAGE_TOKEN})
    assert answer.status_code == 400
    assert (await meta.journal())["errors_by_code"] == {"100": 1}


@pytest.mark.parametrize(
    "kind", ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=a"]
)
async def test_broken_multipart_is_an_empty_form(meta: Meta, kind):
    answer = await meta.http.post("/v26.0/", content=b"--a\r\nx", headers={"content-type": kind})
    assert answer.json()["error"]["code"] == 2500
