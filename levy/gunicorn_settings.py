"""How gunicorn serves the pages: `gunicorn --config python:levy.gunicorn_settings`.

Command-line options override these, but no option makes it listen to other machines.
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
timeout = 120  # seconds: enough to load a large season in the browser
control_socket_disable = True


def on_starting(server: Any) -> None:
    """Exit before gunicorn listens if other machines could reach an address."""
    _refuse_others(server.cfg.address)


def when_ready(server: Any) -> None:
    """Exit before a worker serves an inherited socket that other machines could reach."""
    _refuse_others(listener.sock.getsockname() for listener in server.LISTENERS)


def _refuse_others(addresses: Iterable[Any]) -> None:
    for address in addresses:
        # A path is a Unix socket; a number is an inherited socket, which when_ready checks.
        if isinstance(address, tuple):
            host, port = address[:2]
            if not all(map(is_this_machine, _digits(host))):
                sys.exit(f"Error: {ListensElsewhere(f'{host}:{port}')}")


def _digits(host: str) -> list[str]:
    """Return the addresses that a host name resolves to on this machine."""
    try:
        records = socket.getaddrinfo(host, None)
    except OSError:
        return [host]
    return [str(record[0]) for *_, record in records]
