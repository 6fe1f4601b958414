"""Feeds for other machines: calendars, GeoJSON, sitemap, Atom, JSON-LD; public, without a key."""

from gateway.feeds.routes import configured_feed_routes

__all__ = ["configured_feed_routes"]
