"""Filters and orders of the searches."""

import pytest

from sources.apidae.emulator.geometry import distance_m
from sources.apidae.emulator.text import fold

LIST = "recherche/list-objets-touristiques"
IDS = "recherche/list-identifiants"
GRENOBLE = {"type": "Point", "coordinates": [5.7245, 45.1885]}


async def ids(ask, **query) -> list[int]:
    return (await ask(IDS, **{"count": 200, **query})).json().get("objetTouristiqueIds", [])


async def count(ask, **query) -> int:
    return (await ask(IDS, **query)).json()["numFound"]


def having(world, test) -> list[int]:
    return [number for number in world.store.ordered if test(world.store.facts[number])]


async def test_criteria_by_type(ask, world):
    assert await count(ask, criteresQuery="type:DEGUSTATION") == len(
        having(world, lambda f: f.type == "DEGUSTATION")
    )


async def test_must_must_not_and_parentheses(ask, world):
    text = "+type:EQUIPEMENT -(critere:EquipementActivite_3333 critere:EquipementActivite_3283)"
    excluded = {"critere:EquipementActivite_3333", "critere:EquipementActivite_3283"}
    expected = having(world, lambda f: f.type == "EQUIPEMENT" and not excluded & set(f.keys))
    assert await ids(ask, criteresQuery=text) == expected
    assert expected


async def test_one_level_on_each_axis_as_the_gateway_asks_for_it(ask, world):
    groups = [(6436, 6449, 6450), (6451, 6452, 6453), (6454, 6455, 6456)]
    parts = ["+(" + " ".join(f"critere:TypologiePromoSitra_{one}" for one in group) + ")" for group in groups]
    found = await count(ask, criteresQuery=" ".join(parts))
    assert found == len(
        having(
            world,
            lambda f: all(
                any(f"critere:TypologiePromoSitra_{one}" in f.keys for one in group) for group in groups
            ),
        )
    )
    assert found > 600


async def test_unsigned_terms_are_alternatives_and_optional_beside_a_must(ask):
    either = await count(ask, criteresQuery="type:HOTELLERIE type:RESTAURATION")
    assert either == await count(ask, criteresQuery="type:HOTELLERIE") + await count(
        ask, criteresQuery="type:RESTAURATION"
    )
    assert await count(ask, criteresQuery="+type:HOTELLERIE type:RESTAURATION") == await count(
        ask, criteresQuery="type:HOTELLERIE"
    )


async def test_groups_nest(ask):
    nested = await count(
        ask, criteresQuery="+(type:HOTELLERIE (+type:ACTIVITE +critere:TypologiePromoSitra_4794))"
    )
    apart = await count(ask, criteresQuery="type:HOTELLERIE")
    apart += await count(ask, criteresQuery="+type:ACTIVITE +critere:TypologiePromoSitra_4794")
    assert nested == apart


async def test_a_pure_must_not_keeps_the_rest(ask, world):
    found = await count(ask, criteresQuery="-type:STRUCTURE")
    assert found == len(having(world, lambda f: f.type != "STRUCTURE"))


async def test_an_internal_criterion_and_an_unknown_one(ask, world):
    expected = having(world, lambda f: "critereInterne:70001" in f.keys)
    assert await ids(ask, criteresQuery="critereInterne:70001") == expected
    assert expected
    assert await count(ask, criteresQuery="critere:TypologiePromoSitra_1") == 0
    assert await count(ask, criteresQuery="critere:WrongType_6436") == 0


@pytest.mark.parametrize(
    "text", ["(", ")", "type:A)", "+", "critere:", "nom:x", "()", "+ +type:A", "type:A & type:B"]
)
async def test_wrong_syntax_is_refused_as_text(ask, text):
    answer = await ask(IDS, criteresQuery=text)
    assert answer.status_code == 404
    assert answer.text.startswith("criteresQuery")


async def test_radius_in_metres_around_a_point(ask, world):
    centre = tuple(GRENOBLE["coordinates"])
    expected = having(world, lambda f: f.point is not None and distance_m(centre, f.point) <= 25_000)
    assert await ids(ask, center=GRENOBLE, radius="25000") == expected
    assert expected


async def test_order_by_distance(ask, world):
    centre = tuple(GRENOBLE["coordinates"])
    found = await ids(ask, center=GRENOBLE, radius=60_000, order="DISTANCE")
    distances = [distance_m(centre, world.store.facts[number].point) for number in found]
    assert distances == sorted(distances)
    assert await ids(ask, center=GRENOBLE, radius=60_000, order="DISTANCE", asc=False) == found[::-1]


async def test_order_by_name_ignores_case_and_accents(ask):
    answer = (await ask(LIST, order="NOM", responseFields=["nom"], count=200)).json()
    names = [fold(item["nom"]["libelleFr"]) for item in answer["objetsTouristiques"]]
    assert names == sorted(names)


