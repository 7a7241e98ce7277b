"""The commands as functions for programs, with Flask-Migrate's names, arguments and errors.

As there, an error in the migration files is logged and ends the program with status 1, and an
error of the database is raised: programs that wait for their database catch it.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from safemigrate.commands import database, questions, scripts

P = ParamSpec("P")
R = TypeVar("R")

# Flask-Migrate's name, because every project's alembic.ini sets that logger up.
log = logging.getLogger("flask_migrate")


def _exits(function: Callable[P, R]) -> Callable[P, R]:
    """Return the function, ending the program with status 1 on an error in the files."""

    @wraps(function)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        from alembic.util import CommandError

        try:
            return function(*args, **kwargs)
        except (CommandError, RuntimeError) as error:
            log.error("Error: %s", error)
            sys.exit(1)

    return wrapped


list_templates = _exits(scripts.list_templates)
init = _exits(scripts.init)
revision = _exits(scripts.revision)
migrate = _exits(scripts.migrate)
edit = _exits(scripts.edit)
merge = _exits(scripts.merge)
upgrade = _exits(database.upgrade)
downgrade = _exits(database.downgrade)
stamp = _exits(database.stamp)
show = _exits(questions.show)
history = _exits(questions.history)
heads = _exits(questions.heads)
branches = _exits(questions.branches)
current = _exits(questions.current)
check = _exits(questions.check)
