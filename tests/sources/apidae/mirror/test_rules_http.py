"""The rules over HTTP with the tokens of six roles: who is told what, who decides, and what an opening shows when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from apidae_bench import Emu
from mirror_world import OpenWorld
from rules_world import MIDNIGHT, waiting

from gateway.app import Configuration, Gateway
from gateway.clock import ManualClock
from gateway.identity import Role
from gateway.identity.development import development_key, development_token
from gateway.settings import read_gateway_settings, read_mongo_settings, read_source_settings
from gateway.testing.servers import ServerThread
from sources.apidae.questionnaires import book
from sources.apidae.source import emulator_environment, source
from sources.apidae.types.words import Audience

MOST_LOOKS = 2_000
COUNT = "{ offers(first: 1) { totalCount } }"
CHANGES = "changes(since: %s, first: 100) { edges { node { kind id } } pageInfo { endCursor hasNextPage } }"
OPEN = 'mutation { openPhase(input: {phase: "two"%s}) { rules { version } userErrors { code } } }'
PREVIEW = (
    'phasePreview(phase: "two", first: 100) { totalCount edges { node { apidaeId offer { id } '
    "preview { isPreview commitment { policyVersion } } } } }"
)
DIFFERENCE = 'policyDifference(to: "2022-11") { appearing disappearing disappear { apidaeId } }'


@dataclass
class Town:
    """A gateway over a small catalogue, and a clock that it goes by."""

    url: str
    folder: Path
    clock: ManualClock

    def ask(self, query: str, *roles: Role) -> Any:
        headers = {"accept": "application/graphql-response+json"}
        if roles:
            key = development_key(self.folder)
            made = development_token(key, subject="somebody", roles=roles, now=self.clock.now())
            headers["authorization"] = f"Bearer {made}"
        return httpx.post(
            f"{self.url}/graphql", json={"query": query}, headers=headers, timeout=20, trust_env=False
        ).json()

    def data(self, query: str, *roles: Role) -> Any:
        answer = self.ask(query, *roles)
        assert "errors" not in answer, answer
        return next(iter(answer["data"].values()))

    def viewer(self, field: str, *roles: Role) -> Any:
        found = self.data(f"{{ viewer {{ {field} }} }}", *roles)
        return next(iter(found.values())) if found else None

    def decide(self, mutation: str, *roles: Role) -> Any:
        """The payload, once all is judged by it: on a busy machine that goes on after the answer."""
        found = self.data(mutation, *roles)
        for _ in range(MOST_LOOKS):
            if self.data("{ rules { isApplied } }", *REGION)["isApplied"]:
                break
        return found

    def changes(self, since: str | None = None) -> tuple[list[tuple[str, str]], str]:
        """What the feed tells since a mark, and the mark to go on from."""
        told: list[tuple[str, str]] = []
        while True:
            page = self.data("{ " + CHANGES % (f'"{since}"' if since else "null") + " }", *REGION)
            told += [(edge["node"]["kind"], edge["node"]["id"]) for edge in page["edges"]]
            since = str(page["pageInfo"]["endCursor"])
            if not page["pageInfo"]["hasNextPage"]:
                return told, since


REGION = (Role("REGION_ADMIN"),)
OWN = Path(book.__file__).with_name("questionnaire-activity-2021-4.toml")
PUBLISH_FORM = (
    'mutation { publishQuestionnaire(input: {kind: ACTIVITY, version: "%s"}) '
    "{ questionnaire { version } rules { version } userErrors { code } } }"
)


@pytest.fixture
async def filled_town(
    open_world: OpenWorld, small: Emu, database_name: str, phases: str
) -> tuple[str, set[int], dict[str, Any]]:
    """The database, what waits for the second phase, and the document of one of these."""
    async with open_world(small, database_name, APIDAE_POLICIES_FOLDER=phases) as world:
        await world.sync()
        families = waiting(world, small, Audience.FAMILY)
        where = {"_id": {"$in": families}, "ownOffice": {"$exists": True}}
        document = await world.objects.find_one(where)
        assert document
        return database_name, set(families), document


@pytest.fixture
def town(
    filled_town: tuple[str, set[int], dict[str, Any]], mongo_uri: str, small: Emu, phases: str, tmp_path: Path
) -> Iterator[Town]:
    forms = tmp_path / "forms"
    forms.mkdir()
    (forms / "questionnaire-b.toml").write_text(
        OWN.read_text("utf-8").replace('"2021-4"', '"2030-1"').replace("2021-04-01", "2030-01-01")
    )
    environ = {
        **emulator_environment(small.server.url),
        "APIDAE_POLICIES_FOLDER": phases,
        "APIDAE_QUESTIONNAIRES_FOLDER": str(forms),
    }
    clock = ManualClock(start=ManualClock().now() + timedelta(minutes=2))
    configuration = Configuration(
        read_gateway_settings({"GATEWAY_DATA_DIR": str(tmp_path), "GATEWAY_DEV_TOKENS": "true"}),
        read_mongo_settings({"MONGODB_URI": mongo_uri, "MONGODB_DATABASE": filled_town[0]}),
        [(source, read_source_settings(source, environ, disabled=False))],
    )
    server = ServerThread(lambda: Gateway(configuration, clock=clock, jobs=False).app()).start()
    try:
        yield Town(server.url, tmp_path, clock)
    finally:
        server.stop()


def test_a_phase_is_foretold_to_those_who_answer_and_opens_for_all_at_its_moment(
    town: Town, filled_town: tuple[str, set[int], dict[str, Any]]
) -> None:
    _, families, one = filled_town
    office, agency = Role("OFFICE", str(one["ownOffice"])), Role("DEPARTMENT_AGENCY", one["department"])
    provider, other = Role("PROVIDER", str(one["_id"])), Role("OFFICE", "1")

    for role in (office, agency, provider, *REGION):
        page = town.viewer(PREVIEW, role)
        found = {edge["node"]["apidaeId"]: edge["node"] for edge in page["edges"]}
        assert found[one["_id"]]["offer"] is None
        assert found[one["_id"]]["preview"]["isPreview"] is True
        assert page["totalCount"] == len(found)
        assert set(found) <= families
    assert {edge["node"]["apidaeId"] for edge in town.viewer(PREVIEW, *REGION)["edges"]} == families
    assert len(town.viewer(PREVIEW, provider)["edges"]) == 1
    assert town.viewer(PREVIEW, other)["totalCount"] == 0
    assert town.viewer(PREVIEW, Role("SCOUT")) is None
    assert town.viewer(PREVIEW) is None

    for roles, code in (((), "UNAUTHENTICATED"), ((office, agency, provider), "FORBIDDEN")):
        assert [error["code"] for error in town.data(OPEN % "", *roles)["userErrors"]] == [code]
        assert town.viewer("progress { counts { total } }", *(roles and (provider,))) is None
    refused = town.ask(f"{{ viewer {{ {DIFFERENCE} }} }}", office)
    assert [error["extensions"]["code"] for error in refused["errors"]] == ["FORBIDDEN"]
    assert town.viewer(DIFFERENCE, *REGION)["disappearing"] > 0

    before = town.data(COUNT)["totalCount"]
    _, mark = town.changes()
    moment = MIDNIGHT + timedelta(hours=9)
    assert town.decide(OPEN % f', opensAt: "{moment.isoformat()}"', *REGION)["rules"]["version"] == 1
    for seconds in (MIDNIGHT - timedelta(seconds=1), MIDNIGHT, moment - timedelta(seconds=1)):
        town.clock.jump((seconds - town.clock.now()).total_seconds())
        assert town.data(COUNT, *REGION)["totalCount"] == before
        assert town.changes(mark)[0] == []
        assert town.data(f"{{ offer(apidaeId: {one['_id']}) {{ slug }} }}") is None
    kept = town.data(COUNT)["totalCount"]
    town.clock.advance(1)
    told, mark = town.changes(mark)
    assert sorted(kind for kind, _ in told) == ["UPSERT"] * len(families)
    assert len({key for _, key in told}) == len(families)
    assert town.changes(mark)[0] == []
    assert kept == before
    assert town.data("{ offers(first: 2) { totalCount } }")["totalCount"] == before + len(families)
    town.clock.advance(60)  # an answer that was kept before is not given any longer than it may be
    assert town.data(COUNT)["totalCount"] == before + len(families)
    assert town.data(f"{{ offer(apidaeId: {one['_id']}) {{ isPreview }} }}") == {"isPreview": False}
    assert town.viewer(PREVIEW, *REGION)["totalCount"] == 0


def test_a_policy_is_tried_and_published_by_the_region_alone(town: Town) -> None:
    foretold = town.viewer(DIFFERENCE, *REGION)
    _, mark = town.changes()
    publish = (
        'mutation { publishPolicy(input: {version: "2022-11"}) { rules { isApplied } userErrors { code } } }'
    )
    assert town.data(publish, Role("OFFICE", "1"))["userErrors"] == [{"code": "FORBIDDEN"}]
    assert town.changes(mark)[0] == []
    assert town.decide(publish, *REGION)["userErrors"] == []
    told, _ = town.changes(mark)
    assert sorted(kind for kind, _ in told) == ["REMOVED"] * foretold["disappearing"]
    again = town.viewer(DIFFERENCE, *REGION)
    assert (again["appearing"], again["disappearing"]) == (0, 0)
    reasons = "dossiers(reasons: [PREREQUISITES_NOT_MET], first: 100) { totalCount edges { node { apidaeId policyVersion reasons { code } } } }"
    dossiers = town.viewer(reasons, *REGION)["edges"]
    assert {one["node"]["policyVersion"] for one in dossiers} == {"2022-11"}
    out = {one["apidaeId"] for one in foretold["disappear"]}
    assert out <= {one["node"]["apidaeId"] for one in dossiers}

    sent = "{ questionnaire { version coAuthors } }"
    assert town.data(PUBLISH_FORM % "2030-1", Role("OFFICE", "1"))["userErrors"] == [{"code": "FORBIDDEN"}]
    assert town.data(PUBLISH_FORM % "1999-1", *REGION)["userErrors"] == [{"code": "NOT_FOUND"}]
    assert town.data(sent, *REGION)["version"] == "2021-4"
    assert town.data(PUBLISH_FORM % "2021-4", *REGION)["rules"] == {"version": 1}, "it is sent already"
    assert town.data(PUBLISH_FORM % "2030-1", *REGION)["rules"] == {"version": 2}
    assert town.data(sent, *REGION)["version"] == "2030-1"
