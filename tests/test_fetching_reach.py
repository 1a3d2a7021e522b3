"""Only public addresses may be connected to."""

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.fetching.reach import guarded_sockets, may_connect

PUBLIC = ["93.184.215.14", "8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"]
INTRANET = [
    "127.0.0.1",
    "127.255.0.9",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "100.100.100.200",
    "::1",
    "fc00::1",
    "fd12:3456::1",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "64:ff9b::127.0.0.1",
]
NOBODYS = [
    "0.0.0.0",
    "169.254.169.254",
    "168.63.129.16",
    "192.0.0.192",
    "192.88.99.1",
    "198.18.0.1",
    "203.0.113.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::127.0.0.1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "fd00:ec2::254",
    "2001:0:53aa:64c::1",
    "2002:7f00:1::",
    "2001:db8::1",
    "64:ff9b:1::1",
    "::ffff:169.254.169.254",
    "64:ff9b::169.254.169.254",
    "100::1",
    "4000::1",
]
NO_ADDRESS = ["2130706433", "0x7f.1", "017700000001", "127.1", "localhost", "", "example.com"]


@pytest.mark.parametrize("address", PUBLIC)
def test_the_public_may_be_reached(address: str) -> None:
    """Whatever the setting."""
    assert may_connect(address)
    assert may_connect(address, private=True)


@pytest.mark.parametrize("address", INTRANET)
def test_an_intranet_only_by_setting(address: str) -> None:
    """Under each of the names that an address can be given."""
    assert not may_connect(address)
    assert may_connect(address, private=True)


@pytest.mark.parametrize("address", [*NOBODYS, *NO_ADDRESS])
def test_some_addresses_never(address: str) -> None:
    """Neither what hands out credentials, nor what belongs to nobody, nor what is no address."""
    assert not may_connect(address)
    assert not may_connect(address, private=True)


@given(st.ip_addresses())
def test_what_python_calls_special_is_not_public(address: object) -> None:
    """The lists here leave out nothing that the standard library knows."""
    if getattr(address, "is_private", False) or getattr(address, "is_multicast", False):
        assert not may_connect(str(address))


def test_no_socket_is_made_for_what_may_not_be_reached() -> None:
    """The refusal comes before anything is sent."""
    make = guarded_sockets(private=False)
    with pytest.raises(PermissionError):
        make((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80)))
    with make((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", 80))) as allowed:
        assert allowed.family is socket.AF_INET
