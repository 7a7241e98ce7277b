"""The states that a project can be in when somebody types a command.

Every stage is made by Flask-Migrate itself, so that its old env.py is what each command meets.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

from preloaded import Commands
from tests.project import (
    BINDS,
    CREATE_PERSON,
    STOCK,
    write_project,
    write_revision,
)

Flask = Callable[..., None]


def new(folder: Path, flask: Flask) -> None:
    """Nothing but the application."""


def made(folder: Path, flask: Flask) -> None:
    """A migration folder, and no revision."""
    flask("init")


def written(folder: Path, flask: Flask) -> None:
    """One revision, not applied."""
    flask("init")
    write_revision(folder, "r1", upgrade=CREATE_PERSON, downgrade='op.drop_table("person")')


def applied(folder: Path, flask: Flask) -> None:
    """One revision, applied; the models agree."""
    written(folder, flask)
    flask("upgrade")


def behind(folder: Path, flask: Flask) -> None:
    """Two revisions, the first applied."""
    applied(folder, flask)
    write_revision(
        folder,
        "r2",
        "r1",
        upgrade='op.add_column("person", sa.Column("born", sa.Date()))',
        downgrade='op.drop_column("person", "born")',
    )


def ahead(folder: Path, flask: Flask) -> None:
    """Two revisions, both applied; the models lack the second one's column."""
    behind(folder, flask)
    flask("upgrade")


def narrow(folder: Path, flask: Flask) -> None:
    """A column of the database has another type than the model's."""
    applied(folder, flask)
    alter = 'op.alter_column("person", "name", type_=sa.String({}), server_default="x")'
    write_revision(folder, "r2", "r1", upgrade=alter.format(40), downgrade=alter.format(50))
    flask("upgrade")


def forked(folder: Path, flask: Flask) -> None:
    """Two heads."""
    behind(folder, flask)
    write_revision(folder, "r3", "r1")


def binds(folder: Path, flask: Flask) -> None:
    """A project with a bind, and one revision, not applied."""
    flask("init", "--multidb")
    file = write_revision(folder, "r1", arguments="engine_name")
    both = "globals()[f'{}_{{engine_name}}']()"
    text = file.read_text()
    for way in ("upgrade", "downgrade"):
        text = text.replace(f"{way}(engine_name):\n    pass", f"{way}(engine_name):\n    {both}")
        text = text.replace("{}_{{engine_name}}", f"{way}_{{engine_name}}")
    create = f"\n\ndef upgrade_():\n    {CREATE_PERSON}\n"
    text += create + "\n\ndef upgrade_other():\n    pass\n"
    text += '\n\ndef downgrade_():\n    op.drop_table("person")\n'
    text += "\n\ndef downgrade_other():\n    pass\n"
    file.write_text(text)


STAGES = {
    stage.__name__: stage
    for stage in (new, made, written, applied, behind, ahead, narrow, forked, binds)
}


def build(name: str, folder: Path, urls: dict[str, str], commands: Commands) -> Path:
    """Make a stage in a folder and on its databases."""
    write_project(folder, STOCK, binds=BINDS if name == "binds" else "")

    def flask(*words: str) -> None:
        outcome = commands.run("flask", "db", *words, directory=folder, **urls)
        assert outcome.status == 0, outcome

    STAGES[name](folder, flask)
    return folder


def copy(stage: Path, folder: Path, mount: str, *, own_env: bool) -> Path:
    """Copy a stage, mounted on another extension; own_env replaces env.py by the three lines."""
    shutil.copytree(stage, folder, ignore=shutil.ignore_patterns("__pycache__"))
    app = folder / "app.py"
    app.write_text(app.read_text().replace(STOCK, mount))
    env = folder / "migrations" / "env.py"
    if own_env and env.exists():
        env.write_text("from safemigrate import env\n\nenv.run()\n")
    return folder
