"""Who the scouts of the demo are: invented people, by country and community."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sources.scouts.documents import ScoutKindName

ALLIER, ARDECHE, LYON, SAVOIES, REGIONAL = (
    "demo-team-ambassadeurs-03",
    "demo-emerveilles-ardeche",
    "demo-greeters-lyon",
    "demo-ambassadeurs-savoie-mont-blanc",
    "demo-micro-influenceurs",
)

COUNTRIES: Final[dict[str, tuple[str, ...]]] = {
    "Aravis": ("74",),
    "Ardèche méridionale": ("07",),
    "Baronnies": ("26",),
    "Bauges": ("73", "74"),
    "Beaufortain": ("73",),
    "Beaujolais": ("69",),
    "Bourbonnais": ("03",),
    "Bugey": ("01",),
    "Cantal": ("15",),
    "Chablais": ("74",),
    "Chartreuse": ("38", "73"),
    "Combrailles": ("63",),
    "Diois": ("26",),
    "Dombes": ("01",),
    "Drôme des collines": ("26",),
    "Forez": ("42",),
    "Grésivaudan": ("38",),
    "Livradois": ("63",),
    "Lyon": ("69",),
    "Margeride": ("15", "43"),
    "Maurienne": ("73",),
    "Mézenc": ("43", "07"),
    "Montagne bourbonnaise": ("03",),
    "Monts du Lyonnais": ("69", "42"),
    "Pays de Gex": ("01",),
    "Pilat": ("42", "69"),
    "Sancy": ("63",),
    "Tarentaise": ("73",),
    "Trièves": ("38",),
    "Velay": ("43",),
    "Vercors": ("26", "38"),
    "Vivarais": ("07",),
}
"""Names people give to pieces of the region, and the departments they lie in."""


@dataclass(frozen=True, slots=True)
class Person:
    """A scout before it becomes a document; `instagram` is an account that the social emulator knows."""

    name: str
    kind: ScoutKindName
    communities: tuple[str, ...]
    countries: tuple[str, ...]
    instagram: str = ""


def _influencer(name: str, countries: tuple[str, ...], instagram: str = "") -> Person:
    return Person(name, "MICRO_INFLUENCER", (REGIONAL,), countries, instagram)


def _resident(name: str, *countries: str) -> Person:
    return Person(name, "RESIDENT", (REGIONAL,), countries)


def _ambassador(community: str, name: str, *countries: str) -> Person:
    return Person(name, "AMBASSADOR", (community,), countries)


PEOPLE: Final[tuple[Person, ...]] = (
    _influencer("Léa en sentier", ("Vercors", "Trièves"), "lea.en.sentier"),
    _influencer("Marcheur du Forez", ("Forez",), "marcheur_du_forez"),
    _influencer("Bords de Loire sauvage", ("Velay", "Forez"), "bords.de.loire.sauvage"),
    _influencer("Aux quatre saisons du Vercors", ("Vercors",), "aux4saisonsduvercors"),
    _influencer("Vélo et volcans", ("Sancy", "Combrailles"), "velo_et_volcans"),
    Person("Mamie Tarine", "AMBASSADOR", (SAVOIES,), ("Tarentaise", "Beaufortain"), "mamie.tarine"),
    Person(
        "Petits pas en Ardèche",
        "AMBASSADOR",
        (ARDECHE, REGIONAL),
        ("Ardèche méridionale",),
        "petits.pas.ardeche",
    ),
    _influencer("Le carnet de Samir", ("Bugey", "Dombes"), "le.carnet.de.samir"),
    _influencer("Dombes secrète", ("Dombes",), "dombes_secrete"),
    _influencer("Roulez dans le Cantal", ("Cantal",), "roulez.dans.le.cantal"),
    Person("Noémie croque Lyon", "MICRO_INFLUENCER", (LYON, REGIONAL), ("Lyon",), "noemie_croque_lyon"),
    _influencer("Accessible montagne", ("Chartreuse", "Grésivaudan"), "accessible.montagne"),
    _influencer("Le sureau et la plume", ("Livradois", "Diois"), "le.sureau.et.la.plume"),
    Person("De refuge en refuge", "AMBASSADOR", (SAVOIES,), ("Beaufortain", "Maurienne"), "refuge_a_refuge"),
    Person(
        "Bourbonnais au fil de l’eau",
        "AMBASSADOR",
        (ALLIER,),
        ("Bourbonnais",),
        "bourbonnais.au.fil",
    ),
    _ambassador(ALLIER, "Anselme du bocage", "Bourbonnais"),
    _ambassador(ALLIER, "Clotilde et ses gouttières", "Bourbonnais", "Montagne bourbonnaise"),
    _ambassador(ALLIER, "Fernand T.", "Bourbonnais"),
    _ambassador(ALLIER, "Ghislaine au marché", "Bourbonnais"),
    _ambassador(ALLIER, "Ilyès pédale", "Bourbonnais", "Combrailles"),
    _ambassador(ALLIER, "Les goûters de Prune", "Bourbonnais"),
    _ambassador(ALLIER, "Odilon, pêcheur à la mouche", "Montagne bourbonnaise"),
    _ambassador(ALLIER, "Séraphine V.", "Montagne bourbonnaise"),
    _ambassador(ARDECHE, "Aurèle des faïsses", "Ardèche méridionale", "Vivarais"),
    _ambassador(ARDECHE, "Barnabé et la châtaigne", "Vivarais"),
    _ambassador(ARDECHE, "Capucine M.", "Vivarais"),
    _ambassador(ARDECHE, "Danaé au fil du Doux", "Vivarais"),
    _ambassador(ARDECHE, "Gaspard sous le Mézenc", "Mézenc", "Vivarais"),
    _ambassador(ARDECHE, "Les mercredis de Leïla", "Ardèche méridionale"),
    _ambassador(ARDECHE, "Philémon R.", "Ardèche méridionale"),
    _ambassador(ARDECHE, "Sidonie, accent compris", "Vivarais"),
    Person("Alphonse, canut de cœur", "GREETER", (LYON,), ("Lyon",)),
    Person("Bertille de la Guillotière", "GREETER", (LYON,), ("Lyon",)),
    Person("Chantal aime les traboules", "GREETER", (LYON,), ("Lyon",)),
    Person("Djibril et ses quais", "GREETER", (LYON,), ("Lyon", "Monts du Lyonnais")),
    Person("Eudes K.", "GREETER", (LYON,), ("Lyon", "Beaujolais")),
    Person("Fatou, dimanches à pied", "GREETER", (LYON,), ("Lyon", "Monts du Lyonnais")),
    Person("Hyacinthe P.", "GREETER", (LYON,), ("Lyon",)),
    Person("Isaure et les pentes", "GREETER", (LYON,), ("Lyon",)),
    Person("Mireille, trois étages à pied", "GREETER", (LYON,), ("Lyon",)),
    Person("Théodule du Rhône", "GREETER", (LYON,), ("Lyon", "Pilat")),
    _ambassador(SAVOIES, "Achille, gardien de troupeau", "Maurienne"),
    _ambassador(SAVOIES, "Blandine des Bauges", "Bauges"),
    _ambassador(SAVOIES, "Colombe D.", "Aravis"),
    _ambassador(SAVOIES, "Eustache et le reblochon", "Aravis"),
    _ambassador(SAVOIES, "Hortense au bord du lac", "Chablais"),
    _ambassador(SAVOIES, "Jocelyn, raquettes aux pieds", "Chablais", "Aravis"),
    _ambassador(SAVOIES, "Lubin des alpages", "Beaufortain"),
    _ambassador(SAVOIES, "Mahaut S.", "Tarentaise"),
    _ambassador(SAVOIES, "Zacharie, premier train", "Maurienne", "Chartreuse"),
    _influencer("Cosima prend le car", ("Grésivaudan", "Trièves")),
    _influencer("Deux thermos et un chien", ("Pilat", "Forez")),
    _influencer("Hector cherche l’ombre", ("Drôme des collines", "Baronnies")),
    _influencer("La cadence de Rosine", ("Velay", "Margeride")),
    _influencer("Les dimanches d’Apolline", ("Livradois", "Sancy")),
    _influencer("Maxence dort dehors", ("Cantal", "Margeride")),
    _influencer("Ondine et les rivières", ("Bugey", "Pays de Gex")),
    _resident("Adélaïde B.", "Baronnies", "Diois"),
    _resident("Basile du Trièves", "Trièves"),
    _resident("Célestin W.", "Cantal"),
    _resident("Eulalie, fille de vigneron", "Beaujolais"),
    _resident("Firmin de la Margeride", "Margeride"),
    _resident("Gwenaëlle, venue pour un an", "Combrailles", "Sancy"),
    _resident("Honoré L.", "Drôme des collines"),
    _resident("Judith et le grand potager", "Pilat", "Monts du Lyonnais"),
    _resident("Oscar et mémé", "Velay", "Mézenc"),
    _resident("Rémi des étangs", "Dombes"),
    _resident("Violette Y.", "Pays de Gex", "Bugey"),
)
