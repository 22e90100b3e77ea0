"""Which addresses of a computer phones may reach."""

from __future__ import annotations

import socket

import pytest

from rolequiz.room import addresses as addresses_of_ours
from rolequiz.room.addresses import Interface, interfaces, is_address, likely


def addresses(*found: tuple[str, str]) -> list[str]:
    """The addresses that are offered, of these and their interfaces."""
    return [each.address for each in likely(Interface(*each) for each in found)]


def test_homes_and_offices_come_first() -> None:
    """192.168 goes before 10, that before 172.16, and all before public addresses."""
    found = addresses(
        ("203.0.113.9", "eth1"), ("172.16.0.4", "eth2"), ("10.1.2.3", "en0"), ("192.168.1.5", "en1")
    )
    assert found == ["192.168.1.5", "10.1.2.3", "172.16.0.4", "203.0.113.9"]


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("127.0.0.1", "lo"),
        ("169.254.3.4", "en0"),
        ("172.17.0.1", "docker0"),
        ("192.168.122.1", "virbr0"),
        ("192.168.56.1", "VirtualBox Host-Only Ethernet Adapter"),
        ("172.20.0.1", "vEthernet (WSL)"),
        ("10.8.0.2", "tun0"),
        ("100.64.0.7", "utun4"),
        ("::1", "lo"),
    ],
)
def test_interfaces_that_lead_to_no_phone_are_left_out(address: str, name: str) -> None:
    """Loopback, addresses without a network, virtual machines and tunnels are not offered."""
    assert addresses((address, name)) == []


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("192.168.137.1", "Microsoft Wi-Fi Direct Virtual Adapter"),
        ("192.168.2.1", "bridge100"),
        ("10.42.0.1", "wlan0"),
    ],
)
def test_a_hotspot_of_this_computer_is_offered(address: str, name: str) -> None:
    """Windows, macOS and Linux call the network that they open themselves by these names."""
    assert addresses((address, name)) == [address]


def test_without_the_package_the_usual_way_out_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system is asked which address it would use; nothing is sent, and none is no error."""
    monkeypatch.setattr(addresses_of_ours, "ifaddr", None)
    for found in interfaces():
        assert is_address(found.address)

    def unreachable(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(socket.socket, "connect", unreachable)
    assert interfaces() == []


def test_only_ipv4_addresses_are_accepted() -> None:
    """Names, unusual spellings, and unspecified or multicast addresses are refused."""
    assert is_address("192.168.1.20")
    for text in ("localhost", "192.168.1", "192.168.1.020", "0.0.0.0", "224.0.0.1", "::1", ""):
        assert not is_address(text)
