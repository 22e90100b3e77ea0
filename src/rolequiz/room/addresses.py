"""The addresses at which phones on the same network can reach this computer."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterable
from contextlib import suppress
from ipaddress import IPv4Address, IPv4Network
from typing import NamedTuple

_VIRTUAL = re.compile(
    r"docker|^br-|veth|virbr|vmnet|vbox|virtualbox|vmware|hyper-v|vethernet|wsl"
    r"|^tun|^tap|utun|^wg|^zt|zerotier|tailscale|^ppp|^lxc|podman|^cni|^ham|^awdl|^llw",
    re.IGNORECASE,
)
"""Names of interfaces that lead to no phone. (Windows' own hotspot is a "Wi-Fi Direct" adapter.)"""
_NO_ADDRESS = (IPv4Network("127.0.0.0/8"), IPv4Network("169.254.0.0/16"), IPv4Network("0.0.0.0/8"))
_LIKELY = (IPv4Network("192.168.0.0/16"), IPv4Network("10.0.0.0/8"), IPv4Network("172.16.0.0/12"))
_ELSEWHERE = ("192.0.2.1", 9)
"""An address for documentation: nothing is sent, but the system says which way it would go."""


class Interface(NamedTuple):
    """An address of this computer, and what the system calls the way to it."""

    address: str
    name: str


def likely(found: Iterable[Interface]) -> list[Interface]:
    """Return those that phones may reach, homes' and offices' networks first."""
    usable = {each.address: each for each in found if _usable(each)}
    return sorted(usable.values(), key=lambda each: _rank(IPv4Address(each.address)))


def interfaces() -> list[Interface]:
    """Return every IPv4 address of this computer, or only that of the usual way out.

    The latter where the package ifaddr is not there, as `sees_all` tells.
    """
    if not sees_all():
        return _default_route()
    import ifaddr  # noqa: PLC0415 - an extra

    return [
        Interface(ip.ip, adapter.nice_name)
        for adapter in ifaddr.get_adapters()
        for ip in adapter.ips
        if isinstance(ip.ip, str)  # IPv6 comes as a tuple
    ]


def sees_all() -> bool:
    """Return whether `interfaces` knows every address, rather than the usual way out alone."""
    try:
        import ifaddr  # noqa: F401, PLC0415 - an extra
    except ImportError:
        return False
    return True


def is_address(text: str) -> bool:
    """Return whether a text is an IPv4 address that could be one of this computer's."""
    with suppress(ValueError):
        address = IPv4Address(text)
        return str(address) == text and not (address.is_unspecified or address.is_multicast)
    return False


def _default_route() -> list[Interface]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):
        probe.connect(_ELSEWHERE)
        return [Interface(str(probe.getsockname()[0]), "")]
    return []


def _usable(each: Interface) -> bool:
    if not is_address(each.address):
        return False
    nowhere = any(IPv4Address(each.address) in network for network in _NO_ADDRESS)
    return not nowhere and not _VIRTUAL.search(each.name)


def _rank(address: IPv4Address) -> int:
    return next((at for at, net in enumerate(_LIKELY) if address in net), len(_LIKELY))
