"""The GraphiQL page: from the local build, else from a public host with a sentence that says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson
from starlette.requests import Request
from starlette.responses import Response

from gateway.console import assets, policy
from gateway.console.examples import Example, examples_today
from gateway.console.templates import Html, joined, render

SETUP_COMMAND = "make setup"


@dataclass(frozen=True, slots=True)
class Remote:
    """A file of another host, and the hash that its bytes must have."""

    url: str
    integrity: str


# The last releases of each that a browser can load without a bundler.
REMOTE_SCRIPTS = (
    Remote(
        "https://cdn.jsdelivr.net/npm/react@18.3.1/umd/react.production.min.js",
        "sha384-DGyLxAyjq0f9SPpVevD6IgztCFlnMF6oW/XQGmfe+IsZ8TqEiDrcHkMLKI6fiB/Z",
    ),
    Remote(
        "https://cdn.jsdelivr.net/npm/react-dom@18.3.1/umd/react-dom.production.min.js",
        "sha384-gTGxhz21lVGYNMcdJOyq01Edg0jhn/c22nsx0kyqP0TxaV5WVdsSH1fSDUf5YJj1",
    ),
    Remote(
        "https://cdn.jsdelivr.net/npm/graphiql@3.8.3/graphiql.min.js",
        "sha384-HbRVEFG0JGJZeAHCJ9Xm2+tpknBQ7QZmNlO/DgZtkZ0aJSypT96YYGRNod99l9Ie",
    ),
)
REMOTE_STYLES = (
    Remote(
        "https://cdn.jsdelivr.net/npm/graphiql@3.8.3/graphiql.min.css",
        "sha384-Mq3vbRBY71jfjQAt/DcjxUIYY33ksal4cgdRt9U/hNPvHBCaT2JfJ/PTRiPKf0aM",
    ),
)


def graphiql_page(request: Request) -> Response:  # noqa: ARG001 - an endpoint is called with its request
    """GraphiQL with this graph's examples, for a browser that opens the GraphQL address.

    Its files are asked for at `console/...` next to that address (so a prefix in front of both is no matter);
    operations are sent to the address of the page itself.
    """
    return graphiql_from(assets.DIST, examples_today())


def graphiql_from(dist: Path, examples: Sequence[Example]) -> Response:
    """The page with the build in `dist`, or the one that does without a build."""
    built = assets.bundle(dist)
    return _without_build(examples) if built is None else _with_build(built, examples)


def _with_build(built: assets.Bundle, examples: Sequence[Example]) -> Response:
    html = render(
        "graphiql",
        icon=assets.versioned("favicon.svg"),
        style=built.style,
        script=built.script,
        preload=joined(render("preload", name=name) for name in built.preload),
        examples=script_json(examples),
    )
    return policy.page(html, policy.GRAPHIQL)


def _without_build(examples: Sequence[Example]) -> Response:
    html = render(
        "fallback",
        icon=assets.versioned("favicon.svg"),
        own_style=assets.versioned("fallback.css"),
        own_script=assets.versioned("fallback.js"),
        scripts=joined(_remote("remote_script", file) for file in REMOTE_SCRIPTS),
        styles=joined(_remote("remote_style", file) for file in REMOTE_STYLES),
        command=SETUP_COMMAND,
        examples=script_json(examples),
    )
    allowed = policy.fallback([file.url for file in REMOTE_SCRIPTS], [file.url for file in REMOTE_STYLES])
    return policy.page(html, allowed)


def _remote(template: str, file: Remote) -> Html:
    return render(template, url=file.url, integrity=file.integrity)


def script_json(examples: Sequence[Example]) -> Html:
    """The examples as JSON that cannot end the script element it stands in."""
    text = orjson.dumps([example.as_dict() for example in examples]).decode()
    return Html(text.replace("<", "\\u003c"))
