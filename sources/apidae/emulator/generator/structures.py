"""Providers: the STRUCTURE objects that run the offers, and the card by which an offer names them."""

from random import Random
from typing import Any

from sources.apidae.emulator.elements import element
from sources.apidae.emulator.places import Commune

from .words import fill, words_of

Card = dict[str, Any]

_FORMS = (
    ("Association des amis {du_lieu}", 3196),
    ("Collectif {du_lieu}", 5169),
    ("{qui}, accompagnatrice en montagne", 3841),
    ("Bureau des guides {de_commune}", 3841),
    ("Coopérative {du_lieu}", 5168),
    ("Ferme de {qui}", 3842),
    ("Atelier de {qui}", 3842),
    ("Régie de territoire {de_commune}", 5169),
    ("Les sorties de {qui}", 4011),
    ("Mairie {de_commune}", 3192),
    ("{qui}, guide conférencier", 3843),
    ("Union sportive {de_commune}", 3197),
)


def provider_identity(commune: Commune, random: Random) -> tuple[str, int]:
    """The name of a provider and the reference element of its kind."""
    pattern, kind = random.choice(_FORMS)
    return fill(pattern, words_of(random, commune.name)), kind


def card_of(offer: dict[str, Any]) -> Card:
    """An object link: the card that Apidae embeds where an object points to another one, and nothing more."""
    card = {key: offer[key] for key in ("type", "id", "nom", "identifier", "state")}
    location = offer.get("localisation", {})
    return {
        **card,
        "adresse": location.get("adresse", {}),
        "geolocalisation": location.get("geolocalisation", {}),
    }


def structure_block(kind: int, name: str, random: Random) -> dict[str, Any]:
    """The `informationsStructure` block."""
    block: dict[str, Any] = {"entiteType": element(kind)}
    if random.random() < 0.2:
        block["sigle"] = "".join(word[0] for word in name.split() if word[0].isupper())[:5]
    return {key: value for key, value in block.items() if value}
