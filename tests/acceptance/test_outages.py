"""One source down costs only its fields, within three seconds; it comes back without a restart."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from gateway.supervise import EmbeddedMongo
from gateway.testing.stage import Stage
from gateway.testing.waiting import soon
from tests.acceptance.test_one_graph import THE_QUERY

DEADLINE = 3.0
RECOVERY = 20.0


def ask(stage: Stage) -> tuple[dict[str, Any], float]:
    started = time.monotonic()
    answer = stage.ask(THE_QUERY, {"first": 50})
    assert answer.status_code == 200
    return answer.json(), time.monotonic() - started


def ready(stage: Stage) -> httpx.Response:
    return httpx.get(f"{stage.url}/health/ready", trust_env=False)


def eventually(condition: Callable[[], bool]) -> None:
    assert soon(condition, seconds=RECOVERY), "it did not come back by itself"


@contextmanager
def stopped_emulator(stage: Stage, source: str) -> Iterator[None]:
    stage.emulators[source].stop()
    try:
        yield
    finally:
        stage.emulators[source].start()


def test_without_apidae_nothing_changes(stage: Stage) -> None:
    stage.serve()
    before, _ = ask(stage)
    stage.serve()
    with stopped_emulator(stage, "apidae"):
        during, seconds = ask(stage)
        assert seconds < DEADLINE
        assert during == before
        assert ready(stage).status_code == 200


def test_without_apidae_and_without_a_mirror_offers_are_null_with_one_typed_error(live_stage: Stage) -> None:
    stage = live_stage
    stage.serve()
    with stopped_emulator(stage, "apidae"):
        answer, seconds = ask(stage)
        assert seconds < DEADLINE
        assert answer["data"] == {"offers": None}
        (error,) = answer["errors"]
        assert error["path"] == ["offers"]
        assert error["extensions"]["code"] == "SOURCE_UNAVAILABLE"
        assert error["extensions"]["source"] == "apidae"
        scouts = stage.data("{ scouts(first: 3) { edges { node { publicName } } } }")
        assert len(scouts["scouts"]["edges"]) == 3, "the others answer"
        assert ready(stage).status_code == 503
        assert ready(stage).json()["down"] == ["apidae"]
    eventually(lambda: "errors" not in ask(stage)[0])
    eventually(lambda: ready(stage).status_code == 200)


def test_without_apidae_and_without_a_mirror_what_was_read_before_is_served(live_stage: Stage) -> None:
    stage = live_stage
    stage.serve()
    before, _ = ask(stage)
    with stopped_emulator(stage, "apidae"):
        during, seconds = ask(stage)
        assert seconds < DEADLINE
        assert during["data"] == before["data"]


def test_without_the_graph_api_stored_posts_are_served(stage: Stage) -> None:
    stage.serve()
    before, _ = ask(stage)
    with stopped_emulator(stage, "social"):
        during, seconds = ask(stage)
        assert seconds < DEADLINE
        assert during["data"] == before["data"]
        assert "errors" not in during


def test_without_mongodb_offers_are_complete_and_links_are_null(
    stage: Stage, mongo: EmbeddedMongo | None
) -> None:
    if mongo is None:
        pytest.skip("TEST_MONGODB_URI names a server that is not ours to stop")
    before, _ = ask(stage)
    mongo.stop()
    try:
        answer, seconds = ask(stage)
        assert seconds < DEADLINE
        nodes = [edge["node"] for edge in answer["data"]["offers"]["edges"]]
        assert [node["name"] for node in nodes] == [
            edge["node"]["name"] for edge in before["data"]["offers"]["edges"]
        ]
        assert {(node["scoutContents"], node["socialPosts"]) for node in nodes} == {(None, None)}
        told = {
            (e["extensions"]["code"], e["extensions"]["source"], e["extensions"]["count"])
            for e in answer["errors"]
        }
        assert {(source, count) for _, source, count in told} == {("scouts", 50), ("social", 50)}
        assert {code for code, _, _ in told} <= {"SOURCE_UNAVAILABLE", "SOURCE_TIMEOUT"}
    finally:
        mongo.start()
    eventually(lambda: ask(stage)[0] == before)


def test_a_gateway_starts_while_everything_is_down(stage: Stage, mongo: EmbeddedMongo | None) -> None:
    if mongo is None:
        pytest.skip("TEST_MONGODB_URI names a server that is not ours to stop")
    with stopped_emulator(stage, "apidae"), stopped_emulator(stage, "social"):
        mongo.stop()
        try:
            stage.serve()
            assert httpx.get(f"{stage.url}/health/live", trust_env=False).status_code == 200
            eventually(lambda: ready(stage).json()["down"] == ["apidae", "region", "scouts", "social"])
            assert "type Query" in httpx.get(f"{stage.url}/schema.graphql", trust_env=False).text
            answer = stage.ask(
                "{ sources { name state } offers(first: 1) { totalCount } scouts(first: 1) { totalCount } }"
            )
            assert {s["state"] for s in answer.json()["data"]["sources"]} == {"DOWN"}
        finally:
            mongo.start()
    eventually(lambda: ready(stage).status_code == 200)
    eventually(lambda: "errors" not in ask(stage)[0])
