"""`db migrate`: revision files from the difference between the models and the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.script import Script


def migrate(
    directory: str | None = None,
    message: str | None = None,
    sql: bool = False,
    head: str = "head",
    splice: bool = False,
    branch_label: str | None = None,
    version_path: str | None = None,
    rev_id: str | None = None,
    x_arg: str | Iterable[str] | None = None,
    *,
    depends_on: Sequence[str] | None = None,
    compare_type: bool | None = None,
    compare_server_default: bool | None = None,
    rename: Sequence[str] = (),
    no_rename: Sequence[str] = (),
    at_once: bool = False,
) -> list[Script]:
    """Write a revision file from the difference between the models and the database."""
    from safemigrate.commands.revision import revision

    return revision(
        directory,
        message,
        True,
        sql,
        head,
        splice,
        branch_label,
        version_path,
        rev_id,
        x_arg,
        depends_on=depends_on,
        compare_type=compare_type,
        compare_server_default=compare_server_default,
        rename=rename,
        no_rename=no_rename,
        at_once=at_once,
    )
