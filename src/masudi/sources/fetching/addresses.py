"""Which IP addresses may be connected to: those of machines on the public internet, and no others.

After the IANA special-purpose address registries (RFC 6890), as Python's `ipaddress` knows them, and what that leaves
out: addresses that carry another one in them, and through which a private machine could be reached after all.
"""

from __future__ import annotations

import ipaddress

# NAT64 (RFC 6052, RFC 8215), Teredo, 6to4, and IPv4-compatible addresses; all carry an IPv4 address.
_CARRIERS = tuple(
    map(ipaddress.IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16", "::/96", "::ffff:0:0:0/96"))
)
# Not in the registries as private, and nothing that a report is published on: 6to4 relays, site-local (RFC 3879).
_OTHERS = tuple(map(ipaddress.ip_network, ("192.88.99.0/24", "fec0::/10")))


def refusal(address: str) -> str | None:
    """Why there is to be no connection to this IP address, in words; None where it is a public one."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "no IP address"
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.scope_id is not None:
            return "an address of one network alone"
        if ip.ipv4_mapped is not None or any(ip in one for one in _CARRIERS):
            return "an address that carries another one"
    # The order matters: `is_private` is true of most of the others.
    for is_so, words in (
        (ip.is_unspecified, "no machine's address"),
        (ip.is_loopback, "this machine's own address"),
        (ip.is_link_local, "an address of the local link"),
        (ip.is_multicast, "an address of many machines"),
        (ip.is_private, "a private address"),
        (ip.is_reserved, "a reserved address"),
        (not ip.is_global, "no address of the public internet"),
        (any(ip.version == one.version and ip in one for one in _OTHERS), "a reserved address"),
    ):
        if is_so:
            return words
    return None
