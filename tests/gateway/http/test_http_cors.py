"""CORS and CSRF: which origins may call, what a form of another site can do (nothing)."""

import httpx
import pytest

from tests.gateway.http.http_world import DATA, QUERY, world

OURS = "https://www.partir-ici.example"
OTHERS = "https://evil.example"


async def preflight(origin: str, **settings: str) -> httpx.Response:
    headers = {
        "origin": origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
    }
    async with world(**settings).client() as client:
        return await client.options("/graphql", headers=headers)


async def get(origin: str | None, **settings: str) -> httpx.Response:
    async with world(**settings).client() as client:
        headers = {"origin": origin} if origin else {}
        return await client.get("/graphql", params={"query": QUERY}, headers=headers)


async def test_an_allowed_origin_gets_its_preflight_and_its_answers() -> None:
    allowed = await preflight(OURS, cors_origins=f"https://app.example, {OURS}")
    assert (allowed.status_code, allowed.content) == (204, b"")
    assert allowed.headers["access-control-allow-origin"] == OURS
    assert allowed.headers["access-control-allow-methods"] == "GET, POST"
    assert allowed.headers["access-control-allow-headers"] == (
        "Accept, Accept-Language, Content-Type, If-None-Match, Last-Event-ID, Authorization"
    )
    assert "access-control-allow-credentials" not in allowed.headers
    answer = await get(OURS, cors_origins=OURS)
    assert answer.json()["data"] == DATA
    assert answer.headers["access-control-allow-origin"] == OURS
    assert "ETag" in answer.headers["access-control-expose-headers"]


async def test_another_origin_is_refused_its_preflight_and_may_not_read() -> None:
    refused = await preflight(OTHERS, cors_origins=OURS)
    assert refused.status_code == 403
    assert refused.json()["errors"][0]["extensions"]["code"] == "ORIGIN_NOT_ALLOWED"
    answer = await get(OTHERS, cors_origins=OURS)
    for one in (refused, answer):
        assert not [name for name in one.headers if name.startswith("access-control")]


@pytest.mark.parametrize("origin", [OURS, OTHERS, None])
async def test_with_a_list_every_answer_varies_by_origin(origin: str | None) -> None:
    answer = await get(origin, cors_origins=OURS)
    assert answer.headers["vary"] == "Accept, Accept-Language, Authorization, Origin"


async def test_any_origin_may_read_without_a_token() -> None:
    allowed = await preflight(OTHERS, cors_origins="*")
    assert allowed.headers["access-control-allow-origin"] == "*"
    assert "Authorization" not in allowed.headers["access-control-allow-headers"]
    answer = await get(OTHERS, cors_origins="*")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "Origin" not in answer.headers["vary"]


async def test_a_refusal_can_be_read_by_an_allowed_page_too() -> None:
    async with world(cors_origins=OURS).client() as client:
        answer = await client.post("/graphql", content=b"{", headers={"origin": OURS})
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (415, OURS)


async def test_without_the_setting_no_origin_is_allowed() -> None:
    refused = await preflight(OURS)
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, POST")
    assert not [name for name in refused.headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
async def test_what_a_form_of_another_site_can_send_runs_nothing(content_type: str) -> None:
    made = world(cors_origins="*")
    async with made.client() as client:
        sent = {"origin": OTHERS} | ({"content-type": content_type} if content_type else {})
        answer = await client.post("/graphql", content=f'{{"query": "{QUERY}"}}', headers=sent)
    assert answer.status_code == 415
    assert made.shelves["farming"].asked == []
