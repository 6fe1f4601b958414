"""Offers that are not public are found nowhere: every field, every argument, every route, by everybody.

The questions are made from the schema and the routes of the running product, so a new field is asked by itself.
Where that cannot be (an argument that nothing is known for, a route), a test fails until somebody teaches it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from urllib.parse import quote

import pytest
from graphql import GraphQLSchema, get_named_type, is_composite_type, is_interface_type, is_union_type
from hidden_planting import Planted
from hidden_story import REASONS, Story, told

from gateway.testing.stage import staged
from sources.apidae.policies.reasons import Reason

pytestmark = pytest.mark.timeout(240)
"""The fixture tells the whole story; where others work on the same cores that takes its time."""

SHOWS_NONE = {
    "OfferDossier.offer": "only for those who answer for offers",
    "OfferDossier.preview": "only for those who answer for offers",
    "Change.replacedBy": "nothing was replaced",
    "Event.superEvent": "the small catalogue has no programme; loaded like any offer",
    "Event.subEvents": "the small catalogue has no programme; loaded like any offer",
    "ScoutPerk.offer": "only for scouts who may claim it; loaded like any offer",
}
"""Fields that give offers and need not have shown one beforehand, and why."""


def urls(path: str, one: Planted) -> Sequence[str] | None:
    """What to ask of a route about a hidden offer."""
    page = quote(f"http://127.0.0.1:8000/embed/offer?key=pk_demo&id={one.id}")
    known: dict[str, Sequence[str]] = {
        "/graphql": [],
        "/health/live": [path],
        "/health/ready": [path],
        "/schema.graphql": [path],
        "/": [path],
        "/console/examples.json": [path],
        "/console/{name}": [],
        "/favicon.ico": [],
        "/widget/1/query": [
            f"{path}?key=pk_demo&operation=offer&id={one.id}",
            f"{path}?key=pk_demo&operation=offer&slug={one.slug}",
            f"{path}?key=pk_demo&operation=offers&limit=12",
            f"{path}?key=pk_demo&operation=stories&limit=12",
        ],
        "/widget/1/{name:path}": [],
        "/embed/files/{name}": [],
        "/embed/offers.html": [f"{path}?key=pk_demo&limit=12"],
        "/embed/{kind}": [
            f"/embed/offer?key=pk_demo&id={one.id}",
            f"/embed/offer?key=pk_demo&slug={one.slug}",
            "/embed/offers?key=pk_demo&limit=12",
            "/embed/stories?key=pk_demo&limit=12",
        ],
        "/oembed": [f"{path}?url={page}"],
        "/widgets": [path],
        "/m/{signature}/{width:int}.webp": [],  # its addresses stand in answers only, and are signed
        "/hooks/meta": [],
        "/hooks/meta/deletion/{code}": [],
    }
    return known.get(path)


@pytest.fixture(scope="module")
def story(mongo_uri: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Told once."""
    options = {"apidae": {"size": "110", "seed": "hidden"}}
    with staged(mongo_uri, options=options) as stage:
        stage.stop()
        yield asyncio.run(told(stage, tmp_path_factory.mktemp("hidden"), urls))


def test_offers_were_seen_in_every_place_before_they_were_hidden(story: Story) -> None:
    assert not story.failed
    missing = {place for place in story.wanted if not story.before.get(place)} - SHOWS_NONE.keys()
    assert not missing, "nothing would be missed there"
    chosen = {one.number for one in story.fallen}
    assert not {p for p, seen in story.before.items() if not seen & chosen} - SHOWS_NONE.keys()


def test_they_are_hidden_for_every_reason_and_those_who_answer_for_them_are_told(story: Story) -> None:
    assert {one.reason for one in story.fallen} == {one.reason for one in story.unborn} == set(REASONS)
    for one in story.planted:
        if one.reason is Reason.NOT_PUBLISHED_IN_APIDAE:
            assert story.region[one.number] == [], "Apidae does not give it at all"
        else:
            assert one.reason.name in story.region[one.number], one
    assert {one.number for one in story.planted if one.reason is Reason.PHASE_NOT_OPEN} <= story.waiting


def test_the_region_reads_answers_and_never_who_signed_or_whose_account_it_was(story: Story) -> None:
    for one in story.planted:
        seen = {"reponse", "preuve", "remarque", "relecture"}
        seen |= {"note"} if one.reason is Reason.WITHDRAWN_BY_OFFICE else set()
        assert story.read[one.number] == (set() if one.reason is Reason.NOT_PUBLISHED_IN_APIDAE else seen)


def test_no_answer_holds_anything_of_a_hidden_offer(story: Story) -> None:
    assert story.asked > 100
    assert not story.leaked


def test_a_hidden_offer_is_answered_exactly_like_one_that_does_not_exist(story: Story) -> None:
    assert not story.hints


def test_no_route_shows_one(story: Story) -> None:
    assert not story.unknown_routes, "teach `urls` what to ask there about a hidden offer"
    assert not story.routes


def test_every_field_that_can_be_asked_was_asked(story: Story) -> None:
    assert not reachable(story.schema) - story.covered


def reachable(schema: GraphQLSchema, but: Sequence[str] = ()) -> set[str]:
    """All fields that lead on from `Query`, each as `Type.field`; not through the types named by `but`."""
    found: set[str] = set()
    waiting = [schema.query_type]
    seen = {"Query", *but}
    while waiting:
        kind = waiting.pop()
        below = [get_named_type(one.type) for one in getattr(kind, "fields", {}).values()]
        found |= {f"{kind.name}.{name}" for name in getattr(kind, "fields", {})}  # type: ignore[union-attr]
        if is_interface_type(kind) or is_union_type(kind):
            below += schema.get_possible_types(kind)  # type: ignore[arg-type]
        for one in below:
            if is_composite_type(one) and one.name not in seen:
                seen.add(one.name)
                waiting.append(one)  # type: ignore[arg-type]
    return found


PRIVATE = {
    "OfferDossier",
    "OfferPath",
    "IndicatorAnswer",
    "CorrectionRequest",
    "JournalEntry",
    "DossierReason",
}


def test_only_dossiers_lead_to_answers_reasons_and_journals(story: Story) -> None:
    schema = story.schema
    # what a version of the policy would change is told to the Region alone, with the reasons
    ways = ("OfferDossier", "PolicyDifference")
    without = {place.split(".")[0] for place in reachable(schema, but=ways)}
    assert not PRIVATE & without, "some way leads there that does not go through a dossier"
    holders = {
        f"{kind.name}.{name}"
        for kind in schema.type_map.values()
        for name, one in getattr(kind, "fields", {}).items()
        if get_named_type(one.type).name in {"OfferDossier", "OfferDossierConnection"}
    }
    lists = {"Viewer.dossiers", "Viewer.phasePreview"}
    assert holders == {*lists, "OfferDossierEdge.node", "DossierPayload.dossier"}
