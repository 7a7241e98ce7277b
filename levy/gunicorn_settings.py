"""How gunicorn serves the pages: `gunicorn --config python:levy.gunicorn_settings`.

Options of the command line win over these, but no option makes it listen for other machines.
https://gunicorn.org/reference/settings/
"""

import socket
import sys
from collections.abc import Iterable
from typing import Any

from levy.config import settings_from
from levy.errors import ListensElsewhere, SettingsRefused
from levy.web.this_machine_alone import is_this_machine

try:
    _settings = settings_from()
except SettingsRefused as error:
    sys.exit(f"Error: {error}")

wsgi_app = "levy.app:create_app()"
bind = f"127.0.0.1:{_settings.port}"
workers = 2
worker_class = "gthread"
threads = 4
timeout = 120  # seconds: a large season that is loaded in the browser
control_socket_disable = True


def on_starting(server: Any) -> None:
    """Refuse addresses that other machines can reach, before anything listens."""
    _refuse_others(server.cfg.address)


def when_ready(server: Any) -> None:
    """Refuse sockets that were handed over, before anybody answers on them."""
    _refuse_others(listener.sock.getsockname() for listener in server.LISTENERS)


def _refuse_others(addresses: Iterable[Any]) -> None:
    for address in addresses:
        # A path is a socket that is a file; a number, a socket that is looked at when it is ready.
        if isinstance(address, tuple):
            host, port = address[:2]
            if not all(map(is_this_machine, _digits(host))):
                sys.exit(f"Error: {ListensElsewhere(f'{host}:{port}')}")


def _digits(host: str) -> list[str]:
    """Return the addresses that a name stands for on this machine."""
    try:
        found = socket.getaddrinfo(host, None)
    except OSError:
        return [host]
    return [str(address[0]) for *_, address in found]
