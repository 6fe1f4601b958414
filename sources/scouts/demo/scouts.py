"""Turns the people of the demo into documents, four of whom the public may not see."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from sources.scouts.demo.people import COUNTRIES, PEOPLE, Person
from sources.scouts.documents import (
    ConsentDocument,
    PictureDocument,
    Purpose,
    ScoutDocument,
    ScoutKindName,
    TerritoryDocument,
)
from sources.scouts.folding import fold, words_of

WITHOUT_CHARTER, WITHDRAWN, SUSPENDED, INVITED = "Philémon R.", "Hyacinthe P.", "Mahaut S.", "Honoré L."
"""The four: each is hidden for another reason, and each has contents that would be public otherwise."""

_CALLINGS: dict[ScoutKindName, tuple[str, ...]] = {
    "GREETER": (
        "Deux heures de marche, aucune hâte, et toutes vos questions sont les bienvenues.",
        "Je montre mon quartier comme on ouvre son album de famille.",
        "Rendez-vous au pied de l’immeuble, on décide du chemin ensemble.",
    ),
    "MICRO_INFLUENCER": (
        "Peu d’abonnés, beaucoup de kilomètres, et rien que du vécu.",
        "Je raconte des sorties que l’on peut faire sans voiture, ou presque.",
        "Des photos sans retouche et des adresses testées deux fois.",
    ),
    "AMBASSADOR": (
        "Ici depuis toujours, avec l’envie de le faire savoir sans le crier.",
        "Je connais les raccourcis, les bancs à l’ombre et l’heure du pain chaud.",
        "On me demande souvent où aller dimanche : voici mes réponses.",
    ),
    "RESIDENT": (
        "Pas d’itinéraire parfait, juste ce que je fais quand j’ai une journée devant moi.",
        "J’écris comme je parle au marché : sans chichis et avec des détours.",
        "Mon terrain de jeu commence au bout du jardin.",
    ),
}
_LIKES = (
    ("les vergers en fleurs", "orchards in bloom"),
    ("les cafés de village", "village cafés"),
    ("les gens qui travaillent de leurs mains", "people who work with their hands"),
    ("les chemins sans panneau", "paths without signs"),
    ("les marchés d’avant neuf heures", "markets before nine"),
    ("les fours à pain qui fument encore", "bread ovens that still smoke"),
    ("la pluie quand elle s’arrête", "rain when it stops"),
    ("les histoires de grands-mères", "grandmothers’ stories"),
    ("les gares minuscules", "tiny railway stations"),
    ("les nuits vraiment noires", "nights that are really dark"),
)


def key_of_scout(person: Person) -> str:
    """The person's key, the same at every run."""
    return "demo-" + "-".join(words_of(person.name))


def scouts(seed: str, now: datetime) -> list[ScoutDocument]:
    """Everybody; who has been there for how long depends on `now`."""
    return [_scout(person, Random(f"{seed}/{person.name}"), now) for person in PEOPLE]


def _scout(person: Person, random: Random, now: datetime) -> ScoutDocument:
    joined = now.replace(hour=9, minute=0, second=0, microsecond=0) - timedelta(
        days=random.randint(600, 1200)
    )
    signed = person.name not in (WITHOUT_CHARTER, INVITED)
    return {
        "_id": key_of_scout(person),
        "version": 1,
        # whoever runs the demo may speak as anybody: `python -m gateway token --subject demo-...`
        "subject": key_of_scout(person),
        "publicName": person.name,
        "sortName": fold(person.name),
        "words": words_of(person.name, *person.countries),
        "kind": person.kind,
        "bio": _bio(person, random),
        "homes": list(person.communities),
        "knows": [_country(name) for name in person.countries],
        "handles": {"instagram": person.instagram} if person.instagram else {},
        "portrait": _portrait(person) if random.random() < 0.7 else None,
        "charter": {"version": "2021-09", "signedAt": joined} if signed else None,
        "consents": _consents(person, random, joined),
        "state": {SUSPENDED: "SUSPENDED", INVITED: "INVITED"}.get(person.name, "APPROVED"),  # type: ignore[typeddict-item]  # a mapping to literals is a mapping to str for mypy
    }


def _country(name: str) -> TerritoryDocument:
    return {"name": name, "departments": list(COUNTRIES[name])}


def _bio(person: Person, random: Random) -> dict[str, str]:
    (first, first_en), (second, second_en) = random.sample(_LIKES, 2)
    calling = random.choice(_CALLINGS[person.kind])
    country = " et ".join(person.countries)
    texts = {"fr": f"Mon pays : {country}. J’aime {first} et {second}. {calling}"}
    if random.random() < 0.3:
        country_en = " and ".join(person.countries)
        texts["en"] = f"My corner of the world: {country_en}. I like {first_en} and {second_en}."
    return texts


def _portrait(person: Person) -> PictureDocument:
    return {
        "url": f"https://photos.eclaireurs.example/{key_of_scout(person)}.jpg",
        "credit": person.name,
        "licence": "PLATFORM_ONLY",
        "alt": f"Portrait de {person.name}",
        "peopleShown": True,
    }


def _consents(person: Person, random: Random, joined: datetime) -> list[ConsentDocument]:
    given: list[Purpose] = ["PUBLISH", "STATISTICS"]
    if random.random() < 0.8:
        given.append("PORTRAIT")
    if person.instagram:
        given.append("SOCIAL_IMPORT")
    left = joined + timedelta(days=500) if person.name == WITHDRAWN else None
    return [
        {
            "purpose": purpose,
            "version": "2021-09",
            "givenAt": joined,
            "withdrawnAt": left if purpose == "PUBLISH" else None,
        }
        for purpose in given
    ]
