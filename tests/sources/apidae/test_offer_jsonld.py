"""Descriptions in the words of schema.org: read by an independent processor, each property where it may be."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from apidae_bench import Bench
from apidae_objects import NOW, distinctions, mapped, promotion, raw
from pyld import jsonld

from sources.apidae.jsonld import json_ld

SCHEMA = "https://schema.org/"
# the properties that schema.org allows, with those of the types above: only what we use
THING = {"name", "description", "url", "sameAs", "image", "identifier"}
PLACE = THING | {
    "address",
    "geo",
    "openingHoursSpecification",
    "specialOpeningHoursSpecification",
    "amenityFeature",
    "isAccessibleForFree",
    "hasCertification",
    "telephone",
}
ALLOWED = {
    "TouristAttraction": PLACE | {"availableLanguage", "touristType"},
    "TouristTrip": THING | {"itinerary", "provider", "offers", "touristType"},
    "Product": THING | {"offers", "hasCertification"},
    "Event": THING
    | {
        "startDate",
        "endDate",
        "eventStatus",
        "eventAttendanceMode",
        "location",
        "organizer",
        "offers",
        "isAccessibleForFree",
    },
    "Place": PLACE,
    "PostalAddress": THING
    | {"streetAddress", "postalCode", "addressLocality", "addressRegion", "addressCountry"},
    "GeoCoordinates": {"latitude", "longitude"},
    "OpeningHoursSpecification": {"dayOfWeek", "opens", "closes", "validFrom", "validThrough"},
    "LocationFeatureSpecification": {"name", "value"},
    "Offer": THING | {"price", "priceCurrency", "priceSpecification"},
    "PriceSpecification": {"minPrice", "maxPrice", "priceCurrency"},
    "ImageObject": THING | {"contentUrl", "creditText", "copyrightNotice", "license", "caption"},
    "Certification": THING | {"issuedBy", "validFrom", "expires"},
    "Organization": THING,
    "PropertyValue": THING | {"propertyID", "value"},
    "ItemList": {"itemListElement"},
    "ListItem": {"position", "item"},
}
REQUIRED = {
    "Event": {"name", "startDate", "location", "eventStatus"},
    "TouristAttraction": {"name", "address"},
    "Certification": {"name"},
    "ImageObject": {"contentUrl", "creditText"},
}


def load(url: str, _: Any) -> dict[str, Any]:
    """A context of our own: nothing is fetched."""
    assert url == "https://schema.org"
    context = {"@context": {"@vocab": SCHEMA, "id": "@id", "type": "@type"}}
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": context}


def problems(text: str) -> list[str]:
    """What an independent processor and the shape of schema.org find wrong."""
    expanded = jsonld.expand(json.loads(text), {"documentLoader": load})
    found: list[str] = []
    for node in expanded:
        _check(node, found)
    return found


def _check(node: Any, found: list[str]) -> None:
    if not isinstance(node, dict) or "@value" in node:
        return
    kinds = [kind.removeprefix(SCHEMA) for kind in node.get("@type", [])]
    given = {name.removeprefix(SCHEMA) for name in node if name != "@type"}
    if not kinds or set(kinds) - set(ALLOWED):
        found.append(f"unknown types {kinds}")
        return
    found += [f"{kinds} has {name}" for name in given - set().union(*(ALLOWED[kind] for kind in kinds))]
    found += [f"{kind} lacks {name}" for kind in kinds for name in REQUIRED.get(kind, set()) - given]
    for name, values in node.items():
        if name != "@type":
            for value in values:
                _check(value, found)


def described(**parts: Any) -> Any:
    text = json_ld(mapped(**parts), ("fr",), NOW)
    assert text
    assert problems(text) == []
    return json.loads(text)


async def test_every_public_offer_of_the_emulator_is_described_soundly(bench: Bench) -> None:
    seen: set[str] = set()
    for start in range(0, 300, 100):
        ids = bench.emulator.public()[start : start + 100]
        query = "{" + " ".join(f"o{one}: offer(apidaeId: {one}) {{ type jsonLd }}" for one in ids) + "}"
        for offer in (await bench.data(query)).values():
            if offer["jsonLd"] is None:
                assert offer["type"] == "EVENT"
                continue
            assert problems(offer["jsonLd"]) == []
            assert not {"<", ">", "&"} & set(offer["jsonLd"])
            seen |= set(_keys(json.loads(offer["jsonLd"])))
    assert seen >= {
        "hasCertification",
        "openingHoursSpecification",
        "offers",
        "startDate",
        "itinerary",
        "image",
    }
    assert seen >= {"isAccessibleForFree", "amenityFeature", "geo", "availableLanguage", "license"}


def _keys(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [*value, *(key for one in value.values() for key in _keys(one))]
    return [key for one in value for key in _keys(one)] if isinstance(value, list) else []


VISIT = {"type": "PATRIMOINE_CULTUREL"}
EVENT = {"type": "FETE_ET_MANIFESTATION"}


def period(**parts: Any) -> dict[str, Any]:
    return {"type": "OUVERTURE_TOUS_LES_JOURS", "dateDebut": "2026-07-01", "dateFin": "2026-07-31", **parts}


def test_an_event_is_described_once_for_each_of_its_times() -> None:
    days = [
        period(dateDebut=day, dateFin=day, horaireOuverture="20:00", horaireFermeture="01:00")
        for day in ("2026-06-30", "2026-07-02", "2026-10-25")
    ]
    graph = described(**EVENT, ouverture={"periodesOuvertures": days})["@graph"]
    assert [(one["startDate"], one["endDate"]) for one in graph] == [
        ("2026-07-02T20:00:00+02:00", "2026-07-03T01:00:00+02:00"),
        ("2026-10-25T20:00:00+01:00", "2026-10-26T01:00:00+01:00"),
    ]
    assert {one["eventStatus"] for one in graph} == {"https://schema.org/EventScheduled"}


def test_a_day_without_hours_is_a_date_and_a_cancelled_event_says_so() -> None:
    block = {
        "periodesOuvertures": [period(dateFin="2026-07-01")],
        "ouverturesComplementaires": [{"id": 6176}],
    }
    event = described(**EVENT, ouverture=block)
    assert event["startDate"] == "2026-07-01"
    assert "endDate" not in event
    assert event["eventStatus"] == "https://schema.org/EventCancelled"


def test_an_event_without_a_day_ahead_has_no_description() -> None:
    over = {"periodesOuvertures": [period(dateDebut="2020-07-01", dateFin="2020-07-02")]}
    assert json_ld(mapped(**EVENT, ouverture=over), (), NOW) is None
    assert json_ld(mapped(**EVENT), (), NOW) is None


def test_only_marks_of_others_are_certificates() -> None:
    marks = promotion(6436, 6452, 6456, 1687, 1664, 5035) + promotion(1604)
    visit = described(
        **VISIT,
        presentation={"typologiesPromoSitra": marks},
        distinctions=[*distinctions(9101), {**distinctions(8607)[0], "dateFin": "2027-12-31"}],
    )
    assert [one["name"] for one in visit["hasCertification"]] == ["Label 1687", "Label 1604", "Marque"]
    assert visit["hasCertification"][0]["issuedBy"]["name"] == "Teragir"
    assert visit["hasCertification"][2]["expires"] == "2027-12-31"
    assert "ngagement" not in json.dumps(visit)


def test_a_certified_activity_is_a_product_too() -> None:
    presentation = {"typologiesPromoSitra": promotion(6436, 6452, 6456, 1688)}
    assert described(presentation=presentation)["@type"] == ["TouristTrip", "Product"]
    assert described()["@type"] == "TouristTrip"


def test_hours_of_seasons_weekdays_and_holidays() -> None:
    finer = [
        {"weekdays": ["MON"], "closed": True},
        {"weekdays": ["TUE", "SUN"], "timeFrames": [{"startTime": "09:00", "endTime": "12:00"}]},
        {"weekdays": ["HOL"], "timeFrames": [{"startTime": "10:00", "endTime": "11:00"}]},
    ]
    block = {
        "periodesOuvertures": [
            period(
                dateDebut="2019-07-01",
                dateFin="2019-07-31",
                tousLesAns=True,
                horaires=[{"timePeriods": finer}],
            ),
            period(
                type="OUVERTURE_SAUF",
                ouverturesJournalieres=[{"jour": "LUNDI"}],
                dateDebut="2026-09-01",
                dateFin="2026-09-30",
                horaireOuverture="14:00:00",
            ),
            period(dateDebut="2020-01-01", dateFin="2020-12-31", horaireOuverture="08:00:00"),
        ],
        "fermeturesExceptionnelles": [{"dateSpeciale": "PREMIER_MAI"}],
    }
    visit = described(**VISIT, ouverture=block)
    lines = [
        (one.get("dayOfWeek"), one["opens"], one.get("closes"), one["validFrom"])
        for one in visit["openingHoursSpecification"]
    ]
    assert lines == [
        (["Tuesday", "Sunday"], "09:00", "12:00", "2026-07-01"),
        (["PublicHolidays"], "10:00", "11:00", "2026-07-01"),
        (["Tuesday", "Sunday"], "09:00", "12:00", "2027-07-01"),
        (["PublicHolidays"], "10:00", "11:00", "2027-07-01"),
        (
            ["Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
            "14:00",
            None,
            "2026-09-01",
        ),
    ]
    assert visit["specialOpeningHoursSpecification"] == [
        {
            "@type": "OpeningHoursSpecification",
            "opens": "00:00",
            "closes": "00:00",
            "validFrom": "2027-05-01",
            "validThrough": "2027-05-01",
        }
    ]


def test_days_without_hours_say_nothing_of_hours() -> None:
    assert "openingHoursSpecification" not in described(**VISIT, ouverture={"periodesOuvertures": [period()]})


@pytest.mark.parametrize(
    ("tariff", "expected"),
    [
        ({"indicationTarif": "GRATUIT"}, {"price": 0, "priceCurrency": "EUR"}),
        ({"periodes": [{"tarifs": [{"minimum": 5.0}]}]}, {"price": 5.0, "priceCurrency": "EUR"}),
        (
            {"periodes": [{"tarifs": [{"minimum": 5.0, "maximum": 8.0, "devise": "CHF"}]}]},
            {
                "priceSpecification": {
                    "@type": "PriceSpecification",
                    "minPrice": 5.0,
                    "maxPrice": 8.0,
                    "priceCurrency": "CHF",
                }
            },
        ),
    ],
)
def test_prices(tariff: dict[str, Any], expected: dict[str, Any]) -> None:
    assert described(descriptionTarif=tariff)["offers"] == [{"@type": "Offer", **expected}]


def test_only_pictures_that_others_may_show_are_told() -> None:
    def picture(name: str, copyright: str | None) -> dict[str, Any]:
        file = {"urlDiaporama": f"https://img.example/{name}.jpg", "url": "https://img.example/huge.jpg"}
        rights = {"copyright": {"libelleFr": copyright}} if copyright else {}
        return {"type": "IMAGE", "traductionFichiers": [file], **rights}

    shown = described(
        illustrations=[
            picture("a", None),
            picture("b", "© Jeanne"),
            picture("c", "By-NC-ND 4.0"),
            picture("d", "CC-BY-SA 4.0 Jeanne"),
        ]
    )["image"]
    assert [(one["contentUrl"], one["creditText"], one["license"]) for one in shown] == [
        ("https://img.example/d.jpg", "Jeanne", "https://creativecommons.org/licenses/by-sa/4.0/")
    ]


async def test_texts_follow_the_reader_and_cannot_end_a_script(own: Bench) -> None:
    name = {"libelleFr": "Été &lt;/script&gt; <b>", "libelleDe": "Sommer < 3 & mehr"}
    made = own.emulator.control("objects", raw(**{"id": None, **VISIT, "nom": name}))
    query = "query($id: Int!, $l: Locale) { offer(apidaeId: $id) { jsonLd(locale: $l) } }"
    german = (await own.data(query, id=made["id"], l="de-AT"))["offer"]["jsonLd"]
    assert json.loads(german)["name"] == "Sommer < 3 & mehr"
    assert "<" not in german
    answer = await own.ask(query, locales=("de",), id=made["id"])
    assert answer.data["offer"]["jsonLd"] == german
    assert json.loads((await own.data(query, id=made["id"]))["offer"]["jsonLd"])["name"].startswith("Été")


def test_the_moment_decides_what_lies_ahead() -> None:
    event = mapped(**EVENT, ouverture={"periodesOuvertures": [period(dateFin="2026-07-02")]})
    assert [bool(json_ld(event, (), NOW + timedelta(days=days))) for days in (0, 1, 2)] == [True, True, False]
