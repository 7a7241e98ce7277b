"""Safe operations for migration scripts: what `op` has besides Alembic's own.

Each module is one operation, or one and its counterpart, and registers itself with Alembic when
it is imported; `load` imports them all.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path


def load() -> None:
    """Give `op` its safe operations."""
    for file in sorted(Path(__file__).parent.glob("*.py")):
        if file.stem != "__init__":
            import_module(f"{__name__}.{file.stem}")
