"""The contract of the scouts' store on both drivers: order, pages, conditions, plans, one command each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from scouts_world import NOW, a_community, a_content, a_scout, fill

from gateway.errors import SourceInvalid
from gateway.store import CommandJournal, DuplicateKey, Room, Store
from sources.scouts.pages import BY_NAME, NEWEST, Circle, Found, Wanted, page_filter, pages_pipeline
from sources.scouts.policy import PUBLIC_COMMUNITY, listed_under
from sources.scouts.reading import HIDDEN_OF_CONTENTS
from sources.scouts.store import ScoutStore
from sources.scouts.wheres import ContentsWhere, ScoutsWhere


@pytest.fixture(params=["motor", "pymongo"])
def driver(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def room(database: Store) -> Room:
    return database.room("scouts")


@pytest.fixture
async def scouts(room: Room, journal: CommandJournal) -> ScoutStore:
    """Three scouts, sixty contents of which every sixth is a draft; offer `busy` has most of them."""
    store = ScoutStore(room)
    contents = [
        a_content(
            f"k{number:02d}",
            f"s{number % 3}",
            minutes=number // 2,
            offers=["busy"] if number % 4 else ["quiet", "busy"],
            communes=[f"3800{number % 5}"],
            kind=("STORY", "TIP")[number % 2],
            state="PUBLISHED" if number % 6 else "DRAFT",
        )
        for number in range(60)
    ]
    homes = [a_community("c1"), a_community("c2", name="Autre")]
    people = [a_scout("s0"), a_scout("s1", "c2"), a_scout("s2", "c1", "c2", kind="GREETER")]
    await fill(store, homes, people, contents)
    journal.reset()
    return store


def keys(found: Found) -> list[str]:
    return [document["_id"] for document in found.documents]


def sent(journal: CommandJournal) -> dict[tuple[str, str], int]:
    counts = {key: counts.started for key, counts in journal.snapshot().items()}
    journal.reset()
    return counts


async def test_every_read_is_one_command_and_counting_a_list_is_a_second_one(
    scouts: ScoutStore, journal: CommandJournal
) -> None:
    wanted, counted = Wanted(5), Wanted(5, count=True)
    one = {("scouts_contents", "aggregate"): 1}
    await scouts.contents_page(ContentsWhere(), wanted)
    assert sent(journal) == {("scouts_contents", "find"): 1}
    found = await scouts.contents_page(ContentsWhere(), counted)
    assert sent(journal) == {("scouts_contents", "find"): 1, ("scouts_contents", "aggregate"): 1}
    assert found.total == 50
    await scouts.contents_of("offers", [f"offer {number}" for number in range(500)], wanted)
    assert sent(journal) == one
    many = await scouts.contents_of("offers", ["quiet", "busy", "unknown"], counted)
    assert sent(journal) == one
    assert {key: one.total for key, one in many.items()} == {"quiet": 10, "busy": 50, "unknown": 0}
    members = await scouts.scouts_of_communities(["c1", "c2", "c3"], counted)
    assert sent(journal) == {("scouts_scouts", "aggregate"): 1}
    assert {key: (keys(one), one.total) for key, one in members.items()} == {
        "c1": (["s0", "s2"], 2),
        "c2": (["s1", "s2"], 2),
        "c3": ([], 0),
    }
    assert len(await scouts.scouts(["s0", "s1", "no"])) == 2
    assert sent(journal) == {("scouts_scouts", "find"): 1}


async def test_a_page_holds_one_document_more_exactly_when_the_list_goes_on(scouts: ScoutStore) -> None:
    whole = await scouts.contents_page(ContentsWhere(), Wanted(50))
    assert len(whole.documents) == 50
    assert keys(await scouts.contents_page(ContentsWhere(), Wanted(49))) == keys(whole)
    for_offers = await scouts.contents_of("offers", ["busy", "quiet"], Wanted(9))
    assert keys(for_offers["busy"]) == keys(whole)[:10]
    assert len(for_offers["quiet"].documents) == 10
    last = whole.documents[-1]
    behind = Wanted(5, (last["postedAt"], last["_id"]), count=True)
    assert await scouts.contents_page(ContentsWhere(), behind) == Found([], 50)
    assert (await scouts.contents_of("offers", ["busy"], behind))["busy"] == Found([], 50)


async def test_documents_leave_the_store_without_what_callers_must_not_see(scouts: ScoutStore) -> None:
    (content,) = await scouts.contents(["k01"])
    (scout,) = await scouts.scouts(["s1"])
    assert {"state", "visible", "shown", "version", "words", "source", "review", "last"}.isdisjoint(content)
    assert {"state", "visible", "words", "homes", "charter", "version", "subject"}.isdisjoint(scout)
    assert [one["_id"] async for one in scouts.all_scouts()] == ["s0", "s1", "s2"]


async def test_saving_the_same_documents_again_changes_nothing(
    scouts: ScoutStore, journal: CommandJournal
) -> None:
    before = await scouts.contents_page(ContentsWhere(), Wanted(100, count=True))
    await fill(scouts, [a_community("c1")], [a_scout("s0")], [a_content("k99", "s0")])
    await fill(scouts, [a_community("c1")], [a_scout("s0")], [a_content("k99", "s0")])
    after = await scouts.contents_page(ContentsWhere(), Wanted(100, count=True))
    assert (before.total, after.total) == (50, 51)
    await scouts.keep_only("k9", {"contents": []})
    assert await scouts.contents_page(ContentsWhere(), Wanted(100, count=True)) == before


async def test_documents_that_do_not_fit_and_slugs_that_are_taken_are_refused(scouts: ScoutStore) -> None:
    for wrong in (
        a_content("x", kind="SONG"),
        a_content("x", offers=["o"] * 21),
        a_content("x", state="SECRET"),
        {**a_content("x"), "title": {"fr": 5}},
    ):
        with pytest.raises(SourceInvalid):
            await fill(scouts, [a_community("c1")], [a_scout("s1")], [wrong])
    with pytest.raises(DuplicateKey):
        await fill(scouts, [a_community("c9", slug="c1")], [], [])


CONTENT_LISTS = {
    "all": ContentsWhere(),
    "kinds": ContentsWhere(kinds=["TIP"]),
    "community": ContentsWhere(community="c2"),
    "scout": ContentsWhere(scout="s1"),
    "offer": ContentsWhere(offer="busy"),
    "communes": ContentsWhere(communes=["38001", "38002"]),
    "territory": ContentsWhere(territory="trieves"),
    "language": ContentsWhere(locale="fr"),
    "words": ContentsWhere(words=["tit", "tex"]),
    "near": ContentsWhere(near=Circle(5.7, 44.8, 10)),
    "all of them": ContentsWhere(["TIP", "STORY"], "c2", "s1", "busy", ["38001", "38002"]),
}
SCOUT_LISTS = {
    "all": ScoutsWhere(),
    "kinds": ScoutsWhere(kinds=["GREETER"]),
    "community": ScoutsWhere(community="c1"),
    "words": ScoutsWhere(words=["tri", "ecl"]),
    "all of them": ScoutsWhere("c2", ["GREETER", "RESIDENT"], ["tri"]),
}
PLACES = {"contents": (NOW - timedelta(minutes=10), "k20"), "scouts": ("eclaireuse s0", "s0")}


def stages(plan: Any) -> set[str]:
    if isinstance(plan, list):
        return set().union(*map(stages, plan)) if plan else set()
    if not isinstance(plan, dict):
        return set()
    own = {plan["stage"]} if "stage" in plan else set()
    return own.union(*map(stages, plan.values())) if plan else own


@pytest.mark.parametrize("behind", [False, True], ids=["first page", "next page"])
async def test_every_list_is_read_from_an_index(scouts: ScoutStore, room: Room, behind: bool) -> None:
    lists = [
        ("contents", NEWEST, {name: one.as_filter() for name, one in CONTENT_LISTS.items()}),
        ("scouts", BY_NAME, {name: one.as_filter() for name, one in SCOUT_LISTS.items()}),
        ("communities", BY_NAME, {"all": PUBLIC_COMMUNITY, "slug": {"slug": "c1", **PUBLIC_COMMUNITY}}),
    ]
    for collection, order, wheres in lists:
        place = PLACES.get(collection, ("autre", "c2")) if behind else None
        for name, where in wheres.items():
            plan = await room.collection(collection).explain(
                {**where, **page_filter(order, place)}, sort=order.sort, limit=4
            )
            used = stages(plan["queryPlanner"]["winningPlan"])
            assert "IXSCAN" in used, (collection, name, used)
            assert "COLLSCAN" not in used, (collection, name, used)
            # only searches by words and by distance may have to sort, and by a bound of its own
            assert "SORT" not in used or name in {"words", "near", "all of them", "slug"}, (name, used)


@pytest.mark.parametrize("place", [None, (NOW - timedelta(minutes=10), "k20")], ids=["first page", "next"])
async def test_the_contents_of_many_offers_read_one_document_more_than_a_page_for_each(
    scouts: ScoutStore, room: Room, place: Any
) -> None:
    offers = ["busy", "quiet", *(f"offer {number}" for number in range(48))]
    pipeline = pages_pipeline(
        offers,
        "scouts_contents",
        listed_under("offers"),
        NEWEST,
        Wanted(3, place, count=True),
        HIDDEN_OF_CONTENTS,
    )
    command = {"aggregate": "scouts_contents", "pipeline": pipeline, "cursor": {}}
    explained = await room.command({"explain": command, "verbosity": "executionStats"})
    pages, totals = (stage for stage in explained["stages"] if "$lookup" in stage)
    index = "shown.offers_1_postedAt_-1__id_-1"
    assert pages["indexesUsed"] == totals["indexesUsed"] == [index]
    assert int(pages["collectionScans"]) == int(totals["collectionScans"]) == 0
    # two of the fifty have contents; those of the place's own minute are read and passed over
    assert int(pages["totalDocsExamined"]) == (2 * 4 if place is None else 2 * 4 + 3)
    assert int(totals["totalDocsExamined"]) == 0
