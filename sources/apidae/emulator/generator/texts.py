"""Names and descriptions of an offer: always in French, often in English, now and then in German or
Italian."""

from random import Random
from typing import Any

from .draw import chance
from .grammar import capital
from .kinds import Kind
from .words import fill

Trad = dict[str, str]

ENGLISH, GERMAN, ITALIAN, SPANISH = 63 / 130, 0.06, 0.05, 0.015
_CLOSING = (
    "Venir sans voiture est possible : le dernier kilomètre se fait à pied, sur un chemin plat.",
    "L'accueil est assuré par des personnes du village, payées correctement et formées sur place.",
    "Ici, on préfère dix visiteurs attentifs à cent visiteurs pressés.",
    "Les recettes restent dans la vallée : fournisseurs, assurance et banque y ont leur porte.",
    "On y rencontre souvent des habitants, qui ont leurs habitudes et aiment la conversation.",
    "Merci de garder le silence près des nids au printemps.",
    "Le collectif publie chaque année ce qu'il consomme d'eau et d'électricité.",
    "Un tarif solidaire existe ; il suffit de le demander, sans justificatif.",
)
_OTHER = {
    "En": (
        "{noun} in {commune}, hosted by people who live and work here.",
        "A small-scale {lower} near {commune}: come by train or bus if you can, and take your time.",
        "Meet {qui}, share a morning and leave with new friends. {noun}, {commune}.",
    ),
    "De": (
        "{noun} in {commune}, begleitet von Menschen, die hier leben und arbeiten.",
        "{noun} bei {commune}: klein, ruhig und gut mit Bahn und Bus erreichbar.",
    ),
    "It": (
        "{noun} a {commune}, con le persone che qui vivono e lavorano.",
        "{noun} vicino a {commune}: piccoli gruppi, tempi lenti e prodotti del posto.",
    ),
    "Es": ("Una propuesta tranquila en {commune}, con la gente del lugar.",),
}


def languages(rank: int) -> tuple[str, ...]:
    """Suffixes of the languages an offer is translated to, French apart."""
    shares = (("En", ENGLISH, 7), ("De", GERMAN, 11), ("It", ITALIAN, 13), ("Es", SPANISH, 17))
    return tuple(suffix for suffix, share, salt in shares if chance(rank, salt, share))


def name_of(kind: Kind, random: Random, words: dict[str, str], suffixes: tuple[str, ...]) -> Trad:
    """The name: a phrase of its own in French, the kind and the locality in the other languages."""
    name = {"libelleFr": fill(random.choice(kind.names), words)}
    for suffix in suffixes:
        noun = kind.noun.get(suffix.lower())
        name[f"libelle{suffix}"] = f"{noun} – {capital(words['lieu'])}" if noun else capital(words["lieu"])
    return name


def presentation_of(
    kind: Kind, random: Random, words: dict[str, str], suffixes: tuple[str, ...]
) -> dict[str, Any]:
    """Short and long description; the long one has several paragraphs and misses in a few objects."""
    short = {"libelleFr": fill(random.choice(kind.short), words)}
    for suffix in suffixes:
        short[f"libelle{suffix}"] = _other_language(kind, random, words, suffix)
    texts: dict[str, Any] = {"descriptifCourt": short}
    if random.random() < 0.92:
        texts["descriptifDetaille"] = {"libelleFr": _long(kind, random, words)}
    return texts


def _other_language(kind: Kind, random: Random, words: dict[str, str], suffix: str) -> str:
    noun = kind.noun.get(suffix.lower(), "")
    return random.choice(_OTHER[suffix]).format(noun=noun, lower=noun.lower(), **words)


def _long(kind: Kind, random: Random, words: dict[str, str]) -> str:
    first = random.sample(kind.details, k=min(len(kind.details), random.randint(1, 3)))
    last = random.sample(_CLOSING, k=random.randint(1, 3))
    paragraphs = (" ".join(first), *last)
    return "\r\n".join(fill(paragraph, words) for paragraph in paragraphs)
