"""The console as a browser sees it, with every host but our own cut off."""

import asyncio

import pytest

from gateway.console import assets, read_examples

pytestmark = pytest.mark.asyncio(loop_scope="session")

built = pytest.mark.skipif(assets.bundle() is None, reason="GraphiQL is not built here: run `make setup`")
SOURCES_TAB = "WhereDoesItComeFrom"


async def open_graphiql(visit, site, fragment=""):
    await visit.page.goto(f"{site.url}/graphql{fragment}")
    await visit.page.locator(".graphiql-query-editor .view-line").first.wait_for()


async def until(page, expression):
    """Wait for a condition; playwright's own way evaluates text in the page, which our policy forbids."""
    async with asyncio.timeout(10):
        while not await page.evaluate(expression):
            await page.wait_for_timeout(20)


async def run(page):
    await page.get_by_role("button", name="Execute query").click()


@built
async def test_graphiql_runs_an_example_and_shows_its_data_without_any_other_host(visit, site, screenshots):
    await open_graphiql(visit, site)
    page = visit.page
    assert await page.title() == "Partir Ici — GraphiQL"
    tabs = page.get_by_role("tab")
    assert await tabs.count() == len(read_examples())
    assert "74010" in await page.locator(".graphiql-editor-tool").inner_text()
    await page.get_by_role("tab", name=SOURCES_TAB).get_by_role("button").first.click()
    await run(page)
    await page.locator(".result-window").get_by_text("Récits des éclaireurs").wait_for()
    facts = await page.locator(".console-facts").inner_text()
    assert "cost.actual" in facts
    assert "200" in facts
    await page.screenshot(path=screenshots / "graphiql-light.png")
    assert visit.hosts() == {site.url.removeprefix("http://")}
    assert visit.problems == []


@built
async def test_a_second_visit_finds_the_tabs_of_the_first(visit, site):
    await open_graphiql(visit, site)
    await visit.page.locator(".graphiql-tab-active .graphiql-tab-close").click()
    left = len(read_examples()) - 1
    await until(visit.page, f"JSON.parse(localStorage['graphiql:tabState']).tabs.length == {left}")
    await open_graphiql(visit, site)
    assert await visit.page.get_by_role("tab").count() == left
    assert visit.problems == []


@built
async def test_graphiql_follows_a_dark_colour_scheme(visit, site, screenshots):
    await visit.page.emulate_media(color_scheme="dark")
    await open_graphiql(visit, site)
    await run(visit.page)
    await visit.page.locator(".console-facts dt").first.wait_for()
    await visit.page.screenshot(path=screenshots / "graphiql-dark.png")
    assert visit.problems == []


@built
async def test_every_request_of_graphiql_is_answered_and_its_workers_come_from_our_own_path(visit, site):
    await open_graphiql(visit, site)
    async with asyncio.timeout(10):
        while len(visit.page.workers) < 3:
            await visit.page.wait_for_timeout(20)
    workers = {worker.url.rsplit("/", 1)[1].rsplit("-", 1)[0] for worker in visit.page.workers}
    assert workers == {"worker-editor", "worker-graphql", "worker-json"}
    assert all(worker.url.startswith(f"{site.url}/console/") for worker in visit.page.workers)


@built
async def test_an_address_can_name_the_example_to_open(visit, site):
    await open_graphiql(visit, site, "#example=one-offer")
    active = visit.page.locator(".graphiql-tab-active")
    assert (await active.inner_text()).strip() == "OneOfferInFull"
    assert "tresser-un-panier" in await visit.page.locator(".graphiql-editor-tool").inner_text()


@built
async def test_the_examples_panel_opens_an_example_in_a_tab(visit, site, screenshots):
    await open_graphiql(visit, site)
    page = visit.page
    await page.get_by_role("button", name="Show Examples").click()
    panel = page.get_by_role("region", name="Examples")
    assert await panel.get_by_role("button").count() == len(read_examples())
    await panel.get_by_role("button", name="Stories of scouts").click()
    assert (await page.locator(".graphiql-tab-active").inner_text()).strip() == "StoriesOfScouts"
    await page.screenshot(path=screenshots / "graphiql-examples.png")
    assert visit.problems == []


@built
async def test_documentation_history_and_explorer_open_without_a_problem(visit, site, screenshots):
    await open_graphiql(visit, site)
    page = visit.page
    for name, expected in (
        ("Show Documentation Explorer", "A GraphQL schema"),
        ("Show History", "History"),
        ("Show GraphiQL Explorer", "sources"),
    ):
        await page.get_by_role("button", name=name).click()
        await page.locator(".graphiql-plugin").get_by_text(expected).first.wait_for()
    await page.screenshot(path=screenshots / "graphiql-explorer.png")
    assert visit.problems == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 768, 1280, 1920])
async def test_home_page_fits_the_width_in_both_colour_schemes(visit, site, screenshots, width, scheme):
    page = visit.page
    await page.emulate_media(color_scheme=scheme)
    await page.set_viewport_size({"width": width, "height": 900})
    await page.goto(site.url)
    await page.wait_for_load_state("networkidle")
    await page.screenshot(path=screenshots / f"home-{width}-{scheme}.png", full_page=True)
    assert await page.evaluate("document.documentElement.scrollWidth") == width
    assert visit.hosts() == {site.url.removeprefix("http://")}
    assert visit.problems == []


async def test_home_page_refreshes_the_states_of_the_sources(visit, site):
    page = visit.page
    site_cards = list(site.cards)
    await page.goto(site.url)
    await page.wait_for_load_state("networkidle")
    site.cards = [*site_cards[:2], type(site_cards[2])(*_with_state(site_cards[2], "OK"))]
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    await page.locator("[data-source=social][data-state=OK]").wait_for()
    assert await page.get_by_role("status").inner_text() == "Réseaux sociaux: answers"


def _with_state(card, state):
    return card.name, card.title, card.description, state, card.since, card.message


async def test_without_a_build_the_page_says_so_and_what_to_do_even_when_the_public_host_is_away(
    visit, site, tmp_path, screenshots
):
    site.dist = tmp_path
    page = visit.page
    await page.goto(f"{site.url}/graphql")
    assert "make setup" in await page.get_by_role("note").inner_text()
    await page.get_by_text("the public host cannot be reached").wait_for()
    await page.screenshot(path=screenshots / "graphiql-fallback-offline.png")
    assert visit.hosts() == {site.url.removeprefix("http://"), "cdn.jsdelivr.net"}
    assert [problem for problem in visit.problems if "Content Security Policy" in problem] == []
