"""The browser and tests with loops of their own get on in one session, in any order."""

import asyncio

import pytest

in_session = pytest.mark.asyncio(loop_scope="session")


async def test_before_any_page_a_test_has_its_own_running_loop():
    assert asyncio.get_running_loop().is_running()


@in_session
async def test_a_page_is_shown(visit, site):
    await visit.page.goto(site.url)
    assert await visit.page.locator("h1").inner_text() == "Partir Ici"


def test_after_a_page_no_loop_runs_in_the_main_thread():
    with pytest.raises(RuntimeError, match="no running event loop"):
        asyncio.get_running_loop()
    assert asyncio.run(asyncio.sleep(0, "done")) == "done"


async def test_after_a_page_tasks_of_other_tests_run():
    assert await asyncio.gather(*(asyncio.sleep(0, number) for number in range(3))) == [0, 1, 2]


@in_session
async def test_the_same_browser_shows_another_page(visit, site, browser):
    await visit.page.goto(site.url)
    assert await visit.page.locator("h1").inner_text() == "Partir Ici"
    assert len(browser.contexts) == 1
