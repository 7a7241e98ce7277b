"""`db lint`: reads a project's revisions and checks the selected ones."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from safemigrate.lint.chain import Chain, read_chain
from safemigrate.lint.judgment import Report, judge
from safemigrate.lint.project import project_rules
from safemigrate.lint.rules import Rule
from safemigrate.postgres.versions import OLDEST
from safemigrate.project.exit_status import ExitStatus
from safemigrate.project.published import PublishedFiles, published_files
from safemigrate.project.sentences.place import shown

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory

_REVISION = re.compile(r"""^revision\s*(?::[^=]*)?=\s*["']([^"']+)["']""", re.MULTILINE)


class NotARevision(RuntimeError):
    """A named file is not a revision of this project."""

    def __init__(self, file: Path, folder: Path) -> None:
        self.file, self.folder = file, folder
        super().__init__(
            f"{shown(file)} is not a revision: Alembic finds none with this path in "
            f"{shown(folder)}. Name files in that folder, or none to check all."
        )


def lint(
    scripts: ScriptDirectory,
    rules: Mapping[str, Rule],
    *,
    files: Sequence[Path] = (),
    since: str | None = None,
    pg: int = OLDEST,
    application: Path | None = None,
) -> Report:
    """Return the findings of the rules.

    files        the revision files to check; none means all
    since        check only the files that this git branch does not have
    pg           the oldest PostgreSQL major version that the revisions must run on
    application  folder of the application's code, whose loaded modules are checked, too

    Raises NotARevision, GitRefused, and Alembic's CommandError for a broken chain.
    """
    paths = {Path(s.path).resolve(): s.revision for s in scripts.walk_revisions()}
    existing = _published(scripts, since) if since else PublishedFiles(frozenset(), frozenset())
    wanted = [file.resolve() for file in files] or [p for p in paths if p not in existing.files]
    for file in wanted:
        if file not in paths:
            raise NotARevision(file, Path(scripts.dir))
    judged_ids = frozenset(paths[file] for file in wanted)
    together = bool(files or since)
    chain = Chain(
        read_chain(scripts, judged_ids, together=together, pg=pg),
        heads=tuple(sorted(set(scripts.get_heads()))),
        judged=judged_ids,
        published=frozenset(paths[file] for file in existing.files if file in paths),
        edited=frozenset(paths[file] for file in existing.edited if file in paths),
        files=tuple(_ids(scripts)),
        code=tuple(_loaded_code(application, Path(scripts.dir))) if application else (),
    )
    return judge(chain, rules, scope=f"since {since}" if since else "")


def _published(scripts: ScriptDirectory, since: str) -> PublishedFiles:
    parts = [published_files(Path(folder), since) for folder in _version_folders(scripts)]
    return PublishedFiles(
        frozenset().union(*(part.files for part in parts)),
        frozenset().union(*(part.edited for part in parts)),
    )


def _version_folders(scripts: ScriptDirectory) -> list[Path]:
    return [Path(folder) for folder in scripts.version_locations or [f"{scripts.dir}/versions"]]


def _ids(scripts: ScriptDirectory) -> Iterator[tuple[str, Path]]:
    """Yield each file's own id; of two files with one id, Alembic keeps only one."""
    for folder in _version_folders(scripts):
        for file in sorted(folder.glob("*.py")):
            for revision in _REVISION.findall(file.read_text()):
                yield revision, file.resolve()


def _loaded_code(application: Path, migrations: Path) -> Iterator[Path]:
    """Yield the source files of the application's modules, but neither tests nor libraries."""
    home, apart = application.resolve(), migrations.resolve()
    for module in list(sys.modules.values()):
        file = Path(getattr(module, "__file__", None) or "")
        if file.suffix != ".py" or not file.resolve().is_relative_to(home):
            continue
        parts = set(file.resolve().relative_to(home).parts)
        if parts & {"site-packages", "tests", "test"} or file.name.startswith(
            ("test_", "conftest")
        ):
            continue
        if not file.resolve().is_relative_to(apart):
            yield file


def lint_project(
    directory: str | None, *, files: Sequence[Path], since: str | None, pg: int, form: str
) -> tuple[Iterator[str], int]:
    """Return the lines to print, in a form (text, json, github, sarif), and the exit status."""
    from importlib import import_module

    from alembic.script import ScriptDirectory
    from flask import current_app

    from safemigrate.commands.lint import lint
    from safemigrate.project.configuration import configured

    rules = project_rules(directory)
    with configured(directory) as config:
        report = lint(
            ScriptDirectory.from_config(config),
            rules,
            files=files,
            since=since,
            pg=pg,
            application=Path(current_app.root_path),
        )
    lines = import_module(f"safemigrate.lint.formats.{form}").lines(report, rules)
    return lines, ExitStatus.FINDINGS if report.findings else ExitStatus.DONE
