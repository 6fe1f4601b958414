"""Prices: every indication of Apidae comes up, in shares that fit the kind of offer."""

from datetime import date
from random import Random
from typing import Any

from sources.apidae.emulator.elements import element, elements

_FREE = ("GRATUIT", "ACCES_LIBRE", "ACCES_LIBRE", "ACCES_LIBRE_STATIONNEMENT_PAYANT_OBLIGATOIRE")
_FREE_RARE = ("ACCES_LIBRE_TRANSPORT_PAYANT", "ENTREE_LIBRE", "PARTICIPATION_LIBRE")
_PAID = ("PAYANT",) * 7 + ("PAYANT_TARIFS_NON_COMMUNIQUES", "PARTICIPATION_LIBRE", "GRATUIT")
_EVENT = ("PAYANT", "PAYANT", "PARTICIPATION_LIBRE", "ENTREE_LIBRE", "GRATUIT")

# kind of price: (reference element, least, most) for each line
_LINES = {
    "activity": ((1733, 12, 55), (1734, 8, 30)),
    "visit": ((5239, 4, 18), (5123, 2, 9)),
    "tasting": ((1433, 0, 15),),
    "meal": ((1502, 16, 38), (1503, 8, 14)),
    "event": ((4123, 3, 25),),
    "night": ((1476, 18, 140),),
    "pack": ((1446, 140, 480),),
    "shop": ((4123, 5, 90),),
    "free": (),
    "route": ((1733, 4, 12),),
}
_PAYMENTS = (1268, 1271, 1277, 1274, 5408, 1286, 5558, 6283)
_FREE_FOR = (4249, 4255, 4771, 4772, 6124)


def tariff_of(prices: str, number: int, random: Random, today: date) -> dict[str, Any]:
    """The `descriptionTarif` block of an offer."""
    indication = _indication(prices, random)
    tariff: dict[str, Any] = {"indicationTarif": indication}
    lines = _LINES[prices]
    if indication == "PAYANT" and lines and random.random() < 0.85:
        rates = [_rate(*line, random) for line in lines]
        tariff["periodes"] = [_period(number, rates, today)]
        tariff["tarifsEnClair"] = {"libelleFr": _in_words(rates)}
        tariff["tarifsEnClairGenerationMode"] = "AUTOMATIQUE"
    if indication == "PAYANT" and random.random() < 0.7:
        tariff["modesPaiement"] = elements(*random.sample(_PAYMENTS, k=random.randint(2, 4)))
    if prices == "visit" and indication == "PAYANT" and random.random() < 0.5:
        conditions = {"conditionsGratuite": elements(random.choice(_FREE_FOR)), "gratuitPourLesMoinsDe": 12}
        tariff["conditions"] = conditions
    return tariff


def _indication(prices: str, random: Random) -> str:
    if prices == "route" and random.random() < 0.15:
        return "PAYANT"  # a guide on some days, a toll, a shuttle back
    if prices in {"free", "route"}:
        return random.choice(_FREE if random.random() < 0.8 else _FREE_RARE)
    return random.choice(_EVENT if prices == "event" else _PAID)


def _rate(kind: int, least: int, most: int, random: Random) -> dict[str, Any]:
    low = random.randint(least * 2, most * 2) / 2
    rate: dict[str, Any] = {"devise": "EUR", "minimum": low, "type": element(kind)}
    if random.random() < 0.4:
        rate["maximum"] = low + random.choice((2, 5, 10, 20))
    return rate


def _period(number: int, rates: list[dict[str, Any]], today: date) -> dict[str, Any]:
    return {
        "identifiant": number * 3,
        "dateDebut": f"{today.year}-01-01",
        "dateFin": f"{today.year + 1}-12-31",
        "tarifs": rates,
    }


def _in_words(rates: list[dict[str, Any]]) -> str:
    parts = []
    for rate in rates:
        until = f" à {rate['maximum']:g}" if "maximum" in rate else ""
        parts.append(f"{rate['type']['libelleFr']} : {rate['minimum']:g}{until} €")
    return ", ".join(parts).replace(".", ",") + "."
