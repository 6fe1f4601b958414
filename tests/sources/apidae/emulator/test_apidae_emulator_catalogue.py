"""The invented catalogue: the same for the same seed, valid, varied, with its odd cases."""

import json
from collections import Counter
from datetime import date
from typing import Any

import jsonschema
import orjson
import pytest

from sources.apidae.emulator.elements import table
from sources.apidae.emulator.generator import Catalogue
from sources.apidae.emulator.generator.contacts import Handles
from sources.apidae.emulator.generator.grammar import at, of
from sources.apidae.emulator.generator.offices import office_name
from sources.apidae.emulator.levels import AXES, CRITERION, DISTINCTION
from sources.apidae.emulator.places import load_communes

TODAY = date(2026, 11, 24)
LEVELS = set(CRITERION.values())


@pytest.fixture(scope="module")
def objects(app) -> list[dict[str, Any]]:
    """Every object of the shared emulator, seen or not."""
    store = app.state.world.store
    return [store.item(number) for number in sorted(store.facts)]


@pytest.fixture(scope="module")
def offers(objects) -> list[dict[str, Any]]:
    """All of them but the providers."""
    return [item for item in objects if item["type"] != "STRUCTURE"]


def levels_of(item: dict[str, Any]) -> list[int]:
    return [one["id"] for one in item["presentation"].get("typologiesPromoSitra", ()) if one["id"] in LEVELS]


def distinctions_of(item: dict[str, Any]) -> list[int]:
    new = set(DISTINCTION.values())
    return [one["nom"]["id"] for one in item.get("distinctions", ()) if one["nom"]["id"] in new]


def axes_of(ids: list[int]) -> list[str]:
    return [axis for axis in AXES for level in (1, 2, 3) if CRITERION[axis, level] in ids]


def test_the_same_seed_makes_the_same_catalogue():
    communes = load_communes()
    first, again, other = (
        [orjson.dumps(made.offer) for made in Catalogue(120, seed, TODAY, communes)]
        for seed in ("a", "a", "b")
    )
    assert first == again
    assert first != other


def test_the_size_is_exact_and_ids_grow(objects):
    ids = [item["id"] for item in objects]
    assert len(ids) == len(set(ids)) == 1000
    assert len({item["identifier"] for item in objects}) == 1000


def test_every_object_passes_the_official_schema(objects, reference):
    schema = json.loads((reference / "apidae/schemas/apidae_api_v002.schema.json").read_text("utf-8"))
    whole = jsonschema.Draft202012Validator(schema)
    for item in objects:
        known = {key: value for key, value in item.items() if key != "distinctions"}
        problems = [f"{item['id']} {error.json_path}: {error.message}" for error in whole.iter_errors(known)]
        assert problems == []


def test_every_element_is_a_fact_of_the_thesaurus(reference):
    thesaurus = json.loads((reference / "apidae/thesaurus/elements_reference.json").read_text("utf-8"))
    known = {one["id"]: one for one in thesaurus}
    for number, element in table().items():
        fact = known[number]
        for key in ("elementReferenceType", "libelleFr", "libelleEn", "libelleDe", "libelleIt"):
            assert element.get(key) == fact.get(key), (number, key)
        for key in ("familleCritere", "parent"):
            assert element.get(key, {}).get("id") == fact.get(key, {}).get("id"), (number, key)


def test_the_nine_levels_and_the_families_are_in_the_table():
    wanted = LEVELS | {
        3333,
        3283,
        3284,
        3313,
        3234,
        4765,
        4766,
        3409,
        3216,
        3408,
        1588,
        1604,
        3038,
        3757,
        5870,
    }
    assert wanted <= set(table())


def test_every_type_that_a_day_out_needs_is_there(objects):
    types = Counter(item["type"] for item in objects)
    wanted = {
        "ACTIVITE",
        "FETE_ET_MANIFESTATION",
        "EQUIPEMENT",
        "PATRIMOINE_CULTUREL",
        "PATRIMOINE_NATUREL",
        "DEGUSTATION",
        "RESTAURATION",
        "COMMERCE_ET_SERVICE",
        "STRUCTURE",
        "SEJOUR_PACKAGE",
        "HEBERGEMENT_LOCATIF",
        "HEBERGEMENT_COLLECTIF",
        "HOTELLERIE",
        "HOTELLERIE_PLEIN_AIR",
    }
    assert set(types) == wanted
    assert types["ACTIVITE"] > 100
    assert 60 <= types["STRUCTURE"] <= 100


