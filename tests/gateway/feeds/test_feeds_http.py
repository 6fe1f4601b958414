"""What all feeds share: validators, methods, problems; and offers that went, which are told apart by status."""

from datetime import UTC, datetime

import pytest
from pyld import jsonld

from gateway.graph.ids import encode_id
from gateway.store.driver import blocking_client

PATHS = [
    "/calendar/events.ics",
    "/calendar/openings.ics?insee=38185",
    "/offers.geojson?limit=5",
    "/feed.atom",
    "/sitemap.xml",
]
GONE, REPLACED, ALSO_GONE = 4_000_001, 4_000_002, 4_000_003


@pytest.mark.parametrize("path", PATHS)
def test_what_did_not_change_is_not_sent_again(feeds, path):
    first = feeds.get(path)
    assert first.headers["cache-control"].startswith("public, max-age=")
    assert first.headers["access-control-allow-origin"] == "*"
    assert "set-cookie" not in first.headers
    same = {"If-None-Match": first.headers["etag"]}
    again = feeds.get(path, 304, headers=same)
    assert (again.content, again.headers["etag"]) == (b"", first.headers["etag"])
    head = feeds.get(path, method="HEAD")
    assert (head.content, head.headers["content-length"]) == (b"", str(len(first.content)))
    assert feeds.get(path, 304, headers=same, method="HEAD").headers["etag"] == first.headers["etag"]
    assert feeds.get(path, 405, method="POST").headers["allow"]


def load(url, _):
    context = {"@context": {"@vocab": "https://schema.org/", "id": "@id", "type": "@type"}}
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": context}


def test_an_offer_is_described_under_its_id_and_its_slug(feeds, offers):
    one = next(one for one in offers if one["type"] == "VISIT")
    answer = feeds.get(f"/jsonld/{one['slug']}")
    assert answer.headers["content-type"] == "application/ld+json"
    assert answer.headers["link"] == f'<https://www.example.org/fr/offres/{one["slug"]}>; rel="canonical"'
    (node,) = jsonld.expand(answer.json(), {"documentLoader": load})
    assert node["https://schema.org/name"] == [{"@value": one["name"]["value"]}]
    assert feeds.get(f"/jsonld/{one['id']}").content == answer.content
    moved = feeds.get(f"/jsonld/un-ancien-nom-{one['apidaeId']}", 301)
    assert moved.headers["location"] == f"{feeds.stage.url}/jsonld/{one['slug']}"


@pytest.fixture
def tombs(feeds, mongo_uri, offers):
    """Two offers that went, one of them with another in its place."""
    other = next(one for one in offers if one["type"] == "VISIT")
    at = {"seq": 0, "at": datetime.now(UTC)}
    with blocking_client(mongo_uri, seconds=5) as client:
        gone = client[feeds.stage.environ["MONGODB_DATABASE"]]["apidae_gone"]
        gone.insert_many([{"_id": GONE, **at}, {"_id": REPLACED, **at, "by": other["apidaeId"]}])
        yield other
        gone.delete_many({"_id": {"$in": [GONE, REPLACED]}})


@pytest.mark.parametrize("form", ["/jsonld/{}", "/calendar/offers/{}.ics"])
def test_what_went_is_410_what_was_replaced_301_and_all_else_404(feeds, tombs, form):
    for ref in (f"nom-{GONE}", encode_id("Offer", str(GONE))):
        problem = feeds.get(form.format(ref), 410).json()
        assert (problem["status"], problem["code"], problem["title"]) == (410, "GONE", "Gone")
    for ref in (f"nom-{REPLACED}", encode_id("Offer", str(REPLACED))):
        moved = feeds.get(form.format(ref), 301)
        assert moved.headers["location"] == feeds.stage.url + form.format(tombs["slug"])
    for ref in (
        f"nom-{ALSO_GONE}",
        encode_id("Offer", "x"),
        encode_id("Offer", "9" * 40),
        encode_id("Commune", "38185"),
        "nothing",
        "a" * 500,
        "%00%ff",
    ):
        answer = feeds.get(form.format(ref), 404)
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["code"] == "NOT_FOUND"


def test_a_collection_that_does_not_exist_is_404(feeds):
    for ref in (encode_id("Collection", "1"), encode_id("Offer", "1"), "nothing"):
        assert feeds.get(f"/calendar/collections/{ref}.ics", 404).json()["code"] == "NOT_FOUND"
