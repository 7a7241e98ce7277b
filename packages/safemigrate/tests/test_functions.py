"""The commands as a program calls them, and the extension as an application mounts it."""

import inspect
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.exc import OperationalError

import safemigrate
from safemigrate import SafeMigrate
from safemigrate.autogenerate.migrate_errors import NoModels
from safemigrate.execute.limits import InvalidVariable
from tests.observed import catalogue
from tests.project import CREATE_PERSON, write_revision

FUNCTIONS = [name for name in safemigrate.__all__ if name not in {"SafeMigrate", "main"}]


@contextmanager
def application(url: str, folder: Path, **settings) -> Iterator[Flask]:
    """An application in its context, without models."""
    app = Flask("shop")
    app.config["SQLALCHEMY_DATABASE_URI"] = url.replace("postgresql:", "postgresql+psycopg:")
    db = SQLAlchemy(app)
    SafeMigrate(app, db, directory=folder / "migrations", **settings)
    with app.app_context():
        yield app
        db.engine.dispose()


def parameters(function) -> list[tuple[str, object]]:
    return [
        (parameter.name, parameter.default)
        for parameter in inspect.signature(function).parameters.values()
        if parameter.kind is not parameter.KEYWORD_ONLY
    ]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions_take_what_flask_migrates_take(name):
    stock = parameters(getattr(flask_migrate, name))
    assert parameters(getattr(safemigrate, name))[: len(stock)] == stock


@pytest.mark.parametrize("name", ["__init__", "init_app", "configure", "get_config"])
def test_the_extension_takes_what_flask_migrates_takes(name):
    stock = [default for _, default in parameters(getattr(flask_migrate.Migrate, name))]
    assert [default for _, default in parameters(getattr(SafeMigrate, name))] == stock


def test_a_program_upgrades_and_downgrades(tmp_path, database):
    with application(database, tmp_path):
        safemigrate.init()
        write_revision(tmp_path, "r1", upgrade=CREATE_PERSON, downgrade='op.drop_table("person")')
        safemigrate.upgrade()
        assert "at r1" in catalogue(database)
        # Without models, the only change would be to drop every table.
        with pytest.raises(NoModels):
            safemigrate.migrate(x_arg="a=1")
        safemigrate.downgrade(revision="base")
        assert "at r1" not in catalogue(database)


def test_a_program_that_finds_no_change_gets_no_file(tmp_path, database):
    with application(database, tmp_path):
        safemigrate.init()
        safemigrate.upgrade()
        assert safemigrate.migrate() == []
        assert not list((tmp_path / "migrations" / "versions").glob("*.py"))


def test_an_error_in_the_files_ends_the_program_with_1(tmp_path, database):
    with application(database, tmp_path), pytest.raises(SystemExit) as end:
        safemigrate.upgrade()
    assert end.value.code == 1


def test_an_error_of_the_database_is_raised_for_programs_that_wait_for_it(tmp_path, database):
    app = application("postgresql://nobody@127.0.0.1:1/none", tmp_path)
    with app:
        safemigrate.init()
        with pytest.raises(OperationalError):
            safemigrate.upgrade()


def test_a_wrong_variable_is_raised_as_a_sentence(tmp_path, database, monkeypatch):
    monkeypatch.setenv("SAFEMIGRATE_RETRIES", "x")
    with application(database, tmp_path):
        safemigrate.init()
        with pytest.raises(InvalidVariable, match="In SAFEMIGRATE_RETRIES, 'x' is not a whole"):
            safemigrate.upgrade()


def test_configure_callbacks_edit_the_configuration(tmp_path, database):
    def named_otherwise(config):
        config.set_main_option("file_template", "chosen_%%(rev)s")
        return config

    with application(database, tmp_path) as app:
        assert app.extensions["migrate"].migrate.configure(named_otherwise) is named_otherwise
        safemigrate.init()
        safemigrate.revision(rev_id="r1")
    assert [file.name for file in (tmp_path / "migrations" / "versions").glob("*.py")] == [
        "chosen_r1.py"
    ]


def test_settings_reach_both_modes(tmp_path, database, capfd):
    settings = {"version_table": "noted"}
    with application(database, tmp_path, **settings):
        safemigrate.init()
        write_revision(tmp_path, "r1")
        safemigrate.upgrade(sql=True)
        assert "INSERT INTO noted" in capfd.readouterr().out
        safemigrate.upgrade()
    assert any(line.startswith("noted version_num") for line in catalogue(database))


def test_one_commands_comparisons_do_not_decide_the_nexts(tmp_path, database):
    with application(database, tmp_path) as app:
        safemigrate.init()
        settings = app.extensions["migrate"].configure_args.copy()
        safemigrate.migrate(compare_type=False, compare_server_default=True)
        assert app.extensions["migrate"].configure_args == settings
        assert settings == {"compare_type": True, "render_as_batch": True}


def test_a_projects_own_directives_still_run(tmp_path, database):
    seen = []

    def remember(context, revision, directives):
        seen.extend(directives)

    app = application(database, tmp_path, process_revision_directives=remember)
    with app:
        safemigrate.init()
        assert safemigrate.migrate() == []
    assert len(seen) == 1


def test_the_applications_loggers_survive_an_upgrade(tmp_path, database):
    with application(database, tmp_path) as app:
        assert not app.logger.disabled
        safemigrate.init()
        safemigrate.upgrade()
        assert not app.logger.disabled


def test_an_application_without_the_extension_is_told_so(tmp_path):
    with Flask("shop").app_context(), pytest.raises(SystemExit):
        safemigrate.current()


def test_mounting_does_not_import_alembic():
    program = "import sys; from safemigrate import SafeMigrate, upgrade; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert not {"alembic", "sqlalchemy", "flask_migrate"} & set(loaded.stdout.split())
    assert "safemigrate.functions" in loaded.stdout.split()
