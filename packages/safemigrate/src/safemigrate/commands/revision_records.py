"""The records of revisions that `--json` prints instead of Alembic's lines.

Alembic is imported inside the functions, so that an application's import does not wait for it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from safemigrate.postgres.alembic_private import down_revisions

if TYPE_CHECKING:
    from alembic.runtime.migration import MigrationContext
    from alembic.script import Script, ScriptDirectory

    from safemigrate.project.alembic_config import Config

Answer = dict[str, Any]


def record(script: Script) -> Answer:
    """Return a revision as plain values; the path is relative to the current directory."""
    return {
        "revision": script.revision,
        "down_revisions": list(down_revisions(script)),
        "depends_on": _listed(script.dependencies),
        "branch_labels": sorted(script.branch_labels),
        "message": script.doc,
        "head": script.is_head,
        "branch_point": script.is_branch_point,
        "path": os.path.relpath(script.path),
    }


def records(scripts: Iterable[Script | None]) -> list[Answer]:
    """Return each revision's record, in the order given."""
    return [record(script) for script in scripts if script is not None]


def project_scripts(directory: str | None) -> tuple[Config, ScriptDirectory]:
    from alembic.script import ScriptDirectory

    from safemigrate.project.configuration import configured

    with configured(directory) as config:
        return config, ScriptDirectory.from_config(config)


def applied_heads(config: Config, scripts: ScriptDirectory) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(name for _, heads in databases_at(config, scripts) for name in heads)
    )


def databases_at(config: Config, scripts: ScriptDirectory) -> list[tuple[str, tuple[str, ...]]]:
    """Return each database that env.py connects to, with its revisions."""
    from alembic.runtime.environment import EnvironmentContext

    databases: list[tuple[str, tuple[str, ...]]] = []

    def look(heads: Sequence[str], context: MigrationContext) -> list[Any]:
        connection = context.connection
        databases.append((str(connection.engine.url.database) if connection else "", tuple(heads)))
        return []

    with EnvironmentContext(config, scripts, fn=look, dont_mutate=True):
        scripts.run_env()
    return databases


def _listed(value: str | Sequence[str] | None) -> list[str]:
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value)
