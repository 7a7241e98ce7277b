"""`levy serve`: the pages, for a browser on this machine."""

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
    try:
        server = create_server(app, host=LOOPBACK, port=chosen)
    except OSError as error:
        raise PortTaken(chosen) from error
    click.echo(f"Serving on http://{LOOPBACK}:{chosen}  (Ctrl+C stops)")
    server.run()
