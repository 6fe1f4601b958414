"""Marks with their details, heritage, pictures in bounded sizes: parts of an offer that stand for themselves."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from apidae_bench import Bench
from apidae_objects import NOW, distinctions, mapped, promotion, raw

from sources.apidae.keeping import shown_at
from sources.apidae.tables.mark_details import DETAILS
from sources.apidae.tables.marks import AT_TASTINGS, HANDICAP_MARKS, MARKS, SAME_MARK
from sources.apidae.types.words import DistinctionKind, DistinctionScope, EvidenceBasis, Heritage

LEVELS = (6436, 6452, 6456)


def marked(*ids: int, **parts: Any) -> list[Any]:
    return list(
        mapped(presentation={"typologiesPromoSitra": promotion(*LEVELS, *ids)}, **parts).all_distinctions
    )


def test_every_mark_is_described_and_no_other() -> None:
    assert set(DETAILS) == set(MARKS) | set(HANDICAP_MARKS)
    assert set(SAME_MARK.values()) <= set(MARKS)
    assert not set(SAME_MARK) & set(MARKS)
    assert set(MARKS) | set(SAME_MARK) >= AT_TASTINGS
    for number, detail in DETAILS.items():
        graded = detail.kind is DistinctionKind.NETWORK and number not in {1664, 5309}
        assert bool(detail.level) == graded or number == 5547


def test_a_mark_in_both_forms_is_counted_once_with_the_days_of_the_new_one() -> None:
    new = {**distinctions(8607)[0], "dateDebut": "2024-01-01", "dateFin": "2027-12-31"}
    (mark,) = marked(4971, distinctions=[new])
    assert mark.names == {"fr": "Label 4971"}
    assert (mark.kind, mark.issuer) == (DistinctionKind.LISTING, "Conseil départemental")
    assert (mark.valid_from, mark.valid_to) == (date(2024, 1, 1), date(2027, 12, 31))


def test_a_mark_that_apidae_keeps_in_several_places_is_counted_once() -> None:
    tasting = {
        "labelsChartesQualite": [{"id": 4515, "libelleFr": "QT"}, {"id": 4466, "libelleFr": "Demeter"}]
    }
    found = marked(1680, 4874, type="DEGUSTATION", informationsDegustation=tasting)
    assert [(one.names["fr"], one.scope) for one in found] == [
        ("Label 1680", DistinctionScope.OFFER),
        ("Demeter", DistinctionScope.PRODUCTS),
    ]


def test_what_belongs_to_a_territory_or_the_provider_is_no_mark_of_the_offer() -> None:
    structure = {
        "structureGestion": {
            "type": "STRUCTURE",
            "id": 9,
            "nom": {"libelleFr": "Office"},
            "presentation": {"typologiesPromoSitra": promotion(1687)},
        }
    }
    territory = [{"id": 5, "nom": {"libelleFr": "Parc"}, "distinctions": distinctions(8607)}]
    assert (
        marked(
            5035,
            informations=structure,
            territoires=territory,
            localisation={**raw()["localisation"], "territoiresAffectes": territory},
        )
        == []
    )


def test_the_nine_levels_are_never_a_mark() -> None:
    assert marked(6449, 6450, 6451, 6453, 6454, 6455, distinctions=distinctions(9101, 9104, 9107)) == []


@pytest.mark.parametrize(
    ("parts", "ids", "expected"),
    [
        ({"type": "PATRIMOINE_NATUREL"}, (), [Heritage.NATURAL]),
        ({"type": "PATRIMOINE_CULTUREL"}, (5077,), [Heritage.NATURAL, Heritage.CULTURAL]),
        ({}, (6070,), [Heritage.HUMAN]),
        ({}, (), []),
    ],
)
def test_heritage(parts: dict[str, Any], ids: tuple[int, ...], expected: list[Heritage]) -> None:
    offer = mapped(presentation={"typologiesPromoSitra": promotion(*LEVELS, *ids)}, **parts)
    assert offer.heritage == expected


@pytest.mark.parametrize(("number", "unusual"), [(1678, True), (1694, True), (1676, False)])
def test_unusual(number: int, unusual: bool) -> None:
    offer = mapped(presentation={"typologiesPromoSitra": promotion(*LEVELS, number)})
    assert offer.is_unusual is unusual


# ---- pictures ---------------------------------------------------------------------------------


def picture(**file: Any) -> dict[str, Any]:
    more = {key: file.pop(key) for key in ("dateLimiteDePublication", "legende") if key in file}
    return {"type": "IMAGE", "traductionFichiers": [file], **more}


SIZES = {
    "urlListe": "https://img.example/1-l.jpg",
    "urlFiche": "https://img.example/1-f.jpg",
    "urlDiaporama": "https://img.example/1-d.jpg",
    "urlQHD": "https://img.example/1-q.jpg",
    "url": "https://img.example/1.jpg",
}


@pytest.mark.parametrize(
    ("width", "suffix"), [(1, "l"), (100, "l"), (101, "f"), (640, "d"), (900, "d"), (901, "q"), (9999, "q")]
)
def test_the_smallest_rendition_that_is_wide_enough_is_given(width: int, suffix: str) -> None:
    (found,) = mapped(illustrations=[picture(**SIZES, largeur=5184)]).all_pictures
    assert found.rendition(width) == f"https://img.example/1-{suffix}.jpg"
    assert SIZES["url"] not in [url for _, url in found.renditions], "an original is no rendition"


@pytest.mark.parametrize(
    ("known", "shown"),
    [
        ({"largeur": 1600}, True),
        ({"largeur": 2001}, False),
        ({"taille": 400_000}, True),
        ({"taille": 8_700_000}, False),
        ({}, False),
        ({"largeur": -1, "taille": 0}, False),
    ],
)
def test_an_original_serves_only_when_it_is_known_to_be_small(known: dict[str, int], shown: bool) -> None:
    found = mapped(illustrations=[picture(url=SIZES["url"], **known)]).all_pictures
    assert bool(found) is shown


def test_the_same_file_is_shown_once_told_by_its_checksum_or_its_address() -> None:
    other = {name: url.replace("/1", "/2") for name, url in SIZES.items()}
    shown = mapped(
        illustrations=[
            picture(**SIZES, checksum="aa"),
            picture(**other, checksum="aa"),
            picture(**other),
            picture(**other),
        ]
    ).all_pictures
    assert len(shown) == 2


def test_a_picture_is_shown_until_its_last_day() -> None:
    offer = mapped(illustrations=[picture(**SIZES, dateLimiteDePublication="2026-07-02")])
    days = [len(shown_at(NOW + timedelta(days=one), offer, stale=False).all_pictures) for one in (0, 1, 2)]
    assert days == [1, 1, 0]


@pytest.mark.parametrize(
    ("legend", "alt"),
    [
        ("Vue du lac", "Vue du lac"),
        ("IMG_0042.JPG", ""),
        ("dsc_1234", ""),
        ("mon-image.webp", ""),
        (None, ""),
        ("", ""),
    ],
)
def test_an_alternative_text_is_never_a_file_name(legend: str | None, alt: str) -> None:
    (found,) = mapped(illustrations=[picture(**SIZES, legende={"libelleFr": legend})]).all_pictures
    assert found.alt == alt


async def test_renditions_and_refusals_through_the_graph(own: Bench) -> None:
    made = own.emulator.control("objects", raw(id=None, illustrations=[picture(**SIZES)]))
    query = "query($id: Int!, $w: Int) { offer(apidaeId: $id) { pictures { edges { node { url(width: $w) renditions { width url } } } } } }"
    found = (await own.data(query, id=made["id"], w=800))["offer"]["pictures"]["edges"][0]["node"]
    assert [one["width"] for one in found["renditions"]] == [100, 210, 900, 1920]
    for width in (0, -5):
        assert (await own.ask(query, id=made["id"], w=width)).codes == ["INVALID_ARGUMENT"]


def test_bases_stand_for_who_says_so() -> None:
    found = {one.names["fr"]: one.basis for one in marked(1687, 1604, 3981)}
    assert found == {
        "Label 1687": EvidenceBasis.THIRD_PARTY_CERTIFIED,
        "Label 1604": EvidenceBasis.PUBLIC_AUTHORITY,
        "Label 3981": EvidenceBasis.SELF_DECLARED,
    }
