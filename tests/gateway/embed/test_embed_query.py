"""`/widget/1/query` of the running product over real HTTP."""

import base64
from hashlib import sha384
from urllib.parse import urlsplit

import httpx
import pytest

from gateway.embed.files import floating_files
from gateway.media.assembly import picture_urls
from gateway.media.signing import PictureName
from gateway.settings import GatewaySettings

PARTNER = "http://127.0.0.1:4321"


def ask(stage, origin=PARTNER, headers=None, method="GET", **parameters):
    sent = {"Origin": origin} if origin else {}
    asked = {"key": "pk_demo", "operation": "offers"} | parameters
    url = f"{stage.url}/widget/1/query"
    return httpx.request(
        method, url, params=asked, headers=sent | (headers or {}), timeout=20, trust_env=False
    )


def code(response):
    return response.json()["errors"][0]["extensions"]["code"]


def test_a_partners_page_gets_offers_with_cors_for_its_origin_alone(stage):
    answer = ask(stage, near="38185", km="30", limit="4", lang="en")
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == PARTNER
    assert answer.headers["vary"] == "Origin"
    assert "access-control-allow-credentials" not in answer.headers
    assert "set-cookie" not in answer.headers
    nodes = [edge["node"] for edge in answer.json()["data"]["offers"]["edges"]]
    assert len(nodes) == 4
    assert {node["commitment"]["basis"] for node in nodes} == {"SELF_DECLARED"}
    assert answer.json()["extensions"] == {"pictureOrigins": [], "stale": [], "asOf": None}


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1.evil.example"])
def test_a_key_used_from_elsewhere_is_refused_without_cors(stage, origin):
    answer = ask(stage, origin)
    assert (answer.status_code, code(answer)) == (403, "ORIGIN_REFUSED")
    assert "access-control-allow-origin" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"


def test_an_unknown_key_is_refused(stage):
    answer = ask(stage, key="pk_nobody")
    assert (answer.status_code, code(answer)) == (403, "KEY_UNKNOWN")
    assert "access-control-allow-origin" not in answer.headers


def test_only_our_own_operations_run(stage):
    assert code(ask(stage, operation="{ sources { name } }")) == "INVALID_OPERATION"
    assert code(ask(stage, query="{ sources { name } }")) == "INVALID_VARIABLES"
    assert ask(stage, method="POST").status_code == 405


def test_an_unchanged_answer_is_not_sent_twice(stage):
    first = ask(stage, limit="2")
    assert first.headers["cache-control"].startswith("public, max-age=60, s-maxage=300")
    second = ask(stage, limit="2", headers={"If-None-Match": first.headers["etag"]})
    assert (second.status_code, second.content) == (304, b"")
    assert second.headers["access-control-allow-origin"] == PARTNER


def test_what_the_graph_refuses_keeps_its_code_and_is_not_cached(stage):
    for parameters in ({"near": "99999"}, {"families": "NO_FAMILY"}):
        answer = ask(stage, **parameters)
        assert answer.status_code == 400
        assert code(answer) in {"INVALID_ARGUMENT", "INVALID_VARIABLES"}
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["access-control-allow-origin"] == PARTNER


def test_an_offer_that_is_not_public_is_null_like_one_that_never_was(stage):
    answer = ask(stage, operation="offer", slug="nothing-here-1")
    assert answer.status_code == 200
    assert answer.json()["data"] == {"offer": None}


def test_stories_for_the_platform_alone_never_leave(stage):
    wide = stage.data("{ scoutContents(first: 96) { edges { node { licence } } } }")
    licences = [edge["node"]["licence"] for edge in wide["scoutContents"]["edges"]]
    assert "PLATFORM_ONLY" in licences
    answer = ask(stage, operation="stories", limit="12")
    nodes = [edge["node"] for edge in answer.json()["data"]["scoutContents"]["edges"]]
    assert len(nodes) == 12
    assert "PLATFORM_ONLY" not in answer.text
    assert "s-maxage=60," in answer.headers["cache-control"]


