"""The policy: who is public, all the reasons why not, and what an office is told."""

from __future__ import annotations

from typing import Any

import pytest
from apidae_objects import RULES, distinctions, promotion, raw

from sources.apidae.policy import Ineligibility, Notice, Reason, Verdict
from sources.apidae.types.words import Axis, EncounterKind, LocalActorKind, OfferFamily, OfferType

MISSING = [Ineligibility(Reason.AXIS_MISSING, axis) for axis in Axis]


def verdict(**parts: Any) -> Verdict:
    return RULES.verdict(raw(**parts))


def test_an_offer_with_a_level_on_each_axis_is_public() -> None:
    found = verdict()
    assert found.is_public
    assert found.levels == {Axis.LOCAL_ECONOMY: 1, Axis.SOCIAL: 2, Axis.ENVIRONMENT: 3}
    assert found.policy_version


@pytest.mark.parametrize(
    ("parts", "reasons"),
    [
        ({"state": "HIDDEN"}, [Ineligibility(Reason.NOT_PUBLISHED_IN_APIDAE)]),
        ({"state": 7}, [Ineligibility(Reason.NOT_PUBLISHED_IN_APIDAE)]),
        (
            {"localisation": {"adresse": {"commune": {"code": "75056"}}}},
            [Ineligibility(Reason.OUTSIDE_REGION)],
        ),
        ({"localisation": {"adresse": {"commune": {"code": 38185}}}}, [Ineligibility(Reason.OUTSIDE_REGION)]),
        ({"localisation": None}, [Ineligibility(Reason.OUTSIDE_REGION)]),
        (
            {"presentation": {"typologiesPromoSitra": promotion(6436, 6452)}},
            [Ineligibility(Reason.AXIS_MISSING, Axis.ENVIRONMENT)],
        ),
        ({"presentation": {}}, [Ineligibility(Reason.DIAGNOSIS_MISSING), *MISSING]),
        ({"criteresInternes": [{"id": 77}]}, [Ineligibility(Reason.NO_ENCOUNTER)]),
        ({"type": "HOTELLERIE"}, [Ineligibility(Reason.PHASE_NOT_OPEN)]),
        ({"type": "SEJOUR_PACKAGE"}, [Ineligibility(Reason.PHASE_NOT_OPEN)]),
        ({"type": "STRUCTURE"}, [Ineligibility(Reason.NOT_AN_OFFER)]),
        ({"type": "TYPE_OF_NEXT_YEAR"}, [Ineligibility(Reason.NOT_AN_OFFER)]),
        ({"type": None}, [Ineligibility(Reason.NOT_AN_OFFER)]),
        (
            {"state": "TRASH", "type": "TERRITOIRE", "presentation": [], "localisation": "x"},
            [
                Ineligibility(Reason.NOT_PUBLISHED_IN_APIDAE),
                Ineligibility(Reason.OUTSIDE_REGION),
                Ineligibility(Reason.DIAGNOSIS_MISSING),
                Ineligibility(Reason.NOT_AN_OFFER),
                *MISSING,
            ],
        ),
    ],
)
def test_every_reason_against_it_is_given(parts: dict[str, Any], reasons: list[Ineligibility]) -> None:
    assert list(verdict(**parts).reasons) == reasons


def test_levels_are_read_from_the_new_place_too_and_a_mark_in_both_counts_once() -> None:
    only_new = verdict(presentation={}, distinctions=distinctions(9102, 9104, 9107))
    assert only_new.is_public
    assert only_new.levels[Axis.LOCAL_ECONOMY] == 2
    both = verdict(distinctions=distinctions(9101, 9109))
    assert both.is_public
    assert Notice.LEVEL_CONFLICT not in both.notices


def test_of_two_levels_on_an_axis_the_lower_counts_and_the_office_is_told() -> None:
    found = verdict(presentation={"typologiesPromoSitra": promotion(6436, 6452, 6456, 6454)})
    assert found.levels[Axis.ENVIRONMENT] == 1
    assert Notice.LEVEL_CONFLICT in found.notices
    assert found.is_public


def test_the_number_of_a_distinction_is_not_mistaken_for_its_name() -> None:
    wrong = [{"id": 9102, "nom": {"id": 5}}, {"id": 9104}, {"id": 9107, "nom": []}]
    assert not verdict(presentation={}, distinctions=wrong).levels


def test_an_unmapped_offer_stays_public_and_is_reported() -> None:
    found = verdict()
    assert found.families == []
    assert Notice.FAMILY_UNMAPPED in found.notices
    assert Notice.ENCOUNTER_NOT_STATED in found.notices


@pytest.mark.parametrize(
    ("parts", "family", "reason"),
    [
        ({"informationsActivite": {"activiteType": {"id": 1789}}}, OfferFamily.PLEIN_AIR, "air-sports"),
        ({"type": "PATRIMOINE_NATUREL"}, OfferFamily.PLEIN_AIR, "air-nature"),
        (
            {"type": "EQUIPEMENT", "informationsEquipement": {"activites": [{"id": 3333}]}},
            OfferFamily.PLEIN_AIR,
            "air-routes",
        ),
        ({"type": "PATRIMOINE_CULTUREL"}, OfferFamily.SAVOIR_FAIRE_PATRIMOINE, "heritage"),
        ({"type": "DEGUSTATION"}, OfferFamily.TOURISME_GOURMAND, "food-tasting"),
        (
            {"type": "DEGUSTATION", "informationsDegustation": {"typesProduit": [{"id": 3020}]}},
            OfferFamily.OENOTOURISME,
            "wine-tasting",
        ),
        (
            {"type": "EQUIPEMENT", "informationsEquipement": {"activites": [{"id": 3409}]}},
            OfferFamily.BIEN_ETRE,
            "well-being-place",
        ),
    ],
)
def test_families_come_with_the_rule_that_gave_them(
    parts: dict[str, Any], family: OfferFamily, reason: str
) -> None:
    assert (family, reason) in verdict(**parts).families


def test_a_mark_under_its_new_id_counts_like_under_its_old_one() -> None:
    assert 4971 in verdict(distinctions=distinctions(8607)).facts.ids


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        (
            {"type": "EQUIPEMENT", "informationsEquipement": {"activites": [{"id": 3284}]}},
            OfferType.EXCURSION,
        ),
        ({"type": "EQUIPEMENT"}, OfferType.ACTIVITY),
        ({"type": "FETE_ET_MANIFESTATION"}, OfferType.EVENT),
        ({"type": "RESTAURATION"}, OfferType.VISIT),
        ({"type": None, "informationsDegustation": {}}, OfferType.VISIT),
    ],
)
def test_kinds_of_objects_and_types_of_offers(parts: dict[str, Any], kind: OfferType) -> None:
    assert verdict(**parts).type is kind


def test_encounters_are_derived_and_unknown_is_not_no() -> None:
    producer = verdict(type="DEGUSTATION", informationsDegustation={"statutsExploitant": [{"id": 3038}]})
    assert producer.encounter == (EncounterKind.WITH_LOCALS, [LocalActorKind.PRODUCER])
    shared = verdict(informationsActivite={"categories": [{"id": 1899}]})
    assert shared.encounter == (EncounterKind.BETWEEN_VISITORS, [])
    assert verdict().encounter == (EncounterKind.UNKNOWN, [])
    assert verdict().is_public
