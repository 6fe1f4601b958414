"""The map in a page of another origin: the keyboard alone, its card, its list, a partner's tiles."""

import pytest
from embed_host import FALLBACK
from embed_page import check_accessible, focused, open_host

pytestmark = pytest.mark.asyncio(loop_scope="session")

MAP = f'<partir-ici-map key="pk_demo" near="38185" km="30" limit="20">{FALLBACK}</partir-ici-map>'


async def test_the_map_is_moved_and_read_with_the_keyboard_alone(visit, host, stage, axe, screenshots):
    host.show(stage.url, MAP)
    page = visit.page
    await open_host(visit, host)
    await page.locator(".sign").first.wait_for()
    await page.keyboard.press("Tab")
    assert await focused(page) == "view"

    async def ruler():
        return await page.locator(".ruler").evaluate("(at) => at.textContent + at.style.width")

    whole = await ruler()
    where = await page.locator(".sign").first.evaluate("(at) => at.style.transform")
    await page.keyboard.press("ArrowUp")
    assert await page.locator(".sign").first.evaluate("(at) => at.style.transform") != where
    await page.keyboard.press("+")
    assert await ruler() != whole
    await page.get_by_role("button", name="Voir toutes les offres").press("Enter")
    assert await ruler() == whole
    single = page.locator(".sign:not(.many)").first
    name = await single.get_attribute("aria-label")
    await single.press("Enter")
    await page.locator(".chosen .card").wait_for()
    assert await focused(page) == "close"
    assert name.startswith(await page.locator(".chosen .title").inner_text())
    assert await page.locator(".chosen .basis").inner_text() == "Engagement déclaré par le prestataire"
    await check_accessible(page, axe)
    await page.screenshot(path=screenshots / "widget-map-card.png")
    await page.keyboard.press("Escape")
    assert await focused(page) == "sign"
    group = page.locator(".sign.many").first
    count = int(await group.inner_text())
    await group.press("Enter")
    assert await ruler() != whole
    assert count > 1
    await page.locator(".listing summary").press("Enter")
    assert await page.locator(".listed").count() == 20


async def test_tiles_of_a_partners_server_are_asked_only_with_a_credit(visit, host, stage):
    pattern = f'tiles="{stage.url}/tiles/{{z}}/{{x}}/{{y}}.png"'
    for more, asked in (("", False), (' tiles-credit="© Essai"', True)):
        host.show(stage.url, MAP.replace("<partir-ici-map", f"<partir-ici-map {pattern}{more}"))
        visit.requests.clear()
        await open_host(visit, host)
        await visit.page.locator(".sign").first.wait_for()
        await visit.page.locator(".tile" if asked else ".department").first.wait_for(state="attached")
        assert any("/tiles/" in url for url in visit.requests) is asked
        assert any("ground.json" in url for url in visit.requests) is not asked
    assert await visit.page.locator(".tiles-credit").inner_text() == "© Essai"
