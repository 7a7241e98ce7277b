"""Starts the `levy` command with the application behind it."""

from levy import cli
from levy.app import create_app


def main() -> None:
    """Run `levy …`."""
    cli.run(create_app)


if __name__ == "__main__":
    main()
