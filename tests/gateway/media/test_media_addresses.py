"""Nobody makes the proxy of pictures call a machine it should not call."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.test_utils import TestServer

from gateway.media.addresses import Hosts, NotAllowed, is_public
from gateway.media.fetching import Fetcher, Unfetched

CDN = Hosts(["*.cdninstagram.com", "*.fbcdn.net"])


@pytest.mark.parametrize(
    "url",
    [
        "https://scontent.cdninstagram.com/v/1.jpg?oe=6A819778",
        "https://SCONTENT-CDG4-1.XX.FBCDN.NET:443/v/1.jpg",
    ],
)
def test_the_two_families_of_hosts_are_let_through(url: str):
    CDN.check(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://scontent.cdninstagram.com/1.jpg",
        "https://scontent.cdninstagram.com:8443/1.jpg",
        "https://cdninstagram.com/1.jpg",
        "https://evilcdninstagram.com/1.jpg",
        "https://scontent.cdninstagram.com.evil.example/1.jpg",
        "https://evil.example/?x=.fbcdn.net",
        "https://user@scontent.cdninstagram.com/1.jpg",
        "https://scontent.cdninstagram.com@evil.example/1.jpg",
        "https://127.0.0.1/1.jpg",
        "https://2130706433/1.jpg",
        "https://0x7f.1/1.jpg",
        "https://[::1]/1.jpg",
        "https://[::ffff:169.254.169.254]/1.jpg",
        "https://localhost/1.jpg",
        "file:///etc/passwd",
        "gopher://scontent.cdninstagram.com/",
        "//scontent.cdninstagram.com/1.jpg",
        "https://scontent.cdninstagram.com:99999/1.jpg",
        "https://[/1.jpg",
        "",
    ],
)
def test_every_other_address_is_refused_before_anything_is_resolved(url: str):
    with pytest.raises(NotAllowed):
        CDN.check(url)


def test_a_source_without_hosts_has_no_pictures():
    with pytest.raises(NotAllowed):
        Hosts([]).check("https://scontent.cdninstagram.com/1.jpg")


def test_an_emulator_is_let_through_exactly():
    here = Hosts(["http://127.0.0.1:8102"])
    here.check("http://127.0.0.1:8102/cdn/1.jpg")
    for other in ("http://127.0.0.1:8103/x", "https://127.0.0.1:8102/x", "http://localhost:8102/x"):
        with pytest.raises(NotAllowed):
            here.check(other)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("157.240.0.1", True),
        ("2a03:2880::1", True),
        ("127.0.0.1", False),
        ("127.9.9.9", False),
        ("0.0.0.0", False),  # noqa: S104
        ("10.0.0.1", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("2130706433", False),
        ("localhost", False),
        ("", False),
    ],
)
def test_only_addresses_of_the_public_internet_are_connected_to(address: str, public: bool):
    assert is_public(address) is public


class Rebinding(AbstractResolver):
    """Says another address each time it is asked."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.asked = 0

    async def resolve(self, host: str, port: int = 0, family: Any = None) -> list[ResolveResult]:
        del family
        self.asked += 1
        address = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        kind = socket.AF_INET6 if ":" in address else socket.AF_INET
        return [ResolveResult(hostname=host, host=address, port=port, family=kind, proto=0, flags=0)]

    async def close(self) -> None:
        pass


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "::1", "169.254.169.254", "10.1.2.3", "::ffff:127.0.0.1", "64:ff9b::7f00:1"]
)
async def test_a_listed_name_that_leads_into_a_private_network_is_not_connected_to(address: str):
    resolver = Rebinding(address)
    fetcher = Fetcher({"social": CDN}, resolver)
    try:
        with pytest.raises(Unfetched, match="private network"):
            await fetcher.fetch("social", "https://scontent.cdninstagram.com/1.jpg")
    finally:
        await fetcher.aclose()


async def test_a_name_that_changes_its_mind_is_judged_by_what_is_connected_to():
    """First a public address, then loopback: whichever is used was looked at."""
    hits: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        hits.append(request.path)
        return web.Response(body=b"secret", content_type="image/png")

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    async with TestServer(app):
        resolver = Rebinding("192.0.2.1", "127.0.0.1")  # the first is for documentation: nobody is there
        fetcher = Fetcher({"social": CDN}, resolver)
        try:
            for _ in range(2):
                with pytest.raises(Unfetched):
                    await fetcher.fetch("social", "https://scontent.cdninstagram.com/1.jpg")
        finally:
            await fetcher.aclose()
    assert hits == []
    assert resolver.asked == 2  # no name is remembered


async def test_a_socket_to_a_private_address_is_never_opened_whatever_the_resolver_says(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr("gateway.media.addresses.GuardedResolver.resolve", Rebinding("127.0.0.1").resolve)
    fetcher = Fetcher({"social": CDN})
    try:
        with pytest.raises(Unfetched):
            await fetcher.fetch("social", "https://scontent.cdninstagram.com/1.jpg")
    finally:
        await fetcher.aclose()


async def test_a_source_without_pictures_cannot_make_anybody_fetch():
    fetcher = Fetcher({})
    try:
        with pytest.raises(Unfetched, match="refused"):
            await fetcher.fetch("other", "https://scontent.cdninstagram.com/1.jpg")
    finally:
        await fetcher.aclose()
