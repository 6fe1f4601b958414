"""Pictures of an offer with their fixed renditions, on an invented host."""

from datetime import date, timedelta
from random import Random
from typing import Any

HOST = "https://static.apidae-tourisme.example/filestore/objets-touristiques/images"
_CREDITS = (
    "{office}",
    "© {office}",
    "CC BY 4.0 {person}",
    "CC-BY-SA 4.0 {person} / {office}",
    "CC-BY-SA 4.0 {person}",
    "By-NC-ND 4.0",
    "Licence Ouverte - {office}",
    "Tous droits réservés",
)
_LEGENDS = (
    "{name}",
    "{name} au printemps",
    "Vue depuis {place}",
    "L'équipe devant {place}",
    "Détail, {name}",
)


def pictures_of(number: int, words: dict[str, str], random: Random, today: date) -> list[dict[str, Any]]:
    """One to five pictures; copyright, legend and name are each missing now and then."""
    count = random.choice((1, 1, 2, 2, 3, 5))
    return [picture(number * 10 + rank, words, random, today) for rank in range(count)]


def picture(number: int, words: dict[str, str], random: Random, today: date) -> dict[str, Any]:
    """One picture: the original and the renditions "liste", "fiche", "diaporama" and "QHD"."""
    item: dict[str, Any] = {
        "identifiant": number,
        "link": False,
        "type": "IMAGE",
        "traductionFichiers": [file_of(number, random, today)],
    }
    if random.random() < 0.85:
        item["nom"] = {"libelleFr": words["name"]}
    if random.random() < 0.7:
        item["legende"] = {"libelleFr": random.choice(_LEGENDS).format_map(words)}
    if random.random() < 0.8:
        item["copyright"] = {"libelleFr": random.choice(_CREDITS).format_map(words)}
    return item


def file_of(number: int, random: Random, today: date) -> dict[str, Any]:
    """The file of a picture; its address has the form of Apidae's filestore."""
    stem = f"{HOST}/{number % 251}/{number // 251 % 251}/{number}"
    width = random.choice((1600, 2400, 4032, 5184))
    stamp = today - timedelta(days=random.randint(20, 1500))
    return {
        "locale": "fr",
        "url": f"{stem}.jpg",
        "urlListe": f"{stem}-liste.jpg",
        "urlFiche": f"{stem}-fiche.jpg",
        "urlDiaporama": f"{stem}-diaporama.jpg",
        "urlQHD": f"{stem}-QHD.jpg",
        "extension": "jpg",
        "fileName": f"IMG_{number % 10_000:04d}.jpg",
        "taille": width * random.randint(700, 1_700),
        "hauteur": width * 2 // 3,
        "largeur": width,
        "lastModifiedDate": f"{stamp.isoformat()}T09:{number % 60:02d}:00.000+0000",
    }
