"""Full-text search over names, descriptions and labels of criteria, by beginnings of words."""

from collections.abc import Iterable
from typing import Any

from .elements import table
from .facts import name_words, text_words
from .postings import Postings
from .text import words

Object = dict[str, Any]


class TextIndex:
    """Words of the objects in one language."""

    def __init__(self, suffix: str) -> None:
        self._suffix = suffix
        self._names, self._texts = Postings(), Postings()
        self._labels = _criteria_by_word(suffix)

    def add(self, item: Object) -> None:
        """Index an object."""
        self._names.add(dict.fromkeys(name_words(item, self._suffix)), item["id"])
        self._texts.add(text_words(item, self._suffix), item["id"])

    def remove(self, item: Object) -> None:
        """Take an object out of the index; it has to be as it was when it was indexed."""
        self._names.remove(name_words(item, self._suffix), item["id"])
        self._texts.remove(text_words(item, self._suffix), item["id"])

    def search(self, text: str, fields: str, keys: Postings) -> dict[int, int]:
        """Objects in which every word of the text occurs, with the number of words that are in the name.

        `fields` is one of `NOM`, `NOM_DESCRIPTION`, `NOM_DESCRIPTION_CRITERES`; `keys` tells who carries a
        criterion.
        """
        scores: dict[int, int] | None = None
        for word in dict.fromkeys(words(text)):
            named = self._names.starting_with(word)
            found = named | self._elsewhere(word, fields, keys)
            if scores is None:
                scores = {number: int(number in named) for number in found}
            else:
                kept = scores.keys() & found
                scores = {number: scores[number] + (number in named) for number in kept}
        return scores or {}

    def _elsewhere(self, word: str, fields: str, keys: Postings) -> set[int]:
        found: set[int] = set()
        if fields != "NOM":
            found |= self._texts.starting_with(word)
        if fields == "NOM_DESCRIPTION_CRITERES":
            for label_word, criteria in self._labels.items():
                if label_word.startswith(word):
                    found = found.union(*map(keys.ids, criteria))
        return found


def index_of(items: Iterable[Object], suffix: str) -> TextIndex:
    """The index of some objects in a language."""
    index = TextIndex(suffix)
    for item in items:
        index.add(item)
    return index


def _criteria_by_word(suffix: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in table().values():
        for word in words(element.get(f"libelle{suffix}", "")):
            found.setdefault(word, []).append(f"critere:{element['elementReferenceType']}_{element['id']}")
    return found
