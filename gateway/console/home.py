"""The home page for developers: what the graph is, how to ask it, how its sources are."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response

from gateway.console import assets, policy
from gateway.console.examples import PARIS, Example
from gateway.console.state import HomeState, Link, SourceCard
from gateway.console.templates import Html, joined, render

SHOWN_EXAMPLES = 3
STATE_WORDS = {"OK": "answers", "STALE": "older copy", "DOWN": "does not answer", "DISABLED": "switched off"}
PLAIN_HOST = re.compile(r"[A-Za-z0-9.\-]{1,253}(:\d{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:\d{1,5})?")
TOKEN = re.compile(
    r"(?P<comment>#[^\n]*)|(?P<variable>\$\w+)|(?P<keyword>\b(?:query|mutation|fragment|on)\b)"
    r"|(?P<number>\b\d+\b)|(?P<argument>\w+(?=:))|(?P<type>\b[A-Z]\w*!?)|(?P<plain>.)",
    re.DOTALL,
)


def home_page(request: Request, state: HomeState) -> Response:
    """The page for this moment's state."""
    today = datetime.now(PARIS).date()
    html = render(
        "home",
        icon=assets.versioned("favicon.svg"),
        style=assets.versioned("home.css"),
        script=assets.versioned("home.js"),
        version=state.version,
        endpoint=f"{origin_of(request)}/graphql",
        sources=joined(source_card(card) for card in state.sources),
        examples=joined(example_card(one, today) for one in state.examples[:SHOWN_EXAMPLES]),
        links=joined(link_item(link) for link in state.links),
    )
    return policy.page(html, policy.HOME)


def origin_of(request: Request) -> str:
    """`scheme://host` as the caller wrote it; a host of unusual shape is not repeated."""
    host = request.headers.get("host", "")
    scheme = "https" if request.scope["scheme"] == "https" else "http"
    return f"{scheme}://{host if PLAIN_HOST.fullmatch(host) else '127.0.0.1:8000'}"


def source_card(card: SourceCard) -> Html:
    """One source: name, what it brings, its state in words and since when."""
    since = card.since.astimezone(UTC)
    return render(
        "source",
        name=card.name,
        title=card.title,
        description=card.description,
        state=card.state,
        word=STATE_WORDS.get(card.state, card.state.lower()),
        iso=since.isoformat(timespec="seconds"),
        since=f"{since.day} {since:%B %Y, %H:%M} UTC",
        message=render("message", text=card.message) if card.message else Html(""),
    )


def example_card(example: Example, today: date) -> Html:
    """One example: what it asks, the operation, a link that opens it in GraphiQL."""
    filled = example.on(today)
    code = "\n".join(line for line in filled.query.strip().splitlines() if not line.startswith("#"))
    return render(
        "example",
        key=filled.key,
        title=filled.title,
        description=filled.description,
        code=coloured(code),
        variables=render("variables", json=filled.variables) if filled.variables else Html(""),
    )


def link_item(link: Link) -> Html:
    """One place to go to; addresses of this server are written relative, so that a prefix is no matter."""
    href = link.href.removeprefix("/") if not link.href.startswith("//") else link.href
    return render("link", href=href or "./", title=link.title, description=link.description)


def coloured(graphql: str) -> Html:
    """GraphQL with its words in spans for the style sheet."""
    kinds = [(match.lastgroup or "plain", match.group()) for match in TOKEN.finditer(graphql)]
    return joined(_span(kind, "".join(text for _, text in run)) for kind, run in groupby(kinds, _kind))


def _kind(token: tuple[str, str]) -> str:
    return token[0]


def _span(kind: str, text: str) -> Html:
    return render("plain", text=text) if kind == "plain" else render("token", kind=kind, text=text)
