"""The versions of the rules: what each says of the offers that the rules of 2022 are known by."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from apidae_objects import NOW, RULES, promotion, raw

from gateway.clock import ManualClock
from sources.apidae.policies.book import BadPolicyError, own_book, read_book
from sources.apidae.policies.model import WrittenBy
from sources.apidae.policy import Eligibility, Reason

LANDMARK = 88
DECIDED = Eligibility(RULES.levels, RULES.no_encounter, LANDMARK, clock=ManualClock())

CRAFTS = {"typologiesPromoSitra": promotion(6436, 6452, 6456, 4794)}
LOW = {"typologiesPromoSitra": promotion(6436, 6451, 6454)}


def event(category: int, **parts: Any) -> dict[str, Any]:
    block = {"categories": [{"elementReferenceType": "FeteEtManifestationCategorie", "id": category}]}
    return raw(type="FETE_ET_MANIFESTATION", informationsFeteEtManifestation=block, **parts)


def equipment(activity: int, *marks: int, **parts: Any) -> dict[str, Any]:
    presentation = {"typologiesPromoSitra": promotion(6436, 6452, 6456, *marks)}
    block = {"activites": [{"elementReferenceType": "EquipementActivite", "id": activity}]}
    return raw(type="EQUIPEMENT", informationsEquipement=block, **{"presentation": presentation, **parts})


LANDMARKED: dict[str, Any] = {"criteresInternes": [{"id": LANDMARK}]}
SITE = {"type": "PATRIMOINE_CULTUREL"}
GUIDED = {"informationsPatrimoineCulturel": {"patrimoineCulturelType": {"id": 3205}}}

OFFERS: dict[str, tuple[dict[str, Any], dict[str, tuple[str, ...]]]] = {
    # name: (object, what keeps it out by version; nothing for versions that are not named)
    "a weekly market": (
        event(2107, presentation=CRAFTS),
        {"2022-11": ("marche-hebdomadaire",), "2026-1": ("marche-hebdomadaire",)},
    ),
    "a yearly craft market": (event(2083, presentation=CRAFTS), {}),
    "a landmark": (
        raw(**SITE, **GUIDED, **LANDMARKED),
        {"2022-11": ("incontournable",), "2026-1": ("incontournable",)},
    ),
    "an event inside a landmark": (event(2081, **LANDMARKED), {}),
    "an event inside a landmark without any encounter": (
        event(9, **LANDMARKED),
        {"2022-11": ("humain", "hors-des-sentiers-battus")},
    ),
    "a self-guided hike that is listed": (equipment(3333, 4971), {}),
    "a self-guided hike that is not": (equipment(3333), {"2022-11": ("randonnee-hors-pdipr",)}),
    "a listed hike that is crowded": (
        equipment(3333, 4971, 6608),
        {"2022-11": ("humain", "hors-des-sentiers-battus")},
    ),
    "thermal baths": (equipment(3234), {}),
    "a guided visit, crowded": (
        raw(**SITE, **GUIDED, presentation={"typologiesPromoSitra": promotion(6436, 6452, 6456, 6608)}),
        {},
    ),
    "a site where nobody is met and no more is done than must be": (
        raw(**SITE, presentation=LOW),
        {"2022-11": ("humain", "au-dela-du-minimum")},
    ),
    "a guided visit for groups only, crowded": (
        raw(
            **SITE,
            **GUIDED,
            presentation={"typologiesPromoSitra": promotion(6436, 6452, 6456, 6608)},
            prestations={"typesClientele": [{"id": 580}]},
        ),
        {"2022-11": ("hors-des-sentiers-battus", "ouvert-a-tous")},
    ),
}


@pytest.mark.parametrize("version", ["2021-10", "2022-11", "2026-1"])
@pytest.mark.parametrize("name", OFFERS)
def test_what_each_version_says(name: str, version: str) -> None:
    item, out = OFFERS[name]
    found = DECIDED.under(version).verdict(item)
    assert found.policy_version == version
    assert [(one.reason, one.rules) for one in found.reasons] == (
        [(Reason.PREREQUISITES_NOT_MET, out[version])] if version in out else []
    )


PREREQUISITES = ("humain", "hors-des-sentiers-battus", "ouvert-a-tous", "au-dela-du-minimum")


@pytest.mark.parametrize(
    "missing", [one for size in range(5) for one in combinations(PREREQUISITES, size)], ids=",".join
)
def test_three_of_the_four_prerequisites_of_2022_are_enough_whichever_they_are(
    missing: tuple[str, ...],
) -> None:
    levels = (6436, 6451, 6454) if "au-dela-du-minimum" in missing else (6436, 6452, 6456)
    crowded = (6608,) if "hors-des-sentiers-battus" in missing else ()
    item = raw(
        **SITE,
        **({} if "humain" in missing else GUIDED),
        presentation={"typologiesPromoSitra": promotion(*levels, *crowded)},
        prestations={"typesClientele": [{"id": 580}]} if "ouvert-a-tous" in missing else None,
    )
    assert DECIDED.under("2021-10").verdict(item).is_public
    assert DECIDED.under("2026-1").verdict(item).is_public
    found = DECIDED.under("2022-11").verdict(item)
    assert found.is_public == (len(missing) < 2)
    assert [one.rules for one in found.reasons] == ([missing] if len(missing) > 1 else [])


def test_a_listed_hike_cannot_meet_the_human_prerequisite_even_with_a_guide_recorded() -> None:
    item = equipment(3333, 4971, 4796, 6608)
    assert DECIDED.verdict(item).encounter[1]
    assert "humain" in DECIDED.under("2022-11").verdict(item).reasons[0].rules


@pytest.mark.parametrize(
    ("day", "version"),
    [
        (date(2021, 9, 30), "2021-10"),
        (date(2022, 10, 31), "2021-10"),
        (date(2022, 11, 1), "2022-11"),
        (date(2025, 12, 31), "2022-11"),
        (date(2026, 1, 1), "2026-1"),
    ],
)
def test_the_version_of_a_day_is_the_last_that_is_valid_by_then(day: date, version: str) -> None:
    assert own_book().at(day).version == version


def test_days_are_those_of_france() -> None:
    for moment, version in [
        (datetime(2022, 10, 31, 22, 59, 59, tzinfo=UTC), "2021-10"),
        (datetime(2022, 10, 31, 23, 0, tzinfo=UTC), "2022-11"),
    ]:
        assert RULES.verdict(raw(), at=moment).policy_version == version


def test_what_is_not_public_is_labelled_as_ours() -> None:
    prerequisites = {one.key: one.written_by for one in own_book().versions["2022-11"].prerequisites.of}
    assert list(prerequisites.values()).count(WrittenBy.PUBLIC) == 2
    assert list(prerequisites.values()).count(WrittenBy.PARTIR_ICI) == 2


GOOD = 'version = "2027-1"\nvalid_from = 2027-01-01\ntitle = "x"\n[diagnosis]\nvalid_months = 12\n'


def test_a_folder_adds_versions_and_replaces_the_phases(tmp_path: Path) -> None:
    (tmp_path / "next.toml").write_text(GOOD)
    book = read_book(tmp_path)
    assert book.at(date(2027, 5, 1)).version == "2027-1"
    assert book.at(NOW.date()).version == "2026-1"
    assert read_book(tmp_path, "2027-1").at(NOW.date()).version == "2027-1"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("version = ", "bad.toml"),
        (GOOD.replace("2027-1", "soon"), "bad.toml: version"),
        (GOOD.replace("2027-1", "2026-1"), "same version"),
        (GOOD + "[more]\n", "bad.toml: more"),
        (GOOD + '[prerequisites]\nneeded = 1\n[[prerequisites.of]]\nkey = "x"\n', "prerequisites.of.0"),
        (GOOD + "[prerequisites]\nneeded = 1\n", "needs more"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_the_place(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "bad.toml").write_text(text)
    with pytest.raises(BadPolicyError, match=told):
        read_book(tmp_path)


def test_an_unknown_version_names_those_that_are_known() -> None:
    with pytest.raises(BadPolicyError, match=r"2021-10, 2022-11, 2026-1"):
        read_book(pinned="1999-1")
