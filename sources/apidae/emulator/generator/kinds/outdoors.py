"""Accompanied sports: what is done in the open air with someone who knows the place."""

from .kind import Kind, Some

_GUIDED = Some((1797, 1886, 1903, 5362, 1900), 1, 2)
_SEASON = ("season_daily", "season_days", "year_round", "all_but")

KINDS = (
    Kind(
        key="guided_hike",
        type="ACTIVITE",
        weight=7,
        names=(
            "Randonnée accompagnée autour {du_lieu}",
            "Sur les pas du berger {au_lieu}",
            "Marche lente et lecture de paysage {a_commune}",
            "À l'écoute des oiseaux {du_lieu}",
            "Balade botanique {au_lieu}",
            "Lever de soleil {au_lieu}",
        ),
        short=(
            "Une marche tranquille avec {qui}, qui connaît chaque source et prend le temps de raconter.",
            "Partez à pied {du_lieu} avec {qui} : {nature}, et des haltes chez ceux qui vivent là.",
            "Petit groupe, pas mesuré, jumelles prêtées : {qui} partage ce que la montagne dit à voix basse.",
        ),
        details=(
            "Le départ se fait près de la gare ou de l'arrêt de car, pour venir sans voiture.",
            "À mi-parcours, une pause chez un producteur voisin permet de goûter et de poser des questions.",
            "Le groupe ne dépasse jamais dix personnes, afin de ne pas déranger la faune.",
            "Chacun repart avec un carnet où noter les plantes rencontrées.",
        ),
        noun={"en": "Guided walk", "de": "Geführte Wanderung", "it": "Escursione guidata"},
        block={
            "activiteType": 1789,
            "activitesSportives": Some((2028, 2026, 1872), 1, 2),
            "categories": _GUIDED,
        },
        openings=("season_days", "season_days", "nth_weekday", "season_daily"),
        prices="activity",
        criteria=(1676,),
        maybe=(4796, 1600, 4971),
        minutes=(120, 150, 180, 240, 360),
    ),
    Kind(
        key="paddling",
        type="ACTIVITE",
        weight=3,
        names=(
            "Descente en canoë depuis {lieu}",
            "Canoë et castors {a_commune}",
            "La rivière au fil de l'eau {du_lieu}",
        ),
        short=(
            "Deux heures d'eau calme avec {qui}, à l'heure où les hérons pêchent.",
            "Une descente douce et expliquée, pour voir la rivière comme la voient ses riverains.",
        ),
        details=(
            "Sacs étanches et gilets sont fournis ; prévoir des chaussures qui vont à l'eau.",
            "Le retour au point de départ se fait à vélo ou par la navette locale.",
            "Une collecte de déchets sur les berges est proposée à la fin, sans obligation.",
        ),
        noun={"en": "Canoe trip", "de": "Kanufahrt", "it": "Discesa in canoa"},
        block={"activiteType": 1789, "activitesSportives": (1922,), "categories": _GUIDED},
        openings=("season_daily", "season_days"),
        prices="activity",
        criteria=(1676,),
        maybe=(4639,),
        minutes=(120, 180, 240),
    ),
    Kind(
        key="donkeys",
        type="ACTIVITE",
        weight=3,
        names=(
            "Marcher avec les ânes {du_lieu}",
            "Au pas de l'âne {a_commune}",
            "Une journée d'ânier {au_lieu}",
        ),
        short=(
            "Les enfants mènent l'âne, l'âne mène la journée : {qui} confie ses bêtes aux familles.",
            "Apprendre à brosser, bâter et guider un âne, puis partir ensemble vers {lieu}.",
        ),
        details=(
            "Les ânes travaillent quatre jours par semaine et se reposent le reste du temps.",
            "Le pique-nique peut être préparé par la ferme voisine, sur commande la veille.",
        ),
        noun={"en": "Walk with donkeys", "de": "Eselwanderung", "it": "Passeggiata con gli asini"},
        block={"activiteType": 1789, "activitesSportives": (2025,), "categories": _GUIDED},
        openings=_SEASON,
        prices="activity",
        criteria=(1676,),
        maybe=(1678,),
        minutes=(120, 180, 360),
    ),
    Kind(
        key="e_bike",
        type="ACTIVITE",
        weight=3,
        names=(
            "À vélo électrique {au_lieu}",
            "Les fermes à vélo {a_commune}",
            "Échappée cyclable {du_lieu}",
        ),
        short=(
            "Une boucle à assistance électrique de ferme en atelier, avec {qui} pour ouvrir les portes.",
            "Rouler sans forcer entre {nature}, et s'arrêter là où l'on fabrique encore.",
        ),
        details=(
            "Les vélos sont entretenus par un atelier d'insertion de la vallée.",
            "Trois haltes sont prévues ; les produits achetés sont livrés au retour.",
        ),
        noun={"en": "E-bike outing", "de": "Ausflug mit dem E-Bike", "it": "Uscita in e-bike"},
        block={"activiteType": 1789, "activitesSportives": Some((3704, 5660), 1, 2), "categories": _GUIDED},
        openings=_SEASON,
        prices="activity",
        criteria=(1676,),
        maybe=(3844,),
        minutes=(150, 210, 300),
    ),
    Kind(
        key="climbing",
        type="ACTIVITE",
        weight=2,
        names=(
            "Premiers pas sur la falaise {du_lieu}",
            "Grimper ensemble {a_commune}",
            "Sous terre avec un spéléologue {au_lieu}",
        ),
        short=(
            "{qui} encorde petits et grands sur un rocher école loin de la foule.",
            "Une demi-journée pour apprivoiser le vide, et savoir pourquoi des voies ferment au printemps.",
        ),
        details=(
            "Les voies fermées pour la nidification sont signalées et respectées.",
            "Le matériel, contrôlé chaque année, est compris.",
        ),
        noun={"en": "Climbing session", "de": "Kletterkurs", "it": "Lezione di arrampicata"},
        block={
            "activiteType": 1789,
            "activitesSportives": Some((1980, 1981, 1982), 1, 1),
            "categories": _GUIDED,
        },
        openings=_SEASON,
        prices="activity",
        criteria=(1676,),
        minutes=(180, 240),
    ),
    Kind(
        key="snowshoes",
        type="ACTIVITE",
        weight=2,
        names=(
            "Raquettes et traces d'animaux {au_lieu}",
            "Soupe au refuge {du_lieu}, à raquettes",
        ),
        short=(
            "Lire la neige avec {qui}, puis se réchauffer d'une soupe de légumes du jardin d'hiver.",
            "Une sortie sans remontée ni moteur, du car à la forêt.",
        ),
        details=(
            "L'itinéraire évite les zones de quiétude du tétras-lyre.",
            "Raquettes et bâtons sont prêtés.",
        ),
        noun={"en": "Snowshoe outing", "de": "Schneeschuhtour", "it": "Ciaspolata"},
        block={"activiteType": 1789, "activitesSportives": (2003,), "categories": _GUIDED},
        openings=("winter_daily", "winter_days"),
        prices="activity",
        criteria=(1676,),
        minutes=(150, 240),
    ),
)
