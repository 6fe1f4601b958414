"""Words that fit any offer, and those that stand around every text."""

from __future__ import annotations

from sources.scouts.demo.themes.theme import Line, Theme

ANYTHING = Theme(
    key="anything",
    stems=(),
    titles=(
        "{offre} : ma petite découverte",
        "Un détour par {commune}",
        "Il fallait que je vous en parle",
        "{offre}, pour une journée sans programme",
    ),
    scenes=(
        "J’ai longtemps gardé {offre} pour moi, et puis ce n’était pas juste.",
        "Si vous passez {a_commune}, faites un signe à {offre} de ma part.",
        "On m’avait dit du bien de {offre} ; on ne m’en avait pas dit assez.",
        "Ma découverte de la saison s’appelle {offre}, et elle est à deux pas.",
    ),
    details=(
        "L’accueil est franc, le café est fort, et l’on prend le temps de vous répondre.",
        "Ici, on connaît le prix des choses et le prénom des gens.",
        "Rien d’extraordinaire sur le papier ; tout est dans la façon de faire.",
        "On y croise des habitués, des curieux, et souvent des gens du coin.",
        "Je passais pour une heure, j’ai raté mon car, je ne regrette rien.",
        "Chacun fait un peu plus que sa part, et cela se sent.",
    ),
    tips=(
        "Dites que vous venez de la part des éclaireurs : la conversation part toute seule.",
        "Regardez les horaires avant de partir, ils suivent la saison plus que la pendule.",
        "Payez en espèces si vous pouvez : le réseau passe mal au fond de la vallée.",
    ),
    alts=(
        "Un panneau de bois peint à la main",
        "Une cour fleurie, un vélo, un chat",
        "La place du village au petit matin",
    ),
    told=(
        Line(
            "L’accueil est franc, et l’on prend le temps de vous répondre.",
            "The welcome is frank, and people take the time to answer you.",
            "Der Empfang ist herzlich, und man nimmt sich Zeit für Fragen.",
        ),
        Line(
            "On y croise des habitués, des curieux, et souvent des gens du coin.",
            "You meet regulars, curious people, and often neighbours.",
            "Man trifft Stammgäste, Neugierige und oft Leute aus der Gegend.",
        ),
    ),
)

OPENINGS: dict[str, tuple[str, ...]] = {
    "winter": (
        "Le givre tenait encore sur les clôtures.",
        "Il avait neigé dans la nuit, juste assez pour étouffer les bruits.",
        "Un de ces jours courts où l’on rentre avec le nez rouge.",
        "La vallée sentait le feu de bois.",
    ),
    "spring": (
        "Les pruniers venaient d’ouvrir, et les abeilles le savaient déjà.",
        "Premier samedi de soleil, premières manches courtes.",
        "Après trois jours de pluie, tout était vert d’un coup.",
        "Les hirondelles étaient revenues la veille.",
    ),
    "summer": (
        "Il faisait déjà chaud à neuf heures, et les grillons s’en donnaient à cœur joie.",
        "Un matin de juillet avec du foin dans l’air.",
        "Pendant que tout le monde filait vers la mer, nous sommes restés ici.",
        "L’orage de la veille avait lavé le ciel.",
    ),
    "autumn": (
        "Les châtaignes roulaient sous les semelles.",
        "Un dimanche d’octobre doré comme une croûte de pain.",
        "La brume est montée, puis elle s’est ravisée.",
        "Les vignes et les hêtres avaient choisi le même rouge.",
    ),
}

CLOSINGS: tuple[str, ...] = (
    "J’y retourne dès que possible, et je préviendrai les copains.",
    "Si vous y allez, racontez-moi.",
    "On est rentrés en silence, de ce silence des bonnes journées.",
    "C’est à côté, c’est simple, et c’est exactement ce qu’il nous fallait.",
    "Comme quoi, il n’y a pas besoin d’aller loin pour être ailleurs.",
    "Merci à celles et ceux qui font vivre cet endroit.",
    "Je n’ai rien gagné à vous le dire, sauf le plaisir de partager.",
    "Prenez le temps, l’endroit vous le rendra.",
    "Depuis, quand on me demande une idée de sortie, je réponds sans réfléchir.",
    "La prochaine fois, je resterai jusqu’au soir.",
)

LINKING: tuple[str, ...] = (
    "Pour prolonger, allez voir {offre}, {a_commune} : on change de décor, pas d’esprit.",
    "Le lendemain, cap sur {offre}, {a_commune}, sur les conseils de notre hôte.",
    "Dans la même veine, {offre}, {a_commune}, mérite que l’on fasse le détour.",
    "Et s’il vous reste une après-midi, gardez-la pour {offre}, {a_commune}.",
)

TOLD_TITLES: tuple[Line, ...] = (
    Line("{offre}, mon coup de cœur", "{offre}: a favourite of mine", "{offre}: mein Lieblingsort"),
    Line("Un jour {a_commune}", "A day in {commune}", "Ein Tag in {commune}"),
    Line("Pourquoi j’aime {offre}", "Why I like {offre}", "Warum ich {offre} mag"),
    Line("{offre} : venez voir", "{offre}: come and see", "{offre}: kommt und seht"),
)

TOLD_OPENINGS: tuple[Line, ...] = (
    Line(
        "J’habite à côté, et je n’avais jamais pris le temps d’aller à {offre}.",
        "I live nearby and had never taken the time to go to {offre}.",
        "Ich wohne ganz in der Nähe und hatte mir nie die Zeit für {offre} genommen.",
    ),
    Line(
        "Quand des amis viennent de loin, je les emmène à {offre}, {a_commune}.",
        "When friends come from far away, I take them to {offre} in {commune}.",
        "Wenn Freunde von weit her kommen, gehe ich mit ihnen zu {offre} in {commune}.",
    ),
    Line(
        "Il y a des endroits qui ne font pas de bruit : {offre} est de ceux-là.",
        "Some places make no noise about themselves: {offre} is one of them.",
        "Manche Orte machen kein Aufhebens von sich: {offre} gehört dazu.",
    ),
    Line(
        "Nous cherchions une idée simple pour dimanche, et ce fut {offre}.",
        "We were looking for something simple for Sunday, and it was {offre}.",
        "Wir suchten etwas Einfaches für den Sonntag, und es wurde {offre}.",
    ),
)

TOLD_CLOSINGS: tuple[Line, ...] = (
    Line(
        "Venez en semaine si vous pouvez, et prenez le temps.",
        "Come on a weekday if you can, and take your time.",
        "Kommt nach Möglichkeit unter der Woche, und nehmt euch Zeit.",
    ),
    Line(
        "Nous y retournerons avant la fin de la saison.",
        "We will go back before the season ends.",
        "Wir kommen wieder, bevor die Saison zu Ende geht.",
    ),
    Line(
        "C’est le genre d’endroit qui donne envie d’habiter ici.",
        "It is the kind of place that makes you want to live here.",
        "Es ist ein Ort, der Lust macht, hier zu leben.",
    ),
    Line(
        "Dites bonjour de ma part, on se souviendra de vous.",
        "Say hello from me, and they will remember you.",
        "Grüßt von mir, und man wird sich an euch erinnern.",
    ),
)
