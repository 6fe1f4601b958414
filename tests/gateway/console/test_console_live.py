"""GraphiQL, the home page and the manual of the running product, in a browser cut off from every other host."""

from pathlib import Path

import pytest
from playwright.async_api import Page

from gateway.console import assets
from gateway.testing.browser import Visit, violations
from gateway.testing.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="session")
built = pytest.mark.skipif(assets.bundle() is None, reason="GraphiQL is not built here: run `make setup`")

SCREENSHOTS = Path("var/screenshots")
PAGES = (
    "docs",
    "docs/types/Offer",
    "docs/mutations",
    "docs/guides/http",
    "docs/guides/errors",
    "docs/examples",
    "docs/nothing",
)


@pytest.fixture(autouse=True)
def _folder() -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)


async def show(visit: Visit, width: int, scheme: str) -> Page:
    await visit.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    await visit.page.set_viewport_size({"width": width, "height": 900})
    return visit.page


async def open_graphiql(page: Page, stage: Stage, fragment: str = "") -> None:
    await page.goto(f"{stage.url}/graphql{fragment}")
    await page.locator(".graphiql-query-editor .view-line").first.wait_for()


async def run(page: Page) -> None:
    await page.get_by_role("button", name="Execute query").click()
    await page.locator(".console-facts table").wait_for()


async def fits(visit: Visit, stage: Stage, width: int) -> None:
    assert await visit.page.evaluate("document.documentElement.scrollWidth") == width
    assert visit.hosts() == {stage.url.removeprefix("http://")}
    assert visit.problems == []


@built
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
async def test_graphiql_shows_data_its_cost_and_what_each_source_did(
    visit: Visit, stage: Stage, width: int, scheme: str
) -> None:
    page = await show(visit, width, scheme)
    await open_graphiql(page, stage, "#example=scouts")
    await run(page)
    result = page.locator(".result-window")
    await result.get_by_text("scoutContents").first.wait_for()
    assert '"errors"' not in await result.inner_text()
    facts = page.get_by_role("region", name="About this answer")
    assert "of 10000" in await facts.inner_text()
    rows = {
        await row.locator("th").inner_text(): await row.inner_text()
        for row in await facts.get_by_role("row").all()
    }
    assert set(rows) == {"apidae", "scouts", "social"}
    assert all("0 upstream" in row and "MongoDB" in row and "batch" in row for row in rows.values())
    await fits(visit, stage, width)
    await page.screenshot(path=SCREENSHOTS / f"product-graphiql-{width}-{scheme}.png", full_page=True)
    assert await violations(page) == []


@built
async def test_the_explorer_adds_a_field_to_the_operation(visit: Visit, stage: Stage) -> None:
    page = await show(visit, 1280, "light")
    await open_graphiql(page, stage, "#example=sources")
    await page.get_by_role("button", name="Show GraphiQL Explorer").click()
    await page.locator(".graphiql-plugin").get_by_text("viewer", exact=True).click()
    editor = page.locator(".graphiql-query-editor .view-lines")
    await editor.get_by_text("viewer").wait_for()
    await page.locator(".graphiql-plugin").get_by_text("subject", exact=True).first.click()
    await editor.get_by_text("subject").wait_for()
    await page.screenshot(path=SCREENSHOTS / "product-graphiql-explorer.png")
    async with page.expect_response(f"{stage.url}/graphql") as answered:
        await page.get_by_role("button", name="Execute query").click()
    answer = await (await answered.value).json()
    assert answer["data"]["viewer"] is None, "asked for, and nobody's without a token"
    await fits(visit, stage, 1280)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
async def test_the_home_page_shows_the_state_of_each_source_and_leads_to_the_manual(
    visit: Visit, stage: Stage, width: int, scheme: str
) -> None:
    page = await show(visit, width, scheme)
    await page.goto(stage.url)
    text = await page.locator("main").inner_text()
    for title in ("apidae", "scouts", "social"):
        assert title in text.lower()
    await page.screenshot(path=SCREENSHOTS / f"product-home-{width}-{scheme}.png", full_page=True)
    assert await violations(page) == []
    await page.get_by_role("link", name="Documentation Guides").click()
    assert await page.locator("h1").inner_text() == "Documentation"
    await fits(visit, stage, width)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
async def test_pages_of_the_manual_fit_and_can_be_read_by_everybody(
    visit: Visit, stage: Stage, width: int, scheme: str
) -> None:
    page = await show(visit, width, scheme)
    for path in PAGES:
        await page.goto(f"{stage.url}/{path}")
        name = path.replace("/", "-")
        await page.screenshot(path=SCREENSHOTS / f"product-{name}-{width}-{scheme}.png")
        assert await page.evaluate("document.documentElement.scrollWidth") == width
        assert await violations(page) == [], path
    assert visit.hosts() == {stage.url.removeprefix("http://")}


async def test_a_search_in_the_manual_works_by_keyboard_and_without_scripts(
    visit: Visit, stage: Stage
) -> None:
    page = await show(visit, 320, "light")
    await page.goto(f"{stage.url}/docs")
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.textContent") == "Skip to the content"
    await page.get_by_role("searchbox").focus()
    await page.keyboard.type("car free")
    await page.keyboard.press("Enter")
    await page.get_by_role("status").get_by_text("found for “car free”").wait_for()
    assert await violations(page) == []
    await page.screenshot(path=SCREENSHOTS / "product-docs-search.png")
    await page.get_by_role("link", name="OfferFilter.carFree").click()
    assert page.url.endswith("/docs/types/OfferFilter#carFree")
    await fits(visit, stage, 320)
