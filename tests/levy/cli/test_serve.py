"""`levy serve` listens on this machine only, and says so when it cannot."""

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from levy.cli import levy
from levy.db import db

ROOT = Path(__file__).parents[3]
LISTENING = "0A"  # https://docs.kernel.org/networking/proc_net_tcp.html


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listeners(port: int) -> set[str]:
    """Return the local addresses that listen on a port, as the kernel writes them."""
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            address, state = line.split()[1], line.split()[3]
            if state == LISTENING and int(address.split(":")[1], 16) == port:
                found.add(address.split(":")[0])
    return found


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="only Linux tells who listens")
def test_it_listens_on_the_loopback_address_alone_and_ends_with_ctrl_c(app: Flask) -> None:
    port = free_port()
    served = subprocess.Popen(
        [sys.executable, "-m", "levy", "serve"],
        cwd=ROOT,
        env=os.environ
        | {
            "DATABASE_URL": db.engine.url.render_as_string(hide_password=False),
            "PORT": str(port),
            "PYTHONUNBUFFERED": "1",
        },
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert served.stdout is not None
        said = served.stdout.readline()
        assert said == f"Serving on http://127.0.0.1:{port}  (Ctrl+C stops)\n"
        assert listeners(port) == {"0100007F"}
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
            assert b"levy season import" in page.read(), "an empty database says what to type"
        passed_on = urllib.request.Request(
            f"http://127.0.0.1:{port}/", headers={"X-Forwarded-For": "192.0.2.7"}
        )
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(passed_on)  # noqa: S310 (http, by the line above)
        assert refused.value.code == 403, "a web server in front asks for another machine"
        refused.value.close()
        served.send_signal(signal.SIGINT)
        assert served.wait(timeout=30) == 0
    finally:
        served.kill()
        served.communicate()


def test_a_port_that_is_taken_is_told(app: Flask) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = CliRunner().invoke(levy, ["serve", "--port", str(port)], obj=lambda: app)
    assert done.exit_code == 1
    assert done.output == (
        f"Error: Cannot listen on port {port} of 127.0.0.1; another program may be using it. "
        f"Choose another: PORT={port + 1} or --port.\n"
    )
