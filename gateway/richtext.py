"""Texts of people: a small Markdown subset in, safe HTML and plain text out; no HTML gets through."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

MOST_CHARACTERS = 20_000
MOST_NESTED = 12
"""Deeper lists and quotations are plain text."""

RENDERING = 1
"""Stored with what was rendered: a migration renders again what a lower number made."""

_TAGS = {"p", "br", "em", "strong", "a", "ul", "ol", "li", "blockquote", "h3", "h4"}
_RULES = ("emphasis", "link", "list", "blockquote", "heading", "newline", "escape")
_HEADINGS = {"h1": "h3", "h2": "h4", "h5": "h4", "h6": "h4"}
_BLOCKS = {"paragraph_close", "heading_close"}
_PARSER = MarkdownIt("zero", {"html": False, "maxNesting": MOST_NESTED}).enable(list(_RULES))
_CONTROL = re.compile(
    r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text as it was written, as safe HTML and without any markup; paragraphs end with a blank line."""

    source: str
    html: str
    plain: str


def clean_line(text: str) -> str:
    """One line without control and direction characters, in composed form (NFC)."""
    return " ".join(clean_text(text).split())


def clean_text(text: str) -> str:
    """The same for a text of several lines."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _CONTROL.sub("", composed).strip()


def render(text: str) -> Rendered:
    """What readers see of a Markdown text; what is not in the subset shows as it was typed."""
    source = clean_text(text)
    tokens = _PARSER.parse(source)
    for token in tokens:
        token.tag = _HEADINGS.get(token.tag, token.tag)
    html = _PARSER.renderer.render(tokens, _PARSER.options, {})
    return Rendered(source, safe_html(html), _plain(tokens))


def safe_html(html: str) -> str:
    """HTML with the tags of the subset only; links lead to https and say that nobody vouches for them."""
    return nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags={"script", "style"},
        attributes={"a": {"href"}},
        url_schemes={"https"},
        link_rel="nofollow ugc noopener noreferrer",
    ).strip()


def _plain(tokens: list[Token]) -> str:
    parts: list[str] = []
    for token in tokens:
        if token.type == "inline":
            parts.append("".join(_word(child) for child in token.children or ()))
        elif token.type in _BLOCKS:
            # paragraphs of a list stand line by line, all others apart
            parts.append("\n" if token.hidden else "\n\n")
        elif token.type.endswith("_list_close"):
            parts.append("\n")
    return re.sub(r"\n{3,}", "\n\n", "".join(parts)).strip()


def _word(token: Token) -> str:
    return "\n" if token.type in {"softbreak", "hardbreak"} else token.content
