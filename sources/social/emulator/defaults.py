"""The constants of the emulated app, Page and accounts, so that demo settings can name them."""

from typing import Final

APP_ID: Final = "1600000000000042"
APP_NAME: Final = "Partir Ici (démonstration)"
APP_SECRET: Final = "demo-secret"  # noqa: S105 - value of an emulator, protects nothing
PAGE_TOKEN: Final = "demo-page-token"  # noqa: S105 - value of an emulator, protects nothing
USER_TOKEN: Final = "demo-user-token"  # noqa: S105 - value of an emulator, protects nothing
CLIENT_TOKEN: Final = "demo-client-token"  # noqa: S105 - value of an emulator, protects nothing

USER_ID: Final = "1000000000002642"
USER_NAME: Final = "Camille Démo"
PAGE_ID: Final = "102600000000042"
PAGE_NAME: Final = "Partir Ici Auvergne-Rhône-Alpes"
PAGE_USERNAME: Final = "partirici.demo"
IG_USER_ID: Final = "17841400000026042"
IG_USERNAME: Final = "partirici.demo"

SEED: Final = "partir-ici"
POSTS: Final = 600
MAX_POSTS: Final = 20_000
MONTHS_BACK_DAYS: Final = 547  # eighteen months

GRAPH_VERSION: Final = "v26.0"

# Calls per window before a counter stands at 100 percent. A one-user app really has about 200.
APP_CALLS: Final = 1_000
USER_CALLS: Final = 1_000
PAGE_CALLS: Final = 4_800
INSTAGRAM_CALLS: Final = 4_800
OEMBED_CALLS: Final = 1_000
USAGE_HEADERS_AFTER: Final = 3

# Professional accounts that business_discovery finds: username, name, biography.
SCOUTS: Final[tuple[tuple[str, str, str], ...]] = (
    ("lea.en.sentier", "Léa en sentier", "Je marche, je note, je partage 🥾 Isère et Drôme"),
    ("marcheur_du_forez", "Marcheur du Forez", "Hautes chaumes, jasseries et fourmes. Éclaireur Partir Ici"),
    ("bords.de.loire.sauvage", "Bords de Loire sauvage", "La Loire avant les châteaux 🛶"),
    ("aux4saisonsduvercors", "Aux quatre saisons du Vercors", "Photos d’ici, sans filtre ni foule"),
    ("velo_et_volcans", "Vélo et volcans", "Cyclo, thermos et cratères 🚲🌋"),
    ("mamie.tarine", "Mamie Tarine", "Recettes d’alpage racontées par Jeannine"),
    ("petits.pas.ardeche", "Petits pas en Ardèche", "Balades avec deux enfants et un âne"),
    ("le.carnet.de.samir", "Le carnet de Samir", "Villages de l’Ain et du Bugey, à pied et en train 🚆"),
    ("dombes_secrete", "Dombes secrète", "Étangs, brumes et oiseaux"),
    ("roulez.dans.le.cantal", "Roulez dans le Cantal", "Petites routes, grands ciels"),
    ("noemie_croque_lyon", "Noémie croque Lyon", "Marchés, bouchons et producteurs"),
    ("accessible.montagne", "Accessible montagne", "La montagne en fauteuil : repérages et astuces ♿"),
    ("le.sureau.et.la.plume", "Le sureau et la plume", "Plantes sauvages et carnets de dessin 🌿"),
    ("refuge_a_refuge", "De refuge en refuge", "Beaufortain, Maurienne, Vanoise"),
    ("bourbonnais.au.fil", "Bourbonnais au fil de l’eau", "Allier et Cher, canoë et patrimoine"),
)
SCOUT_USERNAMES: Final = tuple(row[0] for row in SCOUTS)

# Accounts that exist but are not professional: business_discovery cannot tell them from unknown ones.
PERSONAL_USERNAMES: Final = ("julie.perso.demo", "oncle_bernard_demo")
