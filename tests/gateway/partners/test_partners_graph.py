"""Keys in the graph, with the tokens of those who may and of those who may not; the command."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from gateway.__main__ import main
from gateway.testing.stage import Stage

KEY = "userErrors { code field } key { id key previousKey partner name state version origins rate scope { kinds departments } }"
CREATE = f"mutation($input: PartnerKeyInput!, $once: String) {{ createPartnerKey(input: $input, idempotencyKey: $once) {{ {KEY} }} }}"
CHANGE = f"mutation($input: PartnerKeyChangesInput!) {{ changePartnerKey(input: $input) {{ {KEY} }} }}"
ROTATE = f"mutation($input: RotateApiKeyInput!, $once: String) {{ rotateApiKey(input: $input, idempotencyKey: $once) {{ {KEY} }} }}"
REVOKE = f"mutation($input: RevokePartnerKeyInput!) {{ revokePartnerKey(input: $input) {{ {KEY} }} }}"
WIDGET = f"mutation($input: CreateWidgetInput!) {{ createWidget(input: $input) {{ {KEY} }} }}"
NEW = {
    "partner": "vercors",
    "name": "Site",
    "origins": ["https://a.example", "https://b.example"],
    "scope": {"departments": ["38", "26"]},
    "rate": 9000,
}


@pytest.fixture
def region(stage: Stage) -> str:
    return stage.token("region", ("REGION_ADMIN", None))


@pytest.fixture
def vercors(stage: Stage) -> str:
    return stage.token("p1", ("PARTNER", "vercors"))


@pytest.fixture
def others(stage: Stage) -> list[str]:
    roles: list[Any] = ["OFFICE", "PROVIDER", "DEPARTMENT_AGENCY", "COMMUNITY_MANAGER"]
    return [stage.token("x", *((role, "38") for role in roles), ("SCOUT", None), ("DEVELOPER", None)),
            stage.token("p2", ("PARTNER", "bievre"))]  # fmt: skip


def do(
    stage: Stage, query: str, input: dict[str, Any], token: str = "", **more: Any
) -> tuple[str | None, Any]:
    """The code of the first user error, and the key."""
    headers = {"Authorization": token} if token else {}
    (answer,) = stage.ask(query, {"input": input, **more}, **headers).json()["data"].values()
    return (answer["userErrors"] or [{"code": None}])[0]["code"], answer["key"]


def test_only_the_region_gives_changes_and_revokes(
    tidy: Stage, region: str, vercors: str, others: list[str]
) -> None:
    for token, code in (("", "UNAUTHENTICATED"), (vercors, "FORBIDDEN"), (others[0], "FORBIDDEN")):
        assert do(tidy, CREATE, NEW, token) == (code, None)
    code, key = do(tidy, CREATE, NEW, region)
    assert code is None
    assert (key["state"], key["rate"], key["scope"]["departments"]) == ("ACTIVE", 9000, ["38", "26"])
    changes = {"key": key["id"], "expectedVersion": 1, "rate": 10, "scope": {"kinds": ["OFFERS"]}}
    assert do(tidy, CHANGE, changes, vercors)[0] == "FORBIDDEN"
    code, changed = do(tidy, CHANGE, changes, region)
    assert (changed["rate"], changed["version"]) == (10, 2)
    assert changed["scope"] == {"kinds": ["OFFERS"], "departments": []}
    assert changed["origins"] == NEW["origins"]
    assert do(tidy, CHANGE, changes, region)[0] == "CONFLICT"
    end = {"key": key["id"], "expectedVersion": 2}
    assert do(tidy, REVOKE, end, vercors)[0] == "FORBIDDEN"
    assert do(tidy, REVOKE, end, region)[1]["state"] == "REVOKED"
    asked = httpx.get(
        f"{tidy.url}/widget/1/query", params={"key": key["key"], "operation": "offers"}, trust_env=False
    )
    assert (asked.status_code, asked.json()["errors"][0]["extensions"]["code"]) == (403, "KEY_REVOKED")


def test_sent_twice_is_done_once(tidy: Stage, region: str) -> None:
    first = do(tidy, CREATE, NEW, region, once="again")
    assert do(tidy, CREATE, NEW, region, once="again") == first
    assert do(tidy, CREATE, NEW | {"name": "Other"}, region, once="again")[0] == "IDEMPOTENCY_CONFLICT"
    rotation = {"key": first[1]["id"], "expectedVersion": 1}
    rotated = do(tidy, ROTATE, rotation, region, once="turn")
    assert rotated[1]["previousKey"] == first[1]["key"]
    assert do(tidy, ROTATE, rotation, region, once="turn") == rotated


def test_a_partner_rotates_its_own_key_and_knows_of_no_other(
    tidy: Stage, region: str, vercors: str, others: list[str]
) -> None:
    _, key = do(tidy, CREATE, NEW, region)
    rotation = {"key": key["id"], "expectedVersion": 1}
    assert do(tidy, ROTATE, rotation, others[0])[0] == "FORBIDDEN"
    unknown = {"key": "UGFydG5lcktleTpub2JvZHk", "expectedVersion": 1}
    assert (
        do(tidy, ROTATE, rotation, others[1]) == do(tidy, ROTATE, unknown, others[1]) == ("NOT_FOUND", None)
    )
    code, rotated = do(tidy, ROTATE, rotation, vercors)
    assert code is None
    assert rotated["id"] == key["id"]
    for text in (key["key"], rotated["key"]):
        parameters = {"key": text, "operation": "offers", "limit": "1"}
        assert httpx.get(f"{tidy.url}/widget/1/query", params=parameters, trust_env=False).status_code == 200
    assert (
        do(tidy, ROTATE, {"key": key["id"], "expectedVersion": 2, "graceHours": 9999}, vercors)[0]
        == "INVALID_ARGUMENT"
    )


def test_a_widget_is_never_wider_than_the_key_it_comes_from(tidy: Stage, region: str, vercors: str) -> None:
    _, key = do(tidy, CREATE, NEW, region)
    base = {"key": key["id"], "name": "Camping"}
    code, widget = do(tidy, WIDGET, base | {"scope": {"kinds": ["OFFERS"], "departments": ["38"]}}, vercors)
    assert code is None
    assert (widget["partner"], widget["rate"], widget["origins"]) == ("vercors", 9000, NEW["origins"])
    assert widget["scope"] == {"kinds": ["OFFERS"], "departments": ["38"]}
    assert do(tidy, WIDGET, base, vercors)[1]["scope"]["departments"] == ["38", "26"]
    for more in ({"scope": {"departments": ["69"]}}, {"origins": ["https://c.example"]}):
        assert do(tidy, WIDGET, base | more, vercors) == ("FORBIDDEN", None)
    assert do(tidy, WIDGET, base, tidy.token("p2", ("PARTNER", "bievre"))) == ("NOT_FOUND", None)


def test_who_sees_which_keys(tidy: Stage, region: str, vercors: str, others: list[str]) -> None:
    for partner in ("vercors", "vercors", "bievre"):
        do(tidy, CREATE, NEW | {"partner": partner}, region)
    query = "{ viewer { partnerKeys(first: 1) { totalCount pageInfo { endCursor } edges { node { partner } } } } }"

    def seen(token: str) -> Any:
        return tidy.ask(query, Authorization=token).json()["data"]["viewer"]["partnerKeys"]

    assert [seen(token) and seen(token)["totalCount"] for token in (region, vercors, *others)] == [
        3,
        2,
        None,
        1,
    ]
    after = seen(region)["pageInfo"]["endCursor"]
    rest = "query($after: String) { viewer { partnerKeys(after: $after) { edges { node { partner } } } } }"
    page = tidy.ask(rest, {"after": after}, Authorization=region).json()["data"]["viewer"]["partnerKeys"]
    assert [edge["node"]["partner"] for edge in page["edges"]] == ["vercors", "vercors"]


def test_the_command_gives_shows_changes_rotates_and_revokes(
    tidy: Stage, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in tidy.environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("GATEWAY_DISABLED_SOURCES", "apidae,scouts,social")

    def run(*words: str) -> tuple[int, str]:
        status = main(["keys", *words])
        return status, capsys.readouterr().out

    status, out = run("create", "vercors", "--name", "Site [bold]", "--origin", "https://a.example",
                      "--departments", "38,26", "--json")  # fmt: skip
    assert status == 0
    made = json.loads(out)
    assert made["scope"]["departments"] == ["38", "26"]
    status, out = run("list")
    assert status == 0
    assert all(word in out for word in (made["key"], "Site [bold]", "departments: 38 26", "ACTIVE"))
    status, out = run("set", made["key"], "--rate", "7", "--departments", "", "--json")
    assert (json.loads(out)["rate"], json.loads(out)["scope"]["departments"]) == (7, [])
    status, out = run("rotate", made["id"], "--grace-hours", "0", "--json")
    assert json.loads(out)["previous"] == made["key"]
    assert run("revoke", made["id"])[0] == 0
    status, out = run("show", made["id"])
    assert "REVOKED" in out
    for wrong in (("show", "nothing"), ("create", "Ver cors", "--name", "x"), ("revoke", made["id"])):
        status, out = run(*wrong)
        assert status == 1
        assert out.split()[0].rstrip(":") in {"NOT_FOUND", "INVALID_ARGUMENT", "CONFLICT"}
