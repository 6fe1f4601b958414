"""How many commands a query costs: the same number whatever the size of the page."""

from __future__ import annotations

import asyncio

import pytest
from scouts_world import Catalogue, a_community, a_content, a_scout, fill, gid, open_world

from gateway.store import CommandJournal, Store

CONTENTS, SCOUTS, COMMUNITIES = "scouts_contents", "scouts_scouts", "scouts_communities"


@pytest.fixture
async def busy(database: Store, journal: CommandJournal) -> Catalogue:
    catalogue = Catalogue(
        offers={f"{5000 + number}": (f"Sentier {number}", "38226") for number in range(100)}
    )
    async with open_world(database) as world:
        homes = [a_community(f"c{number}") for number in range(4)]
        people = [a_scout(f"s{number}", f"c{number % 4}") for number in range(12)]
        contents = [
            a_content(f"k{number}", f"s{number % 12}", minutes=number, offers=[f"{5000 + number % 100}"])
            for number in range(400)
        ]
        await fill(world.scouts, homes, people, contents)
    journal.reset()
    return catalogue


@pytest.mark.parametrize("first", [1, 10, 100])
async def test_contents_of_a_page_of_offers_and_their_authors_cost_two_commands(
    database: Store, journal: CommandJournal, busy: Catalogue, first: int
) -> None:
    query = """query ($first: Int!) { offers(first: $first) { edges { node {
      scoutContents(first: 3) { edges { node { title { value } author { publicName } } } } } } } }"""
    async with open_world(database, catalogue=busy) as world:
        data = await world.data(query, first=first)
    contents = [edge["node"]["scoutContents"]["edges"] for edge in data["offers"]["edges"]]
    assert [len(edges) for edges in contents] == [3] * first
    assert contents[0][0]["node"]["author"]["publicName"].startswith("Éclaireuse")
    assert (journal.count(CONTENTS), journal.count(SCOUTS)) == (1, 1)
    assert sum(counts.started for counts in journal.snapshot().values()) == 2


async def test_requests_at_the_same_time_share_commands_for_objects_by_key(
    database: Store, journal: CommandJournal, busy: Catalogue
) -> None:
    query = """query ($id: ID!) { node(id: $id) { ... on ScoutContent { author { publicName } } } }"""
    async with open_world(database, catalogue=busy) as world:
        ids = [gid("ScoutContent", f"k{number}") for number in range(30)]
        found = await asyncio.gather(*(world.data(query, id=one) for one in ids))
    assert [one["node"]["author"]["publicName"] for one in found] == [
        f"Éclaireuse s{number % 12}" for number in range(30)
    ]
    # fewer than 30 of each; exactly how many is a matter of which turn of the loop each comes in
    assert 1 <= journal.count(CONTENTS) <= 6
    assert 1 <= journal.count(SCOUTS) <= 6


async def test_totals_come_in_the_same_command_and_communities_cost_one_more(
    database: Store, journal: CommandJournal, busy: Catalogue
) -> None:
    query = """{ offers(first: 50) { edges { node { scoutContents(first: 2) { totalCount edges { node {
      mentions { name } communes { name } author { communities { name } contents(first: 1) {
        totalCount edges { node { author { publicName } } } } } } } } } } } }"""
    async with open_world(database, catalogue=busy) as world:
        data = await world.data(query)
    assert {edge["node"]["scoutContents"]["totalCount"] for edge in data["offers"]["edges"]} == {4}
    # contents of offers and contents of authors; authors; communities
    assert (journal.count(CONTENTS), journal.count(SCOUTS), journal.count(COMMUNITIES)) == (2, 1, 1)


async def test_what_a_list_gave_is_not_asked_again_by_id(
    database: Store, journal: CommandJournal, busy: Catalogue
) -> None:
    query = """{ scouts(first: 20) { edges { node { id contents(first: 2) { edges { node {
      author { communities { scouts(first: 2) { edges { node { publicName } } } } } } } } } } } }"""
    async with open_world(database, catalogue=busy) as world:
        await world.data(query)
    assert (journal.count(SCOUTS, "find"), journal.count(SCOUTS, "aggregate")) == (1, 1)
    assert (journal.count(CONTENTS), journal.count(COMMUNITIES)) == (1, 1)


async def test_nodes_of_three_types_cost_three_commands(
    database: Store, journal: CommandJournal, busy: Catalogue
) -> None:
    ids = [gid("Scout", f"s{number}") for number in range(12)]
    ids += [gid("ScoutContent", f"k{number}") for number in range(40)]
    ids += [gid("Community", f"c{number}") for number in range(5)]
    async with open_world(database, catalogue=busy) as world:
        found = await world.data("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=ids)
    assert [node and node["id"] for node in found["nodes"]] == [*ids[:-1], None]
    assert sum(counts.started for counts in journal.snapshot().values()) == 3
