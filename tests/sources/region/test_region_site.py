"""The texts of the site, who stands behind it, and its media kit."""

import httpx
import pytest

from gateway.settings import SettingsError, read_source_settings
from sources.region.book import read_book
from sources.region.mapping import organization_of, site_of
from sources.region.source import source


def test_every_text_that_is_shipped_is_in_french_and_english_and_says_who_wrote_it():
    book = read_book()
    assert len(book.pages) >= 6
    assert len(book.faq) >= 10
    texts = [book.site.tagline.root, *(one.name.root for one in book.site.channel)]
    for one in (*book.pages, *book.faq):
        assert one.written_by.value == "PARTIR_ICI"
        texts += [one.title, one.plain, one.html, one.summary or one.title]
    texts += [asset.title.root for asset in book.assets]
    assert all({"fr", "en"} <= set(text) for text in texts)
    for audience in ("RESIDENT", "PROVIDER", "TOURIST_OFFICE", "SCOUT"):
        assert any(audience in one.audiences for one in book.pages)
        assert any(audience in one.audiences for one in book.faq)


def test_texts_come_in_the_wanted_language_and_fallbacks_are_flagged(region):
    fields = "title(locale: $l) { value locale isFallback } bodyHtml(locale: $l) { value }"
    query = f'query($l: Locale) {{ page(slug: "autodiagnostic") {{ writtenBy {fields} }} }}'
    told = {tag: region.stage.data(query, {"l": tag})["page"] for tag in ("fr", "en-GB", "de")}
    assert [told[tag]["title"]["locale"] for tag in told] == ["fr", "en", "fr"]
    assert [told[tag]["title"]["isFallback"] for tag in told] == [False, False, True]
    assert told["en-GB"]["bodyHtml"]["value"].startswith("<p>The self-diagnosis")
    assert told["fr"]["writtenBy"] == "PARTIR_ICI"


def test_an_audience_gets_its_own_texts_and_those_for_everybody(region):
    query = "query($a: ActorKind) { pages(audience: $a) { slug audiences } faq(audience: $a) { key audiences } page(audience: $a) { id slug } }"
    for audience in ("RESIDENT", "PROVIDER", "SCOUT", "TOURIST_OFFICE"):
        data = region.stage.data(query, {"a": audience})
        assert all(
            audience in one["audiences"] or not one["audiences"] for one in data["pages"] + data["faq"]
        )
        assert data["page"]["slug"] == data["pages"][0]["slug"]
        node = region.stage.data(
            "query($id: ID!) { node(id: $id) { ... on Page { slug } } }", {"id": data["page"]["id"]}
        )
        assert node["node"]["slug"] == data["page"]["slug"]
    everybody = region.stage.data("{ pages { slug } faq { key } }")
    assert len(everybody["pages"]) == len(read_book().pages)
    assert len(everybody["faq"]) == len(read_book().faq)


def test_what_does_not_exist_is_null_and_nothing_asked_is_an_error(region):
    data = region.stage.data(
        '{ a: page(slug: "x") { slug } b: page(slug: "eclaireurs", audience: PROVIDER) { slug } }'
    )
    assert data == {"a": None, "b": None}
    answer = region.ask("{ page { slug } }")
    assert answer["errors"][0]["extensions"]["code"] == "INVALID_ARGUMENT"


def test_organizations_are_the_region_the_agencies_and_every_office_with_public_offers(region):
    found, after = [], "null"
    while after:
        query = f"{{ organizations(first: 50, after: {after}) {{ totalCount pageInfo {{ hasNextPage endCursor }} edges {{ node {{ id kind name departments office {{ name }} }} }} }} }}"
        page = region.stage.data(query)["organizations"]
        found += [edge["node"] for edge in page["edges"]]
        after = f'"{page["pageInfo"]["endCursor"]}"' if page["pageInfo"]["hasNextPage"] else None
    assert len(found) == page["totalCount"] == len({one["id"] for one in found})
    assert [one["kind"] for one in found[:13]] == ["REGION", *["DEPARTMENT_AGENCY"] * 12]
    assert sorted(one["departments"][0] for one in found[1:13]) == sorted(found[0]["departments"])
    total = region.stage.data("{ touristOffices { totalCount } }")["touristOffices"]["totalCount"]
    offices = found[13:]
    assert len(offices) == total
    assert all(one["kind"] == "TOURIST_OFFICE" and one["office"]["name"] == one["name"] for one in offices)
    query = "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Organization { name } } }"
    nodes = region.stage.data(query, {"ids": [found[0]["id"], offices[0]["id"]]})["nodes"]
    assert [one["name"] for one in nodes] == [found[0]["name"], offices[0]["name"]]
    chosen = region.stage.data("{ organizations(kinds: [REGION]) { totalCount } }")
    assert chosen["organizations"]["totalCount"] == 1


