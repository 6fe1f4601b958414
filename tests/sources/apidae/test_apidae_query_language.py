"""Questions as Apidae's queries: what is sent, and that Apidae then counts exactly what the policy lets through."""

from __future__ import annotations

from datetime import date

import pytest
from apidae_bench import Bench, Emu
from apidae_objects import NEW_LEVELS

from gateway.errors import SourceMisconfigured
from sources.apidae.catalogue import Circle, OfferQuery, Order
from sources.apidae.policy import Eligibility, Verdict
from sources.apidae.query_language import QueryLanguage
from sources.apidae.tables.levels import LevelTable, read_distinctions
from sources.apidae.types.words import Axis, OfferFamily, OfferType

ELIGIBILITY = Eligibility(LevelTable(read_distinctions(NEW_LEVELS)), no_encounter=77)
LANGUAGE = QueryLanguage(ELIGIBILITY, 900_084, {"38": 900_138, "73": 900_173})
PLAIN = QueryLanguage(Eligibility(LevelTable({})), None, {})


def test_every_question_asks_for_day_offers_with_all_three_axes() -> None:
    query = PLAIN.translate(OfferQuery())
    assert query == {
        "criteresQuery": "+((+type:EQUIPEMENT) (+type:ACTIVITE) (+type:DOMAINE_SKIABLE) "
        "(+type:PATRIMOINE_CULTUREL) (+type:PATRIMOINE_NATUREL) (+type:DEGUSTATION) "
        "(+type:COMMERCE_ET_SERVICE) (+type:RESTAURATION) (+type:FETE_ET_MANIFESTATION)) "
        "-(+((+(type:FETE_ET_MANIFESTATION) +(critere:FeteEtManifestationCategorie_2107)))) "
        "+(critere:TypologiePromoSitra_6454 critere:TypologiePromoSitra_6455 critere:TypologiePromoSitra_6456) "
        "+(critere:TypologiePromoSitra_6436 critere:TypologiePromoSitra_6449 critere:TypologiePromoSitra_6450) "
        "+(critere:TypologiePromoSitra_6451 critere:TypologiePromoSitra_6452 critere:TypologiePromoSitra_6453)",
        "order": "IDENTIFIANT",
        "asc": True,
    }


def test_new_ids_the_region_and_the_lack_of_encounters_are_asked_for_too() -> None:
    query = LANGUAGE.translate(OfferQuery())
    assert query is not None
    assert "critere:DistinctionNom_9109" in query["criteresQuery"]
    assert query["criteresQuery"].endswith(" -critereInterne:77")
    assert query["territoireIds"] == [900_084]


def test_a_least_level_excludes_lower_ones_because_the_lower_counts() -> None:
    clauses = PLAIN.criteria(OfferQuery(min_levels=((Axis.SOCIAL, 3),)))
    assert clauses.endswith(
        "+(critere:TypologiePromoSitra_6453) -(critere:TypologiePromoSitra_6451 critere:TypologiePromoSitra_6452)"
    )


def test_the_parts_of_a_question_become_keys() -> None:
    query = LANGUAGE.translate(
        OfferQuery(
            text="four à pain",
            departments=("38", "73"),
            near=Circle(5.7, 45.2, 12_000),
            open_on=date(2026, 7, 4),
            order=Order.RANDOM,
            seed="s",
        )
    )
    assert query is not None
    del query["criteresQuery"]
    assert query == {
        "searchQuery": "four à pain",
        "territoireIds": [900_138, 900_173],
        "center": {"type": "Point", "coordinates": [5.7, 45.2]},
        "radius": 12_000,
        "dateDebut": "2026-07-04",
        "dateFin": "2026-07-04",
        "order": "RANDOM",
        "randomSeed": "s",
        "asc": True,
    }


def test_communes_go_without_territories_and_are_narrowed_by_department_here() -> None:
    query = LANGUAGE.translate(OfferQuery(insee=("38185", "69123"), departments=("38",)))
    assert query is not None
    assert query["communeCodesInsee"] == ["38185"]
    assert "territoireIds" not in query
    assert LANGUAGE.translate(OfferQuery(insee=("69123",), departments=("38",))) is None


def test_a_department_without_its_territory_is_for_the_operator_to_set() -> None:
    with pytest.raises(SourceMisconfigured) as caught:
        LANGUAGE.translate(OfferQuery(departments=("01",)))
    assert "APIDAE_DEPARTMENT_TERRITORIES" in str(caught.value.detail)


def _families(verdict: Verdict) -> set[OfferFamily]:
    return {family for family, _ in verdict.families}


PREDICATES = [
    (OfferQuery(), lambda _: True),
    (OfferQuery(types=(OfferType.EXCURSION,)), lambda v: v.type is OfferType.EXCURSION),
    (
        OfferQuery(types=(OfferType.ACTIVITY, OfferType.EVENT)),
        lambda v: v.type in {OfferType.ACTIVITY, OfferType.EVENT},
    ),
    *((OfferQuery(families_any=(one,)), lambda v, one=one: one in _families(v)) for one in OfferFamily),
    (
        OfferQuery(families_any=(OfferFamily.BIEN_ETRE, OfferFamily.OENOTOURISME)),
        lambda v: bool({OfferFamily.BIEN_ETRE, OfferFamily.OENOTOURISME} & _families(v)),
    ),
    (
        OfferQuery(families_all=(OfferFamily.TOURISME_GOURMAND, OfferFamily.OENOTOURISME)),
        lambda v: {OfferFamily.TOURISME_GOURMAND, OfferFamily.OENOTOURISME} <= _families(v),
    ),
    (
        OfferQuery(families_none=(OfferFamily.PLEIN_AIR, OfferFamily.TOURISME_GOURMAND)),
        lambda v: not {OfferFamily.PLEIN_AIR, OfferFamily.TOURISME_GOURMAND} & _families(v),
    ),
    (OfferQuery(families_none=tuple(OfferFamily)), lambda v: not v.families),
    (OfferQuery(min_levels=((Axis.ENVIRONMENT, 2),)), lambda v: v.levels[Axis.ENVIRONMENT] >= 2),
    (
        OfferQuery(min_levels=((Axis.SOCIAL, 3), (Axis.LOCAL_ECONOMY, 2))),
        lambda v: v.levels[Axis.SOCIAL] == 3 and v.levels[Axis.LOCAL_ECONOMY] >= 2,
    ),
    (OfferQuery(departments=("38", "73")), lambda v: v.facts.insee[:2] in {"38", "73"}),
]


@pytest.mark.parametrize(("query", "fits"), PREDICATES)
async def test_apidae_counts_exactly_what_the_policy_lets_through(
    query, fits, bench: Bench, whole: Emu
) -> None:
    expected = sum(verdict.is_public and bool(fits(verdict)) for verdict in whole.verdicts())
    page = await bench.runtime.catalogue.search(query, 100)
    assert page.total == expected
    assert len(page.listed) == min(100, expected), "nothing had to be taken out afterwards"
    assert expected > 0
