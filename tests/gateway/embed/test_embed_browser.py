"""The widgets of the running product in a page of another origin under a strict policy, in Chromium."""

import json

import httpx
import pytest
from embed_host import FALLBACK, OBSERVE
from embed_page import check_accessible, focused, open_host, until

from gateway.app import Gateway, configure
from gateway.testing.servers import serving

pytestmark = pytest.mark.asyncio(loop_scope="session")

OFFERS = f'<partir-ici-offers key="pk_demo" near="38185" km="30" limit="6">{FALLBACK}</partir-ici-offers>'
OFFER = f'<partir-ici-offer key="pk_demo" slug="tresser-un-panier-avec-suzanne-5000066">{FALLBACK}</partir-ici-offer>'
STORIES = f'<partir-ici-stories key="pk_demo" limit="4" posts="yes">{FALLBACK}</partir-ici-stories>'
MAP = f'<partir-ici-map key="pk_demo" near="38185" km="30" limit="20">{FALLBACK}</partir-ici-map>'
EVERY = f"{MAP}<h2>Offres</h2>{OFFERS}<h2>Une offre</h2>{OFFER}<h2>Récits</h2>{STORIES}"
SLOW = {"offline": False, "latency": 100, "downloadThroughput": 200_000, "uploadThroughput": 100_000}


async def show_all_the_page(page):
    """Scroll through the page as a reader does, until each widget has its content."""
    for kind in ("map", "offers", "offer", "stories"):
        await page.locator(f"partir-ici-{kind}").scroll_into_view_if_needed()
        await page.locator(f"partir-ici-{kind} :is(.card:not(.ghost), .sign)").first.wait_for()
    await page.locator("partir-ici-map .department").first.wait_for(state="attached")
    await page.evaluate("scrollTo(0, 0)")


def fixed_files(url):
    files = httpx.get(f"{url}/widget/versions", trust_env=False).json()
    newest = files["versions"][files["newest"]]
    style, script = newest["style"], newest["script"]
    return (
        f'<link rel="stylesheet" href="{url}{style["path"]}" integrity="{style["integrity"]}" crossorigin="anonymous">'
        f'<script type="module" async src="{url}{script["path"]}" integrity="{script["integrity"]}" crossorigin="anonymous"></script>'
    )


@pytest.mark.timeout(90)  # the first one waits for the stage, the browser and the first pictures
@pytest.mark.parametrize(
    ("width", "scheme", "fixed"),
    [(320, "light", True), (320, "dark", False), (1280, "light", False), (1280, "dark", True)],
)
async def test_all_widgets_show_their_content_without_a_jump_a_third_host_or_a_violation(
    visit, host, stage, axe, screenshots, width, scheme, fixed
):
    host.show(stage.url, EVERY, files=fixed_files(stage.url) if fixed else "")
    page = visit.page
    await page.emulate_media(color_scheme=scheme)
    await page.set_viewport_size({"width": width, "height": 900})
    await page.add_init_script(OBSERVE)
    if width == 320 and fixed:
        await (await page.context.new_cdp_session(page)).send("Network.emulateNetworkConditions", SLOW)
    await open_host(visit, host)
    await show_all_the_page(page)
    counts = {
        kind: await page.locator(f"partir-ici-{kind} .card").count()
        for kind in ("offers", "offer", "stories")
    }
    assert counts == {"offers": 6, "offer": 1, "stories": 4}
    assert await page.evaluate("shifts.reduce((sum, shift) => sum + shift, 0)") == 0
    assert await page.evaluate("document.documentElement.scrollWidth") == width
    assert visit.hosts() == {host.server.url.removeprefix("http://"), stage.url.removeprefix("http://")}
    assert await page.context.cookies() == []
    assert await page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert visit.problems == []
    await page.screenshot(path=screenshots / f"widgets-{width}-{scheme}.png", full_page=True)
    await check_accessible(page, axe)  # last: the checker itself writes a style that the policy stops


