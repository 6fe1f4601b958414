"""What an offer carries besides its main blocks: management, booking, themed texts, people, wishes."""

from datetime import date, timedelta
from random import Random
from typing import Any

from sources.apidae.emulator.elements import element

from .kinds import Kind

Object = dict[str, Any]

MOODS = (
    (70_001, "Envie de ralentir"),
    (70_002, "Envie de rencontres"),
    (70_003, "Envie d'apprendre"),
    (70_004, "Envie de fraîcheur"),
    (70_005, "Envie de partager en famille"),
)
NO_CAR_FREE = (70_101, "Accès impossible sans voiture (déclaré)")
"""By it offices record what Apidae has no field for."""

_CODES = {
    "ACTIVITE": "ACT",
    "COMMERCE_ET_SERVICE": "COS",
    "DEGUSTATION": "DEG",
    "EQUIPEMENT": "EQU",
    "FETE_ET_MANIFESTATION": "EVE",
    "HEBERGEMENT_COLLECTIF": "HCO",
    "HEBERGEMENT_LOCATIF": "HLO",
    "HOTELLERIE": "HOT",
    "HOTELLERIE_PLEIN_AIR": "HPA",
    "PATRIMOINE_CULTUREL": "PCU",
    "PATRIMOINE_NATUREL": "PNA",
    "RESTAURATION": "RES",
    "SEJOUR_PACKAGE": "SEJ",
    "STRUCTURE": "STR",
}


def identifier_of(kind: str, number: int, department: str) -> str:
    """The textual identifier: the usual form, or one of the two older ones."""
    code = _CODES[kind]
    if number % 11 == 0:
        return f"sitra{code}{number}"
    if number % 13 == 0:
        return f"{department}A{code}{number}"
    return f"SITRA2_{code}_{number}"


def management_of(member: Object, random: Random, today: date) -> Object:
    """The `gestion` block; a third of the records were changed within the last two months."""
    age = random.randint(1, 60) if random.random() < 0.35 else random.randint(60, 1_000)
    changed = today - timedelta(days=age)
    created = changed - timedelta(days=random.randint(30, 2_500))
    second = random.randint(6 * 3600, 19 * 3600)
    clock = f"T{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}.{random.randint(0, 999):03d}"
    stamp = f"{changed.isoformat()}{clock}+0000"
    return {
        "dateCreation": f"{created.isoformat()}T08:30:00.000+0000",
        "dateModification": stamp,
        "dateExportModification": stamp,
        "membreProprietaire": member,
        "signalerUnProblemeMails": [f"signalement@{member['siteWeb'].removeprefix('https://www.')}"],
    }


def booking_of(number: int, name: str, random: Random, means: list[Object]) -> Object | None:
    """The `reservation` block, or None where nothing is said."""
    if random.random() < 0.55:
        return None
    organisation: Object = {
        "identifiant": number * 2,
        "nom": name,
        "type": element(random.choice((475, 475, 477, 473))),
        "moyensCommunication": [one for one in means if one["type"]["id"] in {201, 204, 205}][:2],
    }
    booking: Object = {"organismes": [organisation]}
    if random.random() < 0.3:
        booking["complement"] = {"libelleFr": "Réservation conseillée la veille avant midi."}
    return booking


def themed_texts(kind: Kind, random: Random, words: dict[str, str]) -> list[Object]:
    """Themed descriptions: a portrait of the host, gestures for the environment, a local recipe."""
    texts = []
    if random.random() < 0.12:
        years = random.randint(3, 30)
        text = f"{words['qui']} vit et travaille ici depuis {years} ans et n'a pas l'intention de partir."
        texts.append({"theme": element(6136), "description": {"libelleFr": text}})
    if random.random() < 0.15:
        text = "Nous trions, nous réparons, nous achetons près d'ici, et nous l'expliquons volontiers."
        texts.append({"theme": element(5417), "description": {"libelleFr": text}})
    if (
        kind.type in {"DEGUSTATION", "RESTAURATION"} or kind.key == "producers_market"
    ) and random.random() < 0.25:
        text = (
            "La soupe d'orties : deux poignées de jeunes pousses, trois pommes de terre, une noix de beurre."
        )
        texts.append({"theme": element(5870), "description": {"libelleFr": text}})
    return texts


def moods_of(random: Random) -> list[Object]:
    """Internal criteria of the project: wishes that an offer answers."""
    if random.random() < 0.7:
        return []
    return [
        {"id": number, "libelle": text} for number, text in random.sample(MOODS, k=random.choice((1, 1, 2)))
    ]


def access_of(number: int) -> list[Object]:
    """The internal criterion of the few offers whose provider says that one needs a car."""
    return [{"id": NO_CAR_FREE[0], "libelle": NO_CAR_FREE[1]}] if number % 29 == 7 else []


def people_of(number: int, words: dict[str, str], random: Random) -> list[Object]:
    """Personal contacts: present in the source, never to be published."""
    if random.random() < 0.9:
        return []
    return [{"identifiant": number, "referent": True, "nom": "EXEMPLE", "prenom": words["qui"]}]
