"""The promise of the foundation: one query over three sources, complete and cheap."""

from typing import Any

import httpx
import pytest

from gateway.testing.stage import Stage

THE_QUERY = """query($first: Int!) { offers(first: $first) { totalCount edges { node {
  id name { value } families { key }
  commitment { environment { level } }
  place { commune { name insee } }
  scoutContents(first: 3) { edges { node { title { value } author { publicName } } } }
  socialPosts(first: 3) { edges { node { permalink } } }
} } } }"""


def apidae_calls(stage: Stage) -> int:
    journal = httpx.get(f"{stage.emulators['apidae'].url}/__emu/journal", trust_env=False).json()
    return int(journal["total"])


def asked(stage: Stage, first: int, expected: int, *, afresh: bool) -> tuple[Any, int]:
    """Offers and the calls of Apidae that they cost. Asked anew when another number than expected was seen:
    every gateway of the run looks every 15 s whether Apidae is well, and that may fall in between.
    """
    for _ in range(3):
        if afresh:
            stage.serve()  # caches are empty
        before = apidae_calls(stage)
        stage.commands.reset()
        offers = stage.data(THE_QUERY, {"first": first})["offers"]
        calls = apidae_calls(stage) - before
        if calls == expected:
            break
    return offers, calls


@pytest.mark.parametrize("first", [1, 10, 50, 100])
def test_without_a_mirror_the_query_costs_one_apidae_call_and_a_fixed_number_of_commands(
    live_stage: Stage, first: int
) -> None:
    stage = live_stage
    offers, calls = asked(stage, first, 1, afresh=True)
    assert len(offers["edges"]) == first
    assert calls == 1
    assert stage.commands_of("scouts") <= 3
    assert stage.commands_of("social") <= 2
    assert asked(stage, first, 0, afresh=False) == (offers, 0), "the second time nothing is asked of Apidae"


def test_the_answer_is_complete(stage: Stage) -> None:
    offers = stage.data(THE_QUERY, {"first": 50})["offers"]
    assert 650 <= offers["totalCount"] <= 1000
    nodes = [edge["node"] for edge in offers["edges"]]
    assert all(node["name"]["value"] and node["place"]["commune"]["insee"] for node in nodes)
    assert {node["commitment"]["environment"]["level"] for node in nodes} == {1, 2, 3}
    contents = [edge["node"] for node in nodes for edge in node["scoutContents"]["edges"]]
    assert len(contents) >= 50
    assert all(content["title"]["value"] and content["author"]["publicName"] for content in contents)
    assert sum(len(node["socialPosts"]["edges"]) for node in nodes) >= 10
