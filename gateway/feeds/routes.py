"""The routes of all feeds."""

from __future__ import annotations

from collections.abc import Callable

from starlette.routing import BaseRoute, Route

from gateway.execution.runner import Runner
from gateway.feeds import atom, calendars, geojson
from gateway.feeds.described import described_offer
from gateway.feeds.serving import Desk
from gateway.feeds.site import read_site
from gateway.feeds.sitemap import sitemap_index, sitemap_part
from gateway.http.rates import RateLimits
from gateway.opened import OpenedSources
from gateway.settings import GatewaySettings


def configured_feed_routes(
    settings: GatewaySettings, runner: Runner, opened: Callable[[], OpenedSources], rates: RateLimits
) -> list[BaseRoute]:
    """The routes as a deployer set them; raises `SettingsError` for a wrong pattern of the public site."""
    desk = Desk(runner, opened, rates, read_site(settings), settings.public_url.rstrip("/"))
    return [
        Route("/calendar/events.ics", desk.endpoint(calendars.events_calendar, *calendars.EVENTS)),
        Route("/calendar/openings.ics", desk.endpoint(calendars.openings_calendar, *calendars.OPENINGS)),
        Route("/calendar/offers/{ref}.ics", desk.endpoint(calendars.offer_calendar)),
        Route("/calendar/collections/{ref}.ics", desk.endpoint(calendars.collection_calendar)),
        Route("/offers.geojson", desk.endpoint(geojson.offers_geojson, *geojson.PARAMETERS)),
        Route("/feed.atom", desk.endpoint(atom.atom_feed, *atom.PARAMETERS)),
        Route("/sitemap.xml", desk.endpoint(sitemap_index)),
        Route("/sitemaps/{name}.xml", desk.endpoint(sitemap_part)),
        Route("/jsonld/{ref}", desk.endpoint(described_offer)),
    ]
