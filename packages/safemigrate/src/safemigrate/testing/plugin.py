"""A plugin for pytest: each check of `db test` as a test of its own, one for each revision.

    pytest_plugins = ["safemigrate.testing.plugin"]  # in the conftest.py of the project's folder

    def test_migrations(migration_check):  # in any test file
        migration_check()

The application is the one that `flask` finds, or `migrations_app` in pytest's settings.
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
    parser.addini(MAX_BLOCK, "How long a revision may block the application: 250ms")
    parser.addini(ROWS, f"Rows to assume in each table, for {MAX_BLOCK}")
    parser.addoption(SINCE, metavar="REF", help="Try only revisions that this git branch lacks.")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Generate a test per check and revision for functions that use `migration_check`."""
    if "migration_check" not in metafunc.fixturenames:
        return
    try:
        test_cases = _cases(metafunc.config)
    except click.ClickException as error:
        raise pytest.Collector.CollectError(error.message) from error
    metafunc.parametrize(
        "migration_check",
        test_cases,
        ids=["-".join(filter(None, (case.check, case.revision))) for case in test_cases],
        indirect=True,
    )


@pytest.fixture(scope="session")
def migration_bench(pytestconfig: pytest.Config) -> Iterator[Bench]:
    """The throwaway databases that the checks work on, for one run of pytest."""
    from safemigrate.postgres.address import NotConnected
    from safemigrate.project.sentences.database_sentences import sentence
    from safemigrate.testing.bench import open_bench

    with ExitStack() as stack:
        refusal = ""
        try:
            stack.enter_context(_application(pytestconfig).app_context())
            opened = open_bench(max_block=_max_block(pytestconfig), rows=_rows(pytestconfig))
            test_bench = stack.enter_context(opened)
        except click.ClickException as error:
            refusal = error.message
        except NotConnected as error:
            refusal = sentence(error) or str(error)
        if refusal:  # outside the except block, or pytest would show the cause, too
            pytest.fail(refusal, pytrace=False)
        yield test_bench


@pytest.fixture
def migration_check(
    request: pytest.FixtureRequest, migration_bench: Bench, pytestconfig: pytest.Config
) -> Callable[[], None]:
    """A check of one revision or of all: it passes, is skipped with a reason, or fails."""
    case: Case = request.param

    def run() -> None:
        from safemigrate.testing.check_verdict import Outcome

        with _application(pytestconfig).app_context():
            verdict = case.run(migration_bench)
        sentences = "\n".join(verdict.sentences)
        if verdict.outcome is Outcome.FAILED:
            pytest.fail(sentences, pytrace=False)
        if verdict.outcome is not Outcome.PASSED:
            pytest.skip(sentences)

    return run


def _cases(config: pytest.Config) -> list[Case]:
    from alembic.script import ScriptDirectory

    from safemigrate.project.configuration import configured
    from safemigrate.testing.checks import cases
    from safemigrate.testing.walk import revisions

    with _application(config).app_context(), configured(None) as settings:
        chosen = revisions(ScriptDirectory.from_config(settings), config.getoption(SINCE))
    _rows(config)  # reports an invalid setting once, here
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
    """Name the pytest setting whose value is invalid."""
    try:
        yield
    except (click.BadParameter, ValueError) as error:
        problem = error.message if isinstance(error, click.BadParameter) else error
        raise click.ClickException(f"{setting} in pytest's settings: {problem}") from error


_SCRIPT_INFO: pytest.StashKey[Any] = pytest.StashKey()


def _application(config: pytest.Config) -> Flask:
    from flask.cli import ScriptInfo

    if _SCRIPT_INFO not in config.stash:
        config.stash[_SCRIPT_INFO] = ScriptInfo(app_import_path=config.getini(APP) or None)
    app: Flask = config.stash[_SCRIPT_INFO].load_app()
    return app
