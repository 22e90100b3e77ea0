"""The addresses at which phones on the same network can reach this computer."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterable
from contextlib import suppress
from ipaddress import IPv4Address, IPv4Network
from typing import NamedTuple

try:
    import ifaddr
except ImportError:  # it is an extra
    ifaddr = None  # type: ignore[assignment]

_VIRTUAL = re.compile(
    r"docker|^br-|veth|virbr|vmnet|vbox|virtualbox|vmware|hyper-v|vethernet|wsl"
    r"|^tun|^tap|utun|^wg|^zt|zerotier|tailscale|^ppp|^lxc|podman|^cni|^ham|^awdl|^llw",
    re.IGNORECASE,
)
"""Names of interfaces that lead to no phone. (Windows' own hotspot is a "Wi-Fi Direct" adapter.)"""
_LIKELY = (IPv4Network("192.168.0.0/16"), IPv4Network("10.0.0.0/8"), IPv4Network("172.16.0.0/12"))
_ELSEWHERE = ("192.0.2.1", 9)
"""An address for documentation: nothing is sent, but the system says which way it would go."""


class Interface(NamedTuple):
    """An address of this computer, and what the system calls the way to it."""

    address: str
    name: str


def likely(interfaces: Iterable[Interface]) -> list[Interface]:
    """Return those that phones may reach, in the networks of homes and offices first."""
    usable = {interface.address: interface for interface in interfaces if _is_usable(interface)}

    def outside(interface: Interface) -> list[bool]:
        return [IPv4Address(interface.address) not in network for network in _LIKELY]

    return sorted(usable.values(), key=outside)


def interfaces() -> list[Interface]:
    """Return every IPv4 address of this computer, or, without ifaddr, that of the usual way out."""
    if sees_all():
        return [
            Interface(ip.ip, adapter.nice_name)
            for adapter in ifaddr.get_adapters()
            for ip in adapter.ips
            if isinstance(ip.ip, str)  # IPv6 comes as a tuple
        ]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):
        probe.connect(_ELSEWHERE)
        return [Interface(str(probe.getsockname()[0]), "")]
    return []


def sees_all() -> bool:
    """Return whether `interfaces` knows every address, rather than the usual way out alone."""
    return ifaddr is not None


def is_address(text: str) -> bool:
    """Return whether a text is an IPv4 address that could be one of this computer's."""
    with suppress(ValueError):
        address = IPv4Address(text)
        return str(address) == text and not (address.is_unspecified or address.is_multicast)
    return False


def is_ours(address: str) -> bool:
    """Return whether this computer still has an address; True where that can't be told."""
    ours = {interface.address for interface in interfaces()}
    return address in ours or address.startswith("127.") or len(ours) < 2


def _is_usable(interface: Interface) -> bool:
    if not is_address(interface.address) or _VIRTUAL.search(interface.name):
        return False
    address = IPv4Address(interface.address)
    return not (address.is_loopback or address.is_link_local)
