"""Nobody signs in yet, so no page is shown to another machine, whatever server is in front.

The name in the address is looked at, too: a stranger's page can have a name of its own lead to
127.0.0.1, and a browser would then take that page for ours.
"""

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import request

from levy.errors import AskedFromElsewhere


def this_machine_alone() -> None:
    """Raise AskedFromElsewhere for a request that did not come from this machine to itself."""
    # A socket that is a file has no address: only this machine has the file.
    for address in (request.remote_addr, *request.access_route):
        if address and not is_this_machine(address):
            raise AskedFromElsewhere(address)
    name = urlsplit(f"//{request.host}").hostname or ""
    if name != "localhost" and not is_this_machine(name):
        raise AskedFromElsewhere(name)


def is_this_machine(address: str) -> bool:
    """Return whether an address in digits is the loopback's."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
