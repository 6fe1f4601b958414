"""Hostile content in an answer stays text: scripts, handlers, addresses, pictures, invisible signs (FAULTS 26)."""

import pytest
from embed_host import FALLBACK

pytestmark = pytest.mark.asyncio(loop_scope="session")

SCRIPT = "<img src=x onerror=document.title='owned'><script>document.title='owned'</script></script>"
ROOT = "document.querySelector('partir-ici-offers').shadowRoot"


def words(value, locale="fr"):
    return {"value": value, "locale": locale}


def offer(**changes):
    level = {"wording": words(SCRIPT)}
    return {
        "id": "x", "slug": SCRIPT, "apidaeId": 1, "name": words(SCRIPT), "summary": words(SCRIPT),
        "families": [{"key": SCRIPT, "label": words(SCRIPT)}],
        "place": {"commune": {"name": SCRIPT, "department": {"name": SCRIPT}}},
        "opening": {"text": words(SCRIPT)}, "isFree": False, "priceFrom": 3.5,
        "bookingUrl": None, "contact": {"website": None}, "managedBy": {"name": SCRIPT},
        "commitment": {"basis": "SELF_DECLARED", "environment": level, "localEconomy": level, "social": level,
                       "statement": words(SCRIPT)},
        "pictures": {"edges": []}, "source": {"updatedAt": SCRIPT},
    } | changes  # fmt: skip


def photo(url, **changes):
    return {
        "edges": [
            {"node": {"url": url, "credit": "A. Auteur", "licence": "CC-BY-4.0", "alt": SCRIPT} | changes}
        ]
    }


async def show(visit, host, gateway, *nodes, element=None):
    gateway.answer = {"data": {"offers": {"edges": [{"node": node} for node in nodes]}}}
    host.show(
        gateway.server.url,
        element or f'<partir-ici-offers key="pk_x" limit="12">{FALLBACK}</partir-ici-offers>',
    )
    await visit.page.goto(host.url)
    await visit.page.locator(".card:not(.ghost), .message").first.wait_for()


async def test_markup_of_any_field_is_shown_as_text_and_runs_nothing(visit, host, false_gateway):
    await show(visit, host, false_gateway, offer())
    assert await visit.page.locator(".title").inner_text() == SCRIPT
    assert await visit.page.title() == "Office de tourisme"
    assert await visit.page.evaluate(f"{ROOT}.querySelectorAll('script, img, [onerror]').length") == 0
    assert visit.problems == []


async def test_an_address_that_is_not_absolute_http_makes_no_link(visit, host, false_gateway):
    urls = [
        "javascript:document.title='owned'", "data:text/html,x", "//evil.example/", "/path", " https://a.example",
        "https://user:pass@evil.example/", "vbscript:x", "HTTPS:evil", "https://", 7, None, {"a": 1},
    ]  # fmt: skip
    await show(visit, host, false_gateway, *[offer(contact={"website": url}, bookingUrl=url) for url in urls])
    assert await visit.page.locator(".card").count() == len(urls)
    assert await visit.page.locator(".title a").count() == 0


async def test_a_partners_own_pattern_cannot_become_a_script(visit, host, false_gateway):
    element = (
        f'<partir-ici-offers key="pk_x" link="javascript:alert({{slug}})">{FALLBACK}</partir-ici-offers>'
    )
    await show(visit, host, false_gateway, offer(), element=element)
    assert await visit.page.locator(".title a").count() == 0


async def test_a_picture_without_credit_licence_or_from_a_third_host_is_not_asked_for(
    visit, host, false_gateway
):
    good = {"url": f"{false_gateway.server.url}/good.png"}
    changes = [
        {"credit": ""}, {"credit": " "}, {"licence": "UNKNOWN"}, {"licence": "PLATFORM_ONLY"}, {"licence": None},
        {"url": "https://third.example/a.png"}, {"url": "data:image/svg+xml,<svg onload=alert(1)>"},
    ]  # fmt: skip
    await show(visit, host, false_gateway, *[offer(pictures=photo(**good | change)) for change in changes])
    assert await visit.page.locator(".card svg.drawing").count() == len(changes)
    assert await visit.page.locator(".card img").count() == 0
    assert not [url for url in visit.requests if url.endswith(".png") or "third" in url]


