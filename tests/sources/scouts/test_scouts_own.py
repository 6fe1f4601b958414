"""What viewer leads to: the own things only, page by page, each list from an index."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from scouts_world import NOW, World, a_community, a_content, a_perk, a_scout, fill, gid
from test_scouts_store import stages

from gateway.graph.request import RequestScope
from gateway.identity import ANONYMOUS, Caller, Role
from gateway.store import CommandJournal
from sources.scouts.own.viewer import CLAIMS, CONSENTS, MEMBERS, PERKS, PROBLEMS
from sources.scouts.pages import LAST_CHANGED, page_filter

SCOUT = Caller("sub-s1", (Role("SCOUT"),))
OTHER = Caller("sub-s2", (Role("SCOUT"),))
MANAGER = Caller("m", (Role("COMMUNITY_MANAGER", "c1"),))
REGION = Caller("r", (Role("REGION_ADMIN"),))
NOBODY = Caller("x")

EVERYTHING = """{ viewer {
  scout { publicName isPublic charterVersion consents { purpose withdrawnAt }
    memberships { state community { name } scout { publicName } } }
  ownContents { totalCount edges { node { id state isPublic title { value } content { id }
    community { name } author { publicName } history { act } source { locale text } } } }
  contentsToReview { totalCount edges { node { id } } }
  openProblems { totalCount edges { node { receipt about ground text contact } } }
  perks { totalCount edges { node { id quota remaining claim { place } offer { name } communities { name } } } }
  perkClaims { totalCount edges { node { place perk { title { value } } } } }
  scoutConsents { totalCount edges { node { purpose } } }
  managedCommunities { name } } }"""


@pytest.fixture
async def filled(world: World) -> World:
    homes = [a_community("c1"), a_community("c2")]
    people = [a_scout("s1"), a_scout("s2", "c2", withdrawn=["PUBLISH"])]
    contents = [
        a_content("a", minutes=5),
        a_content("b", state="DRAFT", postedAt=None),
        a_content("c", state="SUBMITTED", postedAt=None, review="COMMUNITY_RULE"),
        a_content("d", "s2", community="c2", state="SUBMITTED", postedAt=None, review="PERK_CLAIMED"),
    ]
    await fill(world.scouts, homes, people, contents)
    books = world.scouts.books
    await books.perks.insert_many([a_perk("p1", "c1", offer="5001"), a_perk("p2", "c2"), a_perk("p3", "c1")])
    report = {"ground": "WRONG", "text": "Fermé.", "contact": None, "state": "OPEN", "at": NOW}
    report |= {"answer": None, "answeredAt": None}
    await books.reports.insert_one({**report, "_id": "r1", "object": "ScoutContent:a", "community": "c1"})
    await books.reports.insert_one({**report, "_id": "r2", "object": "Offer:5001", "community": None})
    claim = {"perk": "p1", "place": 3, "scout": "s1", "offer": "5001", "provider": None, "claimedAt": NOW}
    await books.claims.insert_one({"_id": "k1", **claim})
    return world


async def seen(world: World, caller: Caller, query: str = EVERYTHING, **variables: Any) -> Any:
    scope = RequestScope(world.opened, (), caller=caller)
    result = await world.schema.execute(query, context_value=scope, variable_values=variables)
    assert result.errors is None, result.errors
    return result.data["viewer"]


def ids(connection: Any) -> list[str]:
    return [edge["node"]["id"] for edge in connection["edges"]]


async def test_a_scout_sees_all_that_is_theirs_and_nothing_else(filled: World) -> None:
    found = await seen(filled, SCOUT)
    assert found["scout"]["memberships"] == [
        {"state": "ACTIVE", "community": {"name": "Communauté c1"}, "scout": {"publicName": "Éclaireuse s1"}}
    ]
    assert found["ownContents"]["totalCount"] == 3
    by_id = {edge["node"]["id"]: edge["node"] for edge in found["ownContents"]["edges"]}
    assert by_id[gid("ScoutContent", "a")]["content"] == {"id": gid("ScoutContent", "a")}
    assert by_id[gid("ScoutContent", "b")]["content"] is None
    assert by_id[gid("ScoutContent", "b")]["state"] == "DRAFT"
    assert ids(found["perks"]) == [gid("ScoutPerk", "p3"), gid("ScoutPerk", "p1")]
    first = found["perks"]["edges"][1]["node"]
    assert (first["remaining"], first["claim"]) == (9, {"place": 3})
    assert first["offer"] == {"name": "Sentier des bergers de Mens"}
    assert found["perkClaims"]["edges"] == [
        {"node": {"place": 3, "perk": {"title": {"value": "Avantage p1"}}}}
    ]
    assert found["scoutConsents"]["totalCount"] == 3
    assert (found["contentsToReview"]["totalCount"], found["managedCommunities"]) == (0, [])


async def test_a_scout_whom_nobody_sees_still_sees_their_own(filled: World) -> None:
    found = await seen(filled, OTHER)
    assert found["scout"]["isPublic"] is False
    assert found["scout"]["memberships"][0]["scout"] is None
    assert ids(found["ownContents"]) == [gid("ScoutContent", "d")]
    assert ids(found["perks"]) == [gid("ScoutPerk", "p2")]


async def test_managers_see_what_waits_in_their_community_and_the_region_everywhere(filled: World) -> None:
    found = await seen(filled, MANAGER)
    assert ids(found["contentsToReview"]) == [gid("ScoutContent", "c")]
    assert ids(found["perks"]) == [gid("ScoutPerk", "p3"), gid("ScoutPerk", "p1")]
    assert found["managedCommunities"] == [{"name": "Communauté c1"}]
    assert [edge["node"]["about"] for edge in found["openProblems"]["edges"]] == [gid("ScoutContent", "a")]
    assert (found["scout"], found["ownContents"]["totalCount"]) == (None, 0)
    everywhere = await seen(filled, REGION)
    assert sorted(ids(everywhere["contentsToReview"])) == sorted(
        gid("ScoutContent", key) for key in ("c", "d")
    )
    assert everywhere["perks"]["totalCount"] == 3
    assert [edge["node"]["receipt"] for edge in everywhere["openProblems"]["edges"]] == ["r2", "r1"]


async def test_others_see_nothing_and_anybody_has_no_viewer(filled: World) -> None:
    found = await seen(filled, NOBODY)
    counts = {name: part["totalCount"] for name, part in found.items() if isinstance(part, dict)}
    assert set(counts.values()) == {0}
    assert await seen(filled, ANONYMOUS) is None


@pytest.mark.parametrize(
    ("caller", "community", "outcome"),
    [
        (MANAGER, "c1", 1),
        (REGION, "c2", 1),
        (MANAGER, "c2", "NOT_FOUND"),
        (SCOUT, "c1", "NOT_FOUND"),
        (NOBODY, "c9", "NOT_FOUND"),
    ],
)
async def test_members_are_told_to_those_who_lead(
    filled: World, caller: Caller, community: str, outcome: Any
) -> None:
    query = "query ($id: ID!) { viewer { communityMembers(community: $id) { totalCount edges { node { scoutId } } } } }"
    scope = RequestScope(filled.opened, (), caller=caller)
    result = await filled.schema.execute(
        query, context_value=scope, variable_values={"id": gid("Community", community)}
    )
    if isinstance(outcome, int):
        assert result.data["viewer"]["communityMembers"]["totalCount"] == outcome
    else:
        assert [error.original_error.code for error in result.errors] == [outcome]


async def test_own_lists_go_on_page_by_page_and_states_narrow_them(world: World) -> None:
    contents = [
        a_content(f"k{number}", minutes=number // 2, state=state)
        for number, state in enumerate(["PUBLISHED", "DRAFT", "PUBLISHED", "WITHDRAWN", "DRAFT"])
    ]
    await fill(world.scouts, [a_community("c1")], [a_scout("s1")], contents)
    query = """query ($after: String, $states: [ScoutContentState!]) { viewer {
      ownContents(first: 2, after: $after, states: $states) {
        edges { node { id } } pageInfo { hasNextPage endCursor } } } }"""
    found: list[str] = []
    after = None
    while True:
        page = (await seen(world, SCOUT, query, after=after))["ownContents"]
        found += ids(page)
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert found == [gid("ScoutContent", key) for key in ("k1", "k0", "k3", "k2", "k4")]
    drafts = (await seen(world, SCOUT, query, states=["DRAFT"]))["ownContents"]
    assert ids(drafts) == [gid("ScoutContent", key) for key in ("k1", "k4")]


async def test_every_own_list_is_read_from_an_index(filled: World) -> None:
    books = filled.scouts.books
    moment = NOW - timedelta(days=1)
    lists = [
        (books.contents, {"scout": "s1"}, LAST_CHANGED, moment),
        (books.contents, {"scout": "s1", "state": {"$in": ["DRAFT"]}}, LAST_CHANGED, moment),
        (books.contents, {"community": {"$in": ["c1"]}, "state": "SUBMITTED"}, LAST_CHANGED, moment),
        (
            books.contents,
            {"state": {"$in": ["SUBMITTED", "REMOVED"]}, "review": {"$ne": None}},
            LAST_CHANGED,
            moment,
        ),
        (books.contents, {"scout": "s1", "state": "PUBLISHED"}, LAST_CHANGED, moment),
        (books.perks, {"communities": {"$in": ["c1", "c2"]}}, PERKS.order, moment),
        (books.perks, {}, PERKS.order, moment),
        (books.claims, {"scout": "s1"}, CLAIMS.order, moment),
        (books.consents, {"scout": "s1"}, CONSENTS.order, moment),
        (books.memberships, {"community": "c1"}, MEMBERS.order, "c1:s0"),
        (books.memberships, {"scout": {"$in": ["s1"]}}, MEMBERS.order, "c1:s0"),
        (books.history, {"object": "a"}, None, None),
        (books.reports, {"_id": {"$in": ["r"]}, "state": "OPEN"}, None, None),
        (books.reports, {"state": "OPEN", "community": {"$in": ["c1"]}}, PROBLEMS.order, moment),
        (books.reports, {"state": "OPEN"}, PROBLEMS.order, moment),
        (books.claims, {"perk": "p1"}, None, None),
        (books.claims, {"scout": "s1", "claimedAt": {"$gt": moment}, "$or": [{"offer": "5001"}]}, None, None),
        (books.scouts, {"subject": "sub-s1"}, None, None),
        (books.memberships, {"made": "key"}, None, None),
    ]
    for collection, where, order, value in lists:
        behind = page_filter(order, (value, "k")) if order else {}
        plan = await collection.explain({**where, **behind}, sort=order.sort if order else None, limit=21)
        used = stages(plan["queryPlanner"]["winningPlan"])
        assert used & {"IXSCAN", "IDHACK", "EXPRESS_IXSCAN"}, (collection.name, where, used)
        assert "COLLSCAN" not in used, (collection.name, where, used)


async def test_all_of_a_viewer_costs_a_command_or_two_a_list(filled: World, journal: CommandJournal) -> None:
    journal.reset()
    await seen(filled, SCOUT)
    assert sum(counts.started for counts in journal.snapshot().values()) < 30


async def test_memberships_of_a_scout_are_told_to_everybody_in_one_command(
    world: World, journal: CommandJournal
) -> None:
    homes = [a_community("c1"), a_community("c2"), a_community("c3", state="SUSPENDED")]
    people = [a_scout(f"s{number}", "c1", "c2", "c3") for number in range(5)]
    await fill(world.scouts, homes, people, [])
    await world.scouts.books.memberships.update_one({"_id": "c2:s0"}, {"$set": {"state": "ENDED"}})
    journal.reset()
    data = await world.data("{ scouts { edges { node { memberships { role since community { slug } } } } } }")
    found = [
        [one["community"]["slug"] for one in edge["node"]["memberships"]] for edge in data["scouts"]["edges"]
    ]
    assert found == [["c1"], *([["c1", "c2"]] * 4)]
    assert (journal.count("scouts_memberships"), journal.count("scouts_communities")) == (1, 1)
