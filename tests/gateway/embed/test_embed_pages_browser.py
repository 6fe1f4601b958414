"""The configurator and the iframe page in Chromium."""

import pytest
from embed_host import OBSERVE
from embed_page import check_accessible, until

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light"), (1280, "dark")])
async def test_the_configurator_shows_the_widget_live_and_writes_its_lines(
    visit, stage, axe, screenshots, width, scheme
):
    page = visit.page
    await page.emulate_media(color_scheme=scheme)
    await page.set_viewport_size({"width": width, "height": 900})
    await page.goto(f"{stage.url}/widgets")
    await page.locator("#stage").scroll_into_view_if_needed()
    await page.locator(".card:not(.ghost)").nth(2).wait_for()
    await page.get_by_label("Commune").fill("38185")
    await page.get_by_label("Plein air").check()
    await page.get_by_label("Langue").select_option("de")
    snippet = page.locator("[data-snippet=element]")
    await until(page, "document.querySelector('[data-snippet=element]').textContent.includes('lang=\"de\"')")
    assert (
        'key="pk_demo" near="38185" families="PLEIN_AIR" limit="3" lang="de">' in await snippet.inner_text()
    )
    await page.locator("#stage").scroll_into_view_if_needed()
    await page.locator("summary", has_text="Angabe des Anbieters").first.wait_for()
    assert await page.evaluate("document.documentElement.scrollWidth") == width
    assert visit.hosts() == {stage.url.removeprefix("http://")}
    assert visit.problems == []
    await page.screenshot(path=screenshots / f"configurator-{width}-{scheme}.png", full_page=True)
    await check_accessible(page, axe)


async def test_the_configurator_shows_a_story_and_hides_what_does_not_belong(visit, stage):
    page = visit.page
    await page.goto(f"{stage.url}/widgets")
    await page.get_by_label("des récits d’éclaireurs").check()
    await page.locator("#stage partir-ici-stories .card:not(.ghost)").first.wait_for()
    assert not await page.get_by_label("Rayon en kilomètres").is_visible()
    await page.get_by_role("button", name="Copier le cadre").click()
    await until(page, "document.getElementById('news').textContent !== ''")
    assert "/embed/stories?key=pk_demo&amp;limit=3" in await page.locator("[data-snippet=frame]").inner_text()


async def test_the_configurator_explains_what_is_wrong_and_writes_a_fixed_version(visit, stage):
    page = visit.page
    await page.goto(f"{stage.url}/widgets")
    await page.get_by_label("des offres sur une carte").check()
    await page.locator("#stage .sign").first.wait_for()
    await page.get_by_label("Commune").fill("Grenoble")
    await page.locator("#wrong", has_text="Un code INSEE a cinq signes").wait_for()
    assert await page.get_by_label("Commune").get_attribute("aria-invalid") == "true"
    await page.get_by_label("Commune").fill("75056")
    await page.locator("#wrong", has_text="la commune n’existe pas dans la région").wait_for()
    await page.get_by_label("Commune").fill("38185")
    await until(page, "document.getElementById('wrong').hidden")
    await page.get_by_label("fixe, 1.").check()
    snippet = await page.locator("[data-snippet=element]").inner_text()
    assert '/partir-ici.js" integrity="sha384-' in snippet
    assert '<partir-ici-map key="pk_demo" near="38185" limit="30">' in snippet
    assert (
        "/embed/offers.html?key=pk_demo&near=38185&limit=12"
        in await page.locator("[data-snippet=server]").inner_text()
    )
    address = (await page.locator("[data-snippet=oembed]").inner_text()).split("\n")[1]
    told = await (await page.context.request.get(address)).json()
    assert "/embed/map?key=pk_demo&amp;near=38185&amp;limit=30" in told["html"]


async def test_a_problem_is_reported_from_a_card(visit, stage, axe, screenshots):
    about = stage.data("{ scoutContents(first: 1) { edges { node { id } } } }")["scoutContents"]["edges"][0][
        "node"
    ]["id"]
    page = visit.page
    await page.goto(f"{stage.url}/embed/report?about={about}&lang=fr")
    await check_accessible(page, axe)
    await page.get_by_label("Précisez").fill("Le nom du village est faux.")
    await page.screenshot(path=screenshots / "report.png")
    await page.get_by_role("button", name="Envoyer").press("Enter")
    await page.locator("#news", has_text="enregistré sous le numéro").wait_for()
    assert not await page.locator("form").is_visible()


async def test_an_iframe_gets_the_height_its_page_tells_and_only_from_there(
    visit, host, stage, axe, screenshots
):
    frame = f'<iframe src="{stage.url}/embed/offers?key=pk_demo&amp;near=38185&amp;limit=3&amp;accent=7a1f5c&amp;radius=2" title="Offres" width="100%" height="150" sandbox="allow-scripts allow-same-origin allow-popups"></iframe>'
    helper = f'<script type="module" src="{stage.url}/widget/1/frame.js"></script>'
    host.show(stage.url, frame, head=helper)
    page = visit.page
    await page.add_init_script(OBSERVE)
    await page.goto(host.url)
    inner = page.frame_locator("iframe")
    await inner.locator(".card:not(.ghost)").nth(2).wait_for()
    await until(page, "document.querySelector('iframe').offsetHeight > 500")
    height = await page.evaluate("document.querySelector('iframe').offsetHeight")
    await page.evaluate("window.postMessage({ pi: { height: 9000 } }, '*')")
    await page.wait_for_timeout(50)
    assert await page.evaluate("document.querySelector('iframe').offsetHeight") == height
    link = inner.locator(".card a").first
    assert await link.get_attribute("target") == "_blank"
    assert "(nouvelle fenêtre)" in await link.inner_text()
    colour = await inner.locator(".families").first.evaluate("(at) => getComputedStyle(at).color")
    assert colour == "rgb(122, 31, 92)"
    corner = await inner.locator(".card").first.evaluate("(at) => getComputedStyle(at).borderTopLeftRadius")
    assert corner == "2px"
    assert visit.problems == []
    await page.screenshot(path=screenshots / "iframe.png", full_page=True)
    inside = next(one for one in page.frames if "/embed/" in one.url)
    await inside.evaluate(axe)
    found = await inside.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    assert [one["id"] for one in found["violations"]] == []


async def test_a_site_that_is_not_the_partners_cannot_hold_the_iframe(visit, host, stage, tmp_path):
    frame = f'<iframe src="{stage.url}/embed/offers?key=pk_nobody" title="Offres"></iframe>'
    host.show(stage.url, frame)
    await visit.page.goto(host.url)
    await until(visit.page, "document.readyState === 'complete'")
    assert any("frame-ancestors" in problem for problem in visit.problems)