async def test_a_picture_with_credit_and_licence_is_shown_with_both_and_without_a_jump(
    visit, host, false_gateway
):
    await show(visit, host, false_gateway, offer(pictures=photo(f"{false_gateway.server.url}/good.png")))
    image = visit.page.locator(".card img")
    assert await visit.page.locator(".credit").inner_text() == "Photo : A. Auteur (CC-BY-4.0)"
    assert await image.get_attribute("loading") == "lazy"
    assert await image.get_attribute("alt") == SCRIPT
    box = await visit.page.locator(".image").bounding_box()
    assert round(box["width"] / box["height"], 2) == 1.5


async def test_a_picture_that_is_gone_leaves_the_drawing_without_its_credit(visit, host, false_gateway):
    await show(visit, host, false_gateway, offer(pictures=photo(f"{false_gateway.server.url}/gone.png")))
    await visit.page.locator(".credit").wait_for(state="detached")
    assert await visit.page.locator(".card img").count() == 0
    assert await visit.page.locator(".card svg.drawing").is_visible()


async def test_signs_that_reorder_or_hide_text_are_taken_out(visit, host, false_gateway):
    await show(visit, host, false_gateway, offer(name=words("Vin \u202egpj.exe\u202c et\u200b pain\ufeff")))
    assert await visit.page.locator(".title").inner_text() == "Vin gpj.exe et pain"


async def test_a_card_that_makes_no_sense_drops_alone(visit, host, false_gateway):
    broken = offer(families=[7], pictures={"edges": 7})
    await show(visit, host, false_gateway, broken, offer(name=words("Bien")), "nonsense")
    assert await visit.page.locator(".title").all_inner_texts() == ["Bien"]


async def test_an_older_copy_says_since_when_its_source_does_not_answer(visit, host, false_gateway):
    edges = [{"node": offer(name=words("Bien"))}]
    stale = {"stale": ["apidae"], "asOf": "2026-11-24T08:00:00+00:00"}
    false_gateway.answer = {"data": {"offers": {"edges": edges}}, "extensions": stale}
    host.show(false_gateway.server.url, f'<partir-ici-offers key="pk_x">{FALLBACK}</partir-ici-offers>')
    await visit.page.goto(host.url)
    await visit.page.locator(".title").wait_for()
    said = "Source : Apidae · copie plus ancienne, du 24 novembre 2026"
    assert await visit.page.locator(".origin").inner_text() == said


async def test_levels_without_the_words_for_who_says_so_are_not_shown(visit, host, false_gateway):
    level = {"wording": words("niveau 3")}
    unknown = {
        "basis": "BLESSED",
        "environment": level,
        "localEconomy": level,
        "social": level,
        "statement": None,
    }
    await show(visit, host, false_gateway, offer(commitment=unknown))
    assert await visit.page.locator("details").count() == 0


async def test_an_answer_that_is_none_shows_the_failure_and_the_link(visit, host, false_gateway):
    answers = [{}, [], {"data": None}, {"errors": [{"message": SCRIPT}]}, "text", None]
    host.show(false_gateway.server.url, f'<partir-ici-offers key="pk_x">{FALLBACK}</partir-ici-offers>')
    for answer in answers:
        false_gateway.answer = answer
        await visit.page.goto(host.url)
        await visit.page.locator(".message").wait_for()
        assert await visit.page.get_by_role("link", name="Toutes les offres").is_visible()


