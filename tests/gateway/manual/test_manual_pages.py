"""The manual at /docs: complete, linked without a hole, safe, kept by browsers, carried by the wheel."""

import re
import tomllib
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest
from graphql import GraphQLEnumType, is_introspection_type
from starlette.applications import Starlette

from gateway.console import assets
from gateway.graph.compose import compose
from gateway.manual import manual_routes
from gateway.manual.fields import codes_of
from gateway.manual.guides import CARRIED, REPOSITORY, read_guides
from gateway.manual.prose import html_of
from gateway.manual.search import folded
from gateway.registry import find_sources

BASE = "http://gateway/"
SERVED_ELSEWHERE = {"", "graphql", "schema.graphql"}


@cache
def schema():
    return compose(find_sources())._schema


@cache
def app():
    return Starlette(routes=manual_routes(schema()))


async def get(path, **headers):
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app()), base_url=BASE) as client:
        return await client.get(path, headers=headers)


def links(page):
    return {urljoin(str(page.url), unescape(href)) for href in re.findall(r'href="([^"]*)"', page.text)}


async def test_from_the_first_page_on_every_link_leads_to_a_page_and_to_a_place_on_it():
    pages, waiting = {}, {f"{BASE}docs"}
    while waiting:
        url = waiting.pop()
        pages[url] = page = await get(url)
        assert page.status_code == 200, url
        ours = {link.partition("#")[0] for link in links(page) if link.startswith(f"{BASE}docs")}
        waiting |= ours - pages.keys()
    ids = {url: set(re.findall(r' id="([^"]+)"', page.text)) for url, page in pages.items()}
    for url, page in pages.items():
        assert len(ids[url]) == page.text.count(' id="'), f"an id stands twice on {url}"
        for target in links(page):
            place, _, part = target.removeprefix(BASE).partition("#")
            if target.startswith(f"{BASE}docs"):
                assert not part or part in ids[BASE + place], f"{url} links to {target}"
            elif target.startswith(BASE):
                known = place in SERVED_ELSEWHERE or assets.find(place.removeprefix("console/"))
                assert known, f"{url} links to {target}"
    kinds = [kind for kind in schema().type_map.values() if not is_introspection_type(kind)]
    assert len(pages) >= len(kinds) + len(read_guides())


async def test_every_field_argument_and_value_stands_on_the_page_of_its_type():
    roots = {"Query": "queries", "Mutation": "mutations", "Subscription": "subscriptions"}
    for name, kind in schema().type_map.items():
        if is_introspection_type(kind):
            continue
        text = (await get(f"/docs/{roots.get(name, f'types/{name}')}")).text
        members = kind.values if isinstance(kind, GraphQLEnumType) else getattr(kind, "fields", {})
        for key, member in members.items():
            assert f'<li id="{key}">' in text
            for argument in getattr(member, "args", {}):
                assert f'<p class="signature">{argument}: ' in text


async def test_a_mutation_tells_its_rights_its_pace_and_its_codes():
    text = (await get("/docs/mutations")).text
    draft = text[text.index('<li id="publishContent">') : text.index('<li id="reportProblem">')]
    for told in (
        "<code>SCOUT</code>",
        "cost ",
        " calls in ",
        "CHARTER_NOT_SIGNED",
        "guides/errors#FORBIDDEN",
    ):
        assert told in draft
    assert codes_of(schema().mutation_type.fields["reportProblem"])[:1] != ["UNAUTHENTICATED"]


async def test_a_page_is_kept_and_compressed_and_may_load_nothing_of_others():
    first = await get("/docs/types/Offer", **{"accept-encoding": "gzip"})
    again = await get("/docs/types/Offer", **{"if-none-match": first.headers["etag"]})
    assert first.headers["content-encoding"] == "gzip"
    assert (again.status_code, again.content) == (304, b"")
    assert "script-src" not in first.headers["content-security-policy"]
    assert "default-src 'none'" in first.headers["content-security-policy"]
    assert "<script" not in first.text
    assert (await get("/docs/types/Offer", **{"accept-encoding": "identity"})).text == first.text


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("OfferFilter", "OfferFilter"),
        ("offers", "Query.offers"),
        ("publish content", "Mutation.publishContent"),
        ("persisted", "Short urls: persisted documents"),
        ("PLEIN_AIR", "OfferFamily.PLEIN_AIR"),
    ],
)
async def test_a_search_finds_types_fields_values_and_guides(asked, first):
    found = (await get(f"/docs/search?q={asked}")).text
    names = re.findall(r'<li><a href="[^"]*">([^<]*)</a> <span class="what">', found)
    assert names[0] == first


def test_case_and_accents_do_not_matter_to_a_search():
    assert folded("Éclaireur") == "eclaireur"


@pytest.mark.parametrize("asked", ["", "<script>alert(1)</script>", "%00", "a" * 5000, "[(*"])
async def test_a_search_for_anything_is_answered_and_nothing_of_it_is_markup(asked):
    page = await get(f"/docs/search?q={asked}")
    assert page.status_code == 200
    assert "<script" not in page.text
    assert len(page.content) < 60_000


@pytest.mark.parametrize(
    "path", ["/docs/types/Nothing", "/docs/guides/..%2Ferrors", "/docs/guides/", "/docs/x/y"]
)
async def test_what_is_not_there_is_404_with_the_menu(path):
    page = await get(path)
    assert page.status_code == 404
    assert "There is no such page" in page.text
    assert "/docs/types" in " ".join(links(page))


def test_markup_in_a_text_stays_text_and_links_to_scripts_are_dropped():
    html = html_of("a <img src=x onerror=alert(1)> [b](javascript:alert(1)) `<i>`", {}, "")
    assert "<img" not in html
    assert "javascript:" not in re.sub(r"\[b\]\(javascript:alert\(1\)\)", "", html)
    assert "<code>&lt;i&gt;</code>" in html


def test_the_wheel_carries_the_guides_where_they_are_looked_for():
    project = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))
    carried = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert {Path(source).resolve(): Path(target).resolve() for source, target in carried.items()} == {
        REPOSITORY: CARRIED
    }
    assert "COPY docs/ docs/" in Path("deploy/Dockerfile").read_text("utf-8")
