"""Invented localities, first names and landscapes that the names and texts are filled with."""

from random import Random

from .grammar import at, capital, of

_HEADS = (
    "la Combe", "le Pré", "les Granges", "la Source", "le Moulin", "la Côte", "le Clos", "le Mas",
    "la Fontaine", "le Plan", "la Grange", "le Chemin", "les Terres", "le Bois", "la Croix",
    "le Pas", "la Lauze", "les Rives", "le Verger", "le Hameau", "la Cour", "les Hauts", "la Roche",
    "le Vallon", "l'Étang", "le Replat",
)  # fmt: skip
_TAILS = (
    "aux Loups", "des Abeilles", "Vieille", "du Berger", "Fleurie", "aux Alouettes",
    "des Trois Sœurs", "du Milieu", "des Fées", "du Facteur", "aux Noyers", "de Pierre Plate",
    "du Loriot", "d'En Haut", "d'En Bas", "des Lys", "du Tilleul", "aux Martinets", "de la Bise",
    "du Sabotier", "des Genêts", "aux Renards", "du Grand Frêne", "des Sonnailles", "de Bon Matin",
    "du Vent", "des Cerises", "aux Chênes", "de l'Ours", "des Violettes",
)  # fmt: skip
FIRST_NAMES = (
    "Jeanne", "Marius", "Odile", "Bastien", "Capucine", "Ferdinand", "Lucie", "Anselme", "Noémie",
    "Théo", "Rosalie", "Gaspard", "Solange", "Karim", "Élodie", "Baptiste", "Inès", "Honoré",
    "Maud", "Augustin", "Leïla", "Firmin", "Suzanne", "Malo", "Perrine", "Côme", "Aïssatou",
    "Blaise", "Margot", "Sylvain",
)  # fmt: skip
_LANDSCAPES = (
    "prairies et forêts", "falaises et torrents", "vignes et murets", "lacs et alpages",
    "gorges et garrigue", "vergers et collines", "tourbières et sapins", "volcans et pâtures",
    "châtaigniers et terrasses", "étangs et roselières", "noyers et champs de lavandin",
    "bocage et chemins creux",
)  # fmt: skip


def words_of(random: Random, commune: str) -> dict[str, str]:
    """The words that one offer's texts are filled with: locality, commune, host and landscape."""
    return words_for(_locality(random), commune, random.choice(FIRST_NAMES), random.choice(_LANDSCAPES))


def words_for(locality: str, commune: str, person: str, landscape: str) -> dict[str, str]:
    """The same, from given words; forms after "de" and "à" are added."""
    return {
        "lieu": locality,
        "du_lieu": of(locality),
        "au_lieu": at(locality),
        "commune": commune,
        "de_commune": of(commune),
        "a_commune": at(commune),
        "qui": person,
        "nature": landscape,
    }


def fill(template: str, words: dict[str, str]) -> str:
    """The template with its words, beginning with a capital letter."""
    return capital(template.format_map(words))


def _locality(random: Random) -> str:
    head, tail = random.choice(_HEADS), random.choice(_TAILS)
    if tail == "Vieille" and not head.startswith("la "):
        tail = "du Vieux Mur"
    if tail == "Fleurie" and not head.startswith("la "):
        tail = "aux Fleurs"
    return f"{head} {tail}"
