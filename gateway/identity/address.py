"""What of an address counts as one caller."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

HOUSEHOLD_BITS = 64
"""One connection gets an IPv6 network of this size, so all of it is one caller."""


def household(address: str | None) -> str | None:
    """The address, or the network it belongs to; None for what is no address, e.g. a Unix socket."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return None
    if found.version == 6:
        return str(ip_network((found, HOUSEHOLD_BITS), strict=False).network_address)
    return str(found)
