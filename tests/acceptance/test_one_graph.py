"""The promise of the foundation: one query over three sources, complete and cheap."""

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


@pytest.mark.parametrize("first", [1, 10, 50, 100])
def test_without_a_mirror_the_query_costs_one_apidae_call_and_a_fixed_number_of_commands(
    live_stage: Stage, first: int
) -> None:
    stage = live_stage
    stage.serve()  # caches are empty
    calls = apidae_calls(stage)
    stage.commands.reset()
    offers = stage.data(THE_QUERY, {"first": first})["offers"]
    assert len(offers["edges"]) == first
    assert apidae_calls(stage) - calls == 1
    assert stage.commands_of("scouts") <= 3
    assert stage.commands_of("social") <= 2

    again = stage.data(THE_QUERY, {"first": first})["offers"]
    assert again == offers
    assert apidae_calls(stage) - calls == 1, "the second time nothing is asked of Apidae"


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