async def test_opened_details_say_the_levels_in_words_and_stay_accessible(
    visit, host, stage, axe, screenshots
):
    host.show(stage.url, OFFERS)
    await open_host(visit, host, count=6)
    first = visit.page.locator("details").first
    assert await first.locator("summary").inner_text() == "Engagement déclaré par le prestataire"
    await first.locator("summary").click()
    levels = await first.locator(".levels li").all_inner_texts()
    assert len(levels) == 3
    assert all("engagement déclaré, niveau" in level for level in levels)
    assert "aucun tiers ne l'a certifié" in await first.locator(".statement").inner_text()
    await check_accessible(visit.page, axe)
    await visit.page.screenshot(path=screenshots / "widget-details.png")


async def test_everything_is_reached_and_opened_with_the_keyboard_alone(visit, host, stage):
    host.show(stage.url, OFFERS)
    await open_host(visit, host, count=6)
    page = visit.page
    reached = []
    for _ in range(24):
        await page.keyboard.press("Tab")
        if (at := await focused(page)) == "body":
            break
        reached.append(at)
        if at == "basis" and reached.count("basis") == 1:
            await page.keyboard.press("Enter")
            assert await page.locator("details[open]").count() == 1
    assert reached[0] == "skip"
    assert reached.count("basis") == 6
    assert reached[-1] == "a"  # the page's own link, after the cards
    links = await page.locator(".title a").count()
    assert reached.count("link") == links + 1  # the opened card has a link to report it


async def test_a_long_list_can_be_skipped(visit, host, stage):
    host.show(stage.url, OFFERS)
    await open_host(visit, host, count=6)
    await visit.page.keyboard.press("Tab")
    await visit.page.keyboard.press("Enter")
    await visit.page.keyboard.press("Tab")
    assert await focused(visit.page) == "a"


async def own_links(page):
    """The page's own links that a reader sees."""
    links = await page.get_by_role("link", name="Toutes les offres").all()
    return sum([await link.is_visible() for link in links])


async def test_with_scripts_blocked_the_pages_own_links_are_there(browser, host, stage):
    host.show(stage.url, EVERY)
    context = await browser.new_context(java_script_enabled=False)
    page = await context.new_page()
    await page.goto(host.url)
    assert await own_links(page) == 4
    await context.close()


async def test_with_the_gateway_away_the_links_stay_and_the_page_does_not_jump(
    visit, host, stage, screenshots
):
    host.show(stage.url, EVERY)
    page = visit.page
    await page.add_init_script(OBSERVE)
    await page.route("**/widget/1/query*", lambda route: route.abort("connectionrefused"))
    await page.set_viewport_size({"width": 1280, "height": 4000})
    await open_host(visit, host)
    await page.get_by_text("Ce contenu ne peut pas être affiché").nth(7).wait_for()  # said and shown
    assert await own_links(page) == 4
    assert len([url for url in visit.requests if "/query" in url]) == 8  # one retry each, no storm
    assert await page.evaluate("shifts.reduce((sum, shift) => sum + shift, 0)") == 0
    await page.screenshot(path=screenshots / "widget-away.png")


async def test_with_the_whole_gateway_away_the_links_stay(visit, host, stage):
    host.show(stage.url, EVERY)
    await visit.page.route(f"{stage.url}/**", lambda route: route.abort("connectionrefused"))
    await open_host(visit, host)
    assert await own_links(visit.page) == 4


async def test_when_the_later_modules_are_away_the_link_stays_and_no_skeleton(visit, host, stage):
    host.show(stage.url, OFFERS)
    await visit.page.route("**/show.js", lambda route: route.abort("connectionrefused"))
    await open_host(visit, host)
    await until(
        visit.page,
        "document.querySelector('partir-ici-offers').shadowRoot?.querySelector('[aria-busy=false]')",
    )
    assert await visit.page.get_by_role("link", name="Toutes les offres").is_visible()
    assert await visit.page.locator(".ghost").count() == 0


async def test_a_key_used_from_a_wrong_origin_shows_the_fallback_and_tells_the_console(
    visit, host, stage, tmp_path
):
    partners = tmp_path / "partners.json"
    partners.write_text(json.dumps([{"key": "pk_demo", "name": "X", "origins": ["https://office.example"]}]))
    environ = stage.environ | {"GATEWAY_PARTNERS": str(partners)}
    with serving(lambda: Gateway(configure(environ), jobs=False).app()) as strict:
        host.show(strict.url, EVERY)
        told = []
        visit.page.on("console", lambda message: told.append(message.text))
        await visit.page.set_viewport_size({"width": 1280, "height": 4000})
        await open_host(visit, host)
        await visit.page.get_by_text("Ce contenu ne peut pas être affiché").nth(7).wait_for()
        assert await own_links(visit.page) == 4
        assert sum("not registered for the key" in text for text in told) == 4


