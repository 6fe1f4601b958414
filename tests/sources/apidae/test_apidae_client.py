"""The client against the emulator: batches, gaps, refusals, and a key that never comes back."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs

import orjson
import pytest
from apidae_bench import Bench, Emu
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gateway.clock import ManualClock
from gateway.errors import SourceError, SourceInvalid, SourceMisconfigured, SourceTimeout, SourceUnavailable
from gateway.testing.servers import serving
from gateway.upstream import Answer, Policy, Upstream, open_session
from sources.apidae.client import ApidaeClient
from sources.apidae.errors import ObjectUnknown, classify

KEY = "a-key-that-must-stay-here"


@asynccontextmanager
async def client_of(base_url: str, key: str = KEY, project: int = 4242) -> AsyncIterator[ApidaeClient]:
    """A client on its own, with a clock that never waits."""
    async with open_session() as session:
        upstream = Upstream(
            source="apidae",
            base_url=base_url,
            session=session,
            policy=Policy(total=5.0),
            clock=ManualClock(sleeping_advances=True),
            secrets=(key,),
            classify=classify,
        )
        yield ApidaeClient(upstream, key, project, ["fr", "en"])


class Recorder:
    """A server that answers every call with the same thing and keeps what it was asked."""

    def __init__(self, body: Any, status: int = 200, kind: str = "application/json") -> None:
        self.body = body if isinstance(body, bytes) else orjson.dumps(body)
        self.status, self.kind = status, kind
        self.urls: list[str] = []
        self.queries: list[dict[str, Any]] = []

    async def __call__(self, request: Request) -> Response:
        form = parse_qs((await request.body()).decode())
        self.urls.append(str(request.url))
        self.queries.append(orjson.loads(form["query"][0]))
        return Response(self.body, self.status, media_type=self.kind)

    def app(self) -> Starlette:
        async def answer(request: Request) -> Response:
            return await self(request)

        return Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "POST"])])


async def test_a_call_is_a_post_with_the_key_in_the_body_only() -> None:
    recorder = Recorder({"query": {"apiKey": KEY}, "numFound": 1, "objetsTouristiques": [{"id": 7}]})
    with serving(recorder.app) as server:
        async with client_of(server.url) as client:
            found = await client.object(7, ["id", "nom"])
    assert found == {"id": 7}
    (query,) = recorder.queries
    assert query == {
        "identifiants": [7],
        "count": 1,
        "locales": ["fr", "en"],
        "responseFields": ["id", "nom"],
        "apiKey": KEY,
        "projetId": 4242,
    }
    assert not any(KEY in url or "?" in url for url in recorder.urls)


@pytest.mark.parametrize(
    ("envelope", "items", "total"),
    [
        ({"numFound": 0}, 0, 0),
        ({"numFound": 0, "objetsTouristiques": None}, 0, 0),
        ({"objetsTouristiques": [{"id": 1}, None, "x"]}, 1, 21),
        ({"numFound": "many", "objetsTouristiques": [{"id": 1}]}, 1, 21),
        ({"numFound": -3, "objetsTouristiques": []}, 0, 0),
        ({"numFound": 99, "objetsTouristiques": [{"id": 1}]}, 1, 99),
    ],
)
async def test_envelopes_are_read_with_care(envelope: dict[str, Any], items: int, total: int) -> None:
    with serving(Recorder(envelope).app) as server:
        async with client_of(server.url) as client:
            found = await client.search({"first": 20, "count": 5}, ["id"])
    assert (len(found.items), found.total) == (items, total)


@pytest.mark.parametrize(
    ("body", "status", "kind", "error"),
    [
        (b"<html>Maintenance</html>", 200, "text/html", SourceInvalid),
        (b'{"numFound": 0}', 200, "text/plain", SourceInvalid),
        (b'{"numFound": ', 200, "application/json", SourceInvalid),
        ([1, 2], 200, "application/json", SourceInvalid),
        ({"objetsTouristiques": {"a": 1}}, 200, "application/json", SourceInvalid),
        ({"errorType": "SOMETHING_BAD", "message": KEY}, 200, "application/json", SourceInvalid),
        ({"errorType": "RECHERCHE_BAD_REQUEST", "message": KEY}, 404, "application/json", SourceInvalid),
        ({"errorType": "PROJET_ACCESS_DENIED", "message": KEY}, 404, "application/json", SourceMisconfigured),
        ({"errorType": "X_Y", "message": KEY}, 403, "application/json", SourceMisconfigured),
        (b"apiKey inconnue " + KEY.encode(), 404, "text/plain", SourceMisconfigured),
        (b"criteresQuery : syntaxe incorrecte", 404, "text/plain", SourceInvalid),
        (b"Erreur de traitement", 500, "text/plain", SourceUnavailable),
        (b"", 403, "text/plain", SourceMisconfigured),
        (b"<html>Service Unavailable</html>", 503, "text/html", SourceUnavailable),
    ],
)
async def test_refusals_are_told_apart_and_never_repeat_what_was_sent(
    body: Any, status: int, kind: str, error: type[SourceError]
) -> None:
    with serving(Recorder(body, status, kind).app) as server:
        async with client_of(server.url) as client:
            with pytest.raises(SourceError) as caught:
                await client.search({"count": 1}, ["id"])
    assert type(caught.value) is error
    assert KEY not in f"{caught.value!r} {caught.value} {caught.value.extensions()}"


async def test_an_object_that_cannot_be_seen_is_no_error() -> None:
    refused = {"errorType": "OBJET_TOURISTIQUE_NOT_FOUND", "message": "7"}
    with serving(Recorder(refused, 404).app) as server:
        async with client_of(server.url) as client:
            assert await client.object(7, ["id"]) is None


def test_only_documented_names_of_errors_reach_a_log() -> None:
    body = orjson.dumps({"errorType": f"odd {KEY}"})
    answer = Answer(404, {"content-type": "application/json; charset=utf-8"}, body, "apidae", "host/path")
    error = classify(answer)
    assert isinstance(error, SourceInvalid)
    assert not isinstance(error, ObjectUnknown)
    assert KEY not in repr(error)


async def test_ids_are_asked_200_at_a_time_and_matched_by_id(whole: Emu) -> None:
    ids = list(reversed(whole.world.store.ordered))[:450]
    hidden = next(one for one in whole.world.store.facts if one not in whole.world.store.visible)
    async with client_of(f"{whole.server.url}/api/v002", "demo-key") as client:
        whole.calls()
        found = await client.objects([*ids, hidden, 31415], ["id", "nom"])
    assert whole.calls() == {"list-objets-touristiques": 3}
    assert set(found) == set(ids)
    assert all(item["id"] == number for number, item in found.items())


async def test_foreign_and_doubled_objects_of_a_batch_are_passed_over() -> None:
    answer = {"objetsTouristiques": [{"id": 9}, {"id": 2, "nom": {}}, {"id": 2}, {"id": True}, {}]}
    with serving(Recorder(answer).app) as server:
        async with client_of(server.url) as client:
            assert await client.objects([1, 2], ["id"]) == {2: {"id": 2}}


async def test_the_other_services_answer(whole: Emu) -> None:
    async with client_of(f"{whole.server.url}/api/v002", "demo-key") as client:
        assert {one["code"] for one in await client.communes(["38185", "69123", "99999"])} == {
            "38185",
            "69123",
        }
        assert [one["id"] for one in await client.elements([6436])] == [6436]
        assert await client.internal_criteria()
        assert await client.selections()
        ids = await client.search_ids({"count": 3})
        assert len(ids.ids) == 3
        assert ids.total == len(whole.world.store.visible)
        days = await client.agenda({"dateDebut": "2026-07-04", "dateFin": "2026-07-05", "count": 200}, ["id"])
        assert set(days) <= {"2026-07-04", "2026-07-05"}
        assert all(isinstance(item["id"], int) for found in days.values() for item in found)


async def test_a_wrong_key_is_for_the_operator(whole: Emu) -> None:
    async with client_of(f"{whole.server.url}/api/v002", "another-key") as client:
        with pytest.raises(SourceMisconfigured):
            await client.search_ids({"count": 1})


@pytest.mark.parametrize(
    ("fault", "codes"),
    [
        ({"mode": "html", "value": 200}, {"SOURCE_INVALID"}),
        ({"mode": "html"}, {"SOURCE_UNAVAILABLE"}),
        ({"mode": "text_error", "value": 404}, {"SOURCE_INVALID"}),
        ({"mode": "text_error"}, {"SOURCE_UNAVAILABLE"}),
        ({"mode": "status", "value": 503}, {"SOURCE_UNAVAILABLE"}),
        ({"mode": "bad_json"}, {"SOURCE_INVALID"}),
        ({"mode": "wrong_type"}, {"SOURCE_INVALID"}),
        ({"mode": "cut"}, {"SOURCE_UNAVAILABLE"}),
        ({"mode": "reset"}, {"SOURCE_UNAVAILABLE"}),
    ],
)
async def test_faults_cost_the_field_once_and_leak_nothing(
    fault: dict[str, Any], codes: set[str], own: Bench, small: Emu, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    small.fault(**fault)
    answer = await own.ask("{ offers { totalCount } families { key } }")
    assert answer.data == {"offers": None, "families": [{"key": one} for one in FAMILIES]}
    assert set(answer.codes) == codes
    assert "demo-key" not in f"{answer.errors} {caplog.text}"
    small.fault("ok")
    assert (await own.ask("{ offers { totalCount } }")).data["offers"]["totalCount"] > 0


async def test_a_slow_answer_ends_with_the_sources_own_budget(small: Emu, open_bench: Any) -> None:
    small.fault("delay", value=1.0)
    async with open_bench(small, APIDAE_TIMEOUT_SECONDS="0.2") as bench:
        with pytest.raises(SourceTimeout):
            await bench.runtime.client.search_ids({"count": 1})


FAMILIES = ["PLEIN_AIR", "SAVOIR_FAIRE_PATRIMOINE", "TOURISME_GOURMAND", "OENOTOURISME", "BIEN_ETRE"]
