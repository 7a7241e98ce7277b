"""The database's current revisions and the pending ones, read through the project's env.py."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import Script, ScriptDirectory

from safemigrate.postgres.alembic_private import upgrade_steps


@dataclass(frozen=True)
class Revision:
    """A pending revision and the hash of its file."""

    revision: str
    message: str
    file: Path
    sha256: str


@dataclass
class PendingRevisions:
    """The database's heads, the revisions to apply, and the name of the version table."""

    heads: tuple[str, ...] = ()
    revisions: list[Revision] = field(default_factory=list)
    version_table: str = "alembic_version"
    version_schema: str | None = None
    env: str = ""

    @property
    def version_tables(self) -> tuple[str, str]:
        """The version table's name, without and with its schema."""
        return self.version_table, f"{self.version_schema}.{self.version_table}"


def pending_revisions(config: Config, target: str) -> PendingRevisions:
    """Return what an upgrade to `target` would apply; the project's env.py connects.

    Nothing is changed: even Alembic's version table is not created.
    """
    script = ScriptDirectory.from_config(config)
    results: list[PendingRevisions] = []

    def look(heads: Any, context: Any) -> list[Any]:
        steps = upgrade_steps(script, target, heads)
        env = Path(script.dir) / "env.py"
        results.append(
            PendingRevisions(
                heads=tuple(heads) if not isinstance(heads, str) else (heads,),
                revisions=[_revision(step.revision) for step in steps],
                version_table=context.version_table,
                version_schema=context.version_table_schema,
                env=_sha256(env),
            )
        )
        return []

    with EnvironmentContext(
        config, script, fn=look, as_sql=False, destination_rev=target, dont_mutate=True
    ):
        script.run_env()
    return results[0] if results else PendingRevisions()


def files_of(config: Config) -> dict[Path, str]:
    """Return the revision in each revision file, by each path that its code may report."""
    scripts = ScriptDirectory.from_config(config)
    files = {}
    for script in scripts.walk_revisions():
        files[Path(script.path)] = script.revision
        files[Path(str(script.module.__file__))] = script.revision
    return files


def _revision(script: Script) -> Revision:
    file = Path(script.path)
    return Revision(script.revision, script.doc, file, _sha256(file))


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