def test_the_five_families_can_be_told(world):
    keys = Counter(key for facts in world.store.facts.values() for key in facts.keys)
    outdoors = (
        "critere:ActiviteType_1789",
        "critere:EquipementActivite_3333",
        "critere:TypologiePromoSitra_1676",
    )
    know_how = ("type:PATRIMOINE_CULTUREL", "critere:ActiviteType_1790", "critere:TypologiePromoSitra_4794")
    food = ("critere:DegustationStatutExploitant_3038", "type:RESTAURATION", "critere:DescriptifTheme_5870")
    wine = ("critere:TypologiePromoSitra_1588", "critere:TypologiePromoSitra_1604", "critere:AopAocIgp_4275")
    rest = (
        "critere:EquipementActivite_3234",
        "critere:EquipementActivite_4765",
        "critere:EquipementActivite_3409",
    )
    for key in (*outdoors, *know_how, *food, *wine, *rest):
        assert keys[key] >= 3, key


def test_names_are_nearly_all_distinct_and_texts_vary(offers):
    names = {item["nom"]["libelleFr"] for item in offers}
    assert len(names) > 0.96 * len(offers)
    texts = {item["presentation"].get("descriptifDetaille", {}).get("libelleFr") for item in offers}
    assert len(texts) > 0.8 * len(offers)
    assert not any("{" in name or "}" in name for name in names)


def test_three_offers_in_four_have_one_criterion_on_each_axis(offers):
    sound = [item for item in offers if sorted(axes_of(levels_of(item))) == sorted(AXES)]
    assert 0.74 <= len(sound) / len(offers) <= 0.83


@pytest.mark.parametrize(
    ("edge", "share"),
    [
        ("no_geojson", 0.03),
        ("no_picture", 0.20),
        ("distinctions_only", 0.05),
        ("both_forms", 0.03),
        ("axis_missing", 0.08),
        ("no_level", 0.05),
        ("two_levels", 0.02),
        ("unpublished", 0.03),
        ("outside_region", 0.02),
        ("outside_project", 0.01),
        ("translated_en", 63 / 130),
        ("social_links", 0.52),
    ],
)
def test_odd_cases_come_in_their_share(world, offers, edge, share):
    found = sum(edge in facts.edges for facts in world.store.facts.values())
    assert found == pytest.approx(share * len(offers), rel=0.15, abs=2)


def test_each_form_of_the_levels_is_what_it_says(world, offers):
    for item in offers:
        edges = world.store.facts[item["id"]].edges
        axes, new = axes_of(levels_of(item)), distinctions_of(item)
        if "distinctions_only" in edges:
            assert (axes, len(new)) == ([], 3)
        elif "both_forms" in edges:
            assert (axes, len(new)) == (list(AXES), 3)
        elif "axis_missing" in edges:
            assert 1 <= len(axes) <= 2
            assert not new
        elif "no_level" in edges:
            assert not axes
            assert not new
        elif "two_levels" in edges:
            assert (len(axes), len(set(axes))) == (4, 3)
        else:
            assert (axes, new) == (list(AXES), [])


def test_what_is_missing_is_missing(world, offers):
    for item in offers:
        edges = world.store.facts[item["id"]].edges
        location = item["localisation"]
        assert ("geoJson" not in location["geolocalisation"]) == ("no_geojson" in edges)
        assert location["geolocalisation"]["valide"] == ("no_geojson" not in edges)
        assert ("illustrations" not in item) == ("no_picture" in edges)
        assert ("ouverture" not in item) == ("no_opening" in edges)
        assert ("descriptifCourt" not in item["presentation"]) == ("no_short_text" in edges)
        assert ("territoiresAffectes" not in location) == ("outside_region" in edges)


def test_openings_come_in_every_form(offers):
    periods = [one for item in offers for one in item.get("ouverture", {}).get("periodesOuvertures", ())]
    assert {one["type"] for one in periods} == {
        "OUVERTURE_TOUS_LES_JOURS",
        "OUVERTURE_SEMAINE",
        "OUVERTURE_SAUF",
        "OUVERTURE_MOIS",
    }
    assert any(one["tousLesAns"] and one["dateFin"] < "2022" for one in periods)
    assert any(one.get("horaireFermeture", "99") < one.get("horaireOuverture", "00") for one in periods)
    assert any("ouverturesExceptionnelles" in one for one in periods)
    assert any("horaires" in one for one in periods)
    assert any("fermeturesExceptionnelles" in item.get("ouverture", {}) for item in offers)
    assert max(len(item.get("ouverture", {}).get("periodesOuvertures", ())) for item in offers) == 20
    assert len({one["identifiant"] for one in periods}) == len(periods)


