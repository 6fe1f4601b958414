"""The console's answers over HTTP: pages, policies, files and their caching."""

import gzip
import re
from datetime import UTC, date, datetime

import httpx
import orjson
import pytest
from starlette.applications import Starlette
from starlette.requests import Request

from gateway.console import HomeState, SourceCard, assets, console_routes
from gateway.console.examples import Example, read_examples
from gateway.console.graphiql import REMOTE_SCRIPTS, REMOTE_STYLES, graphiql_from
from gateway.console.home import coloured, example_card, origin_of

SINCE = datetime(2026, 7, 1, 8, 30, tzinfo=UTC)
CARDS = (
    SourceCard("apidae", "Offres d'Apidae", "Les offres.", "OK", SINCE),
    SourceCard("scouts", "Récits des éclaireurs", "Les récits.", "STALE", SINCE, "Copie d'il y a 2 h."),
    SourceCard("social", "Réseaux sociaux", "Les publications.", "DISABLED", SINCE),
)
NASTY = "</script><script>alert('1')</script>"


@pytest.fixture
def dist(tmp_path):
    folder = tmp_path / "dist"
    folder.mkdir()
    manifest = {"script": "graphiql-AB.js", "style": "graphiql-CD.css", "preload": ["chunk-EF.js"]}
    (folder / "manifest.json").write_bytes(orjson.dumps(manifest))
    (folder / "graphiql-AB.js.gz").write_bytes(gzip.compress(b"let built"))
    (folder / "graphiql-CD.css").write_bytes(b"a{}")
    return folder


def asking(state=lambda: HomeState("1.0", CARDS), dist=assets.DIST):
    app = Starlette(routes=console_routes(state, dist=dist))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://127.0.0.1:8000")


async def test_home_page_tells_what_it_was_given():
    async with asking() as client:
        answer = await client.get("/")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.text.count('class="source"') == 3
    assert answer.text.count('class="example"') == 3
    assert 'data-source="scouts" data-state="STALE"' in answer.text
    assert "Copie d&#x27;il y a 2 h." in answer.text
    assert '<time datetime="2026-07-01T08:30:00+00:00">1 July 2026, 08:30 UTC</time>' in answer.text
    assert "curl</span> http://127.0.0.1:8000/graphql" in answer.text


async def test_home_page_has_landmarks_one_first_heading_and_a_language():
    async with asking() as client:
        html = (await client.get("/")).text
    assert '<html lang="en">' in html
    assert [html.count(f"<{tag}") for tag in ("header ", "main ", "footer ", "nav ", "h1>", "h2 ")] == [
        1,
        1,
        1,
        1,
        1,
        4,
    ]


async def test_pages_hold_no_inline_script_no_inline_style_and_no_other_host():
    async with asking() as client:
        answer = await client.get("/")
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert re.findall(r"<script(?![^>]*\bsrc=)", answer.text) == []
    assert " style=" not in answer.text
    assert "<style" not in answer.text
    assert re.findall(r"(?:src|href)=\"(?:https?:)?//", answer.text) == []


async def test_whatever_a_source_says_is_escaped():
    card = SourceCard(NASTY, NASTY, NASTY, NASTY, SINCE, NASTY)
    state = HomeState(NASTY, [card], [Example(NASTY, NASTY, NASTY, NASTY, NASTY)], [])
    async with asking(lambda: state) as client:
        html = (await client.get("/")).text
    assert "<script>alert" not in html
    assert html.count("&lt;script&gt;") > 8


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        (b"graph.example.org", "http://graph.example.org"),
        (b"[::1]:8000", "http://[::1]:8000"),
        (b'evil"><b>', "http://127.0.0.1:8000"),
        (b"a'; rm -rf", "http://127.0.0.1:8000"),
        (b"", "http://127.0.0.1:8000"),
    ],
)
def test_a_host_of_unusual_shape_is_not_repeated(host, expected):
    scope = {"type": "http", "scheme": "http", "path": "/", "headers": [(b"host", host)]}
    assert origin_of(Request(scope)) == expected


def test_colours_keep_the_text_of_an_operation():
    text = 'query Q($a: Int!) { b(c: $a) { d ... on E { f } } } # <g> "h"'
    html = coloured(text)
    assert '<span class="keyword">query</span>' in html
    assert '<span class="variable">$a</span>' in html
    assert "<g>" not in html
    assert (
        re.sub(r"<[^>]+>", "", html).replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"') == text
    )


