"""Markdown to HTML for the manual: what is code and names something of the graph becomes a link."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from types import MappingProxyType
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from gateway.console.home import coloured
from gateway.console.templates import Html

TAGS = {
    *("a", "blockquote", "code", "div", "em", "h1", "h2", "h3", "h4", "hr", "img", "li", "ol", "p", "pre"),
    *("span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
SHARED = {"id", "class", "tabindex", "role", "aria-label"}
ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt"},
    **dict.fromkeys(("code", "div", "h2", "h3", "pre", "span"), SHARED),
}
NOT_IN_ADDRESSES = re.compile(r"[^a-z0-9]+")

NO_TITLES: Mapping[str, str] = MappingProxyType({})

Places = Mapping[str, str]
"""Where a name in code or a file in a link is explained: name -> address from the root of the manual."""


class Writer(RendererHTML):
    """Writes headings with addresses, tables and code that can be scrolled, and links to what is known."""

    def code_inline(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:  # noqa: ARG002
        """Code, as a link when it names something that has a place; with an id where codes are explained."""
        text = tokens[index].content
        if text in env["anchors"]:
            env["anchors"].remove(text)
            return f'<code id="{escape(text)}">{escape(text)}</code>'
        code = f"<code>{escape(text)}</code>"
        place = env["places"].get(text)
        return f'<a href="{env["up"]}{place}">{code}</a>' if place and not env["in_link"] else code

    def fence(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:  # noqa: ARG002
        """A block of code that the keyboard can scroll."""
        token = tokens[index]
        text = token.content.rstrip("\n")
        code = coloured(text) if token.info.strip() == "graphql" else escape(text)
        name = {"graphql": "Operation", "sh": "Commands"}.get(token.info.strip(), "Code")
        opened = f'<div class="code"><pre tabindex="0" role="group" aria-label="{name}">'
        return f"{opened}<code>{code}</code></pre></div>\n"

    def heading_open(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        """A heading with an address made of its words."""
        words = NOT_IN_ADDRESSES.sub("-", tokens[index + 1].content.lower()).strip("-")
        if tokens[index].tag in {"h2", "h3"}:
            tokens[index].attrSet("id", words)
        return self.renderToken(tokens, index, options, env)

    def table_open(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        """A table in a box that scrolls by itself on a small screen."""
        box = '<div class="wide" tabindex="0" role="group" aria-label="Table">'
        return box + self.renderToken(tokens, index, options, env)

    def table_close(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        """Its end."""
        return self.renderToken(tokens, index, options, env) + "</div>"

    def th_open(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        """A heading of a column; one without words is none."""
        if not tokens[index + 1].content:
            tokens[index].tag = tokens[index + 2].tag = "td"
        return self.renderToken(tokens, index, options, env)

    def link_open(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        """A link to where a file of the repository is shown; one that is shown nowhere leads nowhere."""
        env["in_link"] = True
        token = tokens[index]
        file, _, part = str(token.attrGet("href") or "").partition("#")
        if "://" not in file:
            place = env["places"].get(file)
            if tokens[index + 1].content == file:
                tokens[index + 1].content = env["titles"].get(file, file)
            if place is None:
                token.attrs.pop("href")
            else:
                token.attrSet("href", f"{env['up']}{place}{'#' if part else ''}{part}")
        return self.renderToken(tokens, index, options, env)

    def link_close(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        """Its end."""
        env["in_link"] = False
        return self.renderToken(tokens, index, options, env)


MARKDOWN = MarkdownIt("commonmark", {"html": False}, renderer_cls=Writer).enable("table")


def html_of(
    text: str,
    places: Places,
    up: str,
    anchors: frozenset[str] = frozenset(),
    titles: Mapping[str, str] = NO_TITLES,
) -> Html:
    """Safe HTML of a Markdown text; `up` leads from its page to the root, `anchors` are codes it explains.

    A link that shows the name of a file shows its title from `titles` instead.
    """
    env = {"places": places, "up": up, "anchors": set(anchors), "titles": titles, "in_link": False}
    raw = MARKDOWN.render(text, env)
    return Html(
        nh3.clean(raw, tags=TAGS, attributes=ATTRIBUTES, link_rel=None, url_schemes={"https", "http"})
    )
