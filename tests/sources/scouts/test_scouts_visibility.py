"""What is not public is reached by no path, and counts nowhere."""

from __future__ import annotations

from typing import Any

import pytest
from scouts_world import NOW, World, a_community, a_content, a_scout, fill, gid

HIDING = {
    "no charter": {"charter": None},
    "consent withdrawn": {"withdrawn": ["PUBLISH"]},
    "never consented": {"consents": []},
    "suspended": {"state": "SUSPENDED"},
    "only invited": {"state": "INVITED"},
    "in no community": {"homes": []},
}

EVERY_PATH = """query ($commune: ID!, $offer: ID!, $community: ID!, $scout: ID!, $content: ID!) {
  communities { totalCount edges { node { id slug scouts { totalCount edges { node { id publicName
    contents { totalCount edges { node { id } } } communities { id } } } } } } }
  bySlug: community(slug: "hidden") { id }
  byId: community(id: $community) { id }
  scouts { totalCount edges { node { id communities { id slug } } } }
  named: scouts(filter: {text: "cachee"}) { totalCount edges { node { id } } }
  ofCommunity: scouts(filter: {community: $community}) { totalCount edges { node { id } } }
  ofKind: scouts(filter: {kinds: [GREETER]}) { totalCount edges { node { id } } }
  scout(id: $scout) { id }
  scoutContents { totalCount edges { node { id author { id communities { id } } } } }
  ofScout: scoutContents(filter: {scout: $scout}) { totalCount edges { node { id } } }
  ofOffer: scoutContents(filter: {offer: $offer}) { totalCount edges { node { id } } }
  ofCommune: scoutContents(filter: {communes: ["38226"]}) { totalCount edges { node { id } } }
  ofTips: scoutContents(filter: {kinds: [TIP]}) { totalCount edges { node { id } } }
  inCommunity: scoutContents(filter: {community: $community}) { totalCount edges { node { id } } }
  nodes(ids: [$community, $scout, $content]) { id }
  offers { edges { node { scoutContents { totalCount edges { node {
    id mentions { id } communes { id } } } } } } }
  commune: node(id: $commune) { ... on Commune {
    scoutContents { totalCount edges { node { id author { id } } } } } }
}"""


async def everything(world: World, *, scout: str = "hidden", content: str = "hidden") -> str:
    result = await world.data(
        EVERY_PATH,
        commune=gid("Commune", "38226"),
        offer=gid("Offer", "5001"),
        community=gid("Community", "hidden"),
        scout=gid("Scout", scout),
        content=gid("ScoutContent", content),
    )
    return repr(result)


def hidden_ids() -> list[str]:
    return [gid(entity, "hidden") for entity in ("Community", "Scout", "ScoutContent")]


async def answers_without_and_with(world: World, scouts: list[Any], contents: list[Any]) -> tuple[str, str]:
    """All paths before and after hidden documents are there."""
    homes = [a_community("c1")]
    people, texts = [a_scout("s1", kind="GREETER")], [a_content("a"), a_content("b", minutes=5, kind="TIP")]
    await fill(world.scouts, homes, people, texts)
    before = await everything(world)
    await fill(world.scouts, homes, people + scouts, texts + contents)
    return before, await everything(world)


@pytest.mark.parametrize("why", HIDING)
async def test_a_scout_who_is_not_public_and_their_contents_change_no_answer(world: World, why: str) -> None:
    scout = a_scout("hidden", name="Cachée", kind="GREETER", **HIDING[why])
    contents = [a_content("hidden", "hidden"), a_content("hidden2", "hidden", kind="TIP")]
    before, after = await answers_without_and_with(world, [scout], contents)
    assert after == before
    assert gid("Scout", "s1") in before
    assert not any(hidden in after for hidden in hidden_ids())


@pytest.mark.parametrize("state", ["DRAFT", "SUBMITTED", "REJECTED", "WITHDRAWN", "REMOVED"])
async def test_a_content_that_is_not_published_changes_no_answer(world: World, state: str) -> None:
    contents = [a_content("hidden", state=state), a_content("hidden2", state=state, kind="TIP")]
    before, after = await answers_without_and_with(world, [], contents)
    assert after == before
    assert gid("ScoutContent", "hidden") not in after


async def test_a_content_never_posted_or_without_a_known_author_changes_no_answer(world: World) -> None:
    contents = [a_content("hidden", postedAt=None), a_content("hidden2", "nobody")]
    before, after = await answers_without_and_with(world, [], contents)
    assert after == before


async def test_a_suspended_community_hides_itself_and_those_who_have_no_other(world: World) -> None:
    homes = [a_community("c1"), a_community("hidden", state="SUSPENDED")]
    people = [a_scout("s1"), a_scout("hidden", "hidden"), a_scout("s2", "hidden", "c1", name="Deux foyers")]
    contents = [a_content("a"), a_content("hidden", "hidden"), a_content("c", "s2", minutes=1)]
    await fill(world.scouts, homes, people, contents)
    answer = await everything(world)
    assert not any(hidden in answer for hidden in hidden_ids())
    assert gid("Scout", "s2") in answer
    assert gid("ScoutContent", "c") in answer
    assert "'inCommunity': {'totalCount': 0, 'edges': []}" in answer
    assert "'ofCommunity': {'totalCount': 0, 'edges': []}" in answer


async def test_portrait_and_accounts_are_told_only_with_consent(world: World) -> None:
    people = [
        a_scout("s1", name="Avec"),
        a_scout("s2", name="Sans", withdrawn=["PORTRAIT", "SOCIAL_IMPORT"]),
        a_scout("s3", name="Cachée", withdrawn=["PUBLISH"]),
    ]
    await fill(world.scouts, [a_community("c1")], people, [])
    data = await world.data("{ scouts { edges { node { publicName portrait { url } } } } }")
    assert [edge["node"] for edge in data["scouts"]["edges"]] == [
        {"publicName": "Avec", "portrait": {"url": "https://photos.example/s1.jpg"}},
        {"publicName": "Sans", "portrait": None},
    ]
    cards = [card async for card in world.context().cards("Scout")]
    assert [(card.key, card.name, card.handles) for card in cards] == [
        ("s1", "Avec", ("s1.exemple",)),
        ("s2", "Sans", ()),
    ]


async def test_a_withdrawn_consent_takes_effect_with_the_next_question(world: World) -> None:
    homes, texts = [a_community("c1")], [a_content("a")]
    await fill(world.scouts, homes, [a_scout("s1")], texts)
    query = "{ scoutContents { totalCount } scouts { totalCount } }"
    assert await world.data(query) == {"scoutContents": {"totalCount": 1}, "scouts": {"totalCount": 1}}
    consents = [{"purpose": "PUBLISH", "version": "1", "givenAt": NOW, "withdrawnAt": NOW}]
    await fill(world.scouts, homes, [a_scout("s1", consents=consents)], texts)
    assert await world.data(query) == {"scoutContents": {"totalCount": 0}, "scouts": {"totalCount": 0}}
