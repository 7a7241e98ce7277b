"""Shows and stops a private PostgreSQL: python -m localpg status DIRECTORY."""

import argparse
import sys
from pathlib import Path

from localpg.errors import LocalPostgresError
from localpg.hold import SESSION_ENDED, existing, system_errors_explained, wait_until_free
from localpg.place import Place, refuse_other_owner


def status(place: Place) -> str:
    """Return in one sentence whether a server runs, where, and for how many programs."""
    supervisor = existing(place)
    if supervisor is None:
        return f"No PostgreSQL runs in {place.directory}."
    try:
        state = supervisor.ask("status")
    finally:
        supervisor.close()
    users = f"{state['users']} program{'s' if state['users'] != 1 else ''}"
    if not state["version"]:
        return f"PostgreSQL in {place.directory} is starting for {users}."
    return (
        f"PostgreSQL {state['version']} in {place.directory} runs for {users} "
        f"on 127.0.0.1 port {state['port']}, process {state['process']}."
    )


def stop(place: Place) -> str:
    """Stop the server even if it is in use, and return in one sentence what was done."""
    supervisor = existing(place)
    if supervisor is None:
        return f"No PostgreSQL runs in {place.directory}."
    try:
        supervisor.ask("stop")
    except SESSION_ENDED:
        pass  # it ends instead of answering
    finally:
        supervisor.close()
    wait_until_free(place)
    return f"PostgreSQL in {place.directory} is stopped."


def main() -> int:
    """Run the command line and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m localpg", description=__doc__)
    parser.add_argument("command", choices=["status", "stop"])
    parser.add_argument("directory", type=Path, help="the data directory that was attached to")
    arguments = parser.parse_args()
    place = Place(arguments.directory.absolute())
    try:
        with system_errors_explained(place.directory):
            if place.exists:
                refuse_other_owner(place.cluster_file)
            sentence = status(place) if arguments.command == "status" else stop(place)
    except LocalPostgresError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{sentence}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
