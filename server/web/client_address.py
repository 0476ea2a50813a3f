"""From where a request comes: the connection's address, or what trusted proxies say of it."""

from __future__ import annotations

import ipaddress
from typing import Final

from flask import Flask, current_app, request

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
EXTENSION: Final = "trusted_proxies"
_MOST_HOPS: Final = 20
_ONE_CUSTOMER_V6: Final = 64  # whoever has one address of it has all of them


def parse_proxies(text: str) -> tuple[Network, ...]:
    """Return the networks of a list of addresses and networks, separated by commas.

    Raises: ValueError with what is no address or network.
    """
    found = []
    for each in filter(None, (part.strip() for part in text.split(","))):
        try:
            found.append(ipaddress.ip_network(each))
        except ValueError:
            raise ValueError(f"{each!r} is neither an address nor a network such as 10.0.0.0/8") from None
    return tuple(found)


def register_proxies(app: Flask, proxies: tuple[Network, ...]) -> None:
    """Let the app believe `X-Forwarded-For` of these, and of nobody else."""
    app.extensions[EXTENSION] = proxies


def client_address() -> str:
    """Return whom a request counts for: an IPv4 address or the /64 of an IPv6 one; "" when unknown.

    `X-Forwarded-For` is read from the right, each entry only while the hop that wrote it is a trusted proxy: what
    stands further left is whatever the client liked to send. Kept in memory by the throttle, logged nowhere.
    """
    here = _address(request.remote_addr)
    told = ",".join(request.headers.getlist("X-Forwarded-For")).split(",")
    for entry in reversed(told[-_MOST_HOPS:]):
        if here is None or not _trusted(here):
            break
        before = _address(entry)
        if before is None:
            break
        here = before
    if isinstance(here, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((here, _ONE_CUSTOMER_V6), strict=False))
    return str(here or "")


def _trusted(address: Address) -> bool:
    proxies: tuple[Network, ...] = current_app.extensions.get(EXTENSION, ())
    return any(address in network for network in proxies)


def _address(text: str | None) -> Address | None:
    try:
        found = ipaddress.ip_address((text or "").strip())
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
