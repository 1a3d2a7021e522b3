"""Which machines may be connected to, decided on the very address that a socket is made for.

A name may mean one address when it is checked and another when it is used, so no name is checked.
"""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from aiohttp import AddrInfoType, SocketFactoryType

# The special-purpose registries of IANA, whole, rather than what one version of Python knows:
# https://www.iana.org/assignments/iana-ipv4-special-registry
_PRIVATE = [
    ip_network(block)
    for block in (
        "10.0.0.0/8",
        "100.64.0.0/10",  # carriers' own
        "127.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "::1/128",
        "fc00::/7",
    )
]
_NEVER = [
    ip_network(block)
    for block in (
        "0.0.0.0/8",
        "168.63.129.16/32",  # Azure's own services, at an address that looks public
        "169.254.0.0/16",  # among them where clouds hand out credentials
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "2001::/23",  # among them Teredo
        "2001:db8::/32",
        "2002::/16",  # 6to4
        "3fff::/20",
        "fd00:ec2::254/128",  # Amazon's, inside the private block
    )
]
# https://www.iana.org/assignments/ipv6-address-space: nothing beyond is given out yet.
_WORLD = ip_network("2000::/3")
# Networks without IPv4 reach it under this prefix, the address in the last 32 bits (RFC 6052).
_TRANSLATED = ip_network("64:ff9b::/96")


def guarded_sockets(*, private: bool) -> SocketFactoryType:
    """Return what makes sockets for aiohttp, and raises PermissionError where none may be made."""

    def make(address_info: AddrInfoType) -> socket.socket:
        family, kind, protocol, _, address = address_info
        if not may_connect(str(address[0]), private=private):
            raise PermissionError("this address is not to be reached")
        return socket.socket(family, kind, protocol)

    return make


def may_connect(text: str, *, private: bool = False) -> bool:
    """Tell whether an address is a public one, or with ``private`` one of an intranet."""
    try:
        address = _meant(ip_address(text))
    except ValueError:
        return False
    if any(address in block for block in _NEVER):
        return False
    if any(address in block for block in _PRIVATE):
        return private
    return isinstance(address, IPv4Address) or address in _WORLD


def _meant(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Return the IPv4 address inside an IPv6 address that is translated to it."""
    if isinstance(address, IPv4Address):
        return address
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address
