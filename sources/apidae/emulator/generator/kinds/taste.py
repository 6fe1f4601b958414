"""Farms, cellars, inns: what is eaten and drunk where it is made."""

from .kind import Kind, Some

_FARM = ("year_days", "season_days", "all_but", "season_daily")
_CELLAR = Some((4275, 4276, 4277, 4264, 4265, 5850, 5852), 1, 2)

KINDS = (
    Kind(
        key="cheese_farm",
        type="DEGUSTATION",
        weight=4,
        names=(
            "Ferme {du_lieu}, fromages de chèvre",
            "GAEC {du_lieu}",
            "La fromagerie de {qui}",
            "Ferme {du_lieu}",
        ),
        short=(
            "Traite à dix-sept heures, questions bienvenues, fromages vendus à la porte.",
            "{qui} élève, transforme et raconte : la visite finit par une dégustation.",
        ),
        details=(
            "Le troupeau pâture dès que l'herbe le permet.",
            "La ferme accueille un apprenti chaque année et lui verse un vrai salaire.",
        ),
        noun={"en": "Cheese farm", "de": "Käsehof", "it": "Caseificio agricolo"},
        block={
            "typesProduit": (3016,),
            "statutsExploitant": Some((3038, 3757), 1, 1),
            "labelsChartesQualite": Some((4462, 4465, 4481, 4460), 0, 2),
        },
        openings=_FARM,
        prices="tasting",
        criteria=(4795,),
        maybe=(1664, 5309, 1674),
        minutes=(60, 90),
    ),
    Kind(
        key="cellar",
        type="DEGUSTATION",
        weight=5,
        names=(
            "Domaine {du_lieu}",
            "Cave coopérative {de_commune}",
            "Les vignes de {qui}",
            "Clos {du_lieu}",
        ),
        short=(
            "Goûter trois vins avec la personne qui a taillé la vigne.",
            "Un domaine en bio, à taille humaine, où l'on marche dans les rangs avant de descendre au chai.",
        ),
        details=(
            "La vendange se fait à la main avec les mêmes saisonniers depuis quinze ans.",
            "Un jus de raisin attend les enfants et les conducteurs.",
        ),
        noun={"en": "Wine estate", "de": "Weingut", "it": "Cantina"},
        block={
            "typesProduit": (3020,),
            "statutsExploitant": Some((3026, 3028, 3038, 3757), 1, 2),
            "aopAocIgps": _CELLAR,
            "labelsChartesQualite": Some((4475, 4464, 4465, 4466, 5547), 0, 2),
        },
        openings=_FARM,
        prices="tasting",
        criteria=(1588,),
        maybe=(1604, 1604, 1680),
        minutes=(60, 90),
    ),
    Kind(
        key="honey_and_plants",
        type="DEGUSTATION",
        weight=3,
        names=(
            "Miellerie {du_lieu}",
            "Distillerie de lavandin {du_lieu}",
            "Les simples {du_lieu}",
            "Châtaigneraie {du_lieu}",
            "Huilerie {du_lieu}",
        ),
        short=(
            "Une production de montagne, petite et franche, vendue par celle qui la récolte.",
            "Sentir, goûter, comparer : {qui} aime les comparaisons.",
        ),
        details=("Les emballages sont consignés.", "Visite des parcelles le samedi matin."),
        noun={"en": "Farm shop", "de": "Hofladen", "it": "Vendita in fattoria"},
        block={
            "typesProduit": Some((3017, 3023, 4103, 3031, 3021), 1, 2),
            "statutsExploitant": Some((3038, 3757), 1, 1),
            "labelsChartesQualite": Some((6577, 4465, 4468), 0, 1),
        },
        openings=_FARM,
        prices="tasting",
        criteria=(4795,),
        maybe=(1664,),
        minutes=(45, 60),
    ),
    Kind(
        key="brewery",
        type="DEGUSTATION",
        weight=2,
        names=("Brasserie {du_lieu}", "La bière de {qui}"),
        short=("Orge d'ici, eau d'ici, et une salle où le village se retrouve le vendredi.",),
        details=("Les drêches nourrissent les vaches du voisin.",),
        noun={"en": "Craft brewery", "de": "Kleinbrauerei", "it": "Birrificio artigianale"},
        block={"typesProduit": (3012,), "statutsExploitant": (3024,)},
        openings=("late_bar", "year_days"),
        prices="tasting",
        criteria=(4795,),
        minutes=(45, 60),
    ),
    Kind(
        key="farm_inn",
        type="RESTAURATION",
        weight=3,
        names=("Ferme-auberge {du_lieu}", "L'auberge de {qui}", "La table {du_lieu}"),
        short=(
            "Une grande table, un seul menu, et l'éleveur qui vient s'asseoir au fromage.",
            "Tout vient de la ferme ou de ses voisins, sauf le sel et le café.",
        ),
        details=("Le menu se décide au jardin, le matin.", "Réservation la veille, pour ne rien jeter."),
        noun={"en": "Farm inn", "de": "Bauerngasthof", "it": "Agriturismo con cucina"},
        block={
            "restaurationType": Some((2861, 2859, 2867), 1, 1),
            "specialites": Some((2996, 4463, 2989), 1, 2),
        },
        openings=("year_days", "all_but", "season_days"),
        prices="meal",
        criteria=(4795,),
        maybe=(1664, 6016, 5309),
    ),
    Kind(
        key="bistro",
        type="RESTAURATION",
        weight=3,
        names=(
            "Bistrot {de_commune}",
            "Café associatif {du_lieu}",
            "La cantine de {qui}",
            "Le comptoir {du_lieu}",
        ),
        short=(
            "Un café tenu à plusieurs, où la soupe est à prix libre et les concerts du jeudi finissent tard.",
            "Cuisine de saison, ardoise courte, vins des coteaux voisins.",
        ),
        details=(
            "Quatre salariés et vingt bénévoles font vivre le lieu.",
            "Épicerie et relais de colis sur place.",
        ),
        noun={"en": "Village bistro", "de": "Dorfbistro", "it": "Bistrot di paese"},
        block={
            "restaurationType": 2866,
            "categories": Some((2879, 2883, 5351, 6539), 1, 1),
            "specialites": Some((2995, 2996, 5242, 5460, 2994), 0, 2),
        },
        openings=("late_bar", "year_days", "all_but"),
        prices="meal",
        maybe=(6016,),
    ),
)
