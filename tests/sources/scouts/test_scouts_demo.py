"""Demo content: about the offers that are known, for everybody to see, the same again and again."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from scouts_world import NOW, Catalogue, World, gid, open_world

from gateway.source import Context
from gateway.store import CommandJournal, Store
from sources.scouts.demo import demo
from sources.scouts.demo.contents import contents
from sources.scouts.demo.grammar import at, of
from sources.scouts.demo.scouts import scouts
from sources.scouts.demo.themes.choosing import theme_of
from sources.scouts.demo.writing import Subject
from sources.scouts.settings import ScoutsSettings

NAMES = ("Sentier du Loup", "Cave des Granges", "Atelier de laine", "Café de la Gare", "À vélo", "Chez Malo")
CATALOGUE = Catalogue(
    offers={
        f"{5_000_000 + 13 * rank}": (f"{NAMES[rank % len(NAMES)]} {rank}", f"{department}{rank:03d}")
        for rank in range(120)
        for department in [
            ("01", "03", "07", "15", "26", "38", "42", "43", "63", "69", "73", "74")[rank % 12]
        ]
    },
    communes={
        f"{department}{rank:03d}": f"Commune {rank}"
        for rank in range(120)
        for department in [
            ("01", "03", "07", "15", "26", "38", "42", "43", "63", "69", "73", "74")[rank % 12]
        ]
    },
)


async def everything(world: World) -> dict[str, list[dict[str, Any]]]:
    room = world.opened.by_name["scouts"].runtime().store
    collections = {name: room.books.of(name) for name in ("scouts", "contents", "communities")}
    return {name: await one.find({}, sort=(("_id", 1),)) for name, one in collections.items()}


async def run(world: World) -> str:
    context: Context[Any] = world.context()
    return await demo(context)


async def test_the_demo_fills_communities_scouts_and_contents_about_known_offers(database: Store) -> None:
    async with open_world(database, catalogue=CATALOGUE) as world:
        sentence = await run(world)
        found = await everything(world)
        data = await world.data(
            """{ communities { totalCount } scouts { totalCount } scoutContents { totalCount }
              offers(first: 50) { edges { node { id scoutContents { totalCount edges { node {
                __typename author { publicName } mentions { id } communes { name } } } } } } } }"""
        )
    assert re.fullmatch(r"Wrote \d+ scouts and 480 contents about offers, \d+ of them public\.", sentence)
    assert data["communities"]["totalCount"] == 5
    assert data["scouts"]["totalCount"] == len(found["scouts"]) - 4 >= 60
    assert data["scoutContents"]["totalCount"] >= 400
    pages = [edge["node"]["scoutContents"] for edge in data["offers"]["edges"]]
    assert sum(1 for page in pages if 1 <= page["totalCount"] <= 6) >= 40
    shown = [edge["node"] for page in pages for edge in page["edges"]]
    assert all(node["author"] and node["mentions"] and node["communes"] for node in shown)
    assert {node["__typename"] for node in shown} == {"Story", "Tip", "Article", "PhotoSet", "Itinerary"}


async def test_a_second_run_reads_the_mark_and_changes_nothing(
    database: Store, journal: CommandJournal
) -> None:
    async with open_world(database, catalogue=CATALOGUE) as world:
        await run(world)
        before = await everything(world)
        journal.reset()
        assert await run(world) == "Demo content of scouts is up to date."
        assert sum(counts.started for counts in journal.snapshot().values()) == 1
        await world.scouts.set_demo_mark("interrupted")
        await run(world)
        assert await everything(world) == before


async def test_other_offers_or_settings_make_other_content_and_leave_nothing_of_the_old(
    database: Store,
) -> None:
    async with open_world(database, catalogue=CATALOGUE) as world:
        await run(world)
    few = Catalogue(offers={"7": ("Lac du Mas", "38226")}, communes={"38226": "Mens"})
    async with open_world(database, catalogue=few, settings=ScoutsSettings(demo_contents=30)) as world:
        await run(world)
        found = await everything(world)
    assert len(found["contents"]) == 30
    assert {tuple(content["offers"]) for content in found["contents"]} == {("7",)}


async def test_without_offers_nothing_is_written(database: Store) -> None:
    async with open_world(database, catalogue=Catalogue(offers={}, communes={})) as world:
        assert await run(world) == "No offers are known yet, so scouts have nothing to write about."
        assert await everything(world) == {"scouts": [], "contents": [], "communities": []}


async def test_without_names_of_communes_the_texts_speak_of_the_village(database: Store) -> None:
    async with open_world(database, settings=ScoutsSettings(demo_contents=40), name_communes=False) as world:
        await run(world)
        found = await everything(world)
    texts = [content["body"]["fr"] for content in found["contents"]]
    assert any("village" in text for text in texts)
    assert not any("None" in text for text in texts)


async def test_what_the_demo_hides_is_hidden_for_different_reasons(database: Store) -> None:
    async with open_world(database, catalogue=CATALOGUE) as world:
        await run(world)
        found = await everything(world)
        hidden = {scout["publicName"]: scout["_id"] for scout in found["scouts"] if not scout["visible"]}
        ids = [gid("Scout", key) for key in hidden.values()]
        nodes = await world.data("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=ids)
    assert nodes["nodes"] == [None] * 4
    assert set(hidden) == {"Philémon R.", "Hyacinthe P.", "Mahaut S.", "Honoré L."}
    written = Counter(content["scout"] for content in found["contents"])
    assert all(written[key] for key in hidden.values())
    assert any(len(scout["communities"]) == 2 for scout in found["scouts"])


def subjects() -> list[Subject]:
    return [
        Subject(key, name, insee, CATALOGUE.communes[insee])
        for key, (name, insee) in CATALOGUE.offers.items()
    ]


@pytest.fixture(scope="module")
def made() -> list[Any]:
    return contents("partir-ici", 480, subjects(), scouts("partir-ici", NOW), NOW)


def test_contents_vary_in_kind_state_disclosure_licence_language_and_date(made: list[Any]) -> None:
    assert {one["state"] for one in made} == {
        *("DRAFT", "SUBMITTED", "PUBLISHED", "REJECTED", "WITHDRAWN", "REMOVED")
    }
    assert {one["commercialDisclosure"] for one in made} == {"NONE", "PUBLICITE", "COLLABORATION_COMMERCIALE"}
    assert {frozenset(one["body"]) for one in made} == {
        frozenset(tags) for tags in (["fr"], ["fr", "en"], ["fr", "de"], ["fr", "en", "de"])
    }
    dates = [one["postedAt"] for one in made if one["postedAt"]]
    assert NOW - timedelta(days=551) < min(dates) < NOW - timedelta(days=500)
    assert NOW - timedelta(days=10) < max(dates) < NOW
    assert all(6 <= date.hour <= 21 for date in dates)
    assert len({one["_id"] for one in made}) == 480
    bodies = [one["body"]["fr"] for one in made]
    assert len(set(bodies)) > 470


def test_texts_name_their_offer_and_leave_no_gap(made: list[Any]) -> None:
    names = {subject.key: subject.name for subject in subjects()}
    for one in made:
        for texts in (one["title"], one["body"]):
            assert set(texts) == set(one["body"])
            assert not any(re.search(r"[{}]|None|  | [;:!?]", text) for text in texts.values())
        assert all(names[key] in one["body"]["fr"] for key in one["offers"])
    assert all(one["alt"] and one["credit"] for content in made for one in content["pictures"])
    assert all(len(content["pictures"]) >= 2 for content in made if content["kind"] == "PHOTO_SET")


def test_authors_mostly_know_the_department_they_write_about(made: list[Any]) -> None:
    people = {one["_id"]: one for one in scouts("partir-ici", NOW)}
    insee = {subject.key: subject.insee for subject in subjects()}
    at_home = [
        any(insee[one["offers"][0]][:2] in place["departments"] for place in people[one["scout"]]["knows"])
        for one in made
    ]
    assert sum(at_home) > 0.85 * len(made)


def test_the_same_seed_makes_the_same_contents_and_another_one_others(made: list[Any]) -> None:
    again = contents("partir-ici", 480, subjects(), scouts("partir-ici", NOW), NOW)
    assert again == made
    assert contents("autre", 480, subjects(), scouts("autre", NOW), NOW) != made


@pytest.mark.parametrize(
    ("name", "theme"),
    [
        ("Cave coopérative de Dardilly", "wine"),
        ("Marché de nuit au Moulin du Facteur", "table"),
        ("Marche lente et lecture de paysage à Buellas", "walking"),
        ("Sous terre avec un spéléologue au Clos du Berger", "walking"),
        ("À vélo de Limony aux Granges des Abeilles", "cycling"),
        ("Au pas de l’âne à Monnetier-Mornex", "animals"),
        ("Thermes de Saint-Didier", "baths"),
        ("Chambre d’hôtes chez Bastien", "sleeping"),
        ("Nuit des étoiles à la Croix", "evening"),
        ("Verrerie des Granges", "hands"),
        ("Lac du Clos", "water"),
        ("Musée de la vie paysanne", "heritage"),
        ("Une heure avec Jeanne", "anything"),
    ],
)
def test_the_theme_of_an_offer_is_that_of_the_first_telling_word(name: str, theme: str) -> None:
    assert theme_of(name).key == theme


@pytest.mark.parametrize(
    ("place", "to", "from_"),
    [
        ("Vion", "à Vion", "de Vion"),
        ("Ambert", "à Ambert", "d’Ambert"),
        ("Le Puy-en-Velay", "au Puy-en-Velay", "du Puy-en-Velay"),
        ("Les Vans", "aux Vans", "des Vans"),
        ("La Biolle", "à la Biolle", "de la Biolle"),
        ("L'Albenc", "à l'Albenc", "de l'Albenc"),
    ],
)
def test_articles_merge_with_prepositions(place: str, to: str, from_: str) -> None:
    assert (at(place), of(place)) == (to, from_)
