"""Beacons over HTTP, what of them is counted, and who may read it."""

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
from gateway.graph.ids import decode_id, encode_id
from gateway.statistics.counting import paris_day
from gateway.testing.servers import ServerThread
from gateway.testing.stage import Stage

AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
PARTNER = "http://localhost:4321"
OWN = "https://www.office.example"
HIDDEN = "999000999"

OFFERS = """{ offers(first: 12) { edges { node { id managedBy { id } provider { id }
  place { commune { department { code } } } } } } }"""
VIEWER = """query($by: [StatisticsDimension!]!, $offer: ID, $first: Int! = 100) { viewer { statistics(by: $by, offer: $offer, first: $first) {
  sums { views widgetImpressions outboundClicks } edges { node { day offerId partner key offer { id }
  counts { views widgetImpressions outboundClicks } } } } } }"""
PUBLIC = "{ statistics { firstDay lastDay views widgetImpressions outboundClicks } }"


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
def offers(stage: Stage) -> list[dict[str, Any]]:
    return [edge["node"] for edge in stage.data(OFFERS)["offers"]["edges"]]


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


@pytest.fixture
def written(tidy: Stage, database: pymongo.database.Database, offers: list[dict[str, Any]]) -> str:
    """Counts of today: of two offers, and of one that is not public; the second one's office."""
    day = paris_day(datetime.now(UTC))
    first, second = offers[0], next(
        one for one in offers if one["managedBy"]["id"] != offers[0]["managedBy"]["id"]
        and one["provider"] and one["place"]["commune"]["department"] != offers[0]["place"]["commune"]["department"]
    )  # fmt: skip
    office = decode_id(second["managedBy"]["id"])[1]

    def count(event: str, offer: dict[str, Any] | None, partner: str, number: int) -> None:
        owners = {
            "office": decode_id(offer["managedBy"]["id"])[1] if offer else office,
            "provider": decode_id(offer["provider"]["id"])[1] if offer and offer["provider"] else "",
            "department": offer["place"]["commune"]["department"]["code"] if offer else "00",
        }
        key = f"key-{partner}" if partner else ""
        about = {"day": day, "event": event, "offer": decode_id(offer["id"])[1] if offer else HIDDEN}
        name = " ".join((*about.values(), key, partner))
        database["partners_counts"].insert_one(
            {"_id": name, **about, "key": key, "partner": partner, **owners, "n": number}
        )

    count("VIEW", first, "", 100)
    count("IMPRESSION", first, "vercors", 7)
    count("IMPRESSION", second, "vercors", 5)
    count("CLICK", second, "bievre", 3)
    count("IMPRESSION", None, "vercors", 1000)
    return office


def read(stage: Stage, token: str, *by: str, offer: str | None = None) -> Any:
    answer = stage.ask(VIEWER, {"by": list(by), "offer": offer}, Authorization=token).json()
    assert "errors" not in answer
    return answer["data"]["viewer"]["statistics"]


def total(stage: Stage, token: str, offer: str | None = None) -> tuple[int, int, int] | None:
    found = read(stage, token, offer=offer)
    return found and tuple(found["sums"].values())


def test_everybody_sees_their_own_and_nothing_else(
    tidy: Stage, written: str, offers: list[dict[str, Any]]
) -> None:
    first = offers[0]
    roles: dict[Any, str | None] = {
        ("REGION_ADMIN", None): (100, 1012, 3),
        ("OFFICE", written): (0, 1005, 3),
        ("OFFICE", decode_id(first["managedBy"]["id"])[1]): (100, 7, 0),
        ("OFFICE", "1"): (0, 0, 0),
        ("OFFICE", ""): None,
        ("DEPARTMENT_AGENCY", first["place"]["commune"]["department"]["code"]): (100, 7, 0),
        ("DEPARTMENT_AGENCY", "00x"): (0, 0, 0),
        ("PROVIDER", decode_id(first["id"])[1]): (100, 7, 0),
        ("PARTNER", "vercors"): (0, 12, 0),
        ("PARTNER", "bievre"): (0, 0, 3),
        ("PARTNER", "nobody"): (0, 0, 0),
        ("SCOUT", None): None,
        ("DEVELOPER", None): None,
        ("COMMUNITY_MANAGER", written): None,
    }  # type: ignore[assignment]
    for role, expected in roles.items():
        assert total(tidy, tidy.token("who", role)) == expected, role