async def test_a_disclosure_is_always_shown_and_stories_for_the_platform_alone_never(
    visit, host, false_gateway
):
    story = {
        "id": "s", "postedAt": "2026-11-01T08:00:00Z", "licence": "CC-BY-4.0", "commercialDisclosure": "NONE",
        "title": words("Titre"), "body": words("Texte"), "author": {"publicName": "Ada", "communities": []},
        "mentions": [], "pictures": [],
    }  # fmt: skip
    hidden = story | {"licence": "PLATFORM_ONLY", "title": words("Secret")}
    said = ["NONE", "PUBLICITE", "COLLABORATION_COMMERCIALE", "SOMETHING_NEW"]
    shown = [hidden, *[story | {"commercialDisclosure": one} for one in said]]
    false_gateway.answer = {"data": {"scoutContents": {"edges": [{"node": one} for one in shown]}}}
    host.show(
        false_gateway.server.url, f'<partir-ici-stories key="pk_x" limit="5">{FALLBACK}</partir-ici-stories>'
    )
    await visit.page.goto(host.url)
    await visit.page.locator(".card:not(.ghost)").first.wait_for()
    assert await visit.page.locator(".title").all_inner_texts() == ["Titre"] * 4
    labels = await visit.page.locator(".disclosure").all_inner_texts()
    assert labels == ["Publicité", "Collaboration commerciale", "SOMETHING_NEW"]
    assert await visit.page.locator("time").first.inner_text() == "1 novembre 2026"


def post(**changes):
    size = {"width": 640, "url": "/m/abc.def/640.webp"}
    return {
        "id": "p", "postedAt": "2026-11-01T08:00:00Z", "network": "INSTAGRAM",
        "permalink": "https://www.instagram.com/reel/abc/", "prunedCaption": SCRIPT, "account": {"name": "Office"},
        "media": [{"kind": "VIDEO", "alt": "", "dominantColor": "#336699", "sizes": [size]}],
    } | changes  # fmt: skip


async def show_posts(visit, host, gateway, *posts):
    gateway.answer = {
        "data": {"scoutContents": {"edges": []}, "socialPosts": {"edges": [{"node": one} for one in posts]}}
    }
    host.show(
        gateway.server.url, f'<partir-ici-stories key="pk_x" posts="yes">{FALLBACK}</partir-ici-stories>'
    )
    await visit.page.goto(host.url)
    await visit.page.locator(".card:not(.ghost), .message").first.wait_for()


async def test_a_post_has_its_author_its_place_on_the_network_and_a_way_to_report_it(
    visit, host, false_gateway
):
    wrong = [post(permalink="javascript:alert(1)"), post(account=None)]
    await show_posts(visit, host, false_gateway, *wrong, post())
    assert await visit.page.locator(".title").all_inner_texts() == ["Office"]
    assert await visit.page.locator(".summary").inner_text() == SCRIPT
    seen = visit.page.get_by_role("link", name="Voir sur Instagram (nouvelle fenêtre)")
    assert await seen.get_attribute("href") == "https://www.instagram.com/reel/abc/"
    report = await visit.page.get_by_role("link", name="Signaler").get_attribute("href")
    assert report == f"{false_gateway.server.url}/embed/report?about=p&lang=fr"


async def test_the_network_itself_is_asked_after_a_click_and_the_pages_consent_only(
    visit, host, false_gateway
):
    await show_posts(visit, host, false_gateway, post())
    page = visit.page
    play = page.get_by_role("button", name="Afficher la vidéo de Instagram")
    await page.evaluate(
        "addEventListener('pi-consent-needed', (event) => { window.asked = event.detail; event.preventDefault(); })"
    )
    await play.click()
    assert await page.evaluate("asked") == {
        "network": "Instagram",
        "permalink": "https://www.instagram.com/reel/abc/",
    }
    assert await page.locator("iframe").count() == 0
    await page.evaluate("document.querySelector('partir-ici-stories').setAttribute('consent', 'granted')")
    frame = page.locator("iframe.official")
    await frame.wait_for()
    assert (await frame.get_attribute("src")).startswith(
        f"{false_gateway.server.url}/embed/post?key=pk_x&url=https"
    )
    await page.reload()
    await play.click()  # nobody holds it back: the click itself is the consent
    await frame.wait_for()