def test_twelve_cards_stay_within_twenty_kilobytes(stage, capsys):
    sizes = {
        operation: len(ask(stage, operation=operation, limit="12").content)
        for operation in ("offers", "stories")
    }
    with capsys.disabled():
        print("\nwidget: bytes of answers with 12 cards:", sizes)  # wanted in the output
    assert max(sizes.values()) <= 20_000


def test_the_map_gets_points_and_links_and_its_ground_the_twelve_departments(stage):
    answer = ask(stage, operation="map", near="38185", km="30", limit="40")
    nodes = [edge["node"] for edge in answer.json()["data"]["offers"]["edges"]]
    assert len(nodes) == 40
    assert all(len(node["place"]["point"]["coordinates"]) == 2 for node in nodes)
    assert "contact" in nodes[0]
    ground = httpx.get(f"{stage.url}/widget/1/ground.json", timeout=20, trust_env=False)
    assert ground.headers["cross-origin-resource-policy"] == "cross-origin"
    assert [one["code"] for one in ground.json()["departments"]] == [
        "01", "03", "07", "15", "26", "38", "42", "43", "63", "69", "73", "74",
    ]  # fmt: skip
    assert {"Lyon", "Grenoble", "Annecy"} <= {name for name, *_ in ground.json()["towns"]}
    assert len(ground.content) < 40_000


def test_posts_come_only_when_wanted_with_pictures_of_our_own(stage):
    plain = ask(stage, operation="stories", limit="6").json()["data"]
    assert plain["socialPosts"] == {"edges": []}
    wanted = ask(stage, operation="stories", limit="6", posts="yes").json()["data"]["socialPosts"]["edges"]
    assert len(wanted) == 6
    urls = [size["url"] for edge in wanted for media in edge["node"]["media"] for size in media["sizes"]]
    assert urls
    assert all(url.startswith("/m/") for url in urls)


def test_a_picture_with_credit_and_licence_comes_from_our_own_proxy(stage):
    edges = ask(stage, limit="12").json()["data"]["offers"]["edges"]
    photos = [one["node"] for edge in edges for one in edge["node"]["pictures"]["edges"]]
    assert photos
    assert all(one["credit"] and one["licence"].startswith("CC") and one["url"] is None for one in photos)
    picture = httpx.get(f"{stage.url}{photos[0]['sizes'][1]['url']}", timeout=20, trust_env=False)
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/webp")
    assert picture.headers["cross-origin-resource-policy"] == "cross-origin"


def test_a_picture_of_an_offer_that_is_not_public_is_not_served(stage):
    signed = picture_urls(GatewaySettings(data_dir=stage.environ["GATEWAY_DATA_DIR"]))
    for ref in ("999999999/abcdef", "x/abcdef", "nothing"):
        path = urlsplit(signed.url(PictureName("apidae", ref), 640)).path
        assert httpx.get(f"{stage.url}{path}", trust_env=False).status_code == 404


def test_the_widgets_modules_are_served_to_any_site(stage):
    for name, file in floating_files().items():
        answer = httpx.get(f"{stage.url}/widget/1/{name}", trust_env=False)
        assert answer.content == file.content
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
        assert answer.headers["timing-allow-origin"] == "*"
        assert answer.headers["cache-control"] == "public, max-age=300, stale-while-revalidate=86400"
    for wrong in ("none.js", "../query.py", "%2e%2e/query.py"):
        assert httpx.get(f"{stage.url}/widget/1/{wrong}", trust_env=False).status_code == 404


def test_a_fixed_version_is_kept_for_ever_and_is_what_its_integrity_says(stage):
    told = httpx.get(f"{stage.url}/widget/versions", trust_env=False).json()
    assert told["newest"] in told["versions"]
    for version in told["versions"].values():
        for file in version.values():
            answer = httpx.get(f"{stage.url}{file['path']}", trust_env=False)
            digest = base64.b64encode(sha384(answer.content).digest()).decode()
            assert file["integrity"] == f"sha384-{digest}"
            assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert httpx.get(f"{stage.url}/widget/1.999.0/partir-ici.js", trust_env=False).status_code == 404
