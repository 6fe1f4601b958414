"""Two hundred steps at once on the same dossiers, by two gateways: none is lost, and the journal tells them all."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from path_people import INDICATORS, Ground, Person, all_yes

from gateway.testing.stage import Stage
from sources.apidae.path.owners import Owned

pytestmark = pytest.mark.timeout(120)
"""Where others work on the same cores two hundred steps take their time."""

DOSSIERS, ANSWERS, REVIEWS = 4, 25, 25
ANSWER = """mutation ($input: AnswerSelfDiagnosisInput!) { answerSelfDiagnosis(input: $input) {
  userErrors { code } } }"""
REVIEW = """mutation ($input: ReviewSelfDiagnosisInput!) { reviewSelfDiagnosis(input: $input) {
  userErrors { code } } }"""
VERSION = "query ($n: Int!) { viewer { dossiers(apidaeId: $n) { edges { node { path { version } } } } } }"


@pytest.fixture
def second(ground: Ground) -> Iterator[Stage]:
    """Another gateway over the same database."""
    made = Stage(ground.stage.environ, emulators=ground.stage.emulators)
    made.serve()
    yield made
    made.stop()


class Crowd:
    """Many people who ask two gateways at once."""

    def __init__(self, client: httpx.AsyncClient, urls: tuple[str, str]) -> None:
        self.client = client
        self.urls = urls
        self.answers: Counter[tuple[int, str]] = Counter()

    async def ask(self, rank: int, person: Person, query: str, **variables: Any) -> Any:
        answer = await self.client.post(
            f"{self.urls[rank % 2]}/graphql",
            json={"query": query, "variables": variables},
            headers={"Authorization": person.token, "Accept": "application/graphql-response+json"},
        )
        found = answer.json()
        assert "errors" not in found, found
        return found["data"]

    async def answer(self, rank: int, person: Person, number: int) -> None:
        told = {"indicator": INDICATORS[rank], "value": "YES", "comment": f"answer {rank}"}
        data = await self.ask(rank, person, ANSWER, input={"apidaeId": number, "answers": [told]})
        self._count(number, data["answerSelfDiagnosis"])

    async def review(self, rank: int, person: Person, number: int) -> None:
        data = await self.ask(rank, person, VERSION, n=number)
        version = data["viewer"]["dossiers"]["edges"][0]["node"]["path"]["version"]
        given = {"apidaeId": number, "expectedVersion": version, "comment": f"review {rank}"}
        data = await self.ask(rank, person, REVIEW, input=given)
        self._count(number, data["reviewSelfDiagnosis"])

    def _count(self, number: int, payload: Any) -> None:
        self.answers[number, "refused" if payload["userErrors"] else "done"] += 1


def signed(ground: Ground, offer: Owned, office: Person, provider: Person) -> None:
    """Walk an offer up to the signature."""
    office.done("preselectOffer", offer.number)
    office.done("sendQuestionnaire", offer.number)
    path = provider.done("answerSelfDiagnosis", offer.number, answers=all_yes())["path"]
    given = {"charterVersion": path["charterVersion"], "answersHash": path["answersHash"]}
    provider.done("signCharter", offer.number, signatoryName="Zoé Quincampoix", **given)


async def rush(urls: tuple[str, str], people: list[tuple[int, Person, Person]]) -> Counter[tuple[int, str]]:
    """All at once; what was answered, by dossier."""
    limits = httpx.Limits(max_connections=100)
    async with httpx.AsyncClient(timeout=60, trust_env=False, limits=limits) as client:
        crowd = Crowd(client, urls)
        async with asyncio.TaskGroup() as group:
            for rank in range(max(ANSWERS, REVIEWS)):
                for number, office, provider in people:
                    group.create_task(crowd.review(rank, office, number))
                    group.create_task(crowd.answer(rank, provider, number))
        return crowd.answers


def test_two_hundred_at_once_lose_nothing(ground: Ground, second: Stage) -> None:
    people: list[tuple[int, Person, Person]] = []
    for _ in range(DOSSIERS):
        offer = ground.take(ground.by_provider)
        office = ground.person(f"office-{offer.number}", ("OFFICE", offer.office))
        provider = ground.person(f"provider-{offer.number}", ("PROVIDER", offer.number))
        signed(ground, offer, office, provider)
        people.append((offer.number, office, provider))
    told = asyncio.run(rush((ground.stage.url, second.url), people))
    assert told.total() == DOSSIERS * (ANSWERS + REVIEWS) == 200
    for number, office, provider in people:
        dossier = provider.dossier(number)
        comments = {one["indicator"]: one["comment"] for one in dossier["path"]["answers"]}
        assert comments == {
            key: f"answer {rank}" if rank < ANSWERS else "" for rank, key in enumerate(INDICATORS)
        }
        entries = office.journal(number)
        done = [one for one in entries if one["isDone"]]
        assert [one["version"] for one in done] == list(range(1, dossier["path"]["version"] + 1))
        assert [one["version"] for one in entries] == sorted(one["version"] for one in entries)
        # reviews of what was reviewed already change nothing, and so are in no journal
        unchanged = told[number, "done"] - (len(done) - 4)
        assert 0 <= unchanged < REVIEWS
        assert len(entries) - len(done) == told[number, "refused"]
        first = next((i for i, one in enumerate(done) if one["step"] == "ANSWER" and i > 3), len(done))
        assert "REVIEW" not in [one["step"] for one in done[first:]], "nobody reviews what nobody has signed"
        assert [one["code"] for one in dossier["reasons"]] == ["CHARTER_NOT_SIGNED"]
