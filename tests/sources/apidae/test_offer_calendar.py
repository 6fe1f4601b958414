"""When an offer is open, through the graph: occurrences, periods, exceptions, status and alerts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from apidae_bench import Bench
from apidae_objects import mapped, promotion, raw

from sources.apidae.types.alerts import OfferStatus

ASK = """query($id: Int!) { offer(apidaeId: $id) {
  status alerts { value locale isFallback }
  opening {
    isUnknown
    noon: isOpenAt(at: "2026-07-14T12:00:00+02:00") naive: isOpenAt(at: "2026-07-14T12:00:00")
    nextOccurrences(first: 2) { start end allDay }
    later: nextOccurrences(first: 1, from: "2026-12-31T23:30:00+01:00") { start end }
    periods(first: 2) { from to everyYear weekdays monthly { rank weekday } opens closes note { value }
      hours { weekdays publicHolidays isClosed opens closes everyMinutes } }
    exceptions(first: 3) { date isOpen name(locale: "en") { value } }
  }
  ... on Event { occurrences(first: 2) { start } among: occurrences(between: {from: "2026-08-01", to: "2026-08-02"}, first: 50) { start } }
} }"""


def period(**parts: Any) -> dict[str, Any]:
    return {"type": "OUVERTURE_TOUS_LES_JOURS", "dateDebut": "2026-07-01", "dateFin": "2026-12-31", **parts}


async def asked(bench: Bench, query: str = ASK, **parts: Any) -> Any:
    """The answer for an object that the emulator gets for this."""
    item = raw(**{"id": None, **parts})
    made = bench.emulator.control("objects", item)
    return (await bench.data(query, id=made["id"]))["offer"]


def event(**parts: Any) -> dict[str, Any]:
    return {"type": "FETE_ET_MANIFESTATION", **parts}


async def test_all_parts_of_an_opening(own: Bench) -> None:
    block = {
        "periodesOuvertures": [
            period(
                type="OUVERTURE_SEMAINE",
                ouverturesJournalieres=[{"jour": "MARDI"}, {"jour": "JEUDI"}],
                horaireOuverture="22:00:00",
                horaireFermeture="02:00:00",
                complementHoraire={"libelleFr": "Sur place"},
                tousLesAns=True,
                ouverturesExceptionnelles=[{"dateOuverture": "2026-07-05"}],
            ),
            period(
                type="OUVERTURE_MOIS", ouverturesJourDuMois=[{"jourDuMois": "D_DERNIER", "jour": "DIMANCHE"}]
            ),
        ],
        "fermeturesExceptionnelles": [{"dateSpeciale": "QUATORZE_JUILLET"}, {"dateFermeture": "2026-07-09"}],
    }
    opening = (await asked(own, ouverture=block))["opening"]
    assert opening == {
        "isUnknown": False,
        "noon": False,
        "naive": False,
        "nextOccurrences": [
            {
                "start": "2026-07-02T22:00:00+02:00",
                "end": "2026-07-03T02:00:00+02:00",
                "allDay": False,
            },
            {
                "start": "2026-07-05T22:00:00+02:00",
                "end": "2026-07-06T02:00:00+02:00",
                "allDay": False,
            },
        ],
        "later": [{"start": "2026-12-31T22:00:00+01:00", "end": "2027-01-01T02:00:00+01:00"}],
        "periods": [
            {
                "from": "2026-07-01",
                "to": "2026-12-31",
                "everyYear": True,
                "weekdays": ["TUESDAY", "THURSDAY"],
                "monthly": [],
                "opens": "22:00:00",
                "closes": "02:00:00",
                "note": {"value": "Sur place"},
                "hours": [
                    {
                        "weekdays": [
                            "MONDAY",
                            "TUESDAY",
                            "WEDNESDAY",
                            "THURSDAY",
                            "FRIDAY",
                            "SATURDAY",
                            "SUNDAY",
                        ],
                        "publicHolidays": False,
                        "isClosed": False,
                        "opens": "22:00:00",
                        "closes": "02:00:00",
                        "everyMinutes": None,
                    }
                ],
            },
            {
                "from": "2026-07-01",
                "to": "2026-12-31",
                "everyYear": False,
                "weekdays": [],
                "monthly": [{"rank": -1, "weekday": "SUNDAY"}],
                "opens": None,
                "closes": None,
                "note": None,
                "hours": [],
            },
        ],
        "exceptions": [
            {"date": "2026-07-05", "isOpen": True, "name": None},
            {"date": "2026-07-09", "isOpen": False, "name": None},
            {"date": "2026-07-14", "isOpen": False, "name": {"value": "Bastille Day"}},
        ],
    }


async def test_what_nobody_says_is_null(own: Bench) -> None:
    offer = await asked(own)
    assert offer["opening"] == {
        "isUnknown": True,
        "noon": None,
        "naive": None,
        "nextOccurrences": None,
        "later": None,
        "periods": [],
        "exceptions": [],
    }
    assert (offer["status"], offer["alerts"]) == ("OPEN", [])


async def test_a_long_exhibition_gives_what_is_asked_for(own: Bench) -> None:
    days = [date(2026, 3, 1) + timedelta(days=one) for one in range(537)]
    block = {"periodesOuvertures": [period(dateDebut=str(one), dateFin=str(one)) for one in days]}
    offer = await asked(own, **event(ouverture=block))
    assert [one["start"][:10] for one in offer["occurrences"]] == ["2026-07-01", "2026-07-02"]
    assert [one["start"][:10] for one in offer["among"]] == ["2026-08-01", "2026-08-02"]
    assert len(offer["opening"]["periods"]) == 2
    assert offer["opening"]["later"] == [
        {"start": "2026-12-31T00:00:00+01:00", "end": "2027-01-01T00:00:00+01:00"}
    ]


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("nextOccurrences(first: 51) { start }", "LIMIT_FIRST"),
        ("nextOccurrences(first: 0) { start }", "INVALID_ARGUMENT"),
        ('nextOccurrences(from: "9999-12-31T23:59:59Z") { start }', "INVALID_ARGUMENT"),
        ('isOpenAt(at: "0001-01-01T00:00:00Z")', "INVALID_ARGUMENT"),
        ("periods(first: 1000) { from }", "LIMIT_FIRST"),
        ('exceptions(from: "1492-01-01") { date }', "INVALID_ARGUMENT"),
    ],
)
async def test_a_senseless_argument_is_refused(own: Bench, field: str, code: str) -> None:
    number = own.emulator.public()[0]
    answer = await own.ask(f"{{ offer(apidaeId: {number}) {{ opening {{ {field} }} }} }}")
    assert answer.codes == [code]


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ('{from: "2026-08-02", to: "2026-08-01"}', "from: 2026-08-01, to: 2026-08-02"),
        ('{from: "2026-01-01", to: "2027-12-31"}', "shorter ranges"),
    ],
)
async def test_a_senseless_range_is_refused_with_a_hint(own: Bench, days: str, told: str) -> None:
    block = {"periodesOuvertures": [period()]}
    made = own.emulator.control("objects", raw(**event(id=None, ouverture=block)))
    query = f"{{ offer(apidaeId: {made['id']}) {{ ... on Event {{ occurrences(between: {days}) {{ start }} }} }} }}"
    answer = await own.ask(query)
    assert answer.codes == ["INVALID_ARGUMENT"]
    assert told in answer.errors[0].original_error.extensions()["hint"]


# ---- status and alerts -----------------------------------------------------------------


def complement(number: int, text: str) -> dict[str, Any]:
    return {"elementReferenceType": "OuvertureComplementaire", "id": number, "libelleFr": text}


@pytest.mark.parametrize(
    ("kind", "block", "status"),
    [
        ("ACTIVITE", {}, OfferStatus.OPEN),
        ("ACTIVITE", {"fermeTemporairement": "FERME_TEMPORAIREMENT"}, OfferStatus.TEMPORARILY_CLOSED),
        ("ACTIVITE", {"indicationsPeriode": [{"id": 437}]}, OfferStatus.TEMPORARILY_CLOSED),
        ("ACTIVITE", {"ouverturesComplementaires": [{"id": 6176}]}, OfferStatus.TEMPORARILY_CLOSED),
        ("FETE_ET_MANIFESTATION", {"ouverturesComplementaires": [{"id": 6176}]}, OfferStatus.CANCELLED),
        ("FETE_ET_MANIFESTATION", {"ouverturesComplementaires": [{"id": 6564}]}, OfferStatus.OPEN),
        ("ACTIVITE", {"ouverturesComplementaires": "x", "indicationsPeriode": [7]}, OfferStatus.OPEN),
    ],
)
def test_status(kind: str, block: dict[str, Any], status: OfferStatus) -> None:
    assert mapped(type=kind, ouverture=block).status is status


async def test_what_is_closed_for_now_is_not_open_whatever_its_periods_say(own: Bench) -> None:
    block = {
        "periodesOuvertures": [period()],
        "indicationsPeriode": [complement(437, "Fermé temporairement")],
    }
    offer = await asked(own, ouverture=block)
    assert offer["status"] == "TEMPORARILY_CLOSED"
    assert (offer["opening"]["noon"], offer["opening"]["nextOccurrences"]) == (False, [])
    assert [one["value"] for one in offer["alerts"]] == ["Fermé temporairement"]


async def test_a_cancelled_event_keeps_its_days(own: Bench) -> None:
    block = {"periodesOuvertures": [period()], "ouverturesComplementaires": [complement(6176, "Annulé")]}
    offer = await asked(own, **event(ouverture=block))
    assert offer["status"] == "CANCELLED"
    assert len(offer["occurrences"]) == 2
    assert [one["value"] for one in offer["alerts"]] == ["Annulé"]


async def test_special_rules_are_told_between_their_days(own: Bench) -> None:
    def rules(text: str, first: str | None, last: str | None) -> dict[str, Any]:
        days = {"dateDisponibilite": first, "dateLimiteDePublication": last}
        return {"theme": {"id": 6143}, "description": {"libelleFr": text}} | {
            name: day for name, day in days.items() if day
        }

    themed = [
        rules("Sur inscription", "2026-06-01", "2026-07-01"),
        rules("Trop tôt", "2026-07-02", None),
        rules("Trop tard", None, "2026-06-30"),
        rules("Toujours", None, None),
    ]
    presentation = {"typologiesPromoSitra": promotion(6436, 6452, 6456), "descriptifsThematises": themed}
    offer = await asked(own, presentation=presentation)
    assert [one["value"] for one in offer["alerts"]] == ["Sur inscription", "Toujours"]
