"""What is eaten and drunk: tables, farms, markets and vineyards."""

from __future__ import annotations

from sources.scouts.demo.themes.theme import Line, Theme

TABLE = Theme(
    key="table",
    stems=(
        *("ferme", "auberge", "café", "cantine", "table", "cuisin", "fromage", "huilerie"),
        *("brasserie", "gaec", "marché", "châtaigne", "pain", "tarte", "goût", "bistrot"),
        *("coopérative", "fruit", "herbes", "repas", "bière", "comptoir", "miellerie"),
        "distillerie",
    ),
    titles=(
        "On a repris du dessert à {offre}",
        "La bonne adresse {de_commune}",
        "{offre}, comme chez une tante",
        "Un midi qui a duré jusqu’au soir",
    ),
    scenes=(
        "La carte de {offre} tient sur une ardoise, et l’ardoise change tous les jours.",
        "À {offre}, le fromage n’a pas fait deux kilomètres pour arriver dans l’assiette.",
        "Nous sommes entrés à {offre} pour un café ; nous en sommes ressortis à quatre heures.",
        "Le samedi {a_commune}, tout le monde finit par passer à {offre}.",
    ),
    details=(
        "La soupe arrive dans la marmite et chacun se sert.",
        "Le patron connaît le maraîcher, qui connaît la boulangère, et tous se retrouvent au comptoir.",
        "La croûte est épaisse, la mie un peu grise, et le beurre n’a pas besoin de confiture.",
        "On partage la grande table avec des inconnus, qui ne le restent pas longtemps.",
        "Le sirop de sureau vient du jardin, la recette reste à la maison.",
        "Les légumes ont des formes que les supermarchés ne connaissent pas.",
        "Le plat du jour était une simple omelette aux herbes, et j’y pense encore.",
    ),
    tips=(
        "Venez avec un bocal ou un torchon : le vrac est roi et le plastique n’existe pas.",
        "Il n’y a que vingt couverts, un coup de fil la veille évite la déception.",
        "Gardez une place pour la tarte du jour, même si l’assiette est généreuse.",
        "Prévenez si vous ne mangez pas de viande : la cuisine adore les défis.",
    ),
    alts=(
        "Une table dressée sous un tilleul",
        "Des fromages affinés sur une planche",
        "Un panier de légumes du matin",
    ),
    told=(
        Line(
            "La carte tient sur une ardoise et change tous les jours.",
            "The menu fits on a slate and changes every day.",
            "Die Karte passt auf eine Schiefertafel und wechselt jeden Tag.",
        ),
        Line(
            "Presque tout ce qui est dans l’assiette vient de moins de vingt kilomètres.",
            "Almost everything on the plate comes from less than twenty kilometres away.",
            "Fast alles auf dem Teller kommt aus weniger als zwanzig Kilometern Entfernung.",
        ),
    ),
)

WINE = Theme(
    key="wine",
    stems=("cave", "vigne", "vigneron", "vignoble", "domaine", "vendange", "œnolog"),
    titles=(
        "Entre les rangs, {a_commune}",
        "{offre} : le vin raconté par ceux qui le font",
        "Un verre, trois histoires",
        "La fraîcheur de la cave",
    ),
    scenes=(
        "Avant de goûter quoi que ce soit, à {offre}, on va voir les vignes.",
        "C’est la fille de la maison qui nous a reçus à {offre}, sécateur à la ceinture.",
        "Je ne connaissais rien au vin en arrivant à {offre}, et personne ne me l’a fait sentir.",
        "Quinze degrés dans la cave, trente-deux dehors : {offre} tombait à pic.",
    ),
    details=(
        "On touche la terre, on sent la feuille, on comprend que le versant d’en face donne un autre vin.",
        "Un cheval travaille encore la parcelle du haut, trop raide pour le tracteur.",
        "La cuvée sans étiquette est celle dont on parle le plus.",
        "On recrache si l’on veut, on repart à pied si l’on préfère.",
        "Les oiseaux ont leurs nichoirs au bout de chaque rang, et les vers de grappe ont des soucis.",
        "Pour ceux qui conduisent, le jus de raisin de la maison mérite le même verre.",
    ),
    tips=(
        "Désignez qui conduit avant la dégustation, ou venez à pied : la gare est à vingt minutes.",
        "Évitez la semaine des vendanges, sauf si l’envie vous prend de donner un coup de main.",
        "Demandez le vieux cépage du coin, celui que l’on ne trouve nulle part ailleurs.",
    ),
    alts=(
        "Des rangs de vigne en automne",
        "Une voûte de cave et des tonneaux",
        "Des grappes dans une caisse de bois",
    ),
    told=(
        Line(
            "On commence par les vignes, et l’on goûte ensuite : tout devient plus clair.",
            "You start among the vines and taste afterwards: everything becomes clearer.",
            "Man beginnt zwischen den Reben und kostet danach: Alles wird verständlicher.",
        ),
        Line(
            "Pour ceux qui conduisent, il y a un jus de raisin de la maison.",
            "For those who drive there is home-pressed grape juice.",
            "Für alle, die fahren, gibt es Traubensaft aus eigener Presse.",
        ),
    ),
)
