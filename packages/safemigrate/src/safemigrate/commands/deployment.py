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

from safemigrate.commands.announced_loss import announce, what_it_loses
from safemigrate.commands.backup_before import see_to_backup
from safemigrate.execute.approved import Locks, approved, planned_locks
from safemigrate.execute.calm import Round, calm
from safemigrate.execute.changes import Changes, Outcome, StepsOf
from safemigrate.execute.consent import ask
from safemigrate.execute.deployer import Deployer, deployer
from safemigrate.execute.dry_run import pending, plan, print_plan
from safemigrate.execute.guard.refuse import see_that_meant
from safemigrate.execute.last_upgrade import NoUpgradeRecorded, last_upgrade
from safemigrate.execute.limits import Budget, Limits
from safemigrate.journal.stamp import read_stamp
from safemigrate.plan.validity import read
from safemigrate.postgres.alembic_private import downgrade_steps, upgrade_steps
from safemigrate.project.alembic_config import Config
from safemigrate.project.circumstances import circumstances
from safemigrate.project.default_database import default_engine, direct_address
from safemigrate.project.json_answer import print_json
from safemigrate.project.mounted import mounted
from safemigrate.state.refusal import check_applied_files

say: Callable[[str], None] = partial(click.echo, err=True)


def upgrade(
    config: Config,
    revision: str | None,
    tag: str | None,
    limits: Limits,
    *,
    plan: str | None = None,
) -> Outcome:
    """Bring the database up to a revision, each in its own transaction and on short locks.

    revision  None for the plan's own target, or head
    plan      file of the plan that must still hold
    """
    target = revision or (str(read(plan)["target"]) if plan else "head")
    script = _script(config, target)
    with _deployer(limits) as one:
        if one is None:
            command.upgrade(config, target, tag=tag)
            return Outcome("done")
        check_applied_files(config, one, say)
        with calm() as filtered:
            filtered.round = Round.SILENT
            known = _agreed(config, script, one, limits, target, plan)
            filtered.round = Round.FIRST
            if known is None:
                return Outcome()
            return Changes(
                config,
                script,
                one,
                limits,
                filtered,
                direction="upgrade",
                steps_of=lambda heads: upgrade_steps(script, target, heads),
                known_locks=known,
            ).run(target, tag)


def _agreed(
    config: Config,
    script: ScriptDirectory,
    one: Deployer,
    limits: Limits,
    target: str,
    plan: str | None,
) -> dict[str, Locks] | None:
    """Return the locks that are known from a plan that holds; None where nothing is pending.

    Without a plan, return none once nobody objects to what is slow.
    """
    if plan is None:

        def revisions() -> Iterator[str]:
            for step in pending(config, script, lambda at: upgrade_steps(script, target, at)):
                yield step.revision.revision

        ask(one.session(one.engine), script, revisions, limits, say=say)
        return {}
    holds = approved(config, plan, target, half_done=one.half_done())
    if holds is None:
        return None
    quoting = one.engine.dialect.identifier_preparer
    return planned_locks(holds, quoting, within=limits.lock_timeout)


def downgrade(config: Config, revision: str, tag: str | None, limits: Limits) -> Outcome:
    """Take the database back to a revision, as carefully."""
    script = _script(config, revision)
    with _deployer(limits) as one:
        if one is None:
            command.downgrade(config, revision, tag=tag)
            return Outcome("done")
        return _back(
            config, script, one, limits, lambda heads: downgrade_steps(script, revision, heads), tag
        )


def rollback(config: Config, tag: str | None, limits: Limits) -> Outcome:
    """Take back what the last upgrade command applied."""
    script = ScriptDirectory.from_config(config)
    with _deployer(limits) as one:
        if one is None:
            raise NoUpgradeRecorded("the database is not PostgreSQL")
        outcome = _back(config, script, one, limits, last_upgrade(script, one), tag)
        if outcome.result == "nothing to do":
            say("The last upgrade is no longer applied: there was nothing to take back.")
        return outcome


def _back(
    config: Config,
    script: ScriptDirectory,
    one: Deployer,
    limits: Limits,
    steps_of: StepsOf,
    tag: str | None,
) -> Outcome:
    with calm() as filtered:
        filtered.round = Round.SILENT
        lost = announce(config, script, one, limits, steps_of)
        filtered.round = Round.FIRST
        changes = Changes(
            config, script, one, limits, filtered, direction="downgrade", steps_of=steps_of
        )
        changes.outcome.lost = lost
        return changes.run(None, tag)


def plan_upgrade(config: Config, revision: str, *, as_json: bool) -> None:
    """Print what upgrade would run."""
    script = _script(config, revision)
    _print_plan(config, script, lambda heads: upgrade_steps(script, revision, heads), as_json)


def plan_downgrade(config: Config, revision: str, *, as_json: bool) -> None:
    """Print what downgrade would run."""
    script = _script(config, revision)
    _print_way_back(config, script, lambda heads: downgrade_steps(script, revision, heads), as_json)


def plan_rollback(config: Config, limits: Limits, *, as_json: bool) -> None:
    """Print what rollback would run."""
    script = ScriptDirectory.from_config(config)
    with _deployer(limits) as one:
        if one is None:
            raise NoUpgradeRecorded("the database is not PostgreSQL")
        steps_of = last_upgrade(script, one)
    _print_way_back(config, script, steps_of, as_json)


def _print_way_back(
    config: Config, script: ScriptDirectory, steps_of: StepsOf, as_json: bool
) -> None:
    _print_plan(config, script, steps_of, as_json)
    with direct_address(mounted()), calm() as filtered:
        if default_engine(mounted().db).dialect.name == "postgresql":
            filtered.round = Round.SILENT
            for line in what_it_loses(config, script, steps_of):
                say(line)


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
        with deployer(
            engine,
            extension.version_table,
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
        limits.restore_point,
        protected=stamp is not None and stamp.is_protected,
        say=say,
    )
