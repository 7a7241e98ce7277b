"""Every command of the migration guide works as written, in our own repository.

The commands run in a copy of the repository, because some of them write revision files.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from preloaded import Commands, Outcome
from tiers import mostly_full

Run = Callable[..., Outcome]
ROOT = Path(__file__).parents[2]
PARTS = ("levy", "migrations", "migrate.py")
FORMS = ("python migrate.py", "flask --app migrate db")

# fmt: off
GUIDE = [
    # What the guide tells people to type.
    "python migrate.py init",
    'python migrate.py migrate -m "description of changes"',
    "python migrate.py upgrade",
    "python migrate.py downgrade",
    "python migrate.py current",
    "python migrate.py history",
    "flask --app migrate db init",
    'flask --app migrate db migrate -m "description of changes"',
    "flask --app migrate db upgrade",
    "flask --app migrate db downgrade",
    "flask --app migrate db current",
    "flask --app migrate db history",
    'python migrate.py migrate -m "Add new field to Property table"',
    'flask --app migrate db revision -m "Complex migration description"',
    'flask --app migrate db migrate --compare-type -m "Force detect column type changes"',
    'flask --app migrate db merge heads -m "Merge multiple migration heads"',
]

STEPS = [
    # command, exit status, how its last line begins
    ("init",                                               1, "Error: Directory "),
    ("upgrade",                                            0, "INFO  [alembic.runtime.migration] "),
    ("current",                                            0, "HEAD (head)"),
    ("history",                                            0, "<base> -> "),
    ('migrate -m "description of changes"',                0, "No file was written: the models ("),
    ('migrate -m "Add new field to Property table"',       0, "No file was written: the models ("),
    ('migrate --compare-type -m "Force detect column type changes"',
                                                           0, "No file was written: the models ("),
    ('merge heads -m "Merge multiple migration heads"',    0, "No file was written: there are not"),
    ('revision -m "Complex migration description"',        0, "Generating "),
    ("upgrade",                                            0, "INFO  [alembic.runtime.migration] "),
    ("downgrade",                                          0, "INFO  [alembic.runtime.migration] "),
]
# fmt: on


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    copy = tmp_path / "a repository"
    copy.mkdir()
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, copy / part)
    return copy


@pytest.fixture(scope="module")
def commands() -> Iterator[Commands]:
    worker = Commands()
    yield worker
    worker.close()


@pytest.fixture
def run(commands: Commands) -> Run:
    """Return a function that runs a command as it is typed in a folder, with these variables."""

    def run(command: str, folder: Path, **environment: str) -> Outcome:
        variables = {"PATH": os.environ["PATH"], "HOME": str(folder)} | environment
        words = shlex.split(command)
        return commands.run(*words, directory=folder, inherit=False, **variables)

    return run


def test_every_command_of_the_guide_is_a_step():
    steps = {f"{form} {command}" for form in FORMS for command, _, _ in STEPS}
    assert [command for command in GUIDE if command not in steps] == []


@pytest.mark.parametrize("form", mostly_full([(form,) for form in FORMS], every=2))
def test_the_guide_as_written(run, repository, database, form):
    for command, status, last in STEPS:
        outcome = run(f"{form} {command}", repository, DATABASE_URL=database)
        ends = [text.splitlines()[-1] for text in (outcome.stdout, outcome.stderr) if text]
        assert outcome.status == status, (command, outcome)
        assert any(re.sub(r"^\w+ \(head\)", "HEAD (head)", end).startswith(last) for end in ends), (
            command,
            ends,
        )


@pytest.mark.parametrize("form", FORMS)
def test_a_mistake_in_the_settings_is_one_sentence(run, repository, form):
    outcome = run(f"{form} current", repository, LEVY_ENV="prod")
    assert outcome.status == 1
    assert outcome.stderr.startswith("Error: ")
    assert "\n  LEVY_ENV is prod, which is not development" in outcome.stderr
    assert "Traceback" not in outcome.stderr


@pytest.mark.parametrize("form", FORMS)
def test_a_database_that_is_down_is_one_sentence(run, repository, form):
    down = "postgresql://levy:secret@127.0.0.1:1/levy"
    outcome = run(f"{form} upgrade", repository, DATABASE_URL=down)
    assert outcome.status == 1
    assert outcome.stderr.splitlines()[-1] == (
        "Error: No database answers at 127.0.0.1:1 (database levy, user levy). Start it, or "
        "correct DATABASE_URL."
    )


def test_migrate_py_runs_from_any_directory(run, repository, database, tmp_path):
    """Once in a process that nothing was loaded into before."""
    script = repository / "migrate.py"
    command = f"python {shlex.quote(str(script))} upgrade"
    assert run(command, tmp_path, DATABASE_URL=database).status == 0
    variables = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "DATABASE_URL": database}
    words = [sys.executable, script, "current"]
    outcome = subprocess.run(words, cwd=tmp_path, env=variables, capture_output=True, text=True)
    assert outcome.stdout.endswith(" (head)\n")


def test_migrate_py_exits_with_the_commands_status(run, repository, database):
    for command, status in (("heads", 0), ("show nothing", 1), ("upgrade --nothing", 2)):
        outcome = run(f"python migrate.py {command}", repository, DATABASE_URL=database)
        assert outcome.status == status, outcome
