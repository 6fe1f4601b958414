"""The routes of the manual; each page is made when it is first asked for, then kept."""

from __future__ import annotations

from functools import cached_property

from graphql import GraphQLSchema
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from gateway.console.examples import examples_today
from gateway.console.home import coloured
from gateway.console.templates import Html, joined
from gateway.console.templates import render as console_render
from gateway.errors import CODES
from gateway.manual.fields import Writing
from gateway.manual.guides import grouped, read_guides
from gateway.manual.page import Content, Page, page_of, render, up_from
from gateway.manual.prose import html_of
from gateway.manual.search import MOST_CHARACTERS, Entry, entries_of, find, shortened
from gateway.manual.types import ROOTS, root_page, type_page, type_places, types_page
from gateway.mutations.codes import USER_CODES

ERRORS = "errors"
CODE_NAMES = frozenset({*CODES, *USER_CODES})


class Manual:
    """All pages over one schema."""

    def __init__(self, schema: GraphQLSchema) -> None:
        """Reads the guides; pages are made when they are asked for."""
        self.schema = schema
        self.guides = read_guides()
        self.types = type_places(schema)
        self._pages: dict[str, Page] = {}

    @cached_property
    def places(self) -> dict[str, str]:
        """Where names in code, and files in links, are explained."""
        codes = {code: f"docs/guides/{ERRORS}#{code}" for code in CODE_NAMES if ERRORS in self.guides}
        files = {f"{guide.name}.md": guide.path for guide in self.guides.values()}
        return {**codes, **self.types, **files, "../schema.graphql": "schema.graphql"}

    @cached_property
    def entries(self) -> list[Entry]:
        """What a search looks through."""
        return entries_of(self.schema, self.types, self.guides.values())

    def page(self, path: str) -> Page | None:
        """The page at an address, None when there is none."""
        if path not in self._pages:
            content = self._content(path)
            if content is None:
                return None
            self._pages[path] = page_of(content)
        return self._pages[path]

    def _content(self, path: str) -> Content | None:
        writing = Writing(self.places, up_from(path))
        if path == "docs":
            return self._overview(writing)
        if path == "docs/types":
            return types_page(self.schema, writing)
        for name, place in ROOTS.items():
            if place == path and name in self.types:
                return root_page(self.schema, name, writing)
        folder, _, name = path.rpartition("/")
        if folder == "docs/types" and name in self.types and name not in ROOTS:
            return type_page(self.schema, name, writing)
        if folder == "docs/guides" and name in self.guides:
            guide = self.guides[name]
            anchors = CODE_NAMES if name == ERRORS else frozenset()
            titles = {f"{one.name}.md": one.title for one in self.guides.values()}
            text = html_of(guide.text, self.places, writing.up, anchors, titles)
            return Content(path, guide.title, text, "docs")
        return None

    def _overview(self, writing: Writing) -> Content:
        groups = joined(
            render(
                "section",
                title=title,
                body=render("names", items=joined(_link(writing.up, one.path, one.title) for one in members)),
            )
            for title, members in grouped(self.guides)
        )
        return Content("docs", "Documentation", render("overview", up=writing.up, groups=groups), "docs")

    def search(self, asked: str) -> Content:
        """What was found, best first."""
        words = asked[:MOST_CHARACTERS].strip()
        found = find(self.entries, words)
        items = joined(
            render("found", href=f"../{one.place}", name=one.name, what=one.what, about=shortened(one.about))
            for one in found
        )
        count = f"{len(found)} found for “{words}”." if words else "Write what you look for."
        body = render("search", count=count, items=items)
        return Content("docs/search", f"Search: {words}" if words else "Search", body, "", words)

    def examples(self) -> Content:
        """All example operations, with the dates of today."""
        up = up_from("docs/examples")
        parts = [
            render(
                "example",
                up=up,
                key=one.key,
                title=one.title,
                description=one.description,
                code=coloured(one.query.strip()),
                variables=console_render("variables", json=one.variables) if one.variables else Html(""),
            )
            for one in examples_today()
        ]
        return Content("docs/examples", "Examples", joined(parts), "docs/examples")


def manual_routes(schema: GraphQLSchema) -> list[BaseRoute]:
    """`/docs` and all below it; nothing is made before somebody asks."""
    manual = Manual(schema)

    async def page(request: Request) -> Response:
        found = manual.page(request.url.path.strip("/"))
        return found.response(request) if found else _absent(request)

    async def search(request: Request) -> Response:
        return page_of(manual.search(request.query_params.get("q", ""))).response(request)

    async def examples(request: Request) -> Response:
        return page_of(manual.examples()).response(request)

    return [
        Route("/docs/search", search, methods=["GET"]),
        Route("/docs/examples", examples, methods=["GET"]),
        Route("/docs", page, methods=["GET"]),
        Route("/docs/{rest:path}", page, methods=["GET"]),
    ]


def _absent(request: Request) -> Response:
    path = request.url.path.strip("/")
    body = Html("<p>There is no such page. The search finds types, fields and guides.</p>")
    return page_of(Content(path, "Not found", body)).response(request, 404)


def _link(up: str, place: str, title: str) -> Html:
    return render("name", href=f"{up}{place}", name=title)
