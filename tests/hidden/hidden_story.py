"""The story that the tests look at: a full product, offers that get hidden, everything asked by everybody."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpx
import orjson
from graphql import GraphQLSchema, build_schema
from hidden_asking import Asker, Hidden, literal
from hidden_planting import ON_THE_PATH, PHASES, SETTINGS, Planted, apart, item_of, path_of, planted, put
from hidden_searching import Detector, Secret, offers_by_place, places_of_offers
from starlette.routing import BaseRoute

from gateway.app import Gateway, configure
from gateway.execution.documents import Limits
from gateway.execution.runner import Runner
from gateway.identity import Role
from gateway.identity.development import development_key, development_token
from gateway.testing.stage import Stage
from sources.apidae.policies.reasons import Reason
from sources.apidae.tables.places import DEPARTMENTS
from sources.apidae.workflow.store import WORKFLOWS, WorkflowStore

REASONS = [one for one in Reason if one is not Reason.NOT_AN_OFFER]
NO_LIMIT = 10**9
PATH = """path { answers { indicator value comment evidence } correction { comment } reviewComment withdrawalNote }
  journal { edges { node { step role subject indicators } } }"""
WITHOUT_LIMITS = Limits(
    **{one.name: NO_LIMIT for one in fields(Limits) if one.name not in {"depth", "directives"}},
    depth=40,
)
OPEN = {
    "GATEWAY_MAX_BODY_BYTES": "5000000",
    "GATEWAY_REQUEST_SECONDS": "60",
    "GATEWAY_DEV_TOKENS": "true",
}
_PLACES = re.compile(r'"locations":\[[^\]]*\],?')
_TOKEN = re.compile(r"[A-Za-z0-9_-]+")
NOBODY = 3_000_000
"""So far from their numbers there is nobody."""


@dataclass
class Story:
    """What came of it; every list of complaints is meant to be empty."""

    schema: GraphQLSchema
    fallen: list[Planted] = field(default_factory=list)
    unborn: list[Planted] = field(default_factory=list)
    before: dict[str, set[int]] = field(default_factory=dict)
    wanted: set[str] = field(default_factory=set)
    covered: set[str] = field(default_factory=set)
    asked: int = 0
    leaked: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    routes: list[str] = field(default_factory=list)
    unknown_routes: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    region: dict[int, list[str]] = field(default_factory=dict)
    waiting: set[int] = field(default_factory=set)
    read: dict[int, set[str]] = field(default_factory=dict)
    """What the Region reads of each path, by the names of `ON_THE_PATH`."""

    @property
    def planted(self) -> list[Planted]:
        """All hidden offers."""
        return [*self.fallen, *self.unborn]


@dataclass
class House:
    """The running product and a way to ask it."""

    gateway: Gateway
    client: httpx.AsyncClient
    routes: Sequence[BaseRoute]
    emulator: str
    key: Any

    def token(self, *roles: tuple[str, str | None]) -> str:
        """A token with these roles."""
        made = [Role(name, scope) for name, scope in roles]  # type: ignore[arg-type]
        return development_token(self.key, subject="hidden-test", roles=made, now=datetime.now(UTC))

    async def ask(self, query: str, token: str = "") -> httpx.Response:
        """One operation as HTTP."""
        headers = {"Accept": "application/graphql-response+json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        return await self.client.post("/graphql", json={"query": query}, headers=headers)

    @property
    def apidae(self) -> Any:
        """The runtime of the source of offers."""
        opened = self.gateway.running()
        return opened.by_name["apidae"].runtime()

    async def sync(self) -> None:
        """Read everything of Apidae again."""
        await self.apidae.mirror.sync(complete=True)


@asynccontextmanager
async def house(stage: Stage, folder: Path) -> AsyncIterator[House]:
    """The product of a stage, in this process and without limits, with phases of its own."""
    (folder / "phases.toml").write_text(PHASES)
    environ = {**stage.environ, **SETTINGS, **OPEN}
    environ |= {"APIDAE_POLICIES_FOLDER": str(folder), "GATEWAY_DATA_DIR": str(folder)}
    gateway = Gateway(configure(environ), jobs=False)
    gateway.runner = Runner(gateway.schema, WITHOUT_LIMITS, seconds=60)
    app = gateway.app()
    async with gateway.open() as opened:
        await opened.prepared.wait()
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://127.0.0.1:8000", timeout=90
        ) as client:
            yield House(gateway, client, app.routes, stage.emulators["apidae"].url, development_key(folder))


async def told(stage: Stage, folder: Path, urls: Callable[[str, Planted], Sequence[str] | None]) -> Story:
    """The whole story. `urls` gives what to ask of a route about an offer, None for a route it does not know."""
    async with house(stage, folder) as at:
        story = Story(build_schema(at.gateway.schema.as_str()))
        await at.sync()
        await _look_around(at, story)
        mark = await _end_of_feed(at)
        await _plant(at, story)
        await _ask_everything(at, story, mark)
        await _ask_routes(at, story, urls)
        await _ask_as_region(at, story)
        return story


async def _look_around(at: House, story: Story) -> None:
    """Before anything is hidden: which offers come where, so that hidden ones are missed everywhere."""
    first = (await at.ask("{ offers(first: 1) { edges { node { apidaeId } } } }")).json()["data"]["offers"]
    number = first["edges"][0]["node"]["apidaeId"]
    known = Planted(number, REASONS[0], item_of(at.emulator, number), True, ("x",))
    asker = Asker(story.schema, _standing_for([known]))
    for name, query in asker.everything():
        answer = (await at.ask(query)).json()
        if answer.get("data") is None:
            story.failed.append(f"{name}: {answer['errors'][0]['message']}")
        for place, numbers in offers_by_place(story.schema, answer.get("data")).items():
            story.before.setdefault(place, set()).update(numbers)
    story.wanted = places_of_offers(story.schema, asker.covered)
    story.covered = asker.covered


async def _end_of_feed(at: House) -> str:
    since, more = "null", True
    while more:
        query = f"{{ changes(since: {since}, first: 100) {{ pageInfo {{ endCursor hasNextPage }} }} }}"
        page = (await at.ask(query)).json()["data"]["changes"]["pageInfo"]
        since, more = literal(page["endCursor"]), page["hasNextPage"]
    return since


def _chosen(before: Mapping[str, set[int]], numbers: int) -> list[int]:
    """So many offers that every place has shown one of them, as far as that goes."""
    left = {place: set(found) for place, found in before.items()}
    chosen: list[int] = []
    while len(chosen) < numbers and any(left.values()):
        counts: dict[int, int] = {}
        for found in left.values():
            for number in found:
                counts[number] = counts.get(number, 0) + 1
        best = max(counts, key=lambda number: (counts[number], -number))
        chosen.append(best)
        left = {place: found - {best} for place, found in left.items() if best not in found}
    spare = sorted(set().union(*before.values()) - set(chosen))
    return [*chosen, *spare[: numbers - len(chosen)]]


async def _plant(at: House, story: Story) -> None:
    """Hide offers that are mentioned everywhere, and add some that never were public."""
    numbers = _chosen(story.before, len(REASONS))
    items = {number: item_of(at.emulator, number) for number in numbers}
    # a landmark may not be an event: the rule does not hold for those
    numbers.sort(key=lambda number: items[number]["type"] == "FETE_ET_MANIFESTATION")
    order = [
        Reason.PREREQUISITES_NOT_MET,
        *(one for one in REASONS if one is not Reason.PREREQUISITES_NOT_MET),
    ]
    room = at.apidae.mirror._room
    await room.collection(WORKFLOWS).delete_many({})  # of the demo
    records = WorkflowStore(room, at.gateway.clock)
    for number, reason in zip(numbers, order, strict=True):
        story.fallen.append(planted(number, items[number], reason, was_public=True))
        story.unborn.append(planted(number + 50_000_000, items[number], reason, was_public=False))
    for one in story.planted:
        assert await records.write(path_of(one), apart(one))
        put(at.emulator, one, new=not one.was_public)
    await at.sync()


def _standing_for(offers: Sequence[Planted]) -> Hidden:
    addresses = [one.item["localisation"]["adresse"] for one in offers]
    return Hidden(
        ids=[literal(one.id) for one in offers],
        slugs=[literal(one.slug) for one in offers],
        numbers=[str(one.number) for one in offers],
        words=[literal(one.words[0]) for one in offers],
        communes=list(dict.fromkeys(literal(one["commune"]["code"]) for one in addresses)),
        postcodes=list(dict.fromkeys(literal(one["codePostal"]) for one in addresses)),
    )


def _twin(one: Planted) -> Planted:
    """Somebody like it whom nobody knows."""
    number = one.number + NOBODY
    words = tuple(word.replace(str(one.number), str(number)) for word in one.words)
    return Planted(number, one.reason, one.item, False, words)


async def _ask_everything(at: House, story: Story, mark: str) -> None:
    search = Search(story.planted)
    callers = {
        "anybody": "",
        "another office and partner": at.token(
            ("OFFICE", _another_office(story)),
            ("PROVIDER", "1"),
            ("DEPARTMENT_AGENCY", _another_department(story)),
            ("PARTNER", "demo"),
            ("DEVELOPER", None),
            ("SCOUT", None),
        ),
    }
    twins = [_twin(one) for one in story.planted]
    since = f"changes(since: {mark}, first: 100) {{ edges {{ cursor node {{ kind id node {{ id }} }} }} }}"
    for who, token in callers.items():
        asker, other = (
            Asker(story.schema, _standing_for(story.planted)),
            Asker(story.schema, _standing_for(twins)),
        )
        list(other.everything())
        for name, query in (*asker.everything(), ("changes", f"{{ {since} }}")):
            text = (await at.ask(query, token)).text
            story.asked += 1
            story.failed += [f"{who}, {name}: {refusal}" for refusal in _refused(text)]
            # the feed tells of offers that were public that they are gone, by their id and nothing else
            found = search.in_feed(text) if name == "changes" else search.anywhere.found(text, query)
            story.leaked += [f"{who}, {name}: {one}" for one in found]
        for (place, texts), (_, unknown) in zip(asker.pointed(), other.pointed(), strict=True):
            if place.startswith("Query.changes"):
                continue
            told = await _ask_pointed(
                at, token, (_together(texts), "" if token else _together(unknown)), search
            )
            story.asked += 1
            story.leaked += [f"{who}, {place}: {leak}" for leak in told.leaked]
            story.hints += [f"{who}, {place}: {hint}" for hint in told.hints]
            story.failed += [f"{who}, {place}: {refusal}" for refusal in told.refused]
    story.covered |= asker.covered


class Search:
    """Looks into answers for all that is planted."""

    def __init__(self, hidden: Sequence[Planted]) -> None:
        """Prepares everything once: there are many answers."""
        secrets = {one.number: Secret(one.number, one.id, one.words) for one in hidden}
        self.anywhere = Detector([*secrets.values()])
        self._never = Detector([secrets[one.number] for one in hidden if not one.was_public])
        self._fallen = Detector([secrets[one.number] for one in hidden if one.was_public], only_words=True)
        self._same: dict[str, str] = {}
        for rank, one in enumerate(hidden):
            twin = _twin(one)
            for mine in (one, twin):
                self._same |= dict.fromkeys((mine.id, mine.slug, str(mine.number), *mine.words), f"<{rank}>")

    def in_feed(self, text: str) -> list[str]:
        """What the change feed must not tell."""
        return self._never.found(text, "") + self._fallen.found(text, "")

    def neutral(self, text: str) -> str:
        """An answer without what was sent."""
        return _TOKEN.sub(lambda match: self._same.get(match[0], match[0]), _PLACES.sub("", text))


@dataclass
class Told:
    """What was found in an answer: leaks, differences to one about nobody, a refusal to answer at all."""

    leaked: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


async def _ask_pointed(at: House, token: str, documents: tuple[str, str], search: Search) -> Told:
    """Ask about hidden offers and, when there is such a document, the same about some that nobody knows."""
    asked, unknown = documents
    answer = (await at.ask(asked, token)).text
    told = Told(leaked=search.anywhere.found(answer, asked), refused=_refused(answer))
    if unknown and asked != unknown:
        one, other = search.neutral(answer), search.neutral((await at.ask(unknown, token)).text)
        told.hints = [] if one == other else [_difference(one, other)]
    return told


def _refused(answer: str) -> list[str]:
    """Why a question was not answered: then nobody has looked there."""
    found = orjson.loads(answer)
    return [] if "data" in found else [str(found["errors"][0]["message"])]


def _together(texts: Sequence[str]) -> str:
    """One document, each question with a name of its own."""
    return "{ " + " ".join(f"a{rank}: {text}" for rank, text in enumerate(texts)) + " }"


def _difference(one: str, other: str) -> str:
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    return f"{one[max(0, at - 60) : at + 80]} / {other[max(0, at - 60) : at + 80]}"


def _another_office(story: Story) -> str:
    mine = {one.item["gestion"]["membreProprietaire"]["id"] for one in story.planted}
    return str(next(number for number in range(1, 10_000) if number not in mine))


def _another_department(story: Story) -> str:
    mine = {one.item["localisation"]["adresse"]["commune"]["code"][:2] for one in story.planted}
    return next(code for code in DEPARTMENTS if code not in mine)


async def _ask_routes(at: House, story: Story, urls: Callable[[str, Planted], Sequence[str] | None]) -> None:
    search = Search(story.planted)
    for route in at.routes:
        path = getattr(route, "path", "")
        if "GET" not in (getattr(route, "methods", None) or {"GET"}):
            continue
        for one in story.planted:
            asked = urls(path, one)
            if asked is None:
                story.unknown_routes.append(path)
                break
            for url in asked:
                answer = await at.client.get(url)
                story.asked += 1
                story.routes += [
                    f"{url}: {found}" for found in search.anywhere.found(answer.text, unquote(url))
                ]


async def _ask_as_region(at: House, story: Story) -> None:
    """Those who answer for them do see them, each with its reason: they are there."""
    token = at.token(("REGION_ADMIN", None))
    for one in story.planted:
        query = (
            f"{{ viewer {{ dossiers(apidaeId: {one.number}) {{ edges {{ node {{ name {{ value }} "
            f"reasons {{ code }} {PATH} }} }} }} }} }}"
        )
        answer = await at.ask(query, token)
        edges = answer.json()["data"]["viewer"]["dossiers"]["edges"]
        story.region[one.number] = [reason["code"] for edge in edges for reason in edge["node"]["reasons"]]
        words = zip(ON_THE_PATH, one.words[-len(ON_THE_PATH) :], strict=True)
        story.read[one.number] = {part for part, word in words if word in answer.text}
    query = '{ viewer { phasePreview(phase: "groups", first: 100) { edges { node { apidaeId } } } } }'
    edges = (await at.ask(query, token)).json()["data"]["viewer"]["phasePreview"]["edges"]
    story.waiting = {edge["node"]["apidaeId"] for edge in edges}
