"""Database migrations for Flask applications: Flask-Migrate's commands, made safe for production.

Names are imported on first use, so that an application that only uses the extension does not load
Alembic.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from safemigrate.cli import main
    from safemigrate.extension import SafeMigrate
    from safemigrate.functions import (
        branches,
        check,
        current,
        downgrade,
        edit,
        heads,
        history,
        init,
        list_templates,
        merge,
        migrate,
        revision,
        show,
        stamp,
        upgrade,
    )

__all__ = [
    "SafeMigrate",
    "branches",
    "check",
    "current",
    "downgrade",
    "edit",
    "heads",
    "history",
    "init",
    "list_templates",
    "main",
    "merge",
    "migrate",
    "revision",
    "show",
    "stamp",
    "upgrade",
]

_HOMES = {"SafeMigrate": "safemigrate.extension", "main": "safemigrate.cli"}


def __getattr__(name: str) -> object:
    """Import a public name from its module."""
    if name not in __all__:
        raise AttributeError(f"module 'safemigrate' has no attribute {name!r}")
    return getattr(import_module(_HOMES.get(name, "safemigrate.functions")), name)
