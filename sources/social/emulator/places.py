"""Places of Auvergne-Rhône-Alpes that general posts talk about, and how French names them."""

from __future__ import annotations

from typing import Final

PLACES: Final[tuple[tuple[str, str], ...]] = (
    ("Lavaudieu", "le val de Senouire"),
    ("Salers", "les monts du Cantal"),
    ("Murat", "la vallée de l’Alagnon"),
    ("Blesle", "le pays de Brioude"),
    ("Ambert", "le Livradois"),
    ("Besse-et-Saint-Anastaise", "le Sancy"),
    ("Orcival", "les Dômes"),
    ("Le Puy-en-Velay", "le Velay"),
    ("Moudeyres", "le Mézenc"),
    ("Saint-Bonnet-le-Froid", "le haut Lignon"),
    ("Charroux", "le Bourbonnais"),
    ("Hérisson", "la vallée de l’Aumance"),
    ("Ébreuil", "les gorges de la Sioule"),
    ("Montbrison", "le Forez"),
    ("Sauvain", "les hautes chaumes"),
    ("Sainte-Croix-en-Jarez", "le Pilat"),
    ("Oingt", "les Pierres dorées"),
    ("Yzeron", "les monts du Lyonnais"),
    ("Pérouges", "la côtière de l’Ain"),
    ("Villars-les-Dombes", "la Dombes"),
    ("Nantua", "le haut Bugey"),
    ("Belley", "le bas Bugey"),
    ("Yvoire", "le Léman"),
    ("Samoëns", "le Giffre"),
    ("Thônes", "les Aravis"),
    ("Aillon-le-Jeune", "les Bauges"),
    ("Beaufort", "le Beaufortain"),
    ("Bonneval-sur-Arc", "la haute Maurienne"),
    ("Saint-Pierre-d’Entremont", "la Chartreuse"),
    ("Mens", "le Trièves"),
    ("La Mure", "la Matheysine"),
    ("Le Bourg-d’Oisans", "l’Oisans"),
    ("Saint-Antoine-l’Abbaye", "le pays de Saint-Marcellin"),
    ("Pont-en-Royans", "le Royans"),
    ("La Chapelle-en-Vercors", "le Vercors"),
    ("Die", "le Diois"),
    ("Saoû", "la forêt de Saoû"),
    ("Nyons", "les Baronnies"),
    ("Grignan", "le Tricastin"),
    ("Hauterives", "la Drôme des collines"),
    ("Vogüé", "la basse Ardèche"),
    ("Antraigues-sur-Volane", "les volcans d’Ardèche"),
    ("Saint-Martial", "le Gerbier-de-Jonc"),
    ("Désaignes", "la vallée du Doux"),
    ("Les Vans", "les Cévennes d’Ardèche"),
)

_FORMS: Final = {
    "Le ": ("au ", "du "),
    "Les ": ("aux ", "des "),
    "le ": ("au ", "du "),
    "les ": ("aux ", "des "),
}


def at(place: str) -> str:
    """Say ``à Mens``, ``au Puy-en-Velay``, ``aux Vans``."""
    for article, (joined, _) in _FORMS.items():
        if place.startswith(article):
            return joined + place[len(article) :]
    return f"à {place}"


def of(place: str) -> str:
    """Say ``de Mens``, ``d’Ambert``, ``du Velay``, ``des Vans``."""
    for article, (_, joined) in _FORMS.items():
        if place.startswith(article):
            return joined + place[len(article) :]
    return f"d’{place}" if place[0] in "AÀÂEÉÈÊIÎOÔU" else f"de {place}"
