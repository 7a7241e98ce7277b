"""A migration folder of a few revisions in a directory, read as `db lint` reads it."""

import subprocess
from pathlib import Path
from typing import Any

from alembic.script import ScriptDirectory

from safemigrate.commands.lint import lint
from safemigrate.lint.judgment import Report
from safemigrate.lint.rules import own_rules
from safemigrate.lint.trial import REVISION

GIT = ["git", "-c", "user.name=x", "-c", "user.email=x", "-c", "init.defaultBranch=main"]


class Folder:
    """A folder `migrations`, and the findings in it."""

    def __init__(self, home: Path) -> None:
        self.home = home / "migrations"
        (self.home / "versions").mkdir(parents=True)

    def write(
        self, revision: str, follows: str | None = None, upgrade: str = "pass", *, name: str = ""
    ) -> Path:
        """Write a revision file, named for the revision unless it has a name."""
        file = self.home / "versions" / f"{name or revision}.py"
        file.write_text(
            REVISION.format(
                revision=revision,
                follows=follows,
                header="",
                upgrade=f"    {upgrade}",
                downgrade="    pass",
            )
        )
        return file

    def git(self, *words: str) -> None:
        """Run git in the folder."""
        subprocess.run([*GIT, "-C", str(self.home), *words], check=True, capture_output=True)

    def publish(self) -> None:
        """Make the folder a repository whose branch `published` has all existing files."""
        self.git("init")
        self.git("add", ".")
        self.git("commit", "-m", "published")
        self.git("branch", "published")

    def lint(self, **options: Any) -> Report:
        """Return what lint finds."""
        return lint(ScriptDirectory(self.home), own_rules(), **options)

    def messages(self, rule: str, **options: Any) -> list[tuple[str, int, str]]:
        """Return file, line and message of one rule's findings."""
        findings = self.lint(**options).findings
        return [(f.file.name, f.line, f.message) for f in findings if f.rule == rule]
