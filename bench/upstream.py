"""The upstream of the benchmark: ready bytes over keep-alive HTTP, fast enough never to be what is measured.

It speaks plain HTTP/1.1 on two ports, offers and social, and counts the calls of each service.
"""

from __future__ import annotations

import argparse
import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from urllib.parse import parse_qs

import httptools
import orjson
import uvloop

from bench.data import Data, ensure_data
from bench.ready import Ready

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
MOST_KEPT = 5_000
"""Requests that share calls ask for ever new choices of keys."""
ABSENT = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


class Services:
    """The answers, made once per question and then kept for a while."""

    def __init__(self, data: Data) -> None:
        """`data` as `bench.data` makes it."""
        self._offers = [orjson.dumps(offer) for offer in data["offers"]]
        self._by_id = {
            str(offer["id"]): body for offer, body in zip(data["offers"], self._offers, strict=True)
        }
        self._posts = {key: orjson.dumps(posts) for key, posts in data["posts"].items()}
        self._accounts = {account["id"]: orjson.dumps(account) for account in data["accounts"]}
        self._counted = orjson.dumps({"facets": _facets_of(data["offers"])})
        self._kept: dict[tuple[bytes, bytes], bytes] = {}
        self._services: dict[str, Callable[[str, bytes], bytes]] = {
            "/offers": self._list,
            "/objects": self._objects,
            "/facets": self._facets,
            "/posts": self._of_posts,
            "/accounts": self._of_accounts,
        }
        for path, service in Ready(data).services().items():
            self._services[path] = partial(_by_query, service)
        self.calls: Counter[str] = Counter()

    def respond(self, url: bytes, body: bytes) -> bytes:
        """A whole HTTP response; those to questions asked long ago are made anew."""
        place, _, query = url.decode().partition("?")
        if place == "/stats":
            return _response(orjson.dumps(dict(self.calls)))
        if place not in self._services:
            return ABSENT
        self.calls[place] += 1
        response = self._kept.get((url, body))
        if response is None:
            if len(self._kept) >= MOST_KEPT:
                del self._kept[next(iter(self._kept))]
            response = self._kept[url, body] = _response(self._services[place](query, body))
        return response

    def _list(self, query: str, _: bytes) -> bytes:
        asked = parse_qs(query)
        start, count = int(asked["start"][0]), int(asked["count"][0])
        total = len(self._offers)
        items = b",".join(self._offers[start : start + count])
        return b'{"numFound":%d,"objetsTouristiques":[%b]}' % (total, items)

    def _facets(self, _: str, __: bytes) -> bytes:
        return self._counted

    def _objects(self, _: str, body: bytes) -> bytes:
        wanted = [self._by_id[key] for key in orjson.loads(body)["ids"] if key in self._by_id]
        return b'{"objetsTouristiques":[%b]}' % b",".join(wanted)

    def _of_posts(self, _: str, body: bytes) -> bytes:
        wanted = [key for key in orjson.loads(body)["offers"] if key in self._posts]
        return b'{"posts":{%b}}' % b",".join(b'"%b":%b' % (key.encode(), self._posts[key]) for key in wanted)

    def _of_accounts(self, _: str, body: bytes) -> bytes:
        wanted = [self._accounts[key] for key in orjson.loads(body)["ids"] if key in self._accounts]
        return b'{"accounts":[%b]}' % b",".join(wanted)


def _by_query(service: Callable[[dict[str, list[str]]], bytes], query: str, _: bytes) -> bytes:
    return service(parse_qs(query))


class Connection(asyncio.Protocol):
    """One connection of a client; the names of some methods are httptools' own."""

    def __init__(self, services: Services) -> None:
        """A connection without a request so far."""
        self._services = services
        self._parser = httptools.HttpRequestParser(self)
        self._url = b""
        self._body = b""

    def connection_made(self, transport: Any) -> None:
        """Remember where to write; uvloop's transports are no subclasses of asyncio's."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Feed the parser; it calls the methods below."""
        self._parser.feed_data(data)

    def on_url(self, url: bytes) -> None:
        """The target of a new request."""
        self._url, self._body = url, b""

    def on_body(self, body: bytes) -> None:
        """A piece of its body."""
        self._body += body

    def on_message_complete(self) -> None:
        """Answer it."""
        self._transport.write(self._services.respond(self._url, self._body))


def _facets_of(offers: Sequence[Data]) -> list[Data]:
    """How many offers of each type, department, commune and postcode there are, the most frequent first."""
    counts: dict[str, Counter[str]] = {
        name: Counter() for name in ("TYPE", "DEPARTMENT", "COMMUNE", "POSTCODE")
    }
    for offer in offers:
        address = offer["localisation"]["adresse"]
        counts["TYPE"][offer["type"]] += 1
        if commune := address.get("commune"):
            counts["DEPARTMENT"][commune["code"][:2]] += 1
            counts["COMMUNE"][commune["code"]] += 1
        if postcode := address.get("codePostal"):
            counts["POSTCODE"][postcode] += 1
    return [
        {"facet": name, "values": [{"value": value, "nb": number} for value, number in found.most_common()]}
        for name, found in counts.items()
    ]


def _response(body: bytes) -> bytes:
    return HEAD + str(len(body)).encode() + b"\r\n\r\n" + body


async def serve(services: Services, ports: Sequence[int]) -> None:
    """Serve all services on each port, until cancelled."""
    loop = asyncio.get_running_loop()
    for port in ports:
        await loop.create_server(lambda: Connection(services), "127.0.0.1", port)
    await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ports", nargs="+", type=int)
    uvloop.run(serve(Services(ensure_data()), parser.parse_args().ports))
