"""Words that decide whether a place is meant: articles, prepositions, dishes that are named after places.

All are folded: lower case, without accents.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ARTICLES = _words("le la les l un une")
LINKING = _words("de du des d")
"""Stand between a thing and a place: `marché de Die`, `fourme d’Ambert`."""

EMPTY = ARTICLES | LINKING | _words("et en a au aux sur sous dans par the of and")
"""Words of a name that say nothing of what it names."""

IN_PLACE = _words("a vers depuis in near at from to around nach bei aus um da ad di bis tra")
"""Before the name of a commune they mean the place itself."""

BEFORE_REGION = _words("le la les du des au en dans the den dem der il nel del tout vers massif parc monts")
"""Before the name of a territory they mean the place itself."""

AFTER_PLACE = _words("sous en au aux sans hors vu vue cote a d entre la le les")
"""After a name at the beginning of a sentence: `Murat sous la neige`."""

PLACE_NOUNS = _words(
    "bourg village ville cite hameau marche eglise chapelle abbaye basilique cathedrale chateau tour "
    "pont halles halle rue rues place places gare port mairie office commune pays gens habitants "
    "centre coeur toits remparts lac rives foret gorges musee fete foire festival environs hauteurs "
    "dessus dessous pres autour loin depart arrivee est ouest nord sud col sommet jardin jardins four "
    "lavoir ecole bistrot cafe"
)
"""`le marché de Beaufort` is a place; `le gratin de Beaufort` is not."""

PRODUCTS = _words(
    "fourme bleu tome tomme fromage fromages fondue raclette gratin truffade rosette saucisson "
    "saucisse jesus entrecote boeuf viande vache vaches race veau agneau poulet volaille poularde "
    "quenelle quenelles sauce lentille lentilles noix noisettes olive olives huile nougat nougats "
    "pastille pastilles eau carotte carottes robe chemise tissu motif regime vin vins verre bouteille "
    "coteaux cotes cru aoc aop igp miel gentiane liqueur genepi parapluie couteau couteaux laguiole "
    "dentelle dune ravioles picodon caillette gras beurre creme confiture sirop biere brioche pogne "
    "affinage recette morceau tranche part portion kilo cheese beef wine kase wein formaggio vino un "
    "une"
)
"""Before a place they make of it the name of a product; so does an `un`."""

AFTER_PRODUCT = _words(
    "aop aoc igp fermier fermiere laitier vieux jeune affine fondu nouveau verte jaune blanc rouge frais "
    "fraiche fruite cheese beef wine sana"
)

ABROAD = _words("espagne spain spanien spagna autriche austria osterreich belgique italie suisse canada")

AMBIGUOUS = _words(
    "die mens crest vogue vans vienne valence murat thiers beaufort salers vichy mure oz tence "
    "saint-nectaire saint-etienne beaujolais chartreuse bugey royans bresse aime cluses bourg bellegarde "
    "alex alix allan ally anjou aoste arches auris bagnols bains balan ballons banne barges beaux "
    "belmont bert besse besson bidon bonne bouchet boyer celles chalus champs chapeau charmes chatte "
    "colombe confort corps cours courtes cros douvres engins fleurie four gex gras grignon jardin job "
    "joyeuse joyeux jumeaux laurie limons lorette lully magnet marches marin mars mauves mercury "
    "mercy mirabel moulins novel pact parent passy perrier plan plats port publier quintal ramasse "
    "ravel rives roche rocher romans sablons sales sergy servant singles suze surat target tulette "
    "vaux vernon vers vif villars ville villes viviers volvic"
)
"""Names of places that are also words, people, dishes or towns elsewhere: they need more than a capital."""

FRENCH = _words(
    "le la les un une des du et est on nous avec dans pour sur au aux en ses son sa qui que pas ce"
)
OTHERS = (
    _words("the and of with to is was we our in at for on from every this"),
    _words("der die das und ist wir mit im ein eine auf nicht von zu den dem ich bin"),
    _words("il lo gli di che con per del della sul una non come tre"),
)
