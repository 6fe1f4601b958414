"""Texts: the urls, account names and hashtags in a caption."""

import time

import pytest

from sources.social.captions import fold_hashtag, normalise_url, read_text


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://WWW.Exemple.fr/Fiche/12/?utm_source=x#top", "exemple.fr/Fiche/12"),
        ("http://exemple.fr:80/a", "exemple.fr/a"),
        ("https://exemple.fr:8443/a", "exemple.fr:8443/a"),
        ("www.exemple.fr", "exemple.fr"),
        ("https://exemple.fr/caf%C3%A9/", "exemple.fr/café"),
        ("https://exemple.fr/cafe\u0301", "exemple.fr/café"),
        ("ftp://exemple.fr/a", None),
        ("https://", None),
        ("https://[1", None),
        ("https://exemple.fr:99999/", None),
        ("", None),
    ],
)
def test_a_url_is_compared_by_host_and_path(url: str, expected: str | None):
    assert normalise_url(url) == expected


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("Infos : https://exemple.fr/a.", ("exemple.fr/a",)),
        ("Pour venir (https://exemple.fr/a), comptez", ("exemple.fr/a",)),
        ("https://exemple.fr/a_(b) !", ("exemple.fr/a_(b)",)),
        ("« https://exemple.fr/a » et www.exemple.fr/a/", ("exemple.fr/a",)),
        ("📒 https://exemple.fr/a ✨\nhttps://exemple.fr/b", ("exemple.fr/a", "exemple.fr/b")),
        ("rien", ()),
    ],
)
def test_urls_are_found_without_the_punctuation_around_them(text: str, urls: tuple[str, ...]):
    assert read_text(text).urls == urls


def test_attached_links_count_as_urls():
    assert read_text(None, ["https://exemple.fr/a?utm_source=f"]).urls == ("exemple.fr/a",)


@pytest.mark.parametrize(
    ("text", "handles"),
    [
        ("Merci à @Ferme.du.Lac. Puis @ferme.du.lac!", ("ferme.du.lac",)),
        ("(@moulin_bleu nous a tout dit)", ("moulin_bleu",)),
        ("écrire à contact@moulin.fr", ()),
        ("https://exemple.fr/@moulin", ()),
        ("@ seul et @@double", ()),
        ("@" + "a" * 300, ("a" * 60,)),
    ],
)
def test_handles_are_found_and_addresses_are_not(text: str, handles: tuple[str, ...]):
    assert read_text(text).handles == handles


def test_a_handle_that_lost_its_at_sign_is_still_a_name():
    said = read_text("Avec moulin_bleu et ferme.du.lac, fin. Et contact@autre.fr")
    assert said.names == ("moulin_bleu", "ferme.du.lac")


def test_hashtags_keep_their_first_spelling_and_appear_once():
    said = read_text("#FêteDuVillage #feteduvillage ＃Été #1 l#a &#39; #e\u0301te2 https://x.fr/#ancre")
    assert said.hashtags == ("FêteDuVillage", "Été", "éte2")


@pytest.mark.parametrize(
    ("tag", "folded"), [("#FÊTE", "fete"), ("cœur", "coeur"), ("Straße", "strasse"), ("日本", "日本")]
)
def test_hashtags_are_compared_without_case_and_accents(tag: str, folded: str):
    assert fold_hashtag(tag) == folded


@pytest.mark.parametrize(
    "unit", ["https://a.fr/)))", "@a._", "#é", "a.", "@", "www.", "(" * 50, "https://x("]
)
def test_reading_takes_time_in_proportion_to_the_text(unit: str):
    def seconds(text: str) -> float:
        best = []
        for _ in range(3):
            started = time.perf_counter()
            read_text(text)
            best.append(time.perf_counter() - started)
        return min(best)

    short, long = unit * (8_000 // len(unit)), unit * (64_000 // len(unit))
    assert seconds(long) < 40 * seconds(short) + 0.02
