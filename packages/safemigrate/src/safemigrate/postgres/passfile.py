"""Passes a password to a PostgreSQL program in a file of mode 0600, and nowhere else.

Other users of the machine can read a program's command line, and some its environment.
https://www.postgresql.org/docs/current/libpq-pgpass.html
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from safemigrate.postgres.address import Address


@contextmanager
def environment(address: Address) -> Iterator[dict[str, str]]:
    """Yield the environment for a program; it names the file, which is removed afterwards."""
    variables = {name: value for name, value in os.environ.items() if name != "PGPASSWORD"}
    password = address.parts.get("password") or os.environ.get("PGPASSWORD")
    if not password:
        yield variables
        return
    escaped = str(password).replace("\\", "\\\\").replace(":", "\\:")
    with tempfile.NamedTemporaryFile("w", prefix="safemigrate-") as file:  # mode 0600
        file.write(f"*:*:*:*:{escaped}\n")
        file.flush()
        yield variables | {"PGPASSFILE": file.name}


def words(address: Address) -> str:
    """Return the address for a command line, without a passfile, which would take precedence."""
    return Address({k: v for k, v in address.parts.items() if k != "passfile"}).words()
