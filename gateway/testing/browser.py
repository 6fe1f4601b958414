"""A real Chromium for tests: one for the whole session, cut off from every host but 127.0.0.1.

A test module that uses it says `pytestmark = pytest.mark.asyncio(loop_scope="session")` and its `conftest.py`
imports the fixtures. The browser lives in the session's event loop, which stands still while other tests run
in loops of their own.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Request, async_playwright

ARGUMENTS = (
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
AXE = Path(__file__).parents[1] / "embed/audit/node_modules/axe-core/axe.min.js"
AXE_ABSENT = "axe-core is absent: `python -m gateway.console.build gateway/embed/audit`."
INLINE_SCHEMES = {"data", "blob"}
LEFT = "net::ERR_ABORTED"
"""How a request ends whose page was left meanwhile: no problem."""


@dataclass
class Visit:
    """A page and what happened in it: every request's url, and all that a developer would call a problem."""

    page: Page
    requests: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Write down requests of the page and of its workers, console errors, warnings of its policy."""
        context = self.page.context
        context.on("request", lambda request: self.requests.append(request.url))
        context.on("requestfailed", self._failed)
        context.on("weberror", lambda error: self.problems.append(f"uncaught: {error.error}"))
        context.on("console", self._listen)

    def _failed(self, request: Request) -> None:
        if request.failure != LEFT:
            self.problems.append(f"{request.failure}: {request.url}")

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error" or "Content Security Policy" in message.text:
            self.problems.append(f"{message.type}: {message.text}")

    def hosts(self) -> set[str]:
        """`host:port` of every request that went out."""
        urls = [urlsplit(url) for url in self.requests]
        return {url.netloc for url in urls if url.scheme not in INLINE_SCHEMES}


def chromium() -> str:
    """Path of the browser; without one the test is skipped, or fails where `REQUIRE_BROWSER=1`."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail("Chromium is not on the PATH, and REQUIRE_BROWSER=1 asks for it.")
    pytest.skip("Chromium is not on the PATH.")


async def violations(page: Page) -> list[tuple[str, list[str]]]:
    """What axe-core has against a page: each rule and the elements that break it; skips without axe-core."""
    if not AXE.is_file():
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(AXE_ABSENT)
        pytest.skip(AXE_ABSENT)
    await page.evaluate(AXE.read_text("utf-8"))
    found = await page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for all tests of the session."""
    path = chromium()
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield running
        await running.close()


@pytest_asyncio.fixture(loop_scope="session")
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    """Cookies, storage and cache of one test alone."""
    fresh = await browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    fresh.set_default_timeout(15_000)
    yield fresh
    await fresh.close()


@pytest_asyncio.fixture(loop_scope="session")
async def visit(context: BrowserContext) -> Visit:
    """An empty page that is being watched."""
    watched = Visit(await context.new_page())
    watched.watch()
    return watched