def test_a_hidden_offer_is_known_to_who_answers_for_it_alone(tidy: Stage, written: str) -> None:
    id = encode_id("Offer", HIDDEN)
    for role, seen in (
        (("REGION_ADMIN", None), True),
        (("OFFICE", written), True),
        (("PARTNER", "vercors"), False),
    ):
        token = tidy.token("who", role)  # type: ignore[arg-type]
        rows = [edge["node"] for edge in read(tidy, token, "OFFER")["edges"]]
        assert (id in {row["offerId"] for row in rows}) is seen
        assert all((row["offer"] is None) == (row["offerId"] == id) for row in rows)
        assert total(tidy, token, id) == ((0, 1000, 0) if seen else (0, 0, 0))
    both = tidy.token("who", ("PARTNER", "vercors"), ("OFFICE", "1"))
    assert id not in str(read(tidy, both, "OFFER", "DAY", "PARTNER", "KEY"))


def test_rows_are_told_apart_by_what_was_asked(tidy: Stage, written: str) -> None:
    region = tidy.token("region", ("REGION_ADMIN", None))
    day = paris_day(datetime.now(UTC))
    by_partner = {edge["node"]["partner"]: edge["node"]["counts"]["widgetImpressions"]
                  for edge in read(tidy, region, "PARTNER")["edges"]}  # fmt: skip
    assert by_partner == {"vercors": 1012, "bievre": 0, None: 0}
    (row,) = [edge["node"] for edge in read(tidy, region, "DAY")["edges"]]
    assert (row["day"], row["offerId"], row["counts"]["views"]) == (day, None, 100)
    keys = [edge["node"]["key"] for edge in read(tidy, region, "KEY", "OFFER")["edges"]]
    assert encode_id("PartnerKey", "key-vercors") in keys
    (whole,) = read(tidy, region)["edges"]
    assert whole["node"]["counts"] == {"views": 100, "widgetImpressions": 1012, "outboundClicks": 3}


def test_an_offer_tells_its_counts_to_those_entitled(
    tidy: Stage, written: str, offers: list[dict[str, Any]]
) -> None:
    query = "query($id: ID!) { offer(id: $id) { statistics { views widgetImpressions } } }"
    first = offers[0]
    expected = {
        ("OFFICE", decode_id(first["managedBy"]["id"])[1]): {"views": 100, "widgetImpressions": 7},
        ("OFFICE", written): None,
        ("PARTNER", "vercors"): {"views": 0, "widgetImpressions": 7},
        ("PARTNER", "bievre"): {"views": 0, "widgetImpressions": 0},
        ("REGION_ADMIN", None): {"views": 100, "widgetImpressions": 7},
        ("SCOUT", None): None,
    }
    for role, counts in expected.items():
        token = tidy.token("who", role)  # type: ignore[arg-type]
        answer = tidy.ask(query, {"id": first["id"]}, Authorization=token).json()
        assert answer["data"]["offer"]["statistics"] == counts, role
    assert tidy.data(query, {"id": first["id"]})["offer"]["statistics"] is None


def test_the_public_gets_rounded_totals_of_past_days(
    tidy: Stage, written: str, database: pymongo.database.Database
) -> None:
    assert written
    yesterday = tidy.data(PUBLIC)["statistics"]["lastDay"]
    assert yesterday < paris_day(datetime.now(UTC))
    assert tidy.data(PUBLIC)["statistics"]["views"] is None
    database["partners_counts"].update_many({}, {"$set": {"day": yesterday}})
    found = tidy.data(PUBLIC)["statistics"]
    assert (found["views"], found["widgetImpressions"], found["outboundClicks"]) == (100, 1010, None)


def test_wrong_arguments_have_codes(tidy: Stage) -> None:
    region = tidy.token("region", ("REGION_ADMIN", None))

    def code(arguments: str) -> str:
        query = f"{{ viewer {{ statistics({arguments}) {{ firstDay }} }} }}"
        return str(tidy.ask(query, Authorization=region).json()["errors"][0]["extensions"]["code"])

    assert code('by: [], from: "2020-01-01"') == "INVALID_ARGUMENT"
    assert code('by: [], from: "2026-05-02", to: "2026-05-01"') == "INVALID_ARGUMENT"
    assert code("by: [], first: 0") == "INVALID_ARGUMENT"
    assert code("by: [], first: 101") == "LIMIT_FIRST"
    assert code('by: [OFFER], after: "xx"') == "INVALID_CURSOR"
    assert code('by: [], offer: "xx"') == "INVALID_ID"
