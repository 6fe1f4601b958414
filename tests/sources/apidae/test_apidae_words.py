"""French words: inflections and accents for searching, and the order of names, against the server's ICU."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.store import Store
from sources.apidae.words import LONGEST, plain_key, sort_key, stem_of, tokens_of, words_of

NAMES = [
    "cote",
    "côte",
    "coté",
    "côté",
    "Cote",
    "Côté",
    "élan",
    "Élan",
    "elan",
    "étang",
    "ETANG",
    "maïs",
    "mais",
    "Mais",
    "noël",
    "Noel",
    "où",
    "ou",
    "pêche",
    "péché",
    "pêché",
    "peche",
    "tache",
    "tâche",
    "tâché",
    "zèle",
    "zélé",
    "ça",
    "ca",
    "garçon",
    "garcon",
    "a",
    "à",
    "â",
    "Ä",
]
FRENCH = {"locale": "fr", "strength": 3}


async def test_names_are_ordered_as_icu_orders_french(mongo_uri: str, database_name: str) -> None:
    rng = random.Random(3)
    pairs = {f"{rng.choice(NAMES)} {rng.choice(NAMES)}" for _ in range(150)}
    store = await Store.open(mongo_uri, database_name)
    try:
        collection = store.room("tests").collection("names")
        for name in sorted({*NAMES, *pairs}):
            await collection.insert_one({"_id": name})
        found = await collection.find({}, sort=(("_id", 1),), collation=FRENCH)
    finally:
        await store.close()
    expected = [one["_id"] for one in found]
    assert sorted(expected, key=sort_key) == expected


@pytest.mark.parametrize(
    ("names", "why"),
    [
        (["L'atelier", "La cave", "L’élan", "Les prés"], "an apostrophe is a blank"),
        (["Oeuvre", "Œuvre", "ogre"], "a ligature is two letters"),
        (["Saint-Just", "Saint Marc", "Sainte-Foy"], "so is a hyphen"),
        (["2 rives", "10 ponts", "Abbaye"], "numbers come before letters"),
    ],
)
def test_signs_do_not_count(names: list[str], why: str) -> None:
    ordered = sorted(names, key=sort_key)
    assert [plain_key(one) for one in ordered] == sorted(map(plain_key, names)), why


@given(st.text(alphabet="aéèçôœLMÉ -'’7", max_size=80))
def test_the_key_of_a_name_begins_with_its_letters(name: str) -> None:
    assert sort_key(name).startswith(plain_key(name))


@given(st.text(max_size=80))
def test_any_name_has_a_key_and_any_text_has_tokens(text: str) -> None:
    assert isinstance(sort_key(text), str)
    for token in tokens_of(words_of(text)).split():
        word, *stems = token.split("=")
        assert word.isascii()
        assert stems
        assert all(stem.isascii() for stem in stems)


@pytest.mark.parametrize(
    "words",
    [
        ("randonnée", "randonnées", "randonner"),
        ("guidée", "guidées", "guidé"),
        ("cheval", "chevaux"),
        ("naturel", "naturelle", "naturelles"),
        ("forêt", "forêts", "foret"),
        ("dégustation", "dégustations", "déguster"),
    ],
)
def test_inflections_have_one_stem(words: tuple[str, ...]) -> None:
    assert len({stem_of(word) for word in words}) == 1


def test_what_is_longer_than_any_word_is_left_out() -> None:
    assert tokens_of(words_of("a" * (LONGEST + 1) + " pain")) == "pain=pain"
