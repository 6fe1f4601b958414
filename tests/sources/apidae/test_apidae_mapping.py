"""From objects to offers: what each field becomes, and what damage may cost."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from apidae_objects import NOW, RULES, distinctions, mapped, promotion, raw
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.errors import SourceInvalid
from sources.apidae.mapping import reading
from sources.apidae.mapping.contact import handle_of
from sources.apidae.mapping.licences import rights_of
from sources.apidae.mapping.offer import offer_of
from sources.apidae.mapping.slug import hashtag_of, number_of, slug_of
from sources.apidae.types.offer import Excursion, Offer
from sources.apidae.types.words import Axis, EvidenceBasis, Impairment, LinkKind, OfferType, ProviderKind


def means(kind: int, value: Any, key: str = "fr") -> dict[str, Any]:
    return {"type": {"id": kind}, "coordonnees": {key: value}}


def picture(**parts: Any) -> dict[str, Any]:
    file = {
        "url": "https://media.example.org/1.jpg",
        "urlListe": "https://media.example.org/1-liste.jpg",
        "urlFiche": "https://media.example.org/1-fiche.jpg",
        "urlDiaporama": "https://media.example.org/1-diaporama.jpg",
        "fileName": "IMG_0001.jpg",
    }
    return {"type": "IMAGE", "traductionFichiers": [{**file, **parts.pop("file", {})}], **parts}


def test_a_small_object_becomes_a_whole_offer() -> None:
    offer = mapped(gestion={"dateModification": "2017-09-07T13:03:05.866+0200"})
    assert (offer.key, offer.apidae_id, offer.type) == ("4817", 4817, OfferType.ACTIVITY)
    assert offer.slug == "l-atelier-d-oeuvre-ete-a-la-foret-4817"
    assert offer.updated_at == datetime(2017, 9, 7, 11, 3, 5, 866000, tzinfo=UTC)
    assert offer.source.system == "APIDAE"
    assert (offer.source.fetched_at, offer.source.stale) == (NOW, False)
    assert offer.place.commune is not None
    assert (offer.place.commune.key, offer.place.commune.department.name) == ("38185", "Isère")
    levels = offer.commitment
    assert (levels.environment.level, levels.local_economy.level, levels.social.level) == (3, 1, 2)
    assert levels.basis is EvidenceBasis.SELF_DECLARED
    assert offer.opening.is_unknown
    assert (offer.tariffs, offer.is_free, offer.provider, offer.all_pictures) == ([], None, None, ())


def test_texts_lose_line_ends_markup_and_blanks() -> None:
    offer = mapped(
        presentation={
            "typologiesPromoSitra": promotion(6436, 6452, 6456),
            "descriptifCourt": {"libelleFr": "Un\r\ndeux\rtrois ", "libelleEn": "   ", "libellePtBR": "Um"},
            "descriptifDetaille": {
                "libelleFr": "<p>Vu &amp; lu</p><script>alert(1)</script> 3 < 5 \u202ealler"
            },
        }
    )
    assert offer.summaries == {"fr": "Un\ndeux\ntrois", "pt-BR": "Um"}
    assert offer.descriptions == {"fr": "Vu & lu\n 3 < 5 aller"}
    assert offer.available_locales == ["fr", "pt-BR"]


@pytest.mark.parametrize(
    "text", ["&lt;script&gt;alert(1)&lt;/script&gt;", "<img src=x onerror=alert(1)>", "<scr<b>ipt>"]
)
def test_no_markup_survives_in_any_disguise(text: str) -> None:
    assert "<" not in (reading.text(text) or "")


def test_prices_come_once_and_the_lowest_is_not_zero() -> None:
    line = {"devise": "EUR", "minimum": 12.5, "maximum": 20, "type": {"id": 1, "libelleFr": "Adulte"}}
    offer = mapped(
        descriptionTarif={
            "indicationTarif": "PAYANT",
            "periodes": [
                {"tarifs": [line, {"minimum": 0, "type": {}}]},
                {"tarifs": [line, {"type": {}}, "x"]},
            ],
            "tarifsEnClair": {"libelleFr": "Adulte : 12,50 à 20 €"},
        }
    )
    assert [(one.labels, one.min, one.max, one.currency) for one in offer.tariffs] == [
        ({"fr": "Adulte"}, 12.5, 20.0, "EUR"),
        ({}, 0.0, None, "EUR"),
    ]
    assert (offer.is_free, offer.price_from) == (False, 12.5)
    assert offer.price_texts == {"fr": "Adulte : 12,50 à 20 €"}


@pytest.mark.parametrize(
    ("tariff", "free"),
    [
        ({"indicationTarif": "GRATUIT"}, True),
        ({"indicationTarif": "PARTICIPATION_LIBRE"}, None),
        ({"indicationTarif": "MOT_INCONNU"}, None),
        ({"gratuit": True}, True),
        ({"gratuit": "oui"}, None),
        ({}, None),
    ],
)
def test_free_or_not_or_unknown(tariff: dict[str, Any], free: bool | None) -> None:
    assert mapped(descriptionTarif=tariff).is_free is free


def test_contact_holds_business_means_and_never_persons() -> None:
    offer = mapped(
        informations={
            "moyensCommunication": [
                means(201, "04 65 71 00 00"),
                means(204, "contact@example.org"),
                means(205, "www.example.org"),
                means(205, "javascript:alert(1)"),
                means(207, "https://www.facebook.com/atelier.oeuvre/"),
                means(99999, "secret"),
                means(204, "not a mail"),
            ]
        },
        multimedias=[
            {"type": "INSTAGRAM", "traductionFichiers": [{"url": "https://www.instagram.com/atelier/"}]},
            {"type": "PLAN", "traductionFichiers": [{"url": "https://media.example.org/plan.pdf"}]},
        ],
        contacts=[{"nom": "EXEMPLE", "moyensCommunication": [means(204, "person@example.org")]}],
        gestion={
            "signalerUnProblemeMails": ["report@example.org"],
            "membreProprietaire": {"id": 3001, "nom": "Office"},
        },
    )
    contact = offer.contact
    assert (contact.phone, contact.email) == ("04 65 71 00 00", "contact@example.org")
    assert contact.website == "https://www.example.org"
    assert [link.kind for link in contact.links] == [LinkKind.WEBSITE, LinkKind.FACEBOOK, LinkKind.INSTAGRAM]
    assert [handle_of(link) for link in contact.links] == [None, "atelier.oeuvre", "atelier"]
    assert offer.managed_by is not None
    assert offer.managed_by.name == "Office"
    shown = repr(offer)
    assert "person@" not in shown
    assert "report@" not in shown


def test_the_provider_is_who_runs_it_not_who_keeps_the_record() -> None:
    offer = mapped(
        informations={"structureGestion": {"id": 77, "nom": {"libelleFr": "La Régie"}}},
        gestion={"membreProprietaire": {"id": 3001, "nom": "Office"}},
    )
    assert offer.provider is not None
    assert (offer.provider.name, offer.provider.kind) == ("La Régie", ProviderKind.ACTIVITY_PROVIDER)


def test_booking_is_the_first_web_address_of_an_organisation() -> None:
    means_of_booking = [means(201, "04 65 71 00 00"), means(205, "https://book.example.org/x?y=1")]
    offer = mapped(reservation={"organismes": [{"nom": "X"}, {"moyensCommunication": means_of_booking}]})
    assert offer.booking_url == "https://book.example.org/x?y=1"


def test_pictures_have_bounded_renditions_rights_and_no_file_name_as_text() -> None:
    offer = mapped(
        illustrations=[
            picture(legende={"libelleFr": "IMG_0001.jpg"}, copyright={"libelleFr": "© Office"}),
            picture(legende={"libelleFr": "Le four"}),  # the same file again
            picture(
                file={"urlDiaporama": "https://media.example.org/2.jpg"}, legende={"libelleFr": "Le four"}
            ),
            {"type": "LOGO", "traductionFichiers": [{"url": "https://media.example.org/logo.png"}]},
            {"type": "IMAGE", "traductionFichiers": []},
        ]
    )
    first, second = offer.all_pictures
    assert (first.alt, first.credit, first.licence) == ("", "Office", "UNKNOWN")
    assert second.alt == "Le four"
    assert first.url(100).endswith("-liste.jpg")
    assert first.url(101).endswith("-fiche.jpg")
    assert first.url().endswith("-diaporama.jpg")
    assert first.url(10_000).endswith("-diaporama.jpg"), "never the original"


def test_pictures_are_paged_and_filtered_by_licence() -> None:
    offer = mapped(
        illustrations=[
            picture(
                file={"urlDiaporama": f"https://media.example.org/{rank}.jpg"},
                copyright={"libelleFr": "CC BY 4.0" if rank % 2 else "Tous droits réservés"},
                dateLimiteDePublication="2026-06-30",
            )
            for rank in range(5)
        ]
    )
    assert {one.expires for one in offer.all_pictures} == {date(2026, 6, 30)}
    page = offer.pictures(first=2)
    assert (len(page.edges), page.total_count, page.page_info.has_next_page) == (2, 5, True)
    rest = offer.pictures(first=5, after=page.page_info.end_cursor)
    assert (len(rest.edges), rest.page_info.has_next_page) == (3, False)
    free = offer.pictures(licences=["CC-BY-4.0"])
    assert [edge.node.licence for edge in free.edges] == ["CC-BY-4.0", "CC-BY-4.0"]


@pytest.mark.parametrize(
    ("written", "licence", "credit"),
    [
        ("By-NC-ND 4.0", "CC-BY-NC-ND-4.0", ""),
        ("CC-BY-SA 4.0 Jeanne Exemple", "CC-BY-SA-4.0", "Jeanne Exemple"),
        ("CC BY 3.0 - Office", "CC-BY-3.0", "Office"),
        ("© Office (cc-by-nc 2.0)", "CC-BY-NC-2.0", "Office"),
        ("CC0", "CC0-1.0", ""),
        ("Licence Ouverte 2.0 Ville", "etalab-2.0", "Ville"),
        ("Licence Ouverte - Ville", "UNKNOWN", "Ville"),
        ("CC-BY-SA Ville", "UNKNOWN", "Ville"),
        ("Tous droits réservés", "UNKNOWN", ""),
        ("Photo by Jeanne 4.0", "UNKNOWN", "Photo by Jeanne 4.0"),
        ("Libby Exemple", "UNKNOWN", "Libby Exemple"),
        ("CC-BY-SA-ND 4.0", "UNKNOWN", ""),
        ("Creative Commons BY-SA 4.0", "CC-BY-SA-4.0", ""),
        ("Ville https://creativecommons.org/licenses/by-nc/3.0/fr/", "CC-BY-NC-3.0", "Ville"),
        ("CC BY NC ND 4.0", "CC-BY-NC-ND-4.0", ""),
    ],
)
def test_licences_are_named_only_without_doubt(written: str, licence: str, credit: str) -> None:
    rights = rights_of(written)
    assert (rights.licence, rights.credit) == (licence, credit)
    assert rights.text == written, "whatever is not understood can still be read"


def test_marks_are_counted_once_and_the_self_diagnosis_is_none() -> None:
    offer = mapped(
        presentation={"typologiesPromoSitra": promotion(6436, 6452, 6456, 1687, 4971, 1664, 5035, 123)},
        distinctions=distinctions(8607),
        prestations={"labelsTourismeHandicap": [{"id": 1226, "libelleFr": "Tourisme et Handicap"}]},
    )
    bases = [one.basis for one in offer.all_distinctions]
    assert bases == [
        EvidenceBasis.THIRD_PARTY_CERTIFIED,
        EvidenceBasis.PUBLIC_AUTHORITY,
        EvidenceBasis.SELF_DECLARED,
        EvidenceBasis.PUBLIC_AUTHORITY,
    ]
    assert len(offer.distinctions([EvidenceBasis.PUBLIC_AUTHORITY])) == 2
    assert offer.distinctions([]) == []


def test_access_prefers_the_public_mark_and_never_says_no() -> None:
    offer = mapped(
        prestations={
            "labelsTourismeHandicap": [{"id": 1226}],
            "tourismesAdaptes": [{"id": 3652}, {"id": 4213}, {"id": 3651}, {"id": 31415}],
            "descriptifHandicapMoteur": {"libelleFr": "De plain-pied."},
            "languesParlees": [{"id": 1197}, {"id": 1192}, {"id": 1192}, {"id": 4_000_000}],
        }
    )
    assert [(one.impairment, one.basis) for one in offer.accessibility.impairments] == [
        (Impairment.MOTOR, EvidenceBasis.PUBLIC_AUTHORITY),
        (Impairment.HEARING, EvidenceBasis.SELF_DECLARED),
    ]
    assert offer.accessibility.texts == {"fr": "De plain-pied."}
    assert offer.spoken_languages == ["fr", "en"]


@pytest.mark.parametrize(
    ("opening", "unknown"),
    [
        ({}, True),
        ({"periodesOuvertures": []}, True),
        ({"periodesOuvertures": [{"dateDebut": "2018-01-01"}]}, False),
        ({"ouvertTouteLAnnee": "OUVERT_TOUTE_L_ANNEE"}, False),
        ({"periodeEnClair": {"libelleFr": "Tous les jours."}}, False),
        ("always", True),
    ],
)
def test_no_opening_data_is_unknown_not_closed(opening: Any, unknown: bool) -> None:
    assert mapped(ouverture=opening).opening.is_unknown is unknown


@pytest.mark.parametrize(
    "coordinates", [[], [5.7], ["5.7", "45.1"], [5.7, 145.1], [None, 45], [0, 0], "5.7,45.1", [1e999, 2]]
)
def test_a_point_that_cannot_be_true_is_none(coordinates: Any) -> None:
    location = raw()["localisation"] | {"geolocalisation": {"geoJson": {"coordinates": coordinates}}}
    assert mapped(localisation=location).place.point is None


def test_a_route_is_an_excursion_with_its_length() -> None:
    offer = mapped(
        type="EQUIPEMENT",
        informationsEquipement={
            "activites": [{"id": 3333}],
            "itineraire": {"distance": 7.5, "denivellationPositive": 320},
        },
    )
    assert isinstance(offer, Excursion)
    assert (offer.distance_km, offer.climb_m) == (7.5, 320)


@pytest.mark.parametrize(
    "parts", [{"id": None}, {"id": "4817"}, {"id": -1}, {"nom": None}, {"nom": {}}, {"nom": []}]
)
def test_without_an_id_or_a_name_there_is_no_offer(parts: dict[str, Any]) -> None:
    with pytest.raises(SourceInvalid):
        mapped(**parts)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Été à l'Œuvre", "ete-a-l-oeuvre-7"),
        ("", "7"),
        ("観光", "7"),
        ("mot " * 60, "-".join(["mot"] * 20) + "-7"),
    ],
)
def test_slugs_are_folded_and_lead_back(name: str, slug: str) -> None:
    assert slug_of(name, 7) == slug
    assert number_of(slug) == 7


@pytest.mark.parametrize(
    "slug", ["", "abc", "abc-", "abc-07x", "-7", "abc--7", "é-7", "7" * 30, "a" * 200 + "-7"]
)
def test_what_is_no_slug_leads_nowhere(slug: str) -> None:
    assert number_of(slug) is None


def test_hashtags_are_compact_names() -> None:
    assert hashtag_of("Fête de l'Œuf !") == "fetedeloeuf"


JUNK: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=30)
    | st.sampled_from(["<b>x</b>", "x" * 100_000, "http://[", "https://u:p@e.org/", "\u0000", "2026-99-99"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["id", "libelleFr", "type", "nom"]), inner)
    ),
    max_leaves=8,
)

FULL = raw(
    gestion={
        "dateModification": "2017-09-07T13:03:05.866+0000",
        "membreProprietaire": {"id": 3001, "nom": "Office"},
    },
    informations={
        "moyensCommunication": [means(201, "04"), means(205, "https://example.org/")],
        "structureGestion": {"id": 77, "nom": {"libelleFr": "La Régie"}},
    },
    prestations={"languesParlees": [{"id": 1197}], "tourismesAdaptes": [{"id": 3652}]},
    ouverture={"periodeEnClair": {"libelleFr": "Tous les jours."}, "periodesOuvertures": [{}]},
    descriptionTarif={"indicationTarif": "PAYANT", "periodes": [{"tarifs": [{"minimum": 3}]}]},
    reservation={"organismes": [{"moyensCommunication": [means(205, "https://example.org/")]}]},
    illustrations=[picture(copyright={"libelleFr": "CC BY 4.0"}, dateLimiteDePublication="2027-01-01")],
    multimedias=[{"type": "INSTAGRAM", "traductionFichiers": [{"url": "https://www.instagram.com/x1/"}]}],
    distinctions=distinctions(8607),
    criteresInternes=[{"id": 3}],
    visites={"prestationsVisitesIndividuelles": [{"id": 482}]},
    informationsActivite={"activiteType": {"id": 1789}, "categories": [{"id": 1797}]},
)


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in an object."""
    children = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    found = [path] if path else []
    for key, child in children:
        found += paths(child, (*path, key))
    return found


