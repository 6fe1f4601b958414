"""The five communities of the demo: public names of real ones, everything else invented."""

from __future__ import annotations

from sources.scouts.documents import CommunityDocument
from sources.scouts.folding import fold

REGIONAL = "demo-micro-influenceurs"
LOOKED_AT_FIRST = "demo-greeters-lyon"
"""The community whose managers look at contents before they are published."""


def communities() -> list[CommunityDocument]:
    """The communities, the same at every run."""
    return [
        _community(
            "demo-team-ambassadeurs-03",
            "Team Ambassadeurs 03",
            ("Bourbonnais", ["03"]),
            "Agence de l’Allier (démonstration)",
            {
                "fr": "Des habitants de l’Allier qui aiment leur bocage, leurs rivières et leurs petites "
                "villes, et qui le disent.",
                "en": "People of the Allier who love their hedgerows, rivers and small towns, and say so.",
            },
        ),
        _community(
            "demo-emerveilles-ardeche",
            "Les Émerveillés de l’Ardèche",
            ("Ardèche", ["07"]),
            "Agence de l’Ardèche (démonstration)",
            {
                "fr": "Des amoureux de l’Ardèche, du plateau aux gorges, qui ne s’habituent pas à sa beauté.",
                "en": "Lovers of the Ardèche, from plateau to gorges, who never tire of its beauty.",
                "de": "Menschen, die die Ardèche lieben, vom Hochland bis zu den Schluchten.",
            },
        ),
        _community(
            "demo-greeters-lyon",
            "Greeters Lyon",
            ("Lyon et ses environs", ["69"]),
            "Association des Greeters (démonstration)",
            {
                "fr": "Des Lyonnaises et des Lyonnais qui se promènent avec vous, gratuitement, dans leur "
                "quartier.",
                "en": "Locals of Lyon who walk with you through their neighbourhood, for free.",
            },
        ),
        _community(
            "demo-ambassadeurs-savoie-mont-blanc",
            "Ambassadeurs Savoie Mont Blanc",
            ("Savoie Mont Blanc", ["73", "74"]),
            "Agence Savoie Mont Blanc (démonstration)",
            {
                "fr": "Bergers, accompagnatrices, cuisiniers, retraités : la montagne racontée par celles et "
                "ceux qui y restent l’hiver.",
                "en": "Shepherds, guides, cooks, pensioners: the mountains told by those who stay in winter.",
            },
        ),
        _community(
            REGIONAL,
            "Micro-influenceurs d’Auvergne-Rhône-Alpes",
            (
                "Auvergne-Rhône-Alpes",
                ["01", "03", "07", "15", "26", "38", "42", "43", "63", "69", "73", "74"],
            ),
            "Auvergne-Rhône-Alpes Tourisme (démonstration)",
            {
                "fr": "De petits comptes, de vraies voix : des habitants de toute la région qui partagent "
                "leurs sorties à deux pas.",
                "en": "Small accounts, real voices: people from all over the region and their days out.",
                "de": "Kleine Konten, echte Stimmen: Menschen der ganzen Region und ihre Ausflüge.",
            },
        ),
    ]


def _community(
    key: str, name: str, territory: tuple[str, list[str]], manager: str, description: dict[str, str]
) -> CommunityDocument:
    slug = key.removeprefix("demo-")
    return {
        "_id": key,
        "version": 1,
        "slug": slug,
        "name": name,
        "sortName": fold(name),
        "description": description,
        "territory": {"name": territory[0], "departments": territory[1]},
        "url": f"https://{slug}.example",
        "manager": manager,
        "review": "BEFORE" if key == LOOKED_AT_FIRST else "AFTER",
        "state": "ACTIVE",
    }
