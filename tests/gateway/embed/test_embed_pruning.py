"""Nothing leaves that other sites may not show."""

import pytest

from gateway.embed.pruning import prune, web_address

HERE = "https://pictures.example"


def photo(**changes):
    return {
        "url": f"{HERE}/a.jpg",
        "credit": "A. Auteur",
        "licence": "CC-BY-4.0",
        "alt": "",
        "sizes": [],
    } | changes


def offer(*photos, **changes):
    pictures = {"edges": [{"node": one} for one in photos]}
    return {"bookingUrl": None, "contact": {"website": None}, "pictures": pictures} | changes


def shown(*photos, origins=(HERE,)):
    pruned = prune("offer", {"offer": offer(*photos)}, limit=1, picture_origins=origins)
    return [edge["node"] for edge in pruned["offer"]["pictures"]["edges"]]


@pytest.mark.parametrize(
    "change",
    [
        {"credit": ""},
        {"credit": "  "},
        {"licence": "UNKNOWN"},
        {"licence": "PLATFORM_ONLY"},
        {"url": "https://other.example/a.jpg"},
        {"url": "http://pictures.example/a.jpg"},
        {"url": "https://pictures.example@evil.example/a.jpg"},
        {"url": "javascript:alert(1)"},
        {"url": "//pictures.example/a.jpg"},
    ],
)
def test_a_picture_that_may_not_be_shown_is_left_out(change):
    assert shown(photo(**change)) == []
    assert shown(photo(**change), photo()) == [photo()]


def test_without_allowed_origins_no_picture_leaves():
    assert shown(photo(), origins=()) == []


def test_links_that_are_none_become_null():
    node = offer(bookingUrl="javascript:alert(1)", contact={"website": "https://provider.example/"})
    pruned = prune("offers", {"offers": {"edges": [{"node": node}]}}, limit=1, picture_origins=())
    kept = pruned["offers"]["edges"][0]["node"]
    assert kept["bookingUrl"] is None
    assert kept["contact"]["website"] == "https://provider.example/"


@pytest.mark.parametrize(
    "value",
    [
        None,
        3,
        "",
        "//evil.example",
        "data:text/html,x",
        "ftp://a.example",
        "http://",
        "http://[",
        "https://a@b.example",
    ],
)
def test_only_absolute_web_addresses_pass(value):
    assert web_address(value) is None


def test_contents_of_the_platform_alone_and_without_author_are_left_out():
    def story(licence, author="x"):
        return {"node": {"licence": licence, "author": author, "pictures": [photo()]}}

    data = {
        "socialPosts": None,
        "scoutContents": {
            "edges": [story("PLATFORM_ONLY"), story("CC-BY-4.0", None), *[story("CC-BY-4.0")] * 3]
        },
    }
    edges = prune("stories", data, limit=2, picture_origins=())["scoutContents"]["edges"]
    assert [edge["node"]["licence"] for edge in edges] == ["CC-BY-4.0", "CC-BY-4.0"]
    assert [edge["node"]["pictures"] for edge in edges] == [[], []]


def test_copies_of_our_own_are_given_as_paths_and_no_others():
    ours = [
        {"width": width, "url": f"http://gateway.example/m/a.b/{width}.webp"}
        for width in (160, 320, 640, 1280)
    ]
    kept = shown(photo(sizes=[*ours, {"width": 640, "url": "https://other.example/x.webp"}]), origins=())
    assert kept == [
        photo(url=None, sizes=[{"width": w, "url": f"/m/a.b/{w}.webp"} for w in (320, 640, 1280)])
    ]
    assert shown(photo(licence="UNKNOWN", sizes=ours), origins=()) == []
