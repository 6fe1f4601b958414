"""The life of one content over HTTP, from invitation to erasure, told with five tokens; wrong turns included."""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from scouts_gateway import CONTENT, Person, Served, served
from scouts_world import a_community, gid

from gateway.clock import SystemClock
from gateway.identity import Role
from gateway.store import Store
from gateway.store.driver import blocking_client
from sources.scouts.model import COLLECTIONS, COMMUNITIES
from sources.scouts.texts import CHARTER_VERSION, CONSENT_VERSION

HOME, OTHER = gid("Community", "c1"), gid("Community", "c2")
OFFER = gid("Offer", "5001")
CONSENT = {"purpose": "PUBLISH", "version": CONSENT_VERSION}
NEWEST = """query ($offer: ID!) {
  scoutContents { edges { node { id title { value } commercialDisclosure author { publicName } } } }
  node(id: $offer) { ... on Offer { scoutContents { totalCount } } } scouts { totalCount } }"""


async def prepare(uri: str, name: str) -> None:
    store = await Store.open(uri, name)
    room = store.room("scouts")
    await room.prepare(COLLECTIONS)
    await room.collection(COMMUNITIES).insert_many([a_community("c1"), a_community("c2")])
    await store.close()


@pytest.fixture(scope="module", params=["motor", "pymongo"])
def gateway(request: pytest.FixtureRequest, mongo_uri: str, tmp_path_factory: Any) -> Iterator[Served]:
    name = f"test_life_{secrets.token_hex(4)}"
    asyncio.run(prepare(mongo_uri, name))
    folder: Path = tmp_path_factory.mktemp("life")
    with served(mongo_uri, name, folder, driver=request.param) as made:
        yield made
    with blocking_client(mongo_uri, seconds=5) as client:
        client.drop_database(name)


def a_story(**changes: Any) -> dict[str, Any]:
    story = {
        "kind": "STORY",
        "title": "Le  chemin\u202e des bergers",
        "text": "Un *beau* matin.\n\n<script>alert(1)</script> [là](https://a.example)",
        "offers": [OFFER],
        "territories": [{"name": "Trièves", "departments": ["38"]}],
    }
    return story | changes


@dataclass
class Cast:
    """Five tokens, somebody without one, and what is known by now."""

    manager: Person
    stranger: Person
    scout: Person
    region: Person
    person: Person
    public: Person
    known: dict[str, Any] = field(default_factory=dict)

    def shown(self) -> list[Any]:
        edges: list[Any] = self.public.data(NEWEST, offer=OFFER)["scoutContents"]["edges"]
        return edges


def cast_of(gateway: Served) -> Cast:
    return Cast(
        manager=gateway.person("manager", Role("COMMUNITY_MANAGER", "c1")),
        stranger=gateway.person("stranger", Role("COMMUNITY_MANAGER", "c2"), Role("SCOUT")),
        scout=gateway.person("anna", Role("SCOUT")),
        region=gateway.person("region", Role("REGION_ADMIN")),
        person=gateway.person("anna"),
        public=gateway.anybody(),
    )


def invitation(cast: Cast) -> None:
    """Nobody is a scout by a token alone, and nobody invites into another's community."""
    assert cast.scout.refused("signScoutCharter", {"version": CHARTER_VERSION}) == ["NOT_FOUND"]
    invitation = {"community": HOME, "account": "anna", "publicName": "Anna du Trièves", "kind": "GREETER"}
    assert cast.public.refused("inviteScout", invitation) == ["UNAUTHENTICATED"]
    assert cast.scout.refused("inviteScout", invitation) == ["FORBIDDEN"]
    assert cast.stranger.refused("inviteScout", invitation) == ["FORBIDDEN"]
    invited = cast.manager.done("inviteScout", invitation, "membership { state scoutId }", key="i1")
    again = cast.manager.done("inviteScout", invitation, "membership { state scoutId }", key="i1")
    assert invited == again
    assert cast.manager.refused("inviteScout", invitation) == ["CONFLICT"]
    cast.known["scout"] = invited["membership"]["scoutId"]


def admission(cast: Cast) -> None:
    """The charter, then the consent, then the manager's word; publishing waits for all three."""
    membership = {"community": HOME, "scout": cast.known["scout"]}
    assert cast.manager.refused("approveScout", membership) == ["CHARTER_NOT_SIGNED"]
    assert cast.scout.refused("publishContent", a_story()) == ["FORBIDDEN"]
    assert cast.scout.refused("signScoutCharter", {"version": "1789"}) == ["CONFLICT"]
    cast.scout.done("signScoutCharter", {"version": CHARTER_VERSION})
    assert cast.stranger.refused("approveScout", membership) == ["FORBIDDEN"]
    cast.manager.done("approveScout", membership)
    assert cast.scout.refused("publishContent", a_story()) == ["CONSENT_MISSING"]
    assert cast.person.refused("giveConsent", CONSENT) == ["FORBIDDEN"]
    cast.scout.done("giveConsent", CONSENT)
    assert cast.public.data(NEWEST, offer=OFFER)["scouts"]["totalCount"] == 1


