"""The sentences from which captions are made: French, by season and by theme."""

from typing import Final

# {place} is a commune with its preposition (à Mens), {area} a small region with "de" (du Trièves).
OPENINGS: Final[dict[str, tuple[str, ...]]] = {
    "spring": (
        "Les jonquilles ont gagné contre la neige 🌼",
        "Premier pique-nique de l’année {place}, pieds nus dans l’herbe.",
        "Ça sent la terre mouillée et l’ail des ours 🌿",
        "Réouverture des sentiers {area} : on a ressorti les chaussures.",
        "Les vaches remontent, nous aussi 🐄",
        "Avril, ses averses, ses arcs-en-ciel {place} 🌈",
    ),
    "summer": (
        "Il est 6 h 12, le village dort encore ☀️",
        "Baignade obligatoire {place} 💦",
        "On cherchait la fraîcheur, on l’a trouvée {place}.",
        "Soirée d’été, tables dehors et martinets dans le ciel {area}.",
        "Trente degrés en plaine, pull le soir ici 😌",
        "L’été, prenez le temps : trois jours sans voiture au départ {area} 🚲",
    ),
    "autumn": (
        "Les hêtres ont mis le feu à la forêt 🍂",
        "Brume au réveil, soleil à dix heures : l’automne {place}.",
        "C’est la saison des châtaignes, des courges et des histoires au coin du feu 🌰",
        "On a le sentier pour nous. Et les champignons aussi (chut) 🍄",
        "Octobre {place}, plus un bruit, seulement les cloches du troupeau.",
        "Dernières lumières longues sur les crêtes {area} 🍁",
    ),
    "winter": (
        "Il a neigé toute la nuit ❄️",
        "Raquettes aux pieds, soupe dans le thermos {place}.",
        "Le poêle ronfle, dehors il fait −8 °C 🔥",
        "Un hiver sans remontées, ça existe : on vous emmène {place}.",
        "Silence blanc sur les toits {area} 🏔️",
        "Décembre, marché aux lumignons {place} ✨",
    ),
}

BODIES: Final[tuple[str, ...]] = (
    "On a suivi le bruit de l’eau jusqu’à un vieux moulin, et le meunier nous a ouvert la porte.",
    "Le fromage sort de la cave après quatre mois : croûte grise, cœur fondant, sourire garanti 🧀",
    "Deux heures de marche, aucun dénivelé difficile, un banc face au paysage.",
    "Le four banal est rallumé une fois par mois. Arrivez tôt, les pains partent vite 🥖",
    "Une dame du village nous a raconté l’hiver 1956, les congères et l’école à ski.",
    "Ici on répare, on prête, on partage : la recyclerie a même une bibliothèque d’outils.",
    "Le sentier est balisé et accessible aux poussettes tout-terrain 👶",
    "Trois générations autour de la table, et une tarte aux myrtilles pour huit (nous étions cinq).",
    "On est venus en train puis à vélo : 14 km de voie verte, un café, zéro stress 🚆🚲",
    "Des bénévoles remontent les murets de pierre sèche un samedi sur deux. Ils cherchent des bras 💪",
    "Le potier travaille porte ouverte. On peut regarder, poser des questions, toucher l’argile.",
    "Les gorges changent de couleur toutes les heures : grises, roses, puis presque bleues.",
    "Au refuge, la gardienne fait son pain et connaît chaque bouquetin par son prénom.",
    "Le musée tient dans une ancienne école ; la visite est menée par ses anciens élèves.",
    "Une salle, douze couverts, des légumes du jardin d’à côté 🥕",
    "On a ramassé les déchets du sentier en chemin : un sac, vingt minutes, et la vue pour récompense ♻️",
    "Le lac était lisse comme une assiette. Puis un héron a tout froissé.",
    "La chèvre s’appelle Capucine. Elle a mangé la carte. On s’est débrouillés 🐐",
    "Ce soir-là, il y avait plus d’étoiles que de réverbères : exprès, la commune éteint à 22 h 🌌",
    "Le cirque glaciaire se mérite un peu, mais la descente par l’alpage efface tout.",
    "Les ruches sont au-dessus du village ; l’apiculteur emmène les curieux le mercredi 🐝",
    "On a appris à tresser l’osier. Le panier penche, nous sommes fiers.",
    "Une chapelle romane, une clé à demander à la boulangerie, et des fresques que personne ne photographie.",
    "Le bus de ligne s’arrête au pied du sentier : voiture au repos, mollets au travail 🚌",
    "Le maraîcher plante avec la lune, sa voisine avec un tableur. Les deux salades sont bonnes 🥬",
    "Fête de village comme on les aime : bal, soupe au lard, gamins qui courent partout 🎉",
    "La passerelle bouge un peu. C’est prévu. Respirez.",
    "Une journée pour aider à la traite, à la fenaison, au marché : on repart fatigués et contents.",
    "On a dormi dans une ancienne magnanerie. Les vers à soie sont partis, la fraîcheur est restée.",
    "Le sommet était dans les nuages, alors on a regardé nos pieds : gentianes, orchis, lys martagon 🌸",
    "Quarante marches, une tour, quatre départements d’un seul coup d’œil 👀",
    "Le marché du jeudi, c’est douze producteurs et beaucoup de nouvelles du pays.",
)

