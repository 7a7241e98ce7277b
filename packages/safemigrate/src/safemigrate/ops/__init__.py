"""Safe operations for migration scripts, added to Alembic's `op`.

Each module is one operation, or an operation and its undo, and registers itself with Alembic when
it is imported; `load` imports them all.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path


def load() -> None:
    """Add the safe operations to `op`."""
    for file in sorted(Path(__file__).parent.glob("*.py")):
        if file.stem != "__init__":
            import_module(f"{__name__}.{file.stem}")
