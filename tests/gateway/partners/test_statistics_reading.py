"""Counts over HTTP, with the tokens of each role: their own and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pymongo
import pytest

from gateway.graph.ids import decode_id, encode_id
from gateway.statistics.counting import paris_day
from gateway.testing.stage import Stage

HIDDEN = "999000999"

VIEWER = """query($by: [StatisticsDimension!]!, $offer: ID, $first: Int! = 100) { viewer { statistics(by: $by, offer: $offer, first: $first) {
  sums { views widgetImpressions outboundClicks } edges { node { day offerId partner key offer { id }
  counts { views widgetImpressions outboundClicks } } } } } }"""
PUBLIC = "{ statistics { firstDay lastDay views widgetImpressions outboundClicks } }"


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


def test_everybody_may_ask_for_the_totals_of_past_days(stage: Stage) -> None:
    found = stage.data(PUBLIC)["statistics"]
    assert found["firstDay"] < found["lastDay"] < paris_day(datetime.now(UTC))
    answer = stage.ask('{ statistics(from: "2020-01-01", to: "2020-02-01") { views } }').json()
    assert answer["errors"][0]["extensions"]["code"] == "INVALID_ARGUMENT"


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