async def test_a_module_that_is_not_the_one_of_its_version_does_not_run(visit, host, stage):
    host.show(stage.url, OFFERS, files=fixed_files(stage.url))
    tampered = "document.title = 'owned'; export const show = () => {};"
    headers = {"Access-Control-Allow-Origin": "*"}
    await visit.page.route(
        "**/show.js",
        lambda route: route.fulfill(body=tampered, content_type="text/javascript", headers=headers),
    )
    await open_host(visit, host)
    await until(
        visit.page,
        "document.querySelector('partir-ici-offers').shadowRoot?.querySelector('[aria-busy=false]')",
    )
    assert await visit.page.title() == "Office de tourisme"
    assert await visit.page.get_by_role("link", name="Toutes les offres").is_visible()


async def test_two_elements_with_the_same_question_ask_once(visit, host, stage):
    host.show(stage.url, OFFERS + OFFERS)
    await visit.page.set_viewport_size({"width": 1280, "height": 4000})
    await open_host(visit, host, count=12)
    assert len([url for url in visit.requests if "/query" in url]) == 1


async def test_an_element_far_below_asks_only_when_it_comes_near(visit, host, stage):
    host.show(stage.url, f'<div class="far">{"<p>texte</p>" * 200}</div>{STORIES}')
    await open_host(visit, host)
    await until(visit.page, "!!customElements.get('partir-ici-stories')")
    assert not [url for url in visit.requests if "/query" in url or "/show.js" in url]
    await visit.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    await visit.page.locator(".card:not(.ghost)").nth(2).wait_for()
    assert len([url for url in visit.requests if "/query" in url]) == 1


async def test_a_changed_attribute_asks_anew_and_says_how_many_are_shown(visit, host, stage):
    host.show(stage.url, OFFERS)
    await open_host(visit, host, count=6)
    await visit.page.evaluate("document.querySelector('partir-ici-offers').setAttribute('limit', '2')")
    await until(
        visit.page,
        "document.querySelector('partir-ici-offers').shadowRoot.querySelectorAll('.card').length === 2",
    )
    assert await visit.page.locator("[role=status]").inner_text() == "2 contenus affichés"


async def test_a_fallback_text_is_marked_with_its_language(visit, host, stage):
    host.show(stage.url, OFFERS.replace("<partir-ici-offers", '<partir-ici-offers lang="nl"'))
    await open_host(visit, host, count=6)
    assert (
        await visit.page.locator("summary").first.inner_text() == "Engagement volgens opgave van de aanbieder"
    )
    french = await visit.page.locator(".summary[lang=fr]").count()
    assert french == await visit.page.locator(".summary").count() > 0


async def test_a_partners_pattern_makes_the_links_and_its_colours_count_only_when_readable(
    visit, host, stage
):
    pattern = 'link="https://office.example/offre/{slug}?x={apidaeId}"'
    head = "<style></style>"
    host.show(stage.url, OFFERS.replace("<partir-ici-offers", f"<partir-ici-offers {pattern}"), head=head)
    await open_host(visit, host, count=6)
    page = visit.page
    hrefs = await page.evaluate(
        "[...document.querySelector('partir-ici-offers').shadowRoot.querySelectorAll('.title a')].map((a) => a.href)"
    )
    assert len(hrefs) == 6
    assert all(href.startswith("https://office.example/offre/") for href in hrefs)
    for colour, kept in (("rgb(90, 0, 90)", True), ("rgb(240, 240, 230)", False)):
        await page.evaluate(
            "(colour) => { const at = document.querySelector('partir-ici-offers');"
            " at.style.setProperty('--pi-color-accent', colour); return at.refresh(); }",
            colour,
        )
        shown = await page.evaluate(
            "getComputedStyle(document.querySelector('partir-ici-offers').shadowRoot.querySelector('.families')).color"
        )
        assert (shown == colour) is kept
