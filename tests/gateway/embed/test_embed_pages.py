"""The iframe pages, the oEmbed provider and the fragment for servers, over real HTTP."""

import json
import re
from html import unescape

import httpx
import pytest

from gateway.embed.jsonld import item_list


def get(stage, path, **parameters):
    return httpx.get(f"{stage.url}{path}", params=parameters, timeout=20, trust_env=False)


def code(answer):
    return answer.json()["errors"][0]["extensions"]["code"]


def test_the_iframe_page_says_who_may_hold_it_and_allows_no_inline_code(stage):
    answer = get(stage, "/embed/offers", key="pk_demo", near="38185", theme="dark", accent="aabbcc")
    policy = answer.headers["content-security-policy"]
    assert "frame-ancestors http://127.0.0.1:* http://localhost:*" in policy
    assert "unsafe" not in policy
    assert 'data-accent="aabbcc" key="pk_demo" near="38185" theme="dark"' in answer.text
    assert not re.search(r"<script(?![^>]*\ssrc=)", answer.text)


@pytest.mark.parametrize(
    ("path", "parameters", "status", "told"),
    [
        ("/embed/offers", {"key": "pk_nobody"}, 403, "KEY_UNKNOWN"),
        ("/embed/offers", {}, 403, "KEY_UNKNOWN"),
        ("/embed/everything", {"key": "pk_demo"}, 404, "NOT_FOUND"),
        ("/embed/offers", {"key": "pk_demo", "onload": "alert(1)"}, 400, "INVALID_VARIABLES"),
        ("/embed/offers", {"key": "pk_demo", "theme": "dark;x"}, 400, "INVALID_VARIABLES"),
        ("/embed/offers", {"key": "pk_demo", "accent": "red"}, 400, "INVALID_VARIABLES"),
        ("/embed/offers", {"key": "pk_demo", "radius": "41"}, 400, "INVALID_VARIABLES"),
        ("/embed/offers", {"key": "pk_demo", "lang": '"><script>'}, 400, "INVALID_VARIABLES"),
    ],
)
def test_a_wrong_iframe_address_is_refused_and_may_be_held_by_nobody(stage, path, parameters, status, told):
    answer = get(stage, path, **parameters)
    assert answer.status_code == status
    assert told in answer.text
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert "<script" not in answer.text


def test_a_slug_with_markup_stays_inside_its_attribute(stage):
    answer = get(stage, "/embed/offer", key="pk_demo", slug='"><script>alert(1)</script>')
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_the_iframe_page_is_found_by_oembed_and_fits_the_asked_size(stage):
    page = get(stage, "/embed/offers", key="pk_demo", near="38185")
    discovered = unescape(re.search(r'json\+oembed" href="([^"]+)"', page.text)[1])
    told = httpx.get(
        discovered, params=httpx.URL(discovered).params.merge({"maxwidth": "400"}), trust_env=False
    )
    answer = told.json()
    assert told.headers["content-type"] == "application/json"
    assert (answer["version"], answer["type"], answer["width"], answer["height"]) == ("1.0", "rich", 400, 800)
    assert f'src="{stage.url}/embed/offers?key=pk_demo&amp;near=38185"' in answer["html"]
    assert 'title="Offres de Partir Ici"' in answer["html"]
    assert 'loading="lazy"' in answer["html"]


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("https://other.example/embed/offers?key=pk_demo", 404),
        ("{here}/embed/files/frame.css", 404),
        ("{here}/graphql", 404),
        ("{here}/embed/offers?key=pk_nobody", 403),
        ("{here}/embed/offers?key=pk_demo&x=1", 400),
        ("javascript:alert(1)", 404),
        ("", 404),
    ],
)
def test_oembed_knows_our_own_addresses_only(stage, url, status):
    answer = get(stage, "/oembed", url=url.format(here=stage.url))
    assert answer.status_code == status
    assert "html" not in answer.json()


