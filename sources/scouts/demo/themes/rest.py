"""Baths and breathing, evenings together, nights away from home."""

from __future__ import annotations

from sources.scouts.demo.themes.theme import Line, Theme

BATHS = Theme(
    key="baths",
    stems=(
        *("spa", "therme", "thermal", "bain", "respir", "yoga", "massage", "hammam", "sophro"),
        *("silence", "être"),
    ),
    titles=(
        "Ralentir {a_commune}",
        "{offre}, et les épaules descendent",
        "Une heure pour ne rien faire",
        "Le souffle long",
    ),
    scenes=(
        "J’avais une semaine de trop dans les jambes ; {offre} s’en est chargé.",
        "On laisse ses chaussures et sa montre à l’entrée de {offre}.",
        "À {offre}, personne ne vous demande si vous avez passé une bonne journée : cela se voit en sortant.",
        "Un dimanche de novembre {a_commune}, la buée sur les vitres de {offre} faisait envie.",
    ),
    details=(
        "On entend sa propre respiration, et, derrière, un merle.",
        "L’eau chaude, l’air froid, la couverture : l’ordre compte.",
        "La tisane vient du jardin d’à côté, sauge et verveine.",
        "Une dame de quatre-vingts ans m’a appris à flotter sans bouger.",
        "Rien ne brille, rien ne clignote, tout est de bois et de pierre.",
        "Au bout d’une demi-heure, je ne savais plus quel jour on était.",
    ),
    tips=(
        "En semaine, en fin de matinée, il n’y a presque personne.",
        "Prenez un vrai temps après : le retour en voiture juste derrière gâche tout.",
        "Signalez un dos fragile en arrivant, on adapte sans histoire.",
    ),
    alts=(
        "De la vapeur au-dessus d’un bassin, l’hiver",
        "Une serviette pliée sur un banc de bois",
        "Des tapis posés dans l’herbe, au matin",
    ),
    told=(
        Line(
            "En semaine, en fin de matinée, il n’y a presque personne.",
            "On weekdays, late in the morning, there is hardly anyone.",
            "Unter der Woche ist am späten Vormittag fast niemand da.",
        ),
        Line(
            "Rien ne brille et rien ne presse : du bois, de la pierre, de l’eau.",
            "Nothing glitters and nothing hurries: wood, stone and water.",
            "Nichts glänzt und nichts drängt: Holz, Stein und Wasser.",
        ),
    ),
)

EVENING = Theme(
    key="evening",
    stems=(
        *("nuit", "étoile", "concert", "fête", "cinéma", "lampion", "festival", "bal", "ciel"),
        *("veillée", "conte", "théâtre", "carnaval", "spectacle"),
    ),
    titles=(
        "On a veillé tard {a_commune}",
        "{offre} : j’y étais",
        "Sous le même ciel",
        "Le soir où tout le village était là",
    ),
    scenes=(
        "La nuit tombait sur {commune} quand {offre} a commencé.",
        "On vient à {offre} avec une chaise pliante, un pull et quelque chose à partager.",
        "Je n’ai pas manqué une seule édition de {offre} depuis que j’habite ici.",
        "Les enfants avaient le droit de se coucher tard : c’était le soir de {offre}.",
    ),
    details=(
        "Quelqu’un a sorti un accordéon, quelqu’un d’autre une soupière.",
        "Les bénévoles sont reconnaissables à leur tablier et à leurs cernes.",
        "Quand les lumières se sont éteintes, on a entendu toute la place retenir son souffle.",
        "Mon voisin de banc venait du hameau d’en face, et nous ne nous étions jamais parlé.",
        "On rentre à pied, à la lampe, en chantonnant l’air de la fin.",
        "Les gobelets sont consignés, les restes vont aux poules, la place est propre à minuit.",
    ),
    tips=(
        "Couvrez-vous : même en août, la fraîcheur descend d’un coup après dix heures.",
        "Laissez la voiture au pré communal et finissez à pied, c’est la moitié du plaisir.",
        "Apportez un plat à partager, c’est le meilleur billet d’entrée.",
    ),
    alts=(
        "Des lampions au-dessus d’une place",
        "Un ciel étoilé derrière un clocher",
        "Une tablée éclairée par des guirlandes",
    ),
    told=(
        Line(
            "Apportez un pull, une chaise et quelque chose à partager.",
            "Bring a jumper, a chair and something to share.",
            "Bringt einen Pullover, einen Stuhl und etwas zum Teilen mit.",
        ),
        Line(
            "Le village entier était là, et nous avons été accueillis comme des voisins.",
            "The whole village was there, and we were welcomed like neighbours.",
            "Das ganze Dorf war da, und wir wurden wie Nachbarn empfangen.",
        ),
    ),
)

SLEEPING = Theme(
    key="sleeping",
    stems=(
        *("hôtel", "chambre", "camping", "gîte", "refuge", "cabane", "roulotte", "séjour", "jours"),
        "yourte",
    ),
    titles=(
        "Une nuit de plus {a_commune}",
        "{offre}, volets ouverts",
        "Dormir là où il fait vraiment noir",
        "On n’avait prévu qu’un soir",
    ),
    scenes=(
        "Nous avions réservé une nuit à {offre}, nous en avons passé deux.",
        "À {offre}, le petit déjeuner se prend quand le pain est cuit.",
        "On pose son sac à {offre} et l’on sait que l’on ne reprendra pas la voiture avant lundi.",
        "La pluie sur le toit de {offre} vaut toutes les berceuses.",
    ),
    details=(
        "La fenêtre donne sur un verger où passent des hérissons.",
        "Les confitures portent le nom de l’arbre, pas seulement du fruit.",
        "Pas d’écran dans la chambre, mais une étagère de romans cornés.",
        "Notre hôte nous a dessiné une carte à la main, avec les mûres et les chiens gentils.",
        "Le matin, la brume remonte du fond de la vallée jusqu’au bord du lit.",
        "On fait la vaisselle ensemble, et c’est là que les histoires sortent.",
    ),
    tips=(
        "Demandez la chambre du fond : on y entend la chouette, pas la route.",
        "L’hôte vient vous chercher à la gare si vous prévenez deux jours avant.",
        "Deux nuits au moins : la première, on arrive ; la seconde, on y est.",
    ),
    alts=(
        "Une fenêtre ouverte sur un verger",
        "Une table de petit déjeuner au soleil",
        "Une tente au bord d’un pré, à l’aube",
    ),
    told=(
        Line(
            "La nuit est vraiment noire et vraiment silencieuse.",
            "The night is really dark and really silent.",
            "Die Nacht ist wirklich dunkel und wirklich still.",
        ),
        Line(
            "Notre hôte nous a dessiné une carte à la main, avec les meilleures mûres.",
            "Our host drew us a map by hand, with the best blackberries on it.",
            "Unser Gastgeber zeichnete uns eine Karte von Hand, mit den besten Brombeeren.",
        ),
    ),
)
