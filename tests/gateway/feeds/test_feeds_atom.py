"""The Atom feed, read by `feedparser`."""

import calendar
from uuid import NAMESPACE_URL, uuid5

import feedparser


def read(feeds, **parameters):
    answer = feeds.get("/feed.atom", **parameters)
    found = feedparser.parse(answer.content, response_headers=answer.headers)
    assert not found.bozo
    assert found.version == "atom10"
    assert found.headers["content-type"] == "application/atom+xml; charset=utf-8"
    stamps = [calendar.timegm(one.updated_parsed) for one in found.entries]
    assert stamps == sorted(stamps, reverse=True)
    assert len({one.id for one in found.entries}) == len(found.entries)
    return found


def test_offers_and_contents_come_by_date_each_with_a_page_and_whom_to_name(feeds):
    found = read(feeds, limit="50")
    assert len(found.entries) == 50
    kinds = {one.link.split("/")[-2] for one in found.entries}
    assert kinds == {"offres", "recits"}
    assert all(one.rights for one in found.entries)
    assert found.feed.links[0].href == f"{feeds.stage.url}/feed.atom?limit=50"


def test_contents_carry_their_disclosure_and_none_is_for_the_platform_alone(feeds, contents):
    by_id = {f"urn:uuid:{uuid5(NAMESPACE_URL, one['id'])}": one for one in contents}
    found = read(feeds, about="stories", limit="50")
    disclosed = [one for one in found.entries if one.title.startswith("[")]
    assert disclosed, "the demo has contents made for something"
    for one in disclosed:
        word = one.title.partition("]")[0][1:]
        assert word in {"Publicité", "Collaboration commerciale"}
        assert one.content[0].value.startswith(word)
        assert one.tags
    assert "PLATFORM_ONLY" in {one["licence"] for one in contents}
    for one in found.entries:
        assert one.rights == by_id[one.id]["licence"] != "PLATFORM_ONLY"
        assert (one in disclosed) == (by_id[one.id]["commercialDisclosure"] != "NONE")
    assert all(one.author for one in found.entries)


def test_a_feed_of_a_department_has_its_offers_only(feeds, offers):
    slugs = {o["slug"] for o in offers if o["place"]["commune"]["department"]["code"] == "38"}
    found = read(feeds, departments="38", limit="50")
    assert {one.link.rpartition("/")[2] for one in found.entries} <= slugs
    assert len(found.entries) == 50


def test_conditions_of_offers_do_not_go_with_stories(feeds):
    for parameters in ({"about": "stories", "departments": "38"}, {"about": "people"}):
        assert feeds.get("/feed.atom", 400, **parameters).json()["code"] == "INVALID_ARGUMENT"