def damaged(path: tuple[Any, ...], junk: Any) -> Any:
    item: Any = json.loads(json.dumps(FULL))
    at = item
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = junk
    return item


@settings(max_examples=400, deadline=None)
@given(path=st.sampled_from(paths(FULL)), junk=JUNK)
def test_damage_never_raises_anything_but_invalid(path: tuple[Any, ...], junk: Any) -> None:
    item = damaged(path, junk)
    verdict = RULES.verdict(item)
    if not verdict.is_public:
        return
    try:
        offer = offer_of(item, verdict, NOW)
    except SourceInvalid:
        assert path[0] in {"id", "nom"}
        return
    assert isinstance(offer, Offer)
    assert all(isinstance(one, str) for one in offer.names.values())
    offer.pictures(first=3)


@pytest.mark.parametrize(
    "block", sorted(set(FULL) - {"id", "nom", "type", "state", "presentation", "localisation"})
)
@pytest.mark.parametrize("junk", [None, [], {}, "", "text", 7, [[]], {"x": [1]}, [None]])
def test_a_damaged_block_leaves_the_others_as_they_are(block: str, junk: Any) -> None:
    item = damaged((block,), junk)
    offer, whole = (offer_of(one, RULES.verdict(one), NOW) for one in (item, FULL))
    assert (offer.names, offer.place, offer.commitment) == (whole.names, whole.place, whole.commitment)
    changed = {name for name in vars(whole) if getattr(offer, name) != getattr(whole, name)}
    assert len(changed) <= 4, changed


def test_all_recorded_objects_map(samples: Path) -> None:
    files = sorted(
        [*samples.glob("objects/*.json"), *samples.glob("fixtures/*.json"), *samples.glob("export_format/*")]
    )
    assert len(files) >= 45
    for file in files:
        item = json.loads(file.read_bytes())
        found = RULES.verdict(item)
        assert not found.is_public, "none of them carries the nine levels"
        forced = replace(found, type=found.type or OfferType.VISIT, levels=dict.fromkeys(Axis, 2))
        offer = offer_of(item, forced, NOW)
        assert offer.slug.endswith(str(item["id"]))
        assert offer.names["fr"] == " ".join(item["nom"]["libelleFr"].split(" ")).strip()
        provider = item.get("informations", {}).get("structureGestion", {}).get("nom", {}).get("libelleFr")
        assert (offer.provider.name if offer.provider else None) == provider
        geometry = item.get("localisation", {}).get("geolocalisation", {}).get("geoJson")
        assert (offer.place.point["coordinates"] if offer.place.point else None) == (
            geometry["coordinates"][:2] if geometry else None
        )
        assert "\r" not in repr(offer)
        assert all(one.startswith("http") for picture in offer.all_pictures for _, one in picture.renditions)
