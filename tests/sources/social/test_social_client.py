"""The client of the Graph API against the emulator, over real sockets."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from social_samples import needs_samples, sample
from social_world import CANARIES, NOW, SCOUTS, Meta, ours

from gateway.clock import ManualClock
from gateway.errors import (
    SourceError,
    SourceInvalid,
    SourceMisconfigured,
    SourceRateLimited,
    SourceUnavailable,
)
from gateway.upstream import Upstream, open_session
from sources.social.answers import Answers, Memory
from sources.social.budget.governor import Governor
from sources.social.client import Credentials, GraphClient
from sources.social.clients import POLICY
from sources.social.codes import GraphMissing, UnknownAccount
from sources.social.emulator import defaults
from sources.social.readers import MEDIA_FIELDS, POST_FIELDS, DiscoveryReader, InstagramReader, PageReader


@asynccontextmanager
async def client_of(url: str, clock: ManualClock | None = None, **more: Any) -> AsyncIterator[GraphClient]:
    clock = clock or ManualClock(NOW, sleeping_advances=True)
    credentials = Credentials(defaults.PAGE_TOKEN, defaults.APP_SECRET, **more)
    answers = Answers(Memory(Governor(clock)), "app")
    async with open_session() as session:
        upstream = Upstream(
            source="social",
            base_url=url,
            session=session,
            policy=POLICY,
            clock=clock,
            secrets=CANARIES,
            classify=answers.classify,
        )
        yield GraphClient(upstream, credentials, answers)


@asynccontextmanager
async def served(answer: Callable[[web.Request], Awaitable[web.Response]]) -> AsyncIterator[str]:
    """A server that gives one answer to everything."""
    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    async with TestServer(app) as server:
        yield str(server.make_url("/"))


async def read_page(client: GraphClient, pages: int = 40) -> Any:
    return (await PageReader(client, defaults.PAGE_ID, pages).read()).listing


def ids(rows: Any) -> list[str]:
    return [row["id"] for row in rows]


@needs_samples
def test_the_proof_is_that_of_the_recorded_vector():
    vectors = sample("signatures/vectors.json")
    proof = vectors["appsecret_proof"]
    assert Credentials(proof["access_token"], vectors["app_secret"]).proof == proof["expected"]


@pytest.mark.parametrize("shape", ["before", "both", "previous", "none"])
@pytest.mark.parametrize("mode", [{}, {"empty_page": True}, {"old_paging": True}])
async def test_a_list_is_read_to_its_end_whatever_the_shape_of_its_pages(
    graph_api: Meta, shape: str, mode: dict[str, bool]
):
    graph_api.control("modes", last_page=shape, **mode)
    counts = graph_api.look("stats")["counts"]
    async with client_of(graph_api.url) as client:
        page = await PageReader(client, defaults.PAGE_ID, 40).read()
        ours = await InstagramReader(client, defaults.IG_USER_ID, 40).read()
    assert page.listing.complete
    assert ours.listing.complete
    assert len(set(ids(page.listing.rows))) == len(page.listing.rows) == counts["page"]
    assert len(set(ids(ours.listing.rows))) == len(ours.listing.rows) == counts["instagram"]


async def test_calls_keep_the_token_out_of_urls_and_send_nothing_retired(graph_api: Meta):
    async with client_of(graph_api.url) as client:
        listing = await read_page(client)
        await client.batch(ids(listing.rows[:2]), POST_FIELDS)
    journal = graph_api.look("journal")
    assert journal["tokens_in_urls"] == 0
    assert journal["retired_parameters"] == {}
    assert set(journal["versions_asked"]) == {"v26.0"}
    assert "paging" not in json.dumps(listing.rows)


async def test_the_token_may_travel_as_a_parameter_where_the_header_is_refused(graph_api: Meta):
    async with client_of(graph_api.url, way="parameter") as client:
        assert (await client.node(defaults.PAGE_ID, "id"))["id"] == defaults.PAGE_ID
    assert graph_api.look("journal")["tokens_in_urls"] == 1


@pytest.mark.parametrize("graph_api", [{"require_proof": "true"}], indirect=True)
async def test_every_call_carries_a_proof_that_an_app_may_ask_for(graph_api: Meta):
    async with client_of(graph_api.url) as client:
        listing = await read_page(client)
        found = await client.batch(ids(listing.rows[:3]), POST_FIELDS)
    assert all(isinstance(row, dict) for row in found.values())


async def test_a_bounded_read_says_that_it_is_not_the_whole_list(graph_api: Meta):
    async with client_of(graph_api.url) as client:
        listing = await read_page(client, pages=1)
    assert (len(listing.rows), listing.complete) == (50, False)
    assert graph_api.calls == 2


async def test_a_dead_token_is_tried_once_and_again_only_when_forgiven(graph_api: Meta):
    graph_api.control("tokens", token=defaults.PAGE_TOKEN, state="expired")
    async with client_of(graph_api.url) as client:
        for _ in range(3):
            with pytest.raises(SourceMisconfigured):
                await read_page(client)
        assert graph_api.calls == 1
        graph_api.control("tokens", token=defaults.PAGE_TOKEN, state="ok")
        client._answers._memory.refused.clear()
        assert (await read_page(client)).complete


async def test_a_throttling_stops_all_calls_for_its_minutes_and_is_not_repeated(graph_api: Meta):
    clock = ManualClock(NOW, sleeping_advances=True)
    graph_api.control("usage", id=defaults.PAGE_ID, percent=100, minutes=12)
    async with client_of(graph_api.url, clock) as client:
        with pytest.raises(SourceRateLimited) as caught:
            await read_page(client)
        assert caught.value.retry_after == 720
        clock.advance(700)
        with pytest.raises(SourceRateLimited):
            await read_page(client)
        assert graph_api.calls == 1
        clock.advance(20)
        graph_api.control("clock", advance_seconds=721)
        assert (await read_page(client)).complete
    assert graph_api.look("journal")["calls_while_blocked"] == 0


async def test_a_throttling_without_minutes_pauses_for_the_hour_that_meta_counts(graph_api: Meta):
    graph_api.control("usage", id="app", percent=100)
    async with client_of(graph_api.url) as client:
        with pytest.raises(SourceRateLimited) as caught:
            await DiscoveryReader(client, defaults.IG_USER_ID, SCOUTS[0], 3).read()
    assert caught.value.retry_after == 3600


async def test_a_passing_trouble_is_repeated_once(graph_api: Meta):
    async with client_of(graph_api.url) as client:
        graph_api.fault("transient", times=1)
        assert (await client.node(defaults.PAGE_ID, "id"))["id"] == defaults.PAGE_ID
        assert graph_api.calls == 2
        graph_api.fault("transient", value=1, times=2)
        with pytest.raises(SourceUnavailable):
            await client.node(defaults.PAGE_ID, "id")
        assert graph_api.calls == 4


@pytest.mark.parametrize(
    ("mode", "value", "kind"),
    [
        ("html", 200, SourceInvalid),
        ("html", 500, SourceUnavailable),
        ("status", 503, SourceUnavailable),
        ("cut", 50, SourceError),
        ("close", 0, SourceUnavailable),
    ],
)
async def test_what_is_no_answer_becomes_an_error_and_never_an_empty_list(
    graph_api: Meta, mode: str, value: int, kind: type[Exception]
):
    graph_api.fault(mode, value=value, path=f"/{defaults.PAGE_ID}/published_posts", contains="after=")
    async with client_of(graph_api.url) as client:
        with pytest.raises(kind):
            await read_page(client)


async def test_a_missing_object_is_told_apart_from_a_fault(graph_api: Meta):
    async with client_of(graph_api.url) as client:
        with pytest.raises(GraphMissing):
            await client.node("123", "id")
        with pytest.raises(SourceInvalid) as caught:
            await client.node(defaults.PAGE_ID, "nonsense")
    assert not isinstance(caught.value, GraphMissing)


async def test_an_older_version_raises_one_alarm(caplog: pytest.LogCaptureFixture):
    async def old(_: web.Request) -> web.Response:
        return web.json_response({"id": "1"}, headers={"facebook-api-version": "v21.0"})

    async with served(old) as url, client_of(url) as client:
        for _ in range(2):
            assert await client.node("1", "id") == {"id": "1"}
    assert [record.message for record in caplog.records] == [
        "alarm: the Graph API serves 'v21.0' instead of v26.0"
    ]


async def test_an_unknown_code_is_permanent_and_raises_one_alarm(caplog: pytest.LogCaptureFixture):
    calls = 0

    async def odd(_: web.Request) -> web.Response:
        nonlocal calls
        calls += 1
        error = {"message": "CANARY words", "type": "OAuthException", "code": 77777, "is_transient": True}
        return web.json_response({"error": error}, status=500)

    async with served(odd) as url, client_of(url) as client:
        for _ in range(2):
            with pytest.raises(SourceInvalid) as caught:
                await client.node("1", "id")
    assert calls == 2
    assert [record.message for record in caplog.records] == [
        "alarm: the Graph API answered code 77777: not in the table: alarm, permanent"
    ]
    assert "CANARY" not in repr(caught.value)


async def test_a_list_that_goes_round_in_a_circle_is_an_error():
    async def ring(_: web.Request) -> web.Response:
        paging = {"cursors": {"after": "again"}, "next": "https://graph.example/x?access_token=t"}
        return web.json_response({"data": [{"id": "1"}], "paging": paging})

    async with served(ring) as url, client_of(url) as client:
        with pytest.raises(SourceInvalid, match="cannot be used"):
            await client.edge("1", "media", "id", pages=40)


async def test_a_batch_answers_by_id_and_one_bad_item_costs_only_itself(graph_api: Meta):
    async with client_of(graph_api.url) as client:
        wanted = ids((await InstagramReader(client, defaults.IG_USER_ID, 1).read()).listing.rows)[:49]
        wanted.insert(20, "404")
        before = graph_api.calls
        found = await client.batch(wanted, MEDIA_FIELDS)
    assert graph_api.calls - before == 1
    assert list(found) == wanted
    assert isinstance(found.pop("404"), GraphMissing)
    assert all(isinstance(row, dict) and row["id"] == key for key, row in found.items())


async def test_a_batch_of_more_than_fifty_is_never_sent(graph_api: Meta):
    async with client_of(graph_api.url) as client:
        with pytest.raises(ValueError, match="at most 50"):
            await client.batch([str(number) for number in range(51)], "id")
    assert graph_api.calls == 0


async def test_unfinished_items_of_a_batch_are_asked_once_more(graph_api: Meta):
    async with client_of(graph_api.url) as client:
        wanted = ids((await read_page(client, pages=1)).rows)[:6]
        graph_api.control("modes", batch="null", batch_every=3)
        before = graph_api.calls
        found = await client.batch(wanted, POST_FIELDS)
        assert graph_api.calls - before == 2
        assert [found[key]["id"] for key in wanted] == wanted
        graph_api.control("modes", batch_every=1)
        late = await client.batch(wanted, POST_FIELDS)
    assert all(isinstance(answer, SourceUnavailable) for answer in late.values())


@pytest.mark.parametrize("mode", ["html", "no_body"])
async def test_an_item_of_a_batch_without_json_costs_only_itself(graph_api: Meta, mode: str):
    async with client_of(graph_api.url) as client:
        wanted = ids((await read_page(client, pages=1)).rows)[:6]
        graph_api.control("modes", batch=mode, batch_every=3)
        found = await client.batch(wanted, POST_FIELDS)
    bad = [key for key, answer in found.items() if isinstance(answer, SourceInvalid)]
    assert bad == [wanted[2], wanted[5]]


async def test_a_throttled_item_fails_the_whole_batch_and_stops_further_calls(graph_api: Meta):
    async with client_of(graph_api.url) as client:
        wanted = ids((await read_page(client, pages=1)).rows)[:6]
        graph_api.control("usage", id=defaults.PAGE_ID, percent=100, minutes=5)
        before = graph_api.calls
        for _ in range(2):
            with pytest.raises(SourceRateLimited):
                await client.batch(wanted, POST_FIELDS)
        with pytest.raises(SourceRateLimited):
            await client.node(defaults.PAGE_ID, "id")
    assert graph_api.calls - before == 1


@pytest.mark.parametrize("name", SCOUTS)
async def test_a_discovered_account_is_read_to_its_end(graph_api: Meta, name: str):
    async with client_of(graph_api.url) as client:
        found = await DiscoveryReader(client, defaults.IG_USER_ID, name, 40).read()
    assert found.listing.complete
    assert len(found.listing.rows) == graph_api.look("stats")["scouts"][name]
    assert found.account.handle == name
    assert found.account.origin == "SCOUT"


async def test_a_discovered_account_of_several_pages_is_read_to_its_end(graph_api: Meta):
    for number in range(120):
        graph_api.control("posts", account=SCOUTS[0], caption=f"Jour {number}")
    total = graph_api.look("stats")["scouts"][SCOUTS[0]]
    async with client_of(graph_api.url) as client:
        whole = await DiscoveryReader(client, defaults.IG_USER_ID, SCOUTS[0], 40).read()
        part = await DiscoveryReader(client, defaults.IG_USER_ID, SCOUTS[0], 2).read()
    assert (len(set(ids(whole.listing.rows))), whole.listing.complete) == (total, True)
    assert (len(part.listing.rows), part.listing.complete) == (100, False)


@pytest.mark.parametrize("name", ["nobody.at.all", defaults.PERSONAL_USERNAMES[0]])
async def test_unknown_and_personal_accounts_are_unknown(graph_api: Meta, name: str):
    async with client_of(graph_api.url) as client:
        with pytest.raises(UnknownAccount):
            await DiscoveryReader(client, defaults.IG_USER_ID, name, 40).read()


async def test_an_account_that_refuses_previews_is_read_without_them(graph_api: Meta):
    graph_api.control("modes", discovery_thumbnail="refused")
    async with client_of(graph_api.url) as client:
        found = await DiscoveryReader(client, defaults.IG_USER_ID, SCOUTS[0], 40).read()
    assert found.listing.complete
    assert found.listing.rows


async def test_broken_usage_headers_disturb_nobody(graph_api: Meta):
    graph_api.control("modes", usage_header="broken")
    async with client_of(graph_api.url) as client:
        assert (await read_page(client)).complete


async def test_secrets_appear_in_no_log_and_no_error(graph_api: Meta, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    errors: list[str] = []
    async with client_of(graph_api.url, way="parameter") as client:
        for mode in ("html", "close", "status", "transient"):
            graph_api.fault(mode, times=2)
            try:
                await client.node(defaults.PAGE_ID, "id")
            except SourceError as error:
                errors += [str(error), repr(error), error.detail or ""]
    assert len(errors) >= 6
    text = "".join([*errors, *ours(caplog)])
    assert not any(canary in text for canary in (*CANARIES, Credentials(*CANARIES).proof))
