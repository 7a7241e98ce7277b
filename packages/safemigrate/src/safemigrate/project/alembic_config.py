"""Alembic's configuration for one command, with the folder of the `db init` templates."""

from __future__ import annotations

import sys
from pathlib import Path

from alembic.config import Config as AlembicConfig

TEMPLATES = Path(__file__).parents[1] / "templates"


class Config(AlembicConfig):
    """Alembic's configuration, with a template folder of its own."""

    def __init__(self, file: str | None = None, template_directory: str | None = None) -> None:
        self.template_directory = template_directory
        # Alembic binds sys.stdout at import; a later redirection must apply here too.
        super().__init__(file, stdout=sys.stdout)

    def get_template_directory(self) -> str:
        """Return the folder of the `db init` templates."""
        return self.template_directory or str(TEMPLATES)