def publication(cast: Cast) -> None:
    """A story, published once however often it is sent."""
    first = cast.scout.done("publishContent", a_story(), f"content {{ {CONTENT} }}", key="p1")["content"]
    assert (
        cast.scout.done("publishContent", a_story(), f"content {{ {CONTENT} }}", key="p1")["content"] == first
    )
    assert (first["state"], first["isPublic"], first["version"]) == ("PUBLISHED", True, 1)
    seen = cast.public.data(NEWEST, offer=OFFER)
    assert [edge["node"]["title"]["value"] for edge in seen["scoutContents"]["edges"]] == [
        "Le chemin des bergers"
    ]
    assert seen["node"]["scoutContents"]["totalCount"] == 1
    html = cast.public.data(
        "query ($id: ID!) { node(id: $id) { ... on ScoutContent { bodyHtml { value } } } }", id=first["id"]
    )["node"]["bodyHtml"]["value"]
    assert "<em>beau</em>" in html
    assert "<script" not in html
    cast.known["first"] = first


def perk(cast: Cast) -> None:
    """A perk on the same provider, claimed after publication: in review until it is said."""
    now = SystemClock().now()
    first = cast.known["first"]
    offered = {
        "communities": [HOME],
        "kind": "PREFERENTIAL_RATE",
        "title": "Demi-tarif",
        "offer": gid("Offer", "5003"),
        "quota": 1,
        "opensAt": (now - timedelta(days=1)).isoformat(),
        "closesAt": (now + timedelta(days=1)).isoformat(),
    }
    assert cast.stranger.refused("createPerk", offered) == ["FORBIDDEN"]
    made = cast.manager.done("createPerk", offered, "perk { id remaining }")["perk"]
    assert made["remaining"] == 1
    assert cast.stranger.refused("claimPerk", {"perk": made["id"]}) == ["NOT_FOUND"]
    assert cast.scout.data("{ viewer { perks { edges { node { id } } } } }")["viewer"]["perks"]["edges"] == [
        {"node": {"id": made["id"]}}
    ]
    cast.scout.done("claimPerk", {"perk": made["id"]}, key="k1")
    cast.scout.done("claimPerk", {"perk": made["id"]}, key="k1")
    assert cast.scout.refused("claimPerk", {"perk": made["id"]}) == ["CONFLICT"]
    own = cast.scout.data(f"{{ viewer {{ ownContents {{ edges {{ node {{ {CONTENT} }} }} }} }} }}")
    (waiting,) = (edge["node"] for edge in own["viewer"]["ownContents"]["edges"])
    assert (waiting["state"], waiting["reviewReason"]) == ("SUBMITTED", "PERK_CLAIMED")
    assert waiting["statement"]["automated"] is True
    assert cast.shown() == []
    decided = {"content": first["id"], "expectedVersion": waiting["version"], "decision": "APPROVE"}
    assert cast.manager.refused("moderateContent", decided) == ["DISCLOSURE_REQUIRED"]
    update = {name: value for name, value in a_story().items() if name != "kind"}
    update |= {"content": first["id"], "expectedVersion": first["version"]}
    assert cast.scout.refused("updateContent", update) == ["CONFLICT"]
    update["expectedVersion"] = waiting["version"]
    assert cast.scout.refused("updateContent", update) == ["DISCLOSURE_REQUIRED"]
    update["commercialDisclosure"] = "COLLABORATION_COMMERCIALE"
    said = cast.scout.done("updateContent", update, f"content {{ {CONTENT} }}")["content"]
    assert said["state"] == "PUBLISHED"
    (edge,) = cast.shown()
    assert edge["node"]["commercialDisclosure"] == "COLLABORATION_COMMERCIALE"
    cast.known["said"] = said


