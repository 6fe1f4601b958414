"""What the developers' home page is told: version, sources and their states, examples, links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from gateway.console.examples import Example, read_examples


@dataclass(frozen=True, slots=True)
class SourceCard:
    """One source as the home page shows it.

    `title` and `description` are for people, in French. `state` is `OK`, `STALE`, `DOWN` or `DISABLED`;
    `since` is aware; `message` is one public sentence about the state, if there is more to say.
    """

    name: str
    title: str
    description: str
    state: str
    since: datetime
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A page worth knowing: where it is (an absolute path of this server or a url) and what it is for."""

    title: str
    href: str
    description: str


DEFAULT_LINKS = (
    Link("GraphiQL", "/graphql", "Write operations with completion, documentation and history."),
    Link("Documentation", "/docs", "Guides, and every type, field and code of the graph, with a search."),
    Link("schema.graphql", "/schema.graphql", "The whole graph, for code generators and reviews."),
    Link("Widgets", "/widgets", "Choose a widget for a partner's page, see it live, copy its snippet."),
    Link("Feed", "/feed.atom", "What is new, as Atom; calendars, GeoJSON and JSON-LD are in docs/feeds.md."),
    Link("Health", "/health/ready", "Whether the gateway and its sources answer, as JSON."),
)


@dataclass(frozen=True, slots=True)
class HomeState:
    """All that changes on the home page; made anew for each request. The first three examples are shown."""

    version: str
    sources: Sequence[SourceCard]
    examples: Sequence[Example] = field(default_factory=read_examples)
    links: Sequence[Link] = DEFAULT_LINKS