def test_every_price_indication_comes_up(offers):
    assert {item["descriptionTarif"]["indicationTarif"] for item in offers} == {
        "GRATUIT",
        "ACCES_LIBRE",
        "ACCES_LIBRE_STATIONNEMENT_PAYANT_OBLIGATOIRE",
        "ACCES_LIBRE_TRANSPORT_PAYANT",
        "ENTREE_LIBRE",
        "PARTICIPATION_LIBRE",
        "PAYANT_TARIFS_NON_COMMUNIQUES",
        "PAYANT",
    }


def test_every_offer_can_be_contacted_and_half_have_accounts(offers):
    handles = []
    for item in offers:
        means = {
            one["type"]["id"]: one["coordonnees"]["fr"] for one in item["informations"]["moyensCommunication"]
        }
        assert 201 in means
        accounts = [one for one in item.get("multimedias", ()) if one["type"] == "INSTAGRAM"]
        assert (207 in means) == bool(accounts)
        if accounts:
            handle = means[207].removeprefix("https://www.facebook.com/")
            assert accounts[0]["traductionFichiers"][0]["url"] == f"https://www.instagram.com/{handle}/"
            handles.append(handle)
    assert len(handles) == len(set(handles))
    assert all(len(handle) <= 30 and handle.replace(".", "").isalnum() for handle in handles)


def test_a_handle_is_given_only_once():
    handles = Handles()
    assert handles.take("Ferme de l'Étang", 5_000_001) == "fermedeletang"
    assert handles.take("Ferme de l'Etang", 5_000_002) == "fermedeletang.5000002"


def test_contacts_use_numbers_and_hosts_kept_for_fiction(objects):
    for item in objects:
        for one in item["informations"]["moyensCommunication"]:
            value = one["coordonnees"]["fr"]
            if one["type"]["id"] == 201:
                assert value.startswith(("04 65 71 ", "06 39 98 "))
            elif one["type"]["id"] == 204:
                assert value.endswith(".example")


def test_pictures_have_every_rendition_on_an_invented_host(offers):
    files = [one["traductionFichiers"][0] for item in offers for one in item.get("illustrations", ())]
    assert len(files) > 800
    for file in files:
        for key in ("url", "urlListe", "urlFiche", "urlDiaporama", "urlQHD"):
            assert file[key].startswith("https://static.apidae-tourisme.example/")


def test_owners_are_offices_and_providers_are_objects_of_the_catalogue(objects, offers):
    ids = {item["id"]: item["type"] for item in objects}
    assert all(
        item["gestion"]["membreProprietaire"]["nom"].startswith("Office de tourisme") for item in objects
    )
    assert len({item["gestion"]["membreProprietaire"]["id"] for item in objects}) > 100
    providers = [
        item["informations"]["structureGestion"]
        for item in offers
        if "structureGestion" in item["informations"]
    ]
    assert len(providers) > 0.5 * len(offers)
    assert all(ids[card["id"]] == "STRUCTURE" for card in providers)
    assert all(
        set(card) == {"type", "id", "nom", "identifier", "state", "adresse", "geolocalisation"}
        for card in providers
    )


def test_some_links_leave_the_project(objects, offers):
    known = {item["id"] for item in objects}
    links = [
        link["objetTouristique"]["id"]
        for item in offers
        for link in item.get("liens", {}).get("liensObjetsTouristiquesTypes", ())
    ]
    assert any(number in known for number in links)
    assert any(number not in known for number in links)


@pytest.mark.parametrize(
    ("epci", "office"),
    [
        ("CC du Trièves", "Office de tourisme du Trièves"),
        ("CC Le Grésivaudan", "Office de tourisme du Grésivaudan"),
        ("CC des Vallons du Lyonnais (CCVL)", "Office de tourisme des Vallons du Lyonnais"),
        ("CC de l'Oisans", "Office de tourisme de l'Oisans"),
        ("CC Arve et Salève", "Office de tourisme d'Arve et Salève"),
        ("Métropole de Lyon", "Office de tourisme de la Métropole de Lyon"),
        ("Grenoble-Alpes-Métropole", "Office de tourisme de Grenoble-Alpes-Métropole"),
    ],
)
def test_an_office_takes_the_name_of_its_epci(epci, office):
    assert office_name(epci) == office


def test_french_articles_contract():
    assert [
        of(name) for name in ("le Mas", "les Granges", "la Combe", "l'Étang", "Annecy", "Lyon", "Le Bourget")
    ] == [
        "du Mas",
        "des Granges",
        "de la Combe",
        "de l'Étang",
        "d'Annecy",
        "de Lyon",
        "du Bourget",
    ]
    assert [at(name) for name in ("le Mas", "les Granges", "la Combe", "Annecy")] == [
        "au Mas",
        "aux Granges",
        "à la Combe",
        "à Annecy",
    ]
