"""A line of a revision file that calls one operation."""

from __future__ import annotations

from typing import Any

from alembic.autogenerate.api import AutogenContext
from alembic.autogenerate.render import renderers
from alembic.operations import MigrateOperation
from sqlalchemy.types import TypeEngine

from safemigrate.postgres.alembic_private import type_source


class Code(str):
    """Python code, written to the file without quotes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


class Call(MigrateOperation):
    """`op.NAME(…)`, without keyword arguments that are None or False."""

    def __init__(self, name: str, *values: Any, **named: Any) -> None:
        self.name = name
        self.values = values
        self.named = {
            key: value for key, value in named.items() if value is not None and value is not False
        }


@renderers.dispatch_for(Call)
def render(context: AutogenContext, call: Call) -> str:
    """Return the line."""
    words = [
        type_source(value, context) if isinstance(value, TypeEngine) else repr(value)
        for value in call.values
    ]
    words += [f"{key}={value!r}" for key, value in call.named.items()]
    return f"op.{call.name}({', '.join(words)})"
