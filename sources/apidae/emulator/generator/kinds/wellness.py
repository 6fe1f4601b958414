"""Thermal baths and spas: water, warmth and rest."""

from .kind import Kind, Some

KINDS = (
    Kind(
        key="thermal_baths",
        type="EQUIPEMENT",
        weight=2,
        names=("Thermes {de_commune}", "Établissement thermal {du_lieu}"),
        short=("Une eau qui sort chaude de la terre, des soins simples et du personnel formé sur place.",),
        details=(
            "La chaleur de l'eau chauffe aussi l'école.",
            "Journée découverte pour les habitants en basse saison.",
        ),
        noun={"en": "Thermal baths", "de": "Thermalbad", "it": "Terme"},
        block={"rubrique": 2993, "activites": (3234,)},
        openings=("season_daily", "all_but"),
        prices="visit",
        criteria=(1669,),
        maybe=(1670, 1680, 1687),
        minutes=(90, 120),
    ),
    Kind(
        key="spa",
        type="EQUIPEMENT",
        weight=3,
        names=(
            "Bains {du_lieu}",
            "Hammam et repos {a_commune}",
            "Espace bien-être {du_lieu}",
            "Spa nordique {du_lieu}",
        ),
        short=(
            "Bain chaud au bois, bain froid à la source, silence entre les deux.",
            "Un lieu de repos tenu par {qui}, avec huiles de plantes récoltées à la main.",
        ),
        details=(
            "L'eau est filtrée par les plantes et rendue propre au ruisseau.",
            "Le téléphone reste au vestiaire, et tout le monde s'en trouve bien.",
        ),
        noun={"en": "Spa", "de": "Wellnessbad", "it": "Centro benessere"},
        block={"rubrique": 2993, "activites": Some((4765, 4766, 3409, 3216, 3408), 1, 2)},
        openings=("year_days", "all_but", "year_round"),
        prices="visit",
        criteria=(1669,),
        maybe=(1670, 1687),
        minutes=(90, 120),
    ),
)
