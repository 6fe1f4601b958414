"""Walking, cycling, water and animals."""

from __future__ import annotations

from sources.scouts.demo.themes.theme import Line, Theme

WALKING = Theme(
    key="walking",
    stems=(
        *("sentier", "boucle", "chemin", "marche", "balade", "rando", "raquette", "belvédère"),
        *("itinéraire", "botanique", "montagne", "guide", "accompagnat", "grimpe", "escalade"),
        *("spéléo", "sommet", "forêt", "oiseau", "herbier", "papillon", "voie", "tour", "réserve"),
        "arboretum",
    ),
    titles=(
        "À pied vers {offre}",
        "Deux heures dehors {a_commune}",
        "Le sentier que je refais chaque saison",
        "Marcher lentement, {a_commune}",
        "Mes chaussures connaissent le chemin",
    ),
    scenes=(
        "Depuis la place {de_commune}, il suffit de suivre le murmure du ruisseau pour rejoindre {offre}.",
        "Nous avons laissé la voiture au village et gagné {offre} à pied, sans regarder l’heure.",
        "La première fois, c’est une voisine de marché qui m’a parlé de {offre}.",
        "Le car nous a déposés {a_commune} à neuf heures ; à dix, nous étions au départ de {offre}.",
    ),
    details=(
        "Le chemin monte entre deux murets couverts de mousse, puis s’ouvre d’un coup sur les prés.",
        "On entend d’abord les cloches, bien avant de voir le troupeau.",
        "À mi-parcours, un banc de bois attend les jambes fatiguées et regarde toute la vallée.",
        "On s’est arrêtés dix fois : une trace de chevreuil, une orchidée, un vieux hêtre tordu.",
        "Il y a un passage de racines où les enfants ont décidé que le sol était de la lave.",
        "Là-haut, le vent sent la résine et le foin coupé.",
        "Sur les hauteurs, les crêtes se rangent l’une derrière l’autre comme des feuilles de papier bleu.",
    ),
    tips=(
        "Partez avant neuf heures : la lumière est rasante et le sentier est à vous.",
        "Prenez de quoi boire, la fontaine du hameau est fermée dès les premiers gels.",
        "Restez sur le chemin au printemps, les alouettes nichent dans l’herbe haute.",
        "Le dernier car repasse en fin d’après-midi ; notez l’horaire du retour avant de partir.",
    ),
    alts=(
        "Un sentier bordé de murets monte vers une crête",
        "Des chaussures de marche posées au bord d’un chemin",
        "La vallée vue depuis un promontoire, dans la brume du matin",
    ),
    told=(
        Line(
            "Le chemin est bien balisé et ne demande que de bonnes chaussures.",
            "The path is well marked and asks for nothing but good shoes.",
            "Der Weg ist gut markiert und verlangt nichts als gute Schuhe.",
        ),
        Line(
            "En haut, nous sommes restés longtemps à regarder les nuages passer d’une vallée à l’autre.",
            "At the top we stayed a long while, watching clouds drift from one valley to the next.",
            "Oben blieben wir lange sitzen und sahen den Wolken zu, die von Tal zu Tal zogen.",
        ),
    ),
)

CYCLING = Theme(
    key="cycling",
    stems=("vélo", "cycl", "vtt", "pédal", "gravel", "roues"),
    titles=(
        "{offre}, mollets en feu et sourire aux lèvres",
        "Petites routes {de_commune}",
        "À bicyclette, sans se presser",
        "Le tour que j’aurais dû faire plus tôt",
    ),
    scenes=(
        "Train jusqu’à la gare la plus proche, vélo sur l’épaule dans l’escalier, et nous voilà sur {offre}.",
        "J’ai choisi {offre} parce qu’on y croise plus de tracteurs que de voitures.",
        "Trente kilomètres au compteur, une seule vraie côte : {offre} se laisse apprivoiser.",
        "On avait gonflé les pneus la veille, et {offre} nous attendait au bout de la rue, {a_commune}.",
    ),
    details=(
        "La route suit la rivière, la quitte, la retrouve, comme une vieille dispute d’amis.",
        "Dans la descente, ça sent la menthe et la pierre chaude.",
        "Pause à la boulangerie : une brioche aux pralines vaut toutes les barres de céréales.",
        "Un agriculteur a coupé son moteur pour nous indiquer le raccourci, puis pour parler du temps.",
        "La montée se fait à l’ombre des châtaigniers, et c’est une bénédiction.",
        "Les derniers kilomètres suivent une ancienne voie ferrée, tout plats, tout doux.",
    ),
    tips=(
        "Faites la boucle dans le sens des aiguilles d’une montre, la côte y est plus douce.",
        "Le loueur prête des sacoches si on les demande la veille.",
        "Un phare est utile même le jour : il y a un tunnel au milieu du parcours.",
    ),
    alts=(
        "Deux vélos appuyés contre un lavoir",
        "Une petite route déserte entre des vergers",
        "Un guidon et, derrière, une rivière au soleil",
    ),
    told=(
        Line(
            "La route est calme, et la seule vraie côte se monte à l’ombre.",
            "The road is quiet, and the only real climb is in the shade.",
            "Die Straße ist ruhig, und der einzige echte Anstieg liegt im Schatten.",
        ),
        Line(
            "Nous sommes venus en train, avec les vélos, et c’était plus simple que prévu.",
            "We came by train with our bikes, and it was simpler than we had thought.",
            "Wir kamen mit dem Zug und den Rädern, und es war einfacher als gedacht.",
        ),
    ),
)

