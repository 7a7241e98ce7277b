"""The guide's commands as a person types them, in a new project and in both forms."""

import re
import shlex
from pathlib import Path

import pytest

from preloaded import Outcome
from tests.observed import catalogue
from tests.project import OURS, write_project, write_revision
from tiers import mostly_full

ROOT = Path(__file__).parents[1]
FORMS = ["python migrate.py", "flask --app migrate db"]

# fmt: off
GUIDE = [
    # command, status, last line begins with
    ("init",                                     0, "Please edit configuration"),
    ('migrate -m "description of changes"',      0, "Generating"),
    ("upgrade",                                  0, "INFO  [alembic.runtime.migration] Runn"),
    ("current",                                  0, "REVISION (head)"),
    ("history",                                  0, "<base> -> REVISION (head), description"),
    ('migrate --compare-type -m "Force detect"', 0, "No file was written: the models (1 table)"),
    ('migrate -m "Nothing"',                     0, "No file was written: the models (1 table)"),
    ('merge heads -m "Merge multiple heads"',    0, "No file was written: there are not two heads"),
    ("init",                                     1, "Error: Directory migrations already exists"),
    ('revision -m "Complex migration"',          0, "Generating"),
    ("upgrade",                                  0, "INFO  [alembic.runtime.migration] Runn"),
    ("downgrade",                                0, "INFO  [alembic.runtime.migration] Runn"),
]
# fmt: on


@pytest.fixture
def run(commands, database):
    """Return a function that runs a command as it is typed in a folder."""

    def run(command: str, folder: Path) -> Outcome:
        return commands.run(*shlex.split(command), directory=folder, DATABASE_URL=database)

    return run


@pytest.mark.parametrize("form", mostly_full([(form,) for form in FORMS], every=2))
def test_the_guide_from_init_to_downgrade(tmp_path, run, database, form):
    folder = write_project(tmp_path / "a new project", OURS)
    for command, status, last in GUIDE:
        outcome = run(f"{form} {command}", folder)
        ends = [text.splitlines()[-1] for text in (outcome.stdout, outcome.stderr) if text]
        assert outcome.status == status, (command, outcome)
        assert any(re.sub(r"[0-9a-f]{12}", "REVISION", end).startswith(last) for end in ends), (
            command,
            ends,
        )
    assert [line for line in catalogue(database) if line.startswith("person")]
    assert len(list((folder / "migrations" / "versions").glob("*.py"))) == 2


@pytest.mark.parametrize("form", mostly_full([(form,) for form in FORMS], every=2))
def test_the_guides_merge_of_two_heads(tmp_path, run, database, form):
    folder = write_project(tmp_path, OURS)
    assert run(f"{form} init", folder).status == 0
    for revision, follows in (("r1", None), ("r2", "r1"), ("r3", "r1")):
        write_revision(folder, revision, follows)
    assert run(f"{form} upgrade", folder).status == 1
    merged = run(f'{form} merge heads -m "Merge multiple migration heads"', folder)
    assert merged.status == 0
    assert run(f"{form} upgrade", folder).status == 0
    [head] = run(f"{form} heads", folder).stdout.splitlines()
    assert head.endswith("(head)")


def test_no_models_imported_is_said(tmp_path, run, database):
    folder = write_project(tmp_path, OURS)
    app = folder / "app.py"
    source = app.read_text()
    start, end = source.index("class Person"), source.index("def create_app")
    app.write_text(source[:start] + source[end:])
    run("python migrate.py init", folder)
    outcome = run("python migrate.py migrate -m nothing", folder)
    assert outcome.status == 0
    assert outcome.stderr.endswith(
        "INFO  [alembic.env] No changes in schema detected.\n"
        "No file was written because no models were imported: application app has no tables. "
        "Import the module with your models where the application is created, and make each model "
        "inherit from db.Model.\n"
    )


def test_migrate_py_is_found_from_anywhere_and_repeats_how_it_was_called(tmp_path, run, database):
    folder = write_project(tmp_path / "project", OURS)
    outcome = run(f"python '{folder}/migrate.py' -d '{folder}/other' current", tmp_path)
    assert outcome.status == 1
    assert outcome.stderr == (
        f"Error: Path doesn't exist: {folder}/other. `python migrate.py init` creates a migration "
        "folder; if this project has one, go to the project's directory or name the folder with "
        "-d.\n"
    )


def test_environment_variables_name_options_in_both_forms(tmp_path, commands, database):
    folder = write_project(tmp_path, OURS)
    variables = {"DATABASE_URL": database, "FLASK_DB_DIRECTORY": "chosen"}
    for form in FORMS:
        words = shlex.split(f"{form} current")
        outcome = commands.run(*words, directory=folder, **variables)
        assert "Path doesn't exist: chosen." in outcome.stderr
