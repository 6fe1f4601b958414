"""What browser tests of widgets do with a page."""

import asyncio


async def open_host(visit, host, *, count=None):
    await visit.page.goto(host.url)
    if count is not None:
        await visit.page.locator(".card:not(.ghost)").nth(count - 1).wait_for()


async def until(page, expression):
    async with asyncio.timeout(10):
        while not await page.evaluate(expression):
            await page.wait_for_timeout(20)


async def check_accessible(page, axe):
    await page.evaluate(axe)
    found = await page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]] == []


async def focused(page):
    return await page.evaluate(
        "(() => { const at = document.activeElement, inner = at?.shadowRoot?.activeElement ?? at;"
        " return inner?.className || inner?.localName || ''; })()"
    )
