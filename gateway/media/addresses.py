"""Which hosts pictures come from, and which network addresses may ever be connected to."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import DefaultResolver


class NotAllowed(Exception):  # noqa: N818  # a refusal
    """The address of a picture that must not be fetched; says why, without the address."""


class Hosts:
    """Hosts of one source: `*.name` for all below it by https; `http://host:port` exactly, wherever it is."""

    def __init__(self, allowed: Sequence[str]) -> None:
        """The exact ones are for emulators on this machine."""
        self._suffixes = tuple(name[1:].lower() for name in allowed if name.startswith("*."))
        self._exact = frozenset(name.lower() for name in allowed if "://" in name)
        self.exact_hosts = frozenset(urlsplit(name).hostname or "" for name in self._exact)

    def check(self, url: str) -> None:
        """Raise `NotAllowed` unless a url leads to one of these hosts, without user or odd port."""
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or "").lower(), parts.port
        except ValueError:
            raise NotAllowed("not a url") from None
        if f"{parts.scheme}://{parts.netloc}".lower() in self._exact:
            return
        if parts.scheme != "https" or port not in {None, 443} or "@" in parts.netloc:
            raise NotAllowed("not a plain https url")
        if not host.endswith(self._suffixes) or not self._suffixes:
            raise NotAllowed("a host that is not on the list")


class GuardedResolver(AbstractResolver):
    """Resolves names to public addresses only: what a name means is decided when it is connected to."""

    def __init__(self, exact_hosts: frozenset[str], inner: AbstractResolver | None = None) -> None:
        """`exact_hosts` may lead to this machine."""
        self._exact_hosts = exact_hosts
        self._inner = inner or DefaultResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The public addresses of a host; `NotAllowed` when it has none."""
        found = await self._inner.resolve(host, port, family)
        if host in self._exact_hosts:
            return found
        public = [one for one in found if is_public(one["host"])]
        if not public:
            raise NotAllowed("a name of a private network")
        return public

    async def close(self) -> None:
        """Close the resolver behind it."""
        await self._inner.close()


def guarded_connector(
    exact_hosts: frozenset[str], inner: AbstractResolver | None = None
) -> aiohttp.TCPConnector:
    """A connector that opens sockets to public addresses only, however it came to an address."""
    private = frozenset(_addresses_of(exact_hosts))

    def opened(info: Any) -> socket.socket:
        family, kind, protocol, _, address = info
        if not is_public(address[0]) and address[0] not in private:
            raise NotAllowed("an address of a private network")
        return socket.socket(family=family, type=kind, proto=protocol)

    return aiohttp.TCPConnector(
        resolver=GuardedResolver(exact_hosts, inner), use_dns_cache=False, limit=8, socket_factory=opened
    )


def is_public(text: str) -> bool:
    """Whether an address is one of the public internet, whatever it is wrapped in."""
    try:
        address: IPv4Address | IPv6Address = ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and address in NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return address.is_global and not address.is_multicast


NAT64 = ip_network("64:ff9b::/96")


def _addresses_of(hosts: frozenset[str]) -> set[str]:
    found: set[str] = set()
    for host in hosts:
        found |= {"127.0.0.1", "::1"} if host == "localhost" else {host}
    return found
