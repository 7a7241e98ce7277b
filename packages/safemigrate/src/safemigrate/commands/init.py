"""`db init`: the migration folder, from a template."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

from safemigrate.commands.revision_records import Answer
from safemigrate.project.extras import install
from safemigrate.project.invocation import typed


def init(
    directory: str | None = None,
    multidb: bool = False,
    template: str | None = None,
    package: bool = False,
) -> None:
    """Create the migration folder from a template, by name or by path."""
    from alembic import command
    from alembic.util import CommandError

    from safemigrate.project.alembic_config import Config
    from safemigrate.project.configuration import templates
    from safemigrate.project.mounted import mounted

    directory = str(directory or mounted().directory)
    template = template or ("flask-multidb" if multidb else "flask")
    home: str | None = None
    if "/" in template or "\\" in template:
        home, template = os.path.split(template)
    elif template in templates():
        home = str(templates()[template].parent)
    elif find_spec("flask_migrate") is None:
        raise CommandError(
            f"No template {template} is installed. Flask-Migrate's templates come with an extra: "
            f"{install('templates')}. `{typed('list-templates')}` lists the installed templates. "
            "Nothing was created."
        )
    config = Config(str(Path(directory) / "alembic.ini"), template_directory=home)
    config.set_main_option("script_location", directory)
    config = mounted().migrate.call_configure_callbacks(config)
    command.init(config, directory, template=template, package=package)


def folder_answer(directory: str | None) -> Answer:
    """Return the migration folder's files."""
    from safemigrate.project.mounted import mounted

    home = Path(directory or mounted().directory)
    files = sorted(os.path.relpath(file) for file in home.rglob("*") if file.is_file())
    return {"directory": os.path.relpath(home), "files": files}