async def test_random_order_is_stable_for_a_seed(ask):
    first = await ids(ask, order="RANDOM", randomSeed="7")
    assert first == await ids(ask, order="RANDOM", randomSeed="7")
    assert first != await ids(ask, order="RANDOM", randomSeed="8")
    assert first != sorted(first)
    assert (await ids(ask, order="RANDOM", randomSeed="7", first=50, count=20)) == first[50:70]


async def test_random_order_without_a_seed_changes(ask):
    assert await ids(ask, order="RANDOM") != await ids(ask, order="RANDOM")


async def test_order_by_opening_date_gives_events_and_activities_only(ask, world):
    found = await ids(ask, order="DATE_OUVERTURE", dateDebut="2026-12-01", dateFin="2026-12-31")
    assert {world.store.facts[number].type for number in found} == {"FETE_ET_MANIFESTATION", "ACTIVITE"}
    assert found == await ids(
        ask, order="DATE_OUVERTURE", dateDebut="2026-12-01", dateFin="2026-12-31", asc=False
    )


async def test_modified_after_is_a_day_included(ask, world):
    day = sorted(facts.modified for facts in world.store.facts.values())[700]
    assert await count(ask, modifieApres=day) == len(having(world, lambda f: f.modified >= day))


async def test_communes_by_insee_code(ask, world):
    key = next(
        key
        for number in world.store.ordered
        for key in world.store.facts[number].keys
        if key[:8] == "commune:"
    )
    expected = having(world, lambda f: key in f.keys)
    assert await ids(ask, communeCodesInsee=[key.removeprefix("commune:"), "00000"]) == expected


async def test_territories_hold_their_communes(ask, world, edge):
    region = set(await ids(ask, territoireIds=[900084], count=200))
    assert await count(ask, territoireIds=[900084]) == len(world.store.visible) - len(edge("outside_region"))
    assert not region & set(edge("outside_region"))
    departments = [
        900101,
        900103,
        900107,
        900115,
        900126,
        900138,
        900142,
        900143,
        900163,
        900169,
        900173,
        900174,
    ]
    each = [await count(ask, territoireIds=[number]) for number in departments]
    assert all(each)
    assert sum(each) == await count(ask, territoireIds=[900084])
    assert await count(ask, territoireIds=[900201]) > 0


async def test_selections_and_owners(ask, world):
    assert await count(ask, selectionIds=[120004]) == await count(ask, criteresQuery="type:STRUCTURE")
    assert await count(ask, selectionIds=[1]) == 0
    owner = next(key for key in world.store.facts[world.store.ordered[0]].keys if key.startswith("membre:"))
    found = await ids(ask, membreProprietaireIds=[owner.removeprefix("membre:")])
    assert found == having(world, lambda f: owner in f.keys)


async def test_duration_in_minutes(ask, world):
    found = await count(ask, dureeMin=60, dureeMax=120)
    assert found == len(having(world, lambda f: f.minutes is not None and 60 <= f.minutes <= 120))
    assert found


async def test_what_the_emulator_does_not_hold_is_not_found(ask):
    assert await count(ask, listeEnregistreeId=3) == 0
    assert await count(ask, membreProprietaireIdGmcs=[3]) == 0


async def test_words_are_found_whatever_their_case_accents_and_ending(ask):
    found = await count(ask, searchQuery="poterie")
    assert found
    assert found == await count(ask, searchQuery="POTERIE") == await count(ask, searchQuery="  Potérie ")
    assert await count(ask, searchQuery="poter") >= found
    assert await count(ask, searchQuery="poteriez") == 0


async def test_every_word_has_to_occur(ask):
    both = await ids(ask, searchQuery="atelier poterie")
    assert set(both) == set(await ids(ask, searchQuery="atelier")) & set(
        await ids(ask, searchQuery="poterie")
    )


async def test_search_fields_widen_step_by_step(ask):
    name = set(await ids(ask, searchQuery="saule", searchFields="NOM"))
    text = set(await ids(ask, searchQuery="saule", searchFields="NOM_DESCRIPTION"))
    assert name <= text
    label = await count(ask, searchQuery="apiculture", searchFields="NOM_DESCRIPTION_CRITERES")
    assert label > await count(ask, searchQuery="apiculture", searchFields="NOM_DESCRIPTION")


async def test_relevance_puts_names_before_texts(ask):
    answer = (
        await ask(LIST, searchQuery="gare", order="PERTINENCE", responseFields=["nom"], count=200)
    ).json()
    in_name = ["gare" in item["nom"]["libelleFr"].lower() for item in answer["objetsTouristiques"]]
    assert any(in_name)
    assert not all(in_name)
    assert in_name == sorted(in_name, reverse=True)


async def test_another_language_is_searched_when_asked(ask, edge):
    found = await ids(ask, searchQuery="footpath", searchLocale="en", searchFields="NOM_DESCRIPTION")
    assert found
    assert set(found) <= set(edge("translated_en"))
    assert await count(ask, searchQuery="footpath", searchFields="NOM_DESCRIPTION") == 0
