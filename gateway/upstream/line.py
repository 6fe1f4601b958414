"""One kept-alive HTTP/1.1 connection to an upstream: a request at a time, bounded in what it takes in."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

import aiohttp
import httptools
import msgspec
from aiohttp import http_exceptions
from multidict import CIMultiDict

from gateway.errors import SourceInvalid
from gateway.upstream.session import ERROR_BYTES, ConnectionFailed, Late

MOST_HEAD_BYTES = 65_536
GZIP, ZLIB, RAW = 16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS


Pairs = list[tuple[bytes, bytes]]


class Headers(Mapping[str, str]):
    """The headers of an answer by name in any case; made only for those who look at one."""

    __slots__ = ("_made", "_pairs")

    def __init__(self, pairs: Pairs) -> None:
        """As they came."""
        self._pairs = pairs
        self._made: CIMultiDict[str] | None = None

    def __getitem__(self, name: str) -> str:
        """The first header of a name."""
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        """The names."""
        return iter(self._known)

    def __len__(self) -> int:
        """How many headers came."""
        return len(self._pairs)

    @property
    def _known(self) -> CIMultiDict[str]:
        if self._made is None:
            self._made = CIMultiDict(
                (name.decode("latin-1"), value.decode("utf-8", "surrogateescape"))
                for name, value in self._pairs
            )
        return self._made


class Received(msgspec.Struct, frozen=True):
    """Status, headers and decompressed body; of an answer that is not 2xx only the beginning."""

    status: int
    headers: Headers
    body: bytes


class Line(asyncio.Protocol):
    """A connection; usable again while `free` is True. The names of some methods are httptools' own.

    Who asks sets `deadline`, on the loop's clock, and calls `late` when it is over.
    """

    _headers: Pairs
    _pieces: list[bytes]
    _decoder: Any
    _coding: str
    _status: int
    _size: int
    _head: int
    _headed: bool
    _cut: bool
    _ends_with_line: bool

    def __init__(self, limit: int, loop: asyncio.AbstractEventLoop) -> None:
        """`limit` bounds the bytes of a good body, before and after decompression."""
        self.free = False
        self.rested_at = 0.0
        self.deadline = 0.0
        self._limit = limit
        self.loop = loop
        self._parser = httptools.HttpResponseParser(self)
        self._transport: Any = None
        self._waiter: asyncio.Future[Received] | None = None
        self._reset()

    def connection_made(self, transport: Any) -> None:
        """Remember where to write; uvloop's transports are no subclasses of asyncio's."""
        self._transport, self.free = transport, True

    def ask(self, request: bytes) -> asyncio.Future[Received]:
        """The answer to a request; who waits for it no longer must close the connection."""
        self.free = False
        self._reset()
        self._waiter = waiter = self.loop.create_future()
        self._transport.write(request)
        return waiter

    def late(self) -> None:
        """The time for the answer is over."""
        self._fail(Late())

    def close(self) -> None:
        """End the connection at once."""
        self.free, self._waiter = False, None
        if self._transport is not None:
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        """Feed the parser; it calls the methods below."""
        if self._waiter is None or self._waiter.done():
            self.close()  # nobody asked
            return
        try:
            self._parser.feed_data(data)
            if not self._headed:
                self._head += len(data)
                if self._head > MOST_HEAD_BYTES:
                    self._fail(http_exceptions.BadHttpMessage("the head has no end"))
        except httptools.HttpParserCallbackError as error:
            self._fail(error.__context__ or http_exceptions.BadHttpMessage("not HTTP/1.1"))
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._fail(http_exceptions.BadHttpMessage("not HTTP/1.1"))

    def connection_lost(self, error: Exception | None) -> None:
        """The other side left, perhaps in the middle of an answer, perhaps to end it."""
        self.free = False
        if self._waiter is None or self._waiter.done():
            return
        if self._headed and self._ends_with_line and error is None:
            self._complete()
        elif self._headed:
            self._fail(http_exceptions.TransferEncodingError("cut"))
        else:
            failed = ConnectionFailed()
            failed.__cause__ = error or aiohttp.ServerDisconnectedError()
            self._fail(failed)

    def on_message_begin(self) -> None:
        """An answer begins; after the one that was asked for there must be none."""
        if self._waiter is None:
            raise http_exceptions.BadHttpMessage("more than was asked for")

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header."""
        self._headers.append((name, value))

    def on_headers_complete(self) -> None:
        """The head has ended: what it announces may be refused before it is read."""
        self._status = self._parser.get_status_code()
        if self._status < 200:
            return
        self._headed = True
        names = {name.lower(): value for name, value in self._headers}
        length = names.get(b"content-length")
        self._ends_with_line = length is None and b"transfer-encoding" not in names
        if length is not None and 200 <= self._status < 300 and int(length) > self._limit:
            text = f"announced {int(length)} bytes, at most {self._limit} are read"
            raise SourceInvalid(detail=text)
        self._coding = names.get(b"content-encoding", b"").strip().lower().decode("latin-1")
        if self._coding not in {"", "identity", "gzip", "deflate"}:
            raise http_exceptions.ContentEncodingError("unknown")

    def on_body(self, piece: bytes) -> None:
        """A piece of the body."""
        if self._cut:
            return
        if self._coding in {"", "identity"}:
            self._keep(piece)
        else:
            self._inflate(piece)

    def on_message_complete(self) -> None:
        """The answer is there; one that only announces another is passed over."""
        if self._status < 200:
            self._headers = []
        elif not self._cut:
            self._complete()

    def _inflate(self, piece: bytes) -> None:
        if self._decoder is None:
            plain = piece[0] & 0x0F == 8
            bits = GZIP if self._coding == "gzip" else (ZLIB if plain else RAW)
            self._decoder = zlib.decompressobj(bits)
        try:
            while piece and not self._cut:
                # never more at a time than may still be kept, and one byte to see that it is too much
                self._keep(self._decoder.decompress(piece, self._most() - self._size + 1))
                piece = self._decoder.unconsumed_tail
                if self._decoder.eof and self._decoder.unused_data and self._coding == "gzip":
                    piece, self._decoder = self._decoder.unused_data, zlib.decompressobj(GZIP)
        except zlib.error:
            raise http_exceptions.ContentEncodingError("cannot be inflated") from None

    def _most(self) -> int:
        return self._limit if 200 <= self._status < 300 else ERROR_BYTES

    def _keep(self, piece: bytes) -> None:
        self._pieces.append(piece)
        self._size += len(piece)
        if self._size <= self._most():
            return
        if 200 <= self._status < 300:
            raise SourceInvalid(detail=f"more than {self._limit} bytes")
        self._cut = True
        self._complete()

    def _complete(self) -> None:
        waiter, self._waiter = self._waiter, None
        body = self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces)
        self.free = self._parser.should_keep_alive() and not (self._cut or self._ends_with_line)
        if waiter is not None and not waiter.done():
            # the parser reads the head of the next answer into another list
            waiter.set_result(Received(self._status, Headers(self._headers), body[: self._most()]))

    def _fail(self, error: BaseException) -> None:
        waiter = self._waiter
        self.close()
        if waiter is not None and not waiter.done():
            waiter.set_exception(error)

    def _reset(self) -> None:
        self._headers, self._pieces, self._decoder = [], [], None
        self._status = self._size = self._head = 0
        self._headed = self._cut = self._ends_with_line = False
        self._coding = ""
