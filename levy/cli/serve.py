"""`levy serve`: serves the pages to browsers on this machine."""

import socket

import click

from levy.errors import PortTaken

# There is no sign-in yet, so nobody else may reach the pages.
LOOPBACK = "127.0.0.1"


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Instead of PORT, or 5000.")
@click.pass_context
def serve(context: click.Context, port: int | None) -> None:
    """Serve the pages on this machine until Ctrl+C."""
    from waitress.server import create_server

    app = context.obj()
    chosen = port or app.config["PORT"]
    # Forwarding headers of a proxy are kept: this_machine_alone checks them, and trusts none.
    server = create_server(app, sockets=[_bind(chosen)], clear_untrusted_proxy_headers=False)
    click.echo(f"Serving on http://{LOOPBACK}:{chosen}  (Ctrl+C stops)")
    server.run()


def _bind(port: int) -> socket.socket:
    """Return a socket on the loopback address; waitress would leave it open if bind failed."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
    except OSError as error:
        listener.close()
        raise PortTaken(port) from error
    return listener