def test_oembed_speaks_json_only(stage):
    answer = get(stage, "/oembed", url=f"{stage.url}/embed/offers?key=pk_demo", format="xml")
    assert answer.status_code == 501


def test_the_fragment_lists_offers_with_who_says_so_and_json_that_search_engines_read(stage):
    answer = get(stage, "/embed/offers.html", key="pk_demo", near="38185", km="30", limit="5")
    assert answer.text.count("<li>") == 5
    assert answer.text.count("Engagement déclaré") == 5
    listed = json.loads(re.search(r'<script type="application/ld\+json">(.*)</script>', answer.text)[1])
    assert listed["@type"] == "ItemList"
    things = [item["item"] for item in listed["itemListElement"]]
    assert [item["position"] for item in listed["itemListElement"]] == list(range(1, len(things) + 1))
    assert len(things) >= 3
    kinds = {str(thing["@type"]) for thing in things}
    assert kinds <= {"TouristAttraction", "TouristTrip", "['TouristTrip', 'Product']", "Event"}
    assert all("startDate" in thing for thing in things if thing["@type"] == "Event")
    assert "ngagement" not in json.dumps(listed), "the self-diagnosis is no certificate"
    assert code(get(stage, "/embed/offers.html", key="pk_nobody")) == "KEY_UNKNOWN"


def test_one_offer_and_the_stories_have_fragments_too(stage):
    offer = get(stage, "/embed/offer.html", key="pk_demo", slug="tresser-un-panier-avec-suzanne-5000066")
    assert offer.text.count("<li>") == 1
    stories = get(stage, "/embed/stories.html", key="pk_demo", limit="5")
    assert stories.text.count("<li>") == stories.text.count("Texte sous licence") == 5
    listed = json.loads(re.search(r'<script type="application/ld\+json">(.*)</script>', stories.text)[1])
    things = [item["item"] for item in listed["itemListElement"]]
    assert {thing["@type"] for thing in things} == {"BlogPosting"}
    assert all(thing["author"]["name"] and thing["datePublished"] for thing in things)
    assert code(get(stage, "/embed/map.html", key="pk_demo")) == "NOT_FOUND"


def test_the_networks_own_view_of_a_post_runs_no_script_of_it_in_our_page(stage):
    posts = stage.data("{ socialPosts(first: 1, networks: [INSTAGRAM]) { edges { node { permalink } } } }")
    permalink = posts["socialPosts"]["edges"][0]["node"]["permalink"]
    answer = get(stage, "/embed/post", key="pk_demo", url=permalink)
    assert f'<iframe src="{permalink}embed/"' in answer.text
    assert "<script" not in answer.text
    policy = answer.headers["content-security-policy"]
    assert (
        "frame-src https://www.instagram.com https://www.facebook.com; frame-ancestors 'self' http://127"
        in policy
    )
    assert answer.headers["cache-control"] == "no-store"
    for wrong in ("https://evil.example/p/x/", "javascript:alert(1)", ""):
        refused = get(stage, "/embed/post", key="pk_demo", url=wrong)
        assert refused.status_code == 400
        assert "<iframe" not in refused.text


def test_the_page_for_reports_wants_an_id_of_this_graph(stage):
    answer = get(stage, "/embed/report", about="T2ZmZXI6NQ")
    assert 'data-about="T2ZmZXI6NQ"' in answer.text
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    for wrong in ("", '"><script>', "abc"):
        assert code(get(stage, "/embed/report", about=wrong)) == "INVALID_ID"


def test_json_in_a_page_cannot_end_its_script_and_what_has_no_description_is_left_out():
    one = json.dumps({"@context": "https://schema.org", "@type": "TouristAttraction", "name": "</script><b>"})
    days = json.dumps({"@graph": [{"@type": "Event", "name": "1"}, {"@type": "Event", "name": "2"}]})
    text = str(item_list([one, None, days]))
    assert "<" not in text
    listed = json.loads(text)
    assert [item["item"]["name"] for item in listed["itemListElement"]] == ["</script><b>", "1"]
