"""Languages: RFC 4647 lookup, flagged fallbacks, tolerant reading of Accept-Language."""

import pytest

from gateway.errors import BadInput
from gateway.graph.scalars import parse_locale
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


@pytest.mark.parametrize(
    "tag",
    [
        "fr",
        "de-AT",
        "zh-Hant-TW",
        "es-419",
        "sl-rozaj-biske",
        "de-CH-1901",
        "en-u-ca-gregory",
        "fr-x-a",
        "gsw",
    ],
)
def test_tags_of_rfc_5646_are_locales(tag: str) -> None:
    assert parse_locale(tag) == tag
    assert lookup_chain([tag])[-1] == tag.split("-", maxsplit=1)[0].lower()


@pytest.mark.parametrize(
    "tag",
    [
        "",
        "f",
        "fr_FR",
        "français",
        "fr-",
        "-fr",
        "fr--FR",
        "en-u",
        "de-x",
        "*",
        f"fr-{'a' * 9}",
        7,
        None,
        f"de-{'-'.join(['abcde'] * 10)}",
        "<b>",
        "fr\n",
    ],
)
def test_anything_else_is_refused_with_a_code(tag: object) -> None:
    with pytest.raises(BadInput) as caught:
        parse_locale(tag)
    assert caught.value.code == "INVALID_LOCALE"
    assert caught.value.hint