def test_the_media_kit_is_served_with_its_licence_and_runs_nothing(region):
    assets = region.stage.data("{ mediaKit { url licence credit } }")["mediaKit"]
    assert assets
    for one in assets:
        assert one["licence"] == "CC-BY-4.0"
        assert one["credit"]
        path = one["url"].partition("/region/media/")[2]
        answer = httpx.get(f"{region.stage.url}/region/media/{path}", trust_env=False)
        assert answer.headers["content-type"] == "image/svg+xml"
        assert "script" not in answer.headers["content-security-policy"]
        assert "sandbox" in answer.headers["content-security-policy"]
        again = httpx.get(answer.url, headers={"If-None-Match": answer.headers["etag"]}, trust_env=False)
        assert again.status_code == 304
    for name in ("none.svg", "..%2Fsite.toml", "site.toml"):
        answer = httpx.get(f"{region.stage.url}/region/media/{name}", trust_env=False)
        assert answer.status_code == 404


PAGE = """
written_by = "REGION"
audiences = ["PROVIDER"]
order = 1
updated = 2026-12-01
title = { fr = "Le mot de la Région" }
summary = { fr = "Court." }
body = { fr = "**Bonjour** <script>x</script> [ici](javascript:x)" }
"""


SITE = """
written_by = "REGION"
name = "Un autre nom"
locales = ["fr"]
url = "https://www.example.org/"
tagline = { fr = "Près d’ici" }
[[channel]]
kind = "INSTAGRAM"
name = { fr = "Nous" }
url = "https://www.instagram.com/example"
"""
BODIES = """
written_by = "REGION"
[[organization]]
key = "region"
kind = "REGION"
name = "Région"
departments = []
url = "https://www.example.org/region"
"""


def test_a_folder_replaces_texts_and_adds_some(tmp_path):
    (tmp_path / "site.toml").write_text(SITE)
    (tmp_path / "organizations.toml").write_text(BODIES)
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "prestataires.toml").write_text(PAGE)
    (tmp_path / "pages" / "nouvelle.toml").write_text(PAGE)
    book = read_book(tmp_path)
    site = site_of(book.site)
    assert (site.name, site.url) == ("Un autre nom", "https://www.example.org/")
    assert site.channels[0].url == "https://www.instagram.com/example"
    assert [organization_of(one).url for one in book.organizations] == ["https://www.example.org/region"]
    page = book.page("prestataires")
    assert (page.written_by.value, page.title["fr"]) == ("REGION", "Le mot de la Région")
    assert page.html["fr"].startswith("<p><strong>Bonjour</strong> &lt;script&gt;")
    assert "href" not in page.html["fr"]
    assert len(book.pages) == len(read_book().pages) + 1


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("pages/x.toml", PAGE.replace("PROVIDER", "EVERYBODY"), "EVERYBODY is no audience"),
        ("pages/x.toml", PAGE.replace("fr = \"Court.\"", "en = \"Short.\""), "no text in French"),
        ("pages/x.toml", PAGE + 'colour = "red"', "colour"),
        ("pages/x.toml", "title =", "pages/x.toml"),
        ("pages/x.toml", PAGE.replace("2026-12-01", '"soon"'), "updated"),
        ("site.toml", 'written_by = "NOBODY"', "site.toml: written_by"),
        ("media.toml", 'written_by = "REGION"\n[[asset]]\nkey = "a"\nkind = "PHOTO"\nlicence = "CC0-1.0"\ncredit = "x"\nfile = "none.png"\ntitle = { fr = "x" }\nalt = { fr = "" }', "media/none.png"),
        ("media.toml", 'written_by = "REGION"\n[[asset]]\nkey = "a"\nkind = "PHOTO"\nlicence = "CC0-1.0"\ncredit = "x"\nfile = "../x.png"\ntitle = { fr = "x" }\nalt = { fr = "" }', "file"),
        ("", "", "no such folder"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_named_with_the_place_in_it(tmp_path, name, text, said):
    if name:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    folder = tmp_path if name else tmp_path / "none"
    with pytest.raises(SettingsError, match="REGION_CONTENT_FOLDER") as caught:
        read_source_settings(source, {"REGION_CONTENT_FOLDER": str(folder)}, disabled=False)
    assert said in str(caught.value)
