"""Workshops and crafts; old stones, villages and gardens."""

from __future__ import annotations

from sources.scouts.demo.themes.theme import Line, Theme

HANDS = Theme(
    key="hands",
    stems=(
        *("atelier", "poterie", "potier", "bol", "feu", "vannerie", "tress", "tiss", "toison"),
        *("laine", "teinture", "verrerie", "savon", "coutell", "forge", "papier", "dentel"),
    ),
    titles=(
        "J’ai mis les mains dedans {a_commune}",
        "{offre} : rater, recommencer, sourire",
        "Ce que les doigts retiennent",
        "L’atelier au fond de la cour",
    ),
    scenes=(
        "On pousse la porte de {offre} et l’odeur dit tout de suite qu’ici, on travaille.",
        "Pour mes quarante ans, on m’a offert {offre} : meilleur cadeau depuis longtemps.",
        "Nous étions cinq autour de la table, {a_commune}, et aucun de nous n’avait jamais essayé {offre}.",
        "Je passais devant {offre} depuis des années sans oser entrer.",
    ),
    details=(
        "Le geste paraît simple quand c’est l’artisan qui le fait.",
        "Mon premier essai penche franchement à gauche ; il trône maintenant dans la cuisine.",
        "On parle peu, on regarde beaucoup, et le temps file par la fenêtre.",
        "Les outils ont la patine de ceux qui les ont tenus avant nous.",
        "La matière vient d’à côté, et l’on vous montre d’où : le talus, la rivière, le pré.",
        "À la pause, une tarte sort du four et tout l’atelier se rassemble.",
        "« Ce n’est pas grave, on recommence » : la phrase de la journée, à méditer.",
    ),
    tips=(
        "Prévoyez des manches qui se relèvent et un torchon que vous n’aimez plus.",
        "La pièce se récupère deux semaines plus tard : une bonne raison de revenir.",
        "Demandez à voir la remise : les essais ratés y sont plus beaux que nos réussites.",
    ),
    alts=(
        "Des mains façonnent une pièce sur un établi",
        "Des outils anciens accrochés à un mur",
        "Une étagère de pièces qui sèchent à la lumière",
    ),
    told=(
        Line(
            "On ne parle pas forcément la même langue, mais les mains se comprennent.",
            "You may not share a language, but hands understand each other.",
            "Man spricht vielleicht nicht dieselbe Sprache, aber Hände verstehen sich.",
        ),
        Line(
            "Ma première pièce penche un peu ; elle a la meilleure place de la cuisine.",
            "My first piece leans a little; it has the best spot in the kitchen.",
            "Mein erstes Stück steht etwas schief; es hat den besten Platz in der Küche.",
        ),
    ),
)

HERITAGE = Theme(
    key="heritage",
    stems=(
        *("musée", "château", "chapelle", "église", "four", "maison", "visite", "portes"),
        *("passage", "pont", "flânerie", "jardin", "moulin", "village", "abbaye", "mine", "usine"),
        *("lavoir", "fort", "mémoire", "écomusée", "prieuré", "scierie", "vieux", "centre"),
        "tuilerie",
    ),
    titles=(
        "{offre}, pierre après pierre",
        "Lever les yeux {a_commune}",
        "Une histoire qu’on m’a racontée",
        "Ce que les murs {de_commune} ont entendu",
    ),
    scenes=(
        "On traverse {commune} sans s’arrêter, et c’est dommage, parce qu’il y a {offre}.",
        "La bénévole qui ouvre {offre} a la clé dans la poche de son tablier.",
        "Jour de pluie, plan de secours, coup de cœur : voilà comment j’ai découvert {offre}.",
        "Je fais visiter {offre} à tous les amis de passage, et j’y apprends chaque fois quelque chose.",
    ),
    details=(
        "Au-dessus de la porte, une date à moitié effacée ; dessous, un chat qui dort.",
        "Les marches sont creusées au milieu par des générations de sabots.",
        "On vous raconte la crue, le tilleul abattu, le mariage de la tante : la grande histoire en petit.",
        "La lumière entre par une fenêtre étroite et dessine une flèche sur le mur.",
        "Il y a une pièce où l’on parle plus bas sans savoir pourquoi.",
        "Rien n’est sous vitrine, tout se regarde de près.",
        "Les habitants ont remonté le mur eux-mêmes, un samedi par mois, pendant six ans.",
    ),
    tips=(
        "Appelez la veille : la clé est chez la voisine, et la voisine a aussi une vie.",
        "Levez la tête dans la ruelle de gauche, le linteau sculpté est caché par la treille.",
        "La visite dure une heure, comptez-en deux si vous posez des questions.",
    ),
    alts=(
        "Une façade de pierre et sa porte de bois",
        "Une ruelle pavée à l’ombre",
        "Le détail d’un linteau sculpté",
    ),
    told=(
        Line(
            "Rien n’est sous vitrine : tout se regarde de près, et l’on peut tout demander.",
            "Nothing is behind glass: look closely, and ask whatever you like.",
            "Nichts steht hinter Glas: Man darf genau hinsehen und alles fragen.",
        ),
        Line(
            "Les habitants ont remonté les murs eux-mêmes, un samedi par mois.",
            "People of the village rebuilt the walls themselves, one Saturday a month.",
            "Die Leute aus dem Dorf haben die Mauern selbst wieder aufgebaut, einen Samstag im Monat.",
        ),
    ),
)
