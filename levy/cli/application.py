"""Runs a command inside the application, so that its services reach the database."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

import click

P = ParamSpec("P")
T = TypeVar("T")


def in_application(command: Callable[P, T]) -> Callable[Concatenate[click.Context, P], T]:
    """Return the command, wrapped to run in the application that `levy.cli.run` received."""

    @click.pass_context
    @wraps(command)
    def within(context: click.Context, *args: P.args, **kwargs: P.kwargs) -> T:
        with context.obj().app_context():
            return command(*args, **kwargs)

    return within
