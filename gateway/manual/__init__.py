"""The pages at `/docs`: guides of the repository, a page per type of the graph, examples, search."""

from gateway.manual.routes import manual_routes

__all__ = ["manual_routes"]
