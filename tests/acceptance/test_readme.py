"""What the README says works as it stands there."""

import re
from pathlib import Path

import pytest

from gateway.testing.stage import Stage

README = Path("README.md").read_text("utf-8")
QUERIES = re.findall(r"```graphql\n(.*?)```", README, re.DOTALL)


def test_the_readme_shows_three_queries_and_two_commands() -> None:
    assert len(QUERIES) >= 3
    assert "make run" in README
    assert "make test" in README


@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
def test_each_query_answers_with_data(stage: Stage, query: str) -> None:
    for value in stage.data(query).values():
        assert value
        if isinstance(value, dict):
            assert value["edges"], "an example that finds nothing shows nothing"


def test_the_curl_command_sends_a_query_that_answers(stage: Stage) -> None:
    query, following = re.findall(r'\{"query":\s*"(.*?)"\}', README, re.DOTALL)
    assert len(stage.data(query)["offers"]["edges"]) == 3
    assert following.startswith("subscription {")


def test_every_file_it_links_to_is_there() -> None:
    targets = [t for t in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in t]
    assert targets
    assert [target for target in targets if not Path(target).exists()] == []
