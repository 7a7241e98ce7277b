"""What `--json` tells of revisions: records instead of the lines that Alembic prints.

Alembic is imported inside the functions: an application that imports them need not wait for it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from alembic.runtime.migration import MigrationContext
    from alembic.script import Script, ScriptDirectory

    from safemigrate.project.alembic_config import Config

Answer = dict[str, Any]


def record(script: Script) -> Answer:
    """Return what is known of one revision; the path is relative to the current directory."""
    return {
        "revision": script.revision,
        "down_revisions": list(script._versioned_down_revisions),
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


def heads(directory: str | None, *, resolve_dependencies: bool) -> Answer:
    """Return the revisions that no other follows."""
    _, scripts = _project(directory)
    named = "heads" if resolve_dependencies else scripts.get_heads()
    return {"heads": records(scripts.get_revisions(named))}


def branches(directory: str | None) -> Answer:
    """Return the revisions that several others follow, each with those."""
    _, scripts = _project(directory)
    found = [script for script in scripts.walk_revisions() if script.is_branch_point]
    return {"branches": [record(each) | {"followed_by": sorted(each.nextrev)} for each in found]}


def history(directory: str | None, rev_range: str | None, *, indicate_current: bool) -> Answer:
    """Return the revisions, newest first; `current` says whether the database is at one.

    rev_range  START:END as Alembic reads it; either may be "current"
    """
    from alembic.util import CommandError

    config, scripts = _project(directory)
    if rev_range is not None and ":" not in rev_range:
        raise CommandError("History range requires [start]:[end], [start]:, or :[end]")
    base, _, head = (rev_range or ":").strip().partition(":")
    asked = indicate_current or "current" in (base, head)
    at = _at(config, scripts) if asked else ()
    walked = scripts.walk_revisions(
        base=at if base == "current" else base or "base",  # type: ignore[arg-type]
        head=at if head == "current" else head or "heads",  # type: ignore[arg-type]
    )
    if not asked:
        return {"revisions": records(walked)}
    return {"revisions": [record(each) | {"current": each.revision in at} for each in walked]}


def show(directory: str | None, revision: str) -> Answer:
    """Return the revisions that a name stands for."""
    config, scripts = _project(directory)
    named = _at(config, scripts) if revision == "current" else revision
    return {"revisions": records(scripts.get_revisions(named))}


def current(directory: str | None) -> Answer:
    """Return where each database is; `at_head` is false where a revision is pending."""
    config, scripts = _project(directory)
    databases = _databases(config, scripts)
    wanted = set(scripts.get_heads())
    return {
        "databases": [
            {"database": name, "revisions": records(scripts.get_all_current(at))}
            for name, at in databases
        ],
        "at_head": all(set(at) == wanted for _, at in databases),
    }


def templates() -> Answer:
    """Return the templates that `init` knows, each with its first line."""
    from safemigrate.project.configuration import templates as known

    return {
        "templates": [
            {"name": name, "synopsis": (folder / "README").read_text().splitlines()[0].strip()}
            for name, folder in sorted(known().items())
        ]
    }


def folder(directory: str | None) -> Answer:
    """Return the migration folder's files."""
    from safemigrate.project.mounted import mounted

    home = Path(directory or mounted().directory)
    files = sorted(os.path.relpath(file) for file in home.rglob("*") if file.is_file())
    return {"directory": os.path.relpath(home), "files": files}


def _project(directory: str | None) -> tuple[Config, ScriptDirectory]:
    from alembic.script import ScriptDirectory

    from safemigrate.project.configuration import configured

    with configured(directory) as config:
        return config, ScriptDirectory.from_config(config)


def _at(config: Config, scripts: ScriptDirectory) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for _, at in _databases(config, scripts) for name in at))


def _databases(config: Config, scripts: ScriptDirectory) -> list[tuple[str, tuple[str, ...]]]:
    """Return the revisions of each database that env.py goes to."""
    from alembic.runtime.environment import EnvironmentContext

    found: list[tuple[str, tuple[str, ...]]] = []

    def look(at: Sequence[str], context: MigrationContext) -> list[Any]:
        connection = context.connection
        found.append((str(connection.engine.url.database) if connection else "", tuple(at)))
        return []

    with EnvironmentContext(config, scripts, fn=look, dont_mutate=True):
        scripts.run_env()
    return found


def _listed(value: str | Sequence[str] | None) -> list[str]:
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value)
