"""`db list-templates`: the templates for `db init`."""

from __future__ import annotations

from safemigrate.commands.revision_records import Answer


def list_templates() -> None:
    """Print the templates for `init`."""
    from safemigrate.project.alembic_config import Config
    from safemigrate.project.configuration import templates

    config = Config()
    config.print_stdout("Available templates:\n")
    for name, folder in sorted(templates().items()):
        synopsis = (folder / "README").read_text().splitlines()[0].strip()
        config.print_stdout("%s - %s", name, synopsis)


def templates_answer() -> Answer:
    """Return the templates for `init`, each with the first line of its README."""
    from safemigrate.project.configuration import templates as known_templates

    return {
        "templates": [
            {"name": name, "synopsis": (folder / "README").read_text().splitlines()[0].strip()}
            for name, folder in sorted(known_templates().items())
        ]
    }
