"""A plugin for pytest: each check of `db test` as a test of its own, one for each revision.

    pytest_plugins = ["safemigrate.testing.plugin"]  # in the conftest.py of the project's folder

    def test_migrations(migration_check):  # in any test file
        migration_check()

The application is the one that `flask` finds, or what `migrations_app` names in pytest's settings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import click
import pytest

from safemigrate.postgres.durations import seconds_of

if TYPE_CHECKING:
    from flask import Flask

    from safemigrate.testing.bench import Bench
    from safemigrate.testing.checks import Case

APP = "migrations_app"
MAX_BLOCK = "migrations_max_block"
ROWS = "migrations_rows"
SINCE = "--migrations-since"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the plugin's settings."""
    parser.addini(APP, "The application, as FLASK_APP names it: migrate:create_app")
    parser.addini(MAX_BLOCK, "How long a revision may keep an application waiting: 250ms")
    parser.addini(ROWS, f"Rows to reckon with in each table, for {MAX_BLOCK}")
    parser.addoption(SINCE, metavar="REF", help="Try only revisions that this git branch lacks.")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make a test for each check and revision of whatever asks for `migration_check`."""
    if "migration_check" not in metafunc.fixturenames:
        return
    try:
        found = _cases(metafunc.config)
    except click.ClickException as error:
        raise pytest.Collector.CollectError(error.message) from error
    metafunc.parametrize(
        "migration_check",
        found,
        ids=["-".join(filter(None, (case.check, case.revision))) for case in found],
        indirect=True,
    )


@pytest.fixture(scope="session")
def migration_bench(pytestconfig: pytest.Config) -> Iterator[Bench]:
    """The throw-away databases that the checks work on, for one run of pytest."""
    from safemigrate.testing.bench import bench

    with ExitStack() as kept:
        refused = ""
        try:
            kept.enter_context(_application(pytestconfig).app_context())
            made = bench(max_block=_max_block(pytestconfig), rows=_rows(pytestconfig))
            lent = kept.enter_context(made)
        except click.ClickException as error:
            refused = error.message
        if refused:  # not where it is caught: pytest would show what led to it
            pytest.fail(refused, pytrace=False)
        yield lent


@pytest.fixture
def migration_check(
    request: pytest.FixtureRequest, migration_bench: Bench, pytestconfig: pytest.Config
) -> Callable[[], None]:
    """One check of one revision, or of all: it passes, is skipped with a reason, or fails."""
    case: Case = request.param

    def run() -> None:
        from safemigrate.testing.check_verdict import Outcome

        with _application(pytestconfig).app_context():
            found = case.run(migration_bench)
        said = "\n".join(found.said)
        if found.outcome is Outcome.FAILED:
            pytest.fail(said, pytrace=False)
        if found.outcome is not Outcome.PASSED:
            pytest.skip(said)

    return run


def _cases(config: pytest.Config) -> list[Case]:
    from alembic.script import ScriptDirectory

    from safemigrate.project.configuration import configured
    from safemigrate.testing.checks import cases
    from safemigrate.testing.walk import revisions

    with _application(config).app_context(), configured(None) as settings:
        chosen = revisions(ScriptDirectory.from_config(settings), config.getoption(SINCE))
    _rows(config)  # what it refuses is told once, here
    return list(cases(chosen, [], budget=_max_block(config) is not None))


def _max_block(config: pytest.Config) -> float | None:
    """Return seconds."""
    text = config.getini(MAX_BLOCK)
    with _naming(MAX_BLOCK):
        return seconds_of(text) if text else None


def _rows(config: pytest.Config) -> int | None:
    text = config.getini(ROWS)
    with _naming(ROWS):
        return int(click.IntRange(0).convert(text, None, None)) if text else None


@contextmanager
def _naming(setting: str) -> Iterator[None]:
    """Say which setting of pytest's holds a text that is none of its values."""
    try:
        yield
    except (click.BadParameter, ValueError) as error:
        why = error.message if isinstance(error, click.BadParameter) else error
        raise click.ClickException(f"{setting} in pytest's settings: {why}") from error


_KEPT: pytest.StashKey[Any] = pytest.StashKey()


def _application(config: pytest.Config) -> Flask:
    from flask.cli import ScriptInfo

    if _KEPT not in config.stash:
        config.stash[_KEPT] = ScriptInfo(app_import_path=config.getini(APP) or None)
    found: Flask = config.stash[_KEPT].load_app()
    return found
