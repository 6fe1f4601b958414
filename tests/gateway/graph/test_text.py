"""Languages: RFC 4647 lookup, flagged fallbacks, tolerant reading of Accept-Language."""

import pytest

from gateway.graph.text import accepted_locales, choose, lookup_chain

TEXTS = {"fr": "Bonjour", "de": "Guten Tag", "pt-BR": "Bom dia"}


@pytest.mark.parametrize(
    ("wanted", "value", "locale", "fallback"),
    [
        (("de-AT",), "Guten Tag", "de", False),
        (("DE",), "Guten Tag", "de", False),
        (("it", "de"), "Guten Tag", "de", False),
        (("pt-br",), "Bom dia", "pt-BR", False),
        (("pt",), "Bonjour", "fr", True),
        (("zh-Hant-TW",), "Bonjour", "fr", True),
        ((), "Bonjour", "fr", False),
    ],
)
def test_the_best_text_is_chosen(wanted: tuple[str, ...], value: str, locale: str, fallback: bool) -> None:
    found = choose(TEXTS, wanted)
    assert found is not None
    assert (found.value, found.locale, found.is_fallback) == (value, locale, fallback)


def test_without_french_any_text_serves_and_without_texts_none() -> None:
    only = choose({"it": "Ciao", "es": "Hola"}, ("en",))
    assert only is not None
    assert (only.locale, only.is_fallback) == ("es", True)
    assert choose({}, ("fr",)) is None


def test_lookup_drops_a_lone_letter_with_what_follows_it() -> None:
    assert lookup_chain(("zh-Hant-x-shop",)) == ("zh-hant-x-shop", "zh-hant", "zh")


@pytest.mark.parametrize(
    ("header", "tags"),
    [
        (None, ()),
        ("fr", ("fr",)),
        ("en;q=0.5, fr, *;q=0.1", ("fr", "en")),
        ("de;q=0, it", ("it",)),
        ("en;q=abc, ;;, <script>, fr-CH", ("fr-CH",)),
    ],
)
def test_accept_language_is_read_most_wanted_first(header: str | None, tags: tuple[str, ...]) -> None:
    assert accepted_locales(header) == tags