def test_an_example_links_to_itself_in_graphiql():
    html = example_card(Example("around", "Around", "Text.", "# Around\nquery A { a }\n"), date(2026, 7, 1))
    assert 'href="graphql#example=around"' in html
    assert "# Around" not in html


async def test_files_are_served_for_ever_under_names_with_a_hash():
    async with asking() as client:
        html = (await client.get("/")).text
        for path in re.findall(r'(?:src|href)="(console/[^"]+)"', html):
            answer = await client.get(f"/{path}")
            assert answer.status_code == 200
            assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert re.search(r"-[0-9a-f]{8}\.\w+$", path)


async def test_a_packed_file_is_unpacked_for_a_client_that_does_not_take_gzip(dist):
    async with asking(dist=dist) as client:
        packed = await client.get("/console/graphiql-AB.js")
        plain = await client.get("/console/graphiql-AB.js", headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert (packed.content, plain.content) == (b"let built", b"let built")
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "path",
    [
        "/console/",
        "/console/home.css",
        "/console/manifest.json",
        "/console/__init__.py",
        "/console/../settings.py",
        "/console/%2e%2e/settings.py",
        "/console/..%2f..%2fpyproject.toml",
        "/console/%2fetc%2fpasswd",
        "/console/..%5csettings.py",
        "/console/graphiql-AB.js.gz",
        "/console/a%00.js",
    ],
)
async def test_nothing_but_the_listed_files_is_served(dist, path):
    async with asking(dist=dist) as client:
        answer = await client.send(
            httpx.Request("GET", httpx.URL("http://127.0.0.1:8000", raw_path=path.encode()))
        )
    assert answer.status_code == 404


async def test_the_icon_is_found_where_browsers_look_for_it():
    async with asking() as client:
        answer = await client.get("/favicon.ico")
    assert answer.headers["content-type"] == "image/svg+xml"


async def test_examples_are_given_as_json():
    async with asking() as client:
        examples = (await client.get("/console/examples.json")).json()
    assert [example["key"] for example in examples] == [one.key for one in read_examples()]
    assert set(examples[0]) == {"key", "title", "description", "query", "variables", "token"}


def test_the_built_page_asks_for_our_own_files_alone(dist):
    answer = graphiql_from(dist, [])
    html = bytes(answer.body).decode()
    assert "<title>Partir Ici — GraphiQL</title>" in html
    assert '<script type="module" src="console/graphiql-AB.js"></script>' in html
    assert '<link rel="modulepreload" href="console/chunk-EF.js">' in html
    assert "https://" not in html
    assert "https://" not in answer.headers["content-security-policy"]
    assert "script-src 'self';" in answer.headers["content-security-policy"]
    assert "worker-src 'self'" in answer.headers["content-security-policy"]


def test_without_a_build_the_page_names_pinned_files_of_one_host_and_the_command(tmp_path):
    answer = graphiql_from(tmp_path / "absent", [])
    html = bytes(answer.body).decode()
    policy = answer.headers["content-security-policy"]
    assert "The local build of GraphiQL is absent" in html
    assert "<code>make setup</code>" in html
    for file in (*REMOTE_SCRIPTS, *REMOTE_STYLES):
        assert re.fullmatch(r"https://cdn\.jsdelivr\.net/npm/[a-z-]+@\d+\.\d+\.\d+/\S+", file.url)
        assert f'"{file.url}" integrity="{file.integrity}" crossorigin="anonymous"' in html
        assert file.url in policy
    assert set(re.findall(r"https://([^/\s]+)", policy)) == {"cdn.jsdelivr.net"}
    assert html.count("https://") == 4


@pytest.mark.parametrize("built", [True, False])
def test_examples_in_a_page_cannot_end_their_script_element(dist, tmp_path, built):
    answer = graphiql_from(dist if built else tmp_path, [Example("k", NASTY, "d", "query A { a }")])
    html = bytes(answer.body).decode()
    found = re.search(r'<script type="application/json" id="examples">(.*?)</script>', html)
    assert found
    assert orjson.loads(found.group(1))[0]["title"] == NASTY
