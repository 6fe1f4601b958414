"""Writes XML piece by piece, with the standard library: what was written is not kept as a tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from gateway.feeds.texts import clean


class Xml:
    """A document under way; texts lose characters that XML does not have."""

    def __init__(self) -> None:
        """Begins with the declaration."""
        self._bytes = BytesIO()
        self._writer = XMLGenerator(self._bytes, encoding="utf-8", short_empty_elements=True)
        self._writer.startDocument()

    @contextmanager
    def element(self, name: str, attributes: Mapping[str, str] | None = None) -> Iterator[None]:
        """An element around what is written within the block."""
        self._writer.startElement(name, AttributesImpl(dict(attributes or {})))
        yield
        self._writer.endElement(name)

    def text(self, name: str, content: str, attributes: Mapping[str, str] | None = None) -> None:
        """An element with a text."""
        with self.element(name, attributes):
            self._writer.characters(clean(content))

    def empty(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element without content."""
        with self.element(name, attributes):
            pass

    def done(self) -> bytes:
        """The whole document."""
        self._writer.endDocument()
        return self._bytes.getvalue()
