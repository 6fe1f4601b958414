"""GraphiQL follows subscriptions and sends a token, against the real endpoint."""

import asyncio
import re
from dataclasses import replace

import pytest

from gateway.console import console_routes
from gateway.console.graphiql import graphiql_page
from gateway.http.assembly import graphql_route
from gateway.http.served import Served
from gateway.supervise.ports import free_port
from gateway.testing.servers import serving
from tests.gateway.console.conftest import Site
from tests.gateway.console.test_console_browser import built, run
from tests.gateway.http.test_http_events import known, ringing

pytestmark = pytest.mark.asyncio(loop_scope="session")


@built
async def test_graphiql_shows_each_event_and_stops_following_when_told(visit):
    made, bell = ringing()
    made.endpoint.parts = replace(made.endpoint.parts, page=graphiql_page, identify=known)
    routes = [graphql_route(made.endpoint, made.settings), *console_routes(Site().state)]
    app = Served(made.settings, made.endpoint, routes=routes)
    with serving(lambda: app, free_port()) as server:
        page = visit.page
        await page.goto(f"{server.url}/graphql")
        await page.locator(".graphiql-query-editor .view-line").first.wait_for()
        await write(page, "subscription { farmCounted { name { value } } }")
        await run(page)
        await page.locator(".result-window").get_by_text(re.compile(r"(Farm|Ferme)\s2")).wait_for()
        await write(page, "subscription { farmOpened { name { value } } }")
        await run(page)
        await happened(lambda: bell.queues)
        await page.get_by_role("button", name="Stop query").click()
        await happened(lambda: bell.closed)
        await write(page, "{ viewer { subject } }")
        await page.get_by_role("button", name="Headers", exact=True).click()
        await page.locator(".graphiql-editor-tool").get_by_text("Authorization").wait_for()
        assert visit.problems == []


async def happened(condition):
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110  # it happens in the server's thread
            await asyncio.sleep(0.02)


async def write(page, text):
    await page.locator(".graphiql-query-editor .view-line").first.click()
    await page.keyboard.press("Control+A")
    await page.keyboard.insert_text(text)
