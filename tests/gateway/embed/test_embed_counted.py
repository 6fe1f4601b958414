"""With the attribute `statistics` the widget tells what came into sight and what was clicked; without it nothing."""

import asyncio
import json

import pytest
from embed_host import FALLBACK

pytestmark = pytest.mark.asyncio(loop_scope="session")

OFFERS = (
    '<partir-ici-offers key="pk_demo" near="38185" km="30" limit="3"{more}>{fallback}</partir-ici-offers>'
)


async def beacons_of(visit, host, stage, more):
    """What the page told while its cards were looked at and the first one was clicked."""
    told = []
    page = visit.page
    page.on("request", lambda one: told.append(one) if one.method == "POST" else None)
    host.show(stage.url, OFFERS.format(more=more, fallback=FALLBACK))
    await page.goto(host.url)
    cards = page.locator(".card:not(.ghost)")
    await cards.nth(2).wait_for()
    await cards.nth(2).scroll_into_view_if_needed()
    await page.evaluate("addEventListener('click', (event) => event.preventDefault())")
    await cards.first.locator(".title a").click()
    return told


async def test_cards_and_clicks_are_told_once_with_nothing_about_the_visitor(visit, host, stage):
    told = await beacons_of(visit, host, stage, " statistics")
    async with asyncio.timeout(10):
        while "CLICK" not in str([one.post_data for one in told]) or len(_seen(told)) < 3:
            await visit.page.wait_for_timeout(20)
    ids = await visit.page.evaluate("""fetch(document.querySelector('partir-ici-offers').shadowRoot
      ? performance.getEntriesByType('resource').find((one) => one.name.includes('/query')).name : '')
      .then((answer) => answer.json()).then((said) => said.data.offers.edges.map((edge) => edge.node.id))""")
    assert sorted(_seen(told)) == sorted(ids)
    clicks = [json.loads(one.post_data) for one in told if "CLICK" in one.post_data]
    assert clicks == [{"key": "pk_demo", "event": "CLICK", "offers": ids[:1]}]
    for one in told:
        assert one.url == f"{stage.url}/widget/1/seen"
        assert set(json.loads(one.post_data)) == {"key", "event", "offers"}
        assert "cookie" not in await one.all_headers()
        assert (await one.response()).status == 204
    assert visit.problems == []


async def test_without_the_attribute_nothing_is_told(visit, host, stage):
    told = await beacons_of(visit, host, stage, "")
    await visit.page.wait_for_load_state("networkidle")
    assert told == []


async def test_a_frame_tells_when_its_address_says_so(visit, stage):
    told = []
    visit.page.on("request", lambda one: told.append(one) if one.method == "POST" else None)
    await visit.page.goto(f"{stage.url}/embed/offers?key=pk_demo&limit=2&statistics=1")
    async with asyncio.timeout(10):
        while len(_seen(told)) < 2:
            await visit.page.wait_for_timeout(20)
    assert {(await one.response()).status for one in told} == {204}
    assert visit.problems == []


def _seen(told):
    said = [json.loads(one.post_data) for one in told]
    return [id for one in said if one["event"] == "IMPRESSION" for id in one["offers"]]
