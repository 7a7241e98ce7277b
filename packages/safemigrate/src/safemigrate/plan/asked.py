"""What a plan is asked for: where the database is, and which revisions are pending."""

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
class Asked:
    """The revisions that the database is at, those to come, and where it keeps count of them."""

    heads: tuple[str, ...] = ()
    revisions: list[Revision] = field(default_factory=list)
    version_table: str = "alembic_version"
    version_schema: str | None = None
    env: str = ""

    @property
    def version_tables(self) -> tuple[str, str]:
        """The table of revisions, as a session may name it."""
        return self.version_table, f"{self.version_schema}.{self.version_table}"


def asked(config: Config, target: str) -> Asked:
    """Return what an upgrade to `target` would begin with; the project's env.py connects.

    Nothing is changed: not even Alembic's own table is made.
    """
    script = ScriptDirectory.from_config(config)
    found: list[Asked] = []

    def look(heads: Any, context: Any) -> list[Any]:
        steps = upgrade_steps(script, target, heads)
        env = Path(script.dir) / "env.py"
        found.append(
            Asked(
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
    return found[0] if found else Asked()


def files_of(config: Config) -> dict[Path, str]:
    """Return every revision file, as its code names it, and the revision in it."""
    script = ScriptDirectory.from_config(config)
    files = {}
    for each in script.walk_revisions():
        files[Path(each.path)] = each.revision
        files[Path(str(each.module.__file__))] = each.revision
    return files


def _revision(script: Script) -> Revision:
    file = Path(script.path)
    return Revision(script.revision, script.doc, file, _sha256(file))


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
