"""Beacons over HTTP: what of them is counted, what is not, what is stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
import pymongo
import pytest

from gateway.app import Gateway, configure
from gateway.graph.ids import encode_id
from gateway.statistics.counting import paris_day
from gateway.testing.servers import ServerThread
from gateway.testing.stage import Stage

AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
PARTNER = "http://localhost:4321"
OWN = "https://www.office.example"
HIDDEN = "999000999"


@dataclass
class Page:
    """Somebody who looks at pages of a gateway."""

    url: str
    ids: list[str]

    def send(self, path: str, said: Any, headers: Mapping[str, str] | None = None) -> httpx.Response:
        sent = {"User-Agent": AGENT, "Content-Type": "text/plain;charset=UTF-8"} | dict(headers or {})
        body = said if isinstance(said, bytes) else httpx.Request("POST", "http://x", json=said).content
        return httpx.post(f"{self.url}{path}", content=body, headers=sent, timeout=20, trust_env=False)

    def widget(self, event: str, ids: list[str], origin: str = PARTNER, **more: str) -> httpx.Response:
        said = {"key": "pk_demo", "event": event, "offers": ids}
        return self.send("/widget/1/seen", said, {"Origin": origin} | more)

    def view(self, ids: list[str], **more: str) -> httpx.Response:
        return self.send("/statistics/seen", {"event": "VIEW", "offers": ids}, {"Origin": self.url} | more)


@pytest.fixture
def counting(tidy: Stage, offers: list[dict[str, Any]]) -> Iterator[tuple[Page, ServerThread]]:
    """A gateway that writes its counts when it is stopped."""
    environ = tidy.environ | {"PARTNERS_FLUSH_SECONDS": "60", "PARTNERS_OWN_ORIGINS": OWN,
                              "GATEWAY_CORS_ORIGINS": f"https://www.front.example,{OWN}"}  # fmt: skip
    server = ServerThread(lambda: Gateway(configure(environ), jobs=False).app()).start()
    yield Page(server.url, [one["id"] for one in offers]), server
    server.stop()


def test_what_is_counted_and_what_is_not(
    counting: tuple[Page, ServerThread], tidy: Stage, database: pymongo.database.Database
) -> None:
    page, server = counting
    one, two, three, *rest = page.ids
    with ThreadPoolExecutor(50) as pool:
        sent = list(pool.map(lambda _: page.widget("IMPRESSION", [one, two]), range(50)))
    assert {answer.status_code for answer in sent} == {204}
    assert {answer.headers["access-control-allow-origin"] for answer in sent} == {PARTNER}
    assert not any("set-cookie" in answer.headers for answer in sent)
    assert page.widget("CLICK", [one]).status_code == 204
    assert page.view([two]).status_code == 204
    assert page.view([two], Origin="https://www.front.example").status_code == 204

    unknown = [encode_id("Offer", HIDDEN)]
    office = tidy.token("office", ("OFFICE", "3004"))
    partner = tidy.token("partner", ("PARTNER", "vercors"))
    uncounted = [
        page.view(unknown),
        page.view([three], **{"User-Agent": "Mozilla/5.0 (compatible; bingbot/2.0)"}),
        page.view([three], **{"User-Agent": ""}),
        page.view([three], Authorization=office),
        page.view([three], Origin=OWN),
    ]
    assert [answer.status_code for answer in uncounted] == [204] * 5
    assert page.view([rest[0]], Authorization=partner).status_code == 204

    server.stop()
    found = list(database["partners_counts"].find())
    day = paris_day(datetime.now(UTC))
    counts = {(doc["event"], encode_id("Offer", doc["offer"]), doc["partner"]): doc["n"] for doc in found}
    assert counts == {
        ("IMPRESSION", one, "pk_demo"): 50,
        ("IMPRESSION", two, "pk_demo"): 50,
        ("CLICK", one, "pk_demo"): 1,
        ("VIEW", two, ""): 2,
        ("VIEW", rest[0], ""): 1,
    }
    kept = {"_id", "day", "event", "offer", "key", "partner", "office", "provider", "department", "n"}
    assert {name for doc in found for name in doc} == kept
    assert all(doc["day"] <= day for doc in found)
    assert not any("127.0.0.1" in str(doc) or "Mozilla" in str(doc) for doc in found)


@pytest.mark.parametrize(
    ("path", "said", "status", "code"),
    [
        ("/statistics/seen", b"{", 400, "BAD_REQUEST"),
        ("/statistics/seen", b"\xff\xfe", 400, "BAD_REQUEST"),
        ("/statistics/seen", [], 400, "BAD_REQUEST"),
        ("/statistics/seen", {"event": "VIEW"}, 400, "BAD_REQUEST"),
        ("/statistics/seen", {"event": "VIEW", "offers": ["T2ZmZXI6MQ"], "who": "me"}, 400, "BAD_REQUEST"),
        ("/statistics/seen", {"event": "IMPRESSION", "offers": ["T2ZmZXI6MQ"]}, 400, "BAD_REQUEST"),
        ("/statistics/seen", {"event": ["VIEW"], "offers": ["T2ZmZXI6MQ"]}, 400, "BAD_REQUEST"),
        ("/statistics/seen", {"event": "VIEW", "offers": []}, 400, "BAD_REQUEST"),
        ("/statistics/seen", {"event": "VIEW", "offers": ["T2ZmZXI6MQ"] * 13}, 400, "BAD_REQUEST"),
        ("/statistics/seen", {"event": "VIEW", "offers": ["nothing"]}, 400, "INVALID_ID"),
        ("/statistics/seen", {"event": "VIEW", "offers": [{"a": 1}]}, 400, "INVALID_ID"),
        ("/statistics/seen", b"x" * 5000, 413, "LIMIT_BODY"),
        ("/widget/1/seen", {"key": "pk_x_y", "event": "CLICK", "offers": ["T2ZmZXI6MQ"]}, 403, "KEY_UNKNOWN"),
        ("/widget/1/seen", {"key": {}, "event": "CLICK", "offers": ["T2ZmZXI6MQ"]}, 403, "KEY_UNKNOWN"),
        ("/widget/1/seen", {"key": "pk_demo", "event": "VIEW", "offers": ["T2ZmZXI6MQ"]}, 400, "BAD_REQUEST"),
    ],
)  # fmt: skip
def test_a_wrong_beacon_is_told_so(stage: Stage, path: str, said: Any, status: int, code: str) -> None:
    answer = Page(stage.url, []).send(path, said, {"Origin": stage.url})
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (status, code)
    assert "access-control-allow-origin" not in answer.headers


def test_a_beacon_of_another_site_is_refused(stage: Stage) -> None:
    page = Page(stage.url, [])
    widget = page.widget("CLICK", ["T2ZmZXI6MQ"], origin="https://evil.example")
    front = page.view(["T2ZmZXI6MQ"], Origin="https://evil.example")
    assert [one.status_code for one in (widget, front)] == [403, 403]
    assert page.view(["T2ZmZXI6MQ"], Authorization="Bearer nonsense").status_code == 401
    assert httpx.get(f"{stage.url}/statistics/seen", trust_env=False).status_code == 405
