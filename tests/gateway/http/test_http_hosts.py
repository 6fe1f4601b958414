"""The setting of trusted hosts, and WebSockets where another server lets them through."""

from typing import Any

import pytest

from tests.gateway.http.http_world import world

OURS = "api.partir-ici.example, *.region.example"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("api.partir-ici.example", 200),
        ("API.Partir-Ici.example:443", 200),
        ("api.partir-ici.example.", 200),
        ("www.region.example", 200),
        ("localhost:8000", 200),
        ("127.0.0.1", 200),
        ("[::1]:8000", 200),
        ("region.example", 400),
        ("evilregion.example", 400),
        ("api.partir-ici.example.evil.example", 400),
        ("evil.example", 400),
        ("", 400),
    ],
)
async def test_only_hosts_of_the_setting_and_loopback_are_answered(host: str, status: int) -> None:
    async with world(allowed_hosts=OURS).client() as client:
        answer = await client.get("/live", headers={"host": host})
    assert answer.status_code == status
    if status == 400:
        assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"
        assert answer.headers["connection"] == "close"


async def test_without_the_setting_any_host_is_answered() -> None:
    async with world().client() as client:
        assert (await client.get("/live", headers={"host": "anything.example"})).status_code == 200


async def test_a_websocket_is_closed_before_it_opens() -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "websocket.connect"}

    scope = {"type": "websocket", "path": "/graphql", "headers": [], "query_string": b"", "subprotocols": []}
    await world().app(scope, receive, send)
    assert [message["type"] for message in sent] == ["websocket.close"]
