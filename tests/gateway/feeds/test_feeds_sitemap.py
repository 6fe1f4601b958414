"""The sitemap, read by `usp` (ultimate-sitemap-parser), against all that is public."""

from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from usp.objects.sitemap import IndexXMLSitemap, PagesXMLSitemap
from usp.tree import sitemap_from_str

from gateway.feeds.site import LONGEST, PublicSite, read_site
from gateway.feeds.sitemap import PART, _url
from gateway.feeds.xml import Xml
from gateway.settings import SettingsError, read_gateway_settings

MOST_URLS, MOST_BYTES = 50_000, 50_000_000


@pytest.fixture(scope="module")
def pages(feeds):
    """All pages of all parts that the index names, by part."""
    index = feeds.get("/sitemap.xml")
    assert index.headers["content-type"] == "application/xml; charset=utf-8"
    assert isinstance(sitemap_from_str(index.text), IndexXMLSitemap)
    found = {}
    for line in index.text.split("<loc>")[1:]:
        path = urlsplit(line.split("</loc>")[0]).path
        part = sitemap_from_str(feeds.get(path).text)
        assert isinstance(part, PagesXMLSitemap)
        found[path] = list(part.all_pages())
    return found


def test_every_public_page_is_there_once_in_each_of_its_languages(pages, offers, contents):
    urls = [page.url for part in pages.values() for page in part]
    expected = {
        f"https://www.example.org/{lang}/offres/{one['slug']}"
        for one in offers
        for lang in set(one["availableLocales"]) & {"fr", "en", "de", "it", "es", "nl"} or {"fr"}
    } | {f"https://www.example.org/recits/{one['id']}" for one in contents}
    assert len(urls) == len(set(urls))
    assert set(urls) == expected


def test_pages_name_their_other_languages_and_their_last_change(pages):
    several = [page for part in pages.values() for page in part if page.alternates]
    assert several
    by_url = {page.url: page for part in pages.values() for page in part}
    for page in several:
        told = dict(page.alternates)
        assert page.url in told.values()
        assert told.pop("x-default") == told["fr"]
        assert all(dict(by_url[other].alternates)[lang] == other for lang, other in told.items())
    assert all(page.last_modified for page in by_url.values())


def test_the_largest_part_that_can_be_stays_within_the_protocol():
    host = "https://www.example.org/"
    pattern = host + "x" * (LONGEST - len(host) - len("/{lang}/{slug}")) + "/{lang}/{slug}"
    site = PublicSite(offer_url=pattern, locales=("fr", "en", "de", "it", "es", "nl"))
    xml = Xml()
    node = {"slug": "s" * 100, "availableLocales": site.locales, "updatedAt": "2026-01-01T00:00:00+00:00"}
    with xml.element("urlset"):
        urls = _url(xml, SimpleNamespace(site=site), node, pattern)
    assert urls * PART < MOST_URLS
    assert len(xml.done()) * PART < MOST_BYTES


@pytest.mark.parametrize(
    "name", ["offers-38-2", "offers-99-1", "stories-2", "offers-38-0", "x", "offers-38-99999"]
)
def test_a_part_that_has_nothing_does_not_exist(feeds, name):
    assert feeds.get(f"/sitemaps/{name}.xml", 404).json()["code"] == "NOT_FOUND"


def test_without_a_public_site_there_is_no_map_and_it_says_why(stage):
    import httpx

    answer = httpx.get(f"{stage.url}/sitemap.xml", trust_env=False)
    assert answer.status_code == 404
    assert "GATEWAY_SITE_OFFER_URL" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OFFER_URL", "ftp://x.example/{slug}"),
        ("OFFER_URL", "https://x.example/{lang}"),
        ("OFFER_URL", "https://x.example/{slug}/{colour}"),
        ("OFFER_URL", "https://u:p@x.example/{slug}"),
        ("OFFER_URL", "https://x.example/{slug}" + "x" * 200),
        ("STORY_URL", "https://x.example/{slug}"),
        ("LOCALES", "fr,EN-us"),
        ("LOCALES", ","),
    ],
)
def test_a_wrong_setting_is_one_sentence_that_names_it(name, value):
    with pytest.raises(SettingsError, match=f"GATEWAY_SITE_{name}"):
        read_site(read_gateway_settings({f"GATEWAY_SITE_{name}": value}))
