"""GraphiQL and the home page of the running product, in a browser cut off from every other host."""

from pathlib import Path

import pytest

from gateway.console import assets
from gateway.testing.browser import Visit
from gateway.testing.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="session")

SCREENSHOTS = Path("var/screenshots")


@pytest.fixture(autouse=True)
def _folder() -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)


@pytest.mark.skipif(assets.bundle() is None, reason="GraphiQL is not built here: run `make setup`")
async def test_graphiql_runs_its_first_example_on_the_real_graph(visit: Visit, stage: Stage) -> None:
    page = visit.page
    await page.goto(f"{stage.url}/graphql")
    await page.locator(".graphiql-query-editor .view-line").first.wait_for()
    await page.get_by_role("button", name="Execute query").click()
    await page.locator(".result-window").get_by_text("totalCount").wait_for()
    await page.screenshot(path=SCREENSHOTS / "product-graphiql.png")
    assert "errors" not in await page.locator(".result-window").inner_text()
    assert visit.hosts() == {stage.url.removeprefix("http://")}
    assert visit.problems == []


async def test_the_home_page_shows_the_state_of_each_source(visit: Visit, stage: Stage) -> None:
    page = visit.page
    await page.goto(stage.url)
    text = await page.locator("main").inner_text()
    for title in ("apidae", "region", "scouts", "social"):
        assert title in text.lower()
    await page.screenshot(path=SCREENSHOTS / "product-home.png", full_page=True)
    assert visit.hosts() == {stage.url.removeprefix("http://")}
    assert visit.problems == []
