"""`levy serve`: the pages, for a browser on this machine."""

import socket

import click

from levy.errors import PortTaken

# Nobody signs in yet, so nobody else may reach the pages.
LOOPBACK = "127.0.0.1"


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Instead of PORT, or 5000.")
@click.pass_context
def serve(context: click.Context, port: int | None) -> None:
    """Serve the pages on this machine until Ctrl+C."""
    from waitress.server import create_server

    app = context.obj()
    chosen = port or app.config["PORT"]
    # What a web server in front says of whom it asks for is looked at, not believed.
    server = create_server(app, sockets=[_bound(chosen)], clear_untrusted_proxy_headers=False)
    click.echo(f"Serving on http://{LOOPBACK}:{chosen}  (Ctrl+C stops)")
    server.run()


def _bound(port: int) -> socket.socket:
    """Return a socket on this machine's own address; waitress leaves a refused one open."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
    except OSError as error:
        listener.close()
        raise PortTaken(port) from error
    return listener