WATER = Theme(
    key="water",
    stems=("lac", "rivière", "cascade", "étang", "source", "canoë", "pêche", "tourbière", "barque"),
    titles=(
        "Au bord de l’eau, {a_commune}",
        "{offre} : le bruit qui repose",
        "Une après-midi les pieds mouillés",
        "Là où l’eau prend son temps",
    ),
    scenes=(
        "Il faisait trop chaud pour penser ; {offre} a réglé la question.",
        "On arrive à {offre} par un chemin d’herbe, et l’on entend l’eau avant de la voir.",
        "J’ai passé une heure à {offre} sans sortir mon téléphone, sauf pour une photo.",
        "Un matin de brume {a_commune}, {offre} ressemblait à une aquarelle encore humide.",
    ),
    details=(
        "Une libellule s’est posée sur mon genou et n’a plus voulu partir.",
        "L’eau est si claire que l’on compte les galets.",
        "Un héron nous a surveillés depuis l’autre rive, droit comme un garde champêtre.",
        "Les joncs plient, l’eau frise, et la tête se vide.",
        "Un panneau explique pourquoi la berge n’est pas fauchée : les grenouilles disent merci.",
        "On partage la rive avec des pêcheurs silencieux, qui répondent d’un signe de casquette.",
    ),
    tips=(
        "Emportez vos déchets, même les noyaux : la poubelle la plus proche est au village.",
        "Les berges sont fragiles : on s’assoit sur les rochers, pas dans les roseaux.",
        "Venez tôt ou venez tard, le plein midi appartient aux moustiques.",
    ),
    alts=(
        "Des reflets d’arbres dans une eau calme",
        "Une barque vide attachée à un ponton",
        "Une cascade entre des rochers couverts de mousse",
    ),
    told=(
        Line(
            "L’eau est si claire que l’on compte les galets.",
            "The water is so clear that you can count the pebbles.",
            "Das Wasser ist so klar, dass man die Kiesel zählen kann.",
        ),
        Line(
            "Merci de rester sur le ponton : la berge appartient aux oiseaux.",
            "Please stay on the jetty: the bank belongs to the birds.",
            "Bitte auf dem Steg bleiben: Das Ufer gehört den Vögeln.",
        ),
    ),
)

ANIMALS = Theme(
    key="animals",
    stems=(
        *("ân", "équestre", "cheval", "chevaux", "poney", "berger", "transhumance", "brebis"),
        *("chèvre", "alpaga", "attelage"),
    ),
    titles=(
        "Quatre pattes et deux oreilles {a_commune}",
        "{offre} : patience récompensée",
        "Le troupeau avait un avis",
        "Une matinée du côté des bêtes",
    ),
    scenes=(
        "À {offre}, on commence par se présenter : les animaux décident ensuite.",
        "Rendez-vous de bon matin pour {offre}, avec des bottes de prêt.",
        "Ma nièce ne jure plus que par {offre} et veut y retourner « demain matin ».",
        "Je croyais connaître les bêtes ; {offre} m’a appris à les écouter.",
    ),
    details=(
        "Il faut avancer au rythme du plus lent, et le plus lent n’est pas toujours celui qu’on croit.",
        "On apprend à tenir une longe, à parler bas, à ne pas courir.",
        "L’éleveuse connaît chaque nom, chaque caractère, chaque bêtise.",
        "Au retour, les mains sentent la laine et le cuir, et personne ne veut les laver.",
        "Le chien de berger a compris avant nous où il fallait aller.",
        "On goûte, à la fin, ce que donne le troupeau : c’est simple et c’est très bon.",
    ),
    tips=(
        "Mettez un pantalon qui ne craint rien et laissez le parfum à la maison.",
        "Pas de chien sur place, même tenu en laisse : c’est leur maison à eux.",
        "Réservez, les groupes sont petits et c’est tant mieux pour les bêtes.",
    ),
    alts=(
        "Un âne bâté attend devant une barrière",
        "Des brebis sur un pré en pente",
        "Une ruche de bois au milieu des fleurs",
    ),
    told=(
        Line(
            "Les groupes sont petits, et ce sont les animaux qui donnent le rythme.",
            "Groups are small, and it is the animals who set the pace.",
            "Die Gruppen sind klein, und die Tiere geben das Tempo vor.",
        ),
        Line(
            "L’éleveuse connaît chaque bête par son nom et répond à toutes les questions.",
            "The farmer knows every animal by name and answers every question.",
            "Die Bäuerin kennt jedes Tier beim Namen und beantwortet alle Fragen.",
        ),
    ),
)