MORE: Final[tuple[str, ...]] = (
    "Petit rappel : on reste sur le sentier, on tient les chiens, on referme les barrières.",
    "Bon plan : venez hors week-end, vous aurez le lieu et le temps de parler.",
    "Prévoir une gourde, un pull, et de la monnaie pour le miel.",
    "Niveau facile, environ 2 h 30, 180 m de dénivelé.",
    "Accès : train jusqu’à la gare, puis navette le matin et le soir.",
    "Pas de réseau ici. C’est plutôt une bonne nouvelle 📵",
    "À faire avec des enfants dès 6 ans.",
    "Les chiens de protection travaillent : on contourne le troupeau, calmement.",
    "Accessible en fauteuil jusqu’au belvédère ♿",
    "Si le parking est plein, c’est que c’est plein. Il y a d’autres merveilles à deux kilomètres.",
)

URL_LINES: Final[tuple[str, ...]] = (
    "Toutes les infos : {url}",
    "👉 {url}",
    "{name}{where}, horaires et accès ➡️ {url}",
    "Pour préparer votre venue ({url}), comptez une demi-journée.",
    "On vous raconte {name} en détail : {url}",
    "Réservation conseillée 🙏\n{url}",
    "Lien vers la fiche complète :\n{url}",
    "À glisser dans votre carnet : {name}{where} 📒 {url} ✨",
)

HANDLE_LINES: Final[tuple[str, ...]] = (
    "Merci à @{handle} pour l’accueil !",
    "📍 @{handle}{where}",
    "Une adresse où revenir : @{handle}.",
    "C’était avec @{handle}, et c’était bien 😊",
    "(@{handle} nous a tout expliqué, on n’a pas tout retenu)",
    "Coup de chapeau à @{handle} 👏",
    "Allez les voir : @{handle}, ils ne mordent pas.",
    "Photo prise{where}, invitation de @{handle} 💛",
)

HASHTAG_LINES: Final[tuple[str, ...]] = (
    "Tout simplement #{tag} ✨",
    "Coup de cœur du moment : #{tag}",
    "#{tag}, on y retourne quand vous voulez !",
    "Vous reconnaissez ? #{tag} 😉",
    "Une journée à part{where}. #{tag}",
)

CLOSINGS: Final[tuple[str, ...]] = (
    "Et vous, c’est quoi votre coin préféré ?",
    "On y retourne bientôt. Vous venez ?",
    "Racontez-nous vos balades en commentaire 💬",
    "Enregistrez ce post pour votre prochain week-end 🔖",
    "Prenez soin des lieux, ils vous le rendront 💚",
    "La suite demain, après la sieste.",
    "Bonne semaine à toutes et tous !",
    "Partir ici, c’est déjà partir.",
    "Taguez la personne avec qui vous iriez 👇",
    "À bientôt sur les chemins 🥾",
)

TAGS: Final[tuple[str, ...]] = (
    "partirici", "auvergnerhonealpes", "slowtourisme", "tourismebienveillant", "randonnee", "montagne",
    "terroir", "villagedecaractere", "producteurslocaux", "sansvoiture", "nature", "patrimoine", "enfamille",
    "velo", "lac", "refuge", "marche", "artisanat", "accessible", "itinerance",
)  # fmt: skip

ALT_TEXTS: Final[tuple[str, ...]] = (
    "Un sentier bordé de murets descend vers un village aux toits de lauze",
    "Lac de montagne au petit matin, reflets des sommets dans l’eau",
    "Deux personnes de dos marchent dans une prairie fleurie",
    "Étal de fromages sur un marché, mains qui coupent une tomme",
    "Une chapelle isolée sous la neige, ciel bleu sans nuage",
    "Troupeau de vaches rousses devant une ferme de pierre",
    "Vélo appuyé contre une barrière en bois, vallée en arrière-plan",
)

COMMENTS: Final[tuple[str, ...]] = (
    "Magnifique 😍", "On y était l’été dernier !", "C’est ouvert le dimanche ?", "Merci pour l’idée 🙏",
    "Chez moi ❤️", "Accessible avec une poussette ?", "Bravo à toute l’équipe", "🔥🔥🔥",
    "Il y a un bus depuis la gare ?", "Quel beau pays", "J’y vais samedi !", "Souvenirs d’enfance…",
)  # fmt: skip

VISITOR_MESSAGES: Final[tuple[str, ...]] = (
    "Bonjour, le sentier est-il de nouveau ouvert après l’orage ?",
    "Merci pour vos conseils, nous avons passé trois jours merveilleux !",
    "Quelqu’un aurait retrouvé une gourde verte au col dimanche ?",
    "Notre association organise une corvée de sentier samedi, tout le monde est bienvenu 💪",
    "Je partage quelques photos de notre sortie en famille 😊",
    "Y a-t-il une navette le matin hors vacances scolaires ?",
)
