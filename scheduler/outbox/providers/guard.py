"""Which addresses a webhook may go to: none in a private network, so that no endpoint makes us knock from inside.

The host is resolved once, every address that it has is looked at, and the connection goes to the one that was
looked at; a name that is resolved anew at connecting could point elsewhere by then.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from scheduler.errors import Invalid

PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where to connect for a URL: ``url`` has the address in the host's place."""

    url: str
    host: str
    netloc: str


class Private(Exception):
    """The host is, or has, an address that is not public."""


class Unresolved(Exception):
    """The host has no address."""


def check_url(url: str) -> None:
    """Refuse what can never be an endpoint.

    Raises
    ------
    Invalid
        It is no HTTPS address with a host, carries a password, or names a private address outright.
    """
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises where it is no number
    except ValueError:
        raise Invalid(_("{url!r} is no address"), url=url, where="url") from None
    schemes = ("https", "http") if settings.MENLU_WEBHOOK_PRIVATE else ("https",)
    if parts.scheme not in schemes or not parts.hostname:
        raise Invalid(_("{url!r} has to be an {scheme} address"), url=url, scheme=schemes[0], where="url")
    if parts.username or parts.password:
        raise Invalid(_("an address carries no user and password: requests are signed"), where="url")
    try:
        literal = ipaddress.ip_address(parts.hostname)
    except ValueError:
        return
    if not _allowed(literal):
        raise Invalid(_("{host} lies in a private network: give a public address"), host=parts.hostname, where="url")


def target_of(url: str) -> Target:
    """Resolve a URL's host, now; raises Private or Unresolved."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise Unresolved(host) from None
    addresses = [ipaddress.ip_address(str(info[4][0]).partition("%")[0]) for info in found]
    if not addresses or not all(map(_allowed, addresses)):
        raise Private(host)
    first = addresses[0]
    where = f"[{first}]" if first.version == 6 else str(first)
    return Target(
        url=parts._replace(netloc=f"{where}:{port}", fragment="").geturl(),
        host=host,
        netloc=parts.netloc,
    )


def _allowed(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None) or address
    return settings.MENLU_WEBHOOK_PRIVATE or (inner.is_global and not inner.is_multicast and address.is_global)
