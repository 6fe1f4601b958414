"""The developers' console: home page at `/`, GraphiQL for browsers, both without any other host."""

from gateway.console.examples import Example, read_examples
from gateway.console.graphiql import graphiql_page
from gateway.console.routes import console_routes
from gateway.console.state import HomeState, Link, SourceCard

__all__ = [
    "Example",
    "HomeState",
    "Link",
    "SourceCard",
    "console_routes",
    "graphiql_page",
    "read_examples",
]
