"""Alembic's configuration of one command, which knows where the templates of `db init` are."""

from __future__ import annotations

import sys
from pathlib import Path

from alembic.config import Config as AlembicConfig

TEMPLATES = Path(__file__).parents[1] / "templates"


class Config(AlembicConfig):
    """Alembic's configuration, with a template folder of its own."""

    def __init__(self, file: str | None = None, template_directory: str | None = None) -> None:
        self.template_directory = template_directory
        # Alembic binds sys.stdout when it is imported; whoever redirects it later means it too.
        super().__init__(file, stdout=sys.stdout)

    def get_template_directory(self) -> str:
        """Return the folder that `db init` takes its template from."""
        return self.template_directory or str(TEMPLATES)
