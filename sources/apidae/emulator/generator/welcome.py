"""Reception: languages spoken, access for disabled people, animals, equipment, visitors it suits."""

from random import Random
from typing import Any

from sources.apidae.emulator.elements import elements

from .kinds import Kind

_LANGUAGES = (1192, 1189, 1200, 1194, 1202, 5469)
_ADAPTED = (1191, 1196, 1199, 3943, 3652, 3653, 3651, 5937, 4213, 4219, 6503)
_MARKS = (1224, 1225, 1226, 1227)
_EQUIPMENT = (613, 706, 761, 972, 1030, 1373, 1375, 1381, 3833, 606)
_SERVICES = (1026, 1115, 1190, 687)
_MOTOR = (
    "Cheminement stabilisé du parking à l'entrée, une marche de 4 cm.",
    "Une joëlette peut être prêtée sur demande, avec deux bénévoles.",
    "Salle de plain-pied ; l'étage n'est pas accessible.",
)


def welcome_of(kind: Kind, random: Random) -> dict[str, Any]:
    """The `prestations` block of an offer."""
    block: dict[str, Any] = {"languesParlees": elements(1197, *_others(random))}
    block["animauxAcceptes"] = random.choice(("ACCEPTES", "ACCEPTES", "NON_ACCEPTES", "NON_DISPONIBLE"))
    if block["animauxAcceptes"] == "ACCEPTES" and random.random() < 0.3:
        block["animauxAcceptesSupplement"] = random.choice(("SANS_SUPPLEMENT", "AVEC_SUPPLEMENT"))
    if random.random() < 0.5:
        block["typesClientele"] = elements(*random.sample(kind.guests, k=min(len(kind.guests), 2)))
    if random.random() < 0.4:
        block["equipements"] = elements(*random.sample(_EQUIPMENT, k=random.randint(1, 3)))
    if random.random() < 0.2:
        block["services"] = elements(random.choice(_SERVICES))
    block.update(_access(random))
    if kind.type == "ACTIVITE":
        block.update(
            {"tailleGroupeMin": random.choice((1, 2, 4)), "tailleGroupeMax": random.choice((6, 8, 10, 12))}
        )
        if random.random() < 0.4:
            block.update({"ageMin": random.choice((4, 6, 8, 12)), "uniteAgeMin": "ANNEE"})
    return block


def _others(random: Random) -> list[int]:
    return random.sample(_LANGUAGES, k=random.choice((0, 0, 1, 1, 1, 2, 3)))


def _access(random: Random) -> dict[str, Any]:
    """What is said of access: nothing in half of the cases, which is not "no"."""
    if random.random() < 0.5:
        return {}
    block: dict[str, Any] = {"tourismesAdaptes": elements(*random.sample(_ADAPTED, k=random.randint(1, 2)))}
    if random.random() < 0.25:
        block["labelsTourismeHandicap"] = elements(*sorted(random.sample(_MARKS, k=random.randint(1, 4))))
    if random.random() < 0.3:
        block["descriptifHandicapMoteur"] = {"libelleFr": random.choice(_MOTOR)}
    return block
