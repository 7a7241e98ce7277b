"""What upgrade, downgrade and stamp do around their revisions: address, deployer, journal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

import click
from alembic import command
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from safemigrate.backup.before import see_to_backup
from safemigrate.configuration import Config, mounted
from safemigrate.execute.address import default_engine, direct_address
from safemigrate.execute.calm import calm
from safemigrate.execute.changes import Changes, Outcome, StepsOf
from safemigrate.execute.circumstances import circumstances
from safemigrate.execute.deployer import Deployer, deployer
from safemigrate.execute.dry_run import plan, print_plan
from safemigrate.execute.limits import Budget, Limits
from safemigrate.execute.options import print_json
from safemigrate.guard.refuse import see_that_meant
from safemigrate.guard.stamp import read_stamp

say: Callable[[str], None] = partial(click.echo, err=True)


def upgrade(config: Config, revision: str, tag: str | None, limits: Limits) -> Outcome:
    """Bring the database up to a revision, each in its own transaction and on short locks."""
    script = _script(config, revision)
    with _deployer(limits) as one:
        if one is None:
            command.upgrade(config, revision, tag=tag)
            return Outcome("done")
        with calm() as filtered:
            return Changes(
                config,
                script,
                one,
                limits,
                filtered,
                direction="upgrade",
                steps_of=lambda heads: script._upgrade_revs(revision, heads),
            ).run(revision, tag)


def downgrade(config: Config, revision: str, tag: str | None, limits: Limits) -> Outcome:
    """Take the database back to a revision, as carefully."""
    script = _script(config, revision)
    with _deployer(limits) as one:
        if one is None:
            command.downgrade(config, revision, tag=tag)
            return Outcome("done")
        with calm() as filtered:
            return Changes(
                config,
                script,
                one,
                limits,
                filtered,
                direction="downgrade",
                steps_of=lambda heads: script._downgrade_revs(revision, heads),
            ).run(revision, tag)


def plan_upgrade(config: Config, revision: str, *, as_json: bool) -> None:
    """Print what upgrade would run."""
    script = _script(config, revision)
    _print_plan(config, script, lambda heads: script._upgrade_revs(revision, heads), as_json)


def plan_downgrade(config: Config, revision: str, *, as_json: bool) -> None:
    """Print what downgrade would run."""
    script = _script(config, revision)
    _print_plan(config, script, lambda heads: script._downgrade_revs(revision, heads), as_json)


def _print_plan(config: Config, script: ScriptDirectory, steps_of: StepsOf, as_json: bool) -> None:
    with direct_address(mounted()), calm() as filtered:
        planned = plan(config, script, steps_of, filtered)
    if as_json:
        print_json([asdict(revision) for revision in planned])
    else:
        print_plan(planned, click.echo)


def stamp(config: Config, revision: str, tag: str | None, *, purge: bool, limits: Limits) -> None:
    """Note that the database is at a revision, and in the journal who said so."""
    ScriptDirectory.from_config(config)  # a missing folder is told before a missing database
    with _deployer(limits) as one:
        command.stamp(config, revision, tag=tag, purge=purge)
        if one is not None:
            journal = one.journal(one.engine)
            if journal is not None:
                journal.stamped(revision, one.circumstances)


def _script(config: Config, revision: str) -> ScriptDirectory:
    script = ScriptDirectory.from_config(config)
    if ":" in revision:
        raise CommandError("Range revision not allowed")
    return script


@contextmanager
def _deployer(limits: Limits) -> Iterator[Deployer | None]:
    """Lend the place of the one deployer; None where the database is not PostgreSQL."""
    extension = mounted()
    with direct_address(extension):
        engine = default_engine(extension.db)
        if engine.dialect.name != "postgresql":
            yield None
            return
        table = extension.configure_args.get("version_table", "alembic_version")
        schema = extension.configure_args.get("version_table_schema")
        with deployer(
            engine,
            f"{schema}.{table}" if schema else str(table),
            circumstances(Path(extension.directory)),
            Budget(limits.max_wait),
            say,
        ) as one:
            _guard(one, Path(extension.directory), limits)
            yield one


def _guard(one: Deployer, folder: Path, limits: Limits) -> None:
    """Refuse what is not meant for this database; let the journal note what was overridden."""
    here, session = one.circumstances, one.session(one.engine)
    overridden = see_that_meant(session, here, folder, limits.overrides, say)
    if overridden:
        told = f"{here.environment or 'no environment'} (overridden: {', '.join(overridden)})"
        one.circumstances = replace(here, environment=told)
    stamp = read_stamp(session)
    one.before_first = partial(
        see_to_backup,
        limits.backup,
        limits.snapshot,
        protected=stamp is not None and stamp.is_protected,
        say=say,
    )
