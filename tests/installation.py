"""Which PostgreSQL the tests run on: the embedded one, or that of the folder in TEST_POSTGRES."""

import os
from pathlib import Path

import localpg


def installation() -> localpg.Binaries | None:
    """Return the programs in TEST_POSTGRES, None for the embedded ones."""
    folder = os.environ.get("TEST_POSTGRES")
    return localpg.binaries(Path(folder)) if folder else None
