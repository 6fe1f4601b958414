"""French articles and prepositions in front of place names: "de" + "le Trièves" is "du Trièves"."""

_VOWELS = "aeiouyàâéèêëîïôöùûüœæh"


def of(name: str) -> str:
    """The name after "de": du Bourg, des Granges, d'Annecy, de Lyon."""
    return _contracted(name, "de", {"le ": "du ", "les ": "des "}) or _elided(name)


def at(name: str) -> str:
    """The name after "à": au Bourg, aux Granges, à Annecy."""
    return _contracted(name, "à", {"le ": "au ", "les ": "aux "}) or f"à {name}"


def capital(text: str) -> str:
    """The text with its first letter in upper case and the rest untouched."""
    return text[:1].upper() + text[1:]


def _contracted(name: str, preposition: str, articles: dict[str, str]) -> str:
    lower = name.lower()
    for article, form in articles.items():
        if lower.startswith(article):
            return form + name[len(article) :]
    if lower.startswith(("la ", "l'", "l’")):
        return f"{preposition} {name[:1].lower()}{name[1:]}"
    return ""


def _elided(name: str) -> str:
    return f"d'{name}" if name[:1].lower() in _VOWELS else f"de {name}"