def moderation(cast: Cast) -> None:
    """Somebody reports it, the manager takes it down with reasons, the author contests, the Region restores."""
    first, said = cast.known["first"], cast.known["said"]
    problem = {"about": first["id"], "ground": "WRONG", "text": "Le chemin est fermé depuis mai."}
    receipt = cast.public.done("reportProblem", problem, "report { receipt state }")["report"]["receipt"]
    removal = {"content": first["id"], "expectedVersion": said["version"], "decision": "REMOVE"}
    assert cast.manager.refused("moderateContent", removal) == ["INVALID_ARGUMENT"]
    removal |= {"facts": "Le chemin est fermé depuis mai.", "ground": "Charte, article 4"}
    removal["reports"] = [receipt]
    assert cast.stranger.refused("moderateContent", removal) == ["FORBIDDEN"]
    assert cast.person.refused("moderateContent", removal) == ["FORBIDDEN"]
    removed = cast.manager.done("moderateContent", removal, f"content {{ {CONTENT} }}")["content"]
    assert (removed["state"], removed["statement"]["canContest"]) == ("REMOVED", True)
    asked = "query ($receipt: String!) { problemReport(receipt: $receipt) { state answer } }"
    assert cast.public.data(asked, receipt=receipt)["problemReport"] == {
        "state": "ANSWERED",
        "answer": "REMOVE: Charte, article 4",
    }
    assert cast.public.refused("reportProblem", problem) == ["NOT_FOUND"]
    assert cast.stranger.refused("moderateContent", removal) == ["NOT_FOUND"]
    contest = {"content": first["id"], "text": "Il est ouvert de nouveau depuis juin."}
    contested = cast.person.done("contestDecision", contest, f"content {{ {CONTENT} }}")["content"]
    restore = {"content": first["id"], "expectedVersion": contested["version"], "decision": "RESTORE"}
    assert cast.manager.refused("moderateContent", restore) == ["FORBIDDEN"]
    restored = cast.region.done(
        "moderateContent", restore, f"content {{ {CONTENT} history {{ act role after }} }}"
    )["content"]
    assert [event["act"] for event in restored["history"]] == [
        *("RESTORE", "CONTEST", "REMOVE", "UPDATE", "REVIEW", "CREATE")
    ]
    assert len(cast.shown()) == 1


def consent(cast: Cast) -> None:
    """The consent taken back hides everything before the answer comes; given again, it is back."""
    cast.person.done("withdrawConsent", {"purpose": "PUBLISH"})
    gone = cast.public.data(NEWEST, offer=OFFER)
    assert (gone["scoutContents"]["edges"], gone["scouts"]["totalCount"]) == ([], 0)
    assert (
        cast.public.data("query ($id: ID!) { node(id: $id) { id } }", id=cast.known["first"]["id"])["node"]
        is None
    )
    assert cast.scout.refused("publishContent", a_story()) == ["CONSENT_MISSING"]
    cast.scout.done("giveConsent", CONSENT)
    assert len(cast.shown()) == 1


def erasure(cast: Cast) -> None:
    """All of it to take away, then nothing of it left but a receipt."""
    exported = json.loads(cast.person.done("exportMyData", None, "json")["json"])
    assert exported["scout"]["publicName"] == "Anna du Trièves"
    assert [len(exported[part]) for part in ("contents", "consents", "claims", "signatures")] == [1, 2, 1, 1]
    assert exported["contents"][0]["source"]["fr"].startswith("Un *beau* matin.")
    erased = cast.person.done("requestErasure", None, "erasure { receipt completedAt }")
    assert erased["erasure"]["completedAt"]
    assert cast.person.done("requestErasure", None, "erasure { receipt completedAt }") == erased
    assert cast.public.data(NEWEST, offer=OFFER)["scouts"]["totalCount"] == 0
    assert cast.person.refused("exportMyData") == ["NOT_FOUND"]
    assert cast.scout.refused("publishContent", a_story()) == ["NOT_FOUND"]
    assert (
        cast.public.data("query ($id: ID!) { node(id: $id) { id } }", id=cast.known["first"]["id"])["node"]
        is None
    )


@pytest.mark.timeout(90)
def test_from_invitation_to_erasure(gateway: Served) -> None:
    cast = cast_of(gateway)
    for chapter in (invitation, admission, publication, perk, moderation, consent, erasure):
        chapter(cast)


def test_an_answer_that_is_kept_is_not_given_again_once_somebody_took_something_back(
    mongo_uri: str, tmp_path: Path
) -> None:
    name = f"test_kept_{secrets.token_hex(4)}"
    asyncio.run(prepare(mongo_uri, name))
    with served(mongo_uri, name, tmp_path, GATEWAY_RESPONSE_CACHE_BYTES="1000000") as gateway:
        cast = cast_of(gateway)
        invitation(cast)
        cast.scout.done("signScoutCharter", {"version": CHARTER_VERSION})
        cast.manager.done("approveScout", {"community": HOME, "scout": cast.known["scout"]})
        cast.scout.done("giveConsent", CONSENT)
        made = cast.scout.done("publishContent", a_story(), "content { id }")["content"]
        assert len(cast.shown()) == 1
        cast.scout.done("publishContent", a_story(), "content { id }")
        deadline = time.monotonic() + 10
        while len(cast.shown()) != 2:
            assert time.monotonic() < deadline, "what is new takes back what was kept before"
            time.sleep(0.02)
        cast.person.done("withdrawContent", {"content": made["id"]})
        assert len(cast.shown()) == 1, "the second one; the first is gone at once"
        cast.person.done("withdrawConsent", {"purpose": "PUBLISH"})
        assert cast.shown() == []
    with blocking_client(mongo_uri, seconds=5) as client:
        client.drop_database(name)
