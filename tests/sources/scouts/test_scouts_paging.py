"""Going through lists page by page: nothing twice, nothing lost, whatever the ties and the changes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scouts_world import World, a_community, a_content, a_scout, fill, gid

CONTENTS = """query ($after: String, $first: Int!) { list: scoutContents(first: $first, after: $after) {
  totalCount edges { cursor node { id } }
  pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""
SCOUTS = CONTENTS.replace("scoutContents", "scouts")
OF_OFFER = """query ($after: String, $first: Int!) { offers(first: 1) { edges { node {
  list: scoutContents(first: $first, after: $after) { totalCount edges { cursor node { id } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } } } }"""


def the_list(data: Any) -> Any:
    return data["list"] if "list" in data else data["offers"]["edges"][0]["node"]["list"]


async def pages(world: World, query: str, first: int) -> list[list[str]]:
    """The ids of every page; checks the page info on the way."""
    found: list[list[str]] = []
    after = None
    while True:
        page = the_list(await world.data(query, first=first, after=after))
        info, cursors = page["pageInfo"], [edge["cursor"] for edge in page["edges"]]
        assert info["hasPreviousPage"] is (after is not None)
        assert [info["startCursor"], info["endCursor"]] == (
            [cursors[0], cursors[-1]] if cursors else [None, None]
        )
        found.append([edge["node"]["id"] for edge in page["edges"]])
        after = info["endCursor"]
        if not info["hasNextPage"]:
            return found
        assert len(cursors) == first


MINUTES = st.lists(st.integers(0, 4), max_size=12)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(minutes=MINUTES, first=st.integers(1, 5))
async def test_pages_of_contents_put_together_are_the_list_however_many_share_a_moment(
    world: World, minutes: list[int], first: int
) -> None:
    await world.scouts.keep_only("k", {"contents": []})
    contents = [a_content(f"k{number:02d}", minutes=minute) for number, minute in enumerate(minutes)]
    await fill(world.scouts, [a_community("c1")], [a_scout("s1")], contents)
    newest_first = sorted(contents, key=lambda one: (one["postedAt"], one["_id"]), reverse=True)
    expected = [gid("ScoutContent", one["_id"]) for one in newest_first]
    for query in (CONTENTS, OF_OFFER):
        found = await pages(world, query, first)
        assert [key for page in found for key in page] == expected
        assert len(found) == max(1, -(-len(expected) // first))


@pytest.mark.parametrize("first", [1, 2, 3, 7])
async def test_pages_of_scouts_put_together_are_the_list_even_with_equal_names(
    world: World, first: int
) -> None:
    names = ["Zoé", "Émile", "emile", "Emile", "adèle", "Jo", "jo"]
    people = [a_scout(f"s{number}", name=name) for number, name in enumerate(names)]
    await fill(world.scouts, [a_community("c1")], people, [])
    found = [key for page in await pages(world, SCOUTS, first) for key in page]
    assert found == [gid("Scout", f"s{number}") for number in (4, 1, 2, 3, 5, 6, 0)]


async def test_changes_between_pages_neither_repeat_nor_lose_what_stayed(world: World) -> None:
    contents = [a_content(f"k{number:02d}", minutes=number + 10) for number in range(20)]
    await fill(world.scouts, [a_community("c1")], [a_scout("s1")], contents)
    seen: list[str] = []
    after = None
    for step in range(10):
        page = the_list(await world.data(CONTENTS, first=3, after=after))
        seen += [edge["node"]["id"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        newer = a_content(f"n{step:02d}", minutes=step)
        last = a_content(f"k{min(3 * step + 2, 19):02d}", state="WITHDRAWN", minutes=0)
        await fill(world.scouts, [a_community("c1")], [a_scout("s1")], [newer, last])
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert seen == [gid("ScoutContent", f"k{number:02d}") for number in range(20)]


async def test_the_whole_list_is_counted_on_every_page(world: World) -> None:
    await fill(
        world.scouts,
        [a_community("c1")],
        [a_scout("s1")],
        [a_content(f"k{number}", minutes=number) for number in range(5)],
    )
    first = the_list(await world.data(OF_OFFER, first=2))
    second = the_list(await world.data(OF_OFFER, first=2, after=first["pageInfo"]["endCursor"]))
    assert (first["totalCount"], second["totalCount"]) == (5, 5)
