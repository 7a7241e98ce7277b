"""The commands as functions, with Flask-Migrate's names, arguments and errors.

As in Flask-Migrate, an error in the migration files is logged and ends the program with status 1.
A database error is raised, so that programs that wait for their database can catch it.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from safemigrate.commands.branches import branches as _branches
from safemigrate.commands.check import check as _check
from safemigrate.commands.current import current as _current
from safemigrate.commands.downgrade import downgrade as _downgrade
from safemigrate.commands.edit import edit as _edit
from safemigrate.commands.heads import heads as _heads
from safemigrate.commands.history import history as _history
from safemigrate.commands.init import init as _init
from safemigrate.commands.list_templates import list_templates as _list_templates
from safemigrate.commands.merge import merge as _merge
from safemigrate.commands.migrate import migrate as _migrate
from safemigrate.commands.revision import revision as _revision
from safemigrate.commands.show import show as _show
from safemigrate.commands.stamp import stamp as _stamp
from safemigrate.commands.upgrade import upgrade as _upgrade

P = ParamSpec("P")
R = TypeVar("R")

# Flask-Migrate's name, because every project's alembic.ini configures that logger.
log = logging.getLogger("flask_migrate")


def _exits(function: Callable[P, R]) -> Callable[P, R]:
    """Return the function so that an error in the files ends the program with status 1."""

    @wraps(function)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        from alembic.util import CommandError

        try:
            return function(*args, **kwargs)
        except (CommandError, RuntimeError) as error:
            log.error("Error: %s", error)
            sys.exit(1)

    return wrapped


list_templates = _exits(_list_templates)
init = _exits(_init)
revision = _exits(_revision)
migrate = _exits(_migrate)
edit = _exits(_edit)
merge = _exits(_merge)
upgrade = _exits(_upgrade)
downgrade = _exits(_downgrade)
stamp = _exits(_stamp)
show = _exits(_show)
history = _exits(_history)
heads = _exits(_heads)
branches = _exits(_branches)
current = _exits(_current)
check = _exits(_check)
