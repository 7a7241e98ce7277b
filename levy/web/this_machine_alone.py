"""There is no sign-in yet, so no page is shown to another machine, even behind a proxy.

The host name is checked, too: an attacker can point a host name at 127.0.0.1 (DNS rebinding), and a
browser would then let the attacker's page read ours.
"""

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import request

from levy.errors import RequestFromElsewhere


def this_machine_alone() -> None:
    """Raise RequestFromElsewhere unless a request came from this machine, to its own name."""
    # A Unix socket has no address: only this machine can open it.
    for address in (request.remote_addr, *request.access_route):
        if address and not is_this_machine(address):
            raise RequestFromElsewhere(address)
    name = urlsplit(f"//{request.host}").hostname or ""
    if name != "localhost" and not is_this_machine(name):
        raise RequestFromElsewhere(name)


def is_this_machine(address: str) -> bool:
    """Return whether an IP address is a loopback address."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
