"""Runs upgrade, downgrade and stamp with the direct address, the deployer lock and the journal."""

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
from safemigrate.commands.backup_before import ensure_backup
from safemigrate.execute.approved import Locks, approved_plan, planned_locks
from safemigrate.execute.calm import Round, calm
from safemigrate.execute.changes import Changes, Outcome, StepsOf
from safemigrate.execute.consent import ask
from safemigrate.execute.deployer import Deployer, deployer
from safemigrate.execute.dry_run import pending, plan, print_plan
from safemigrate.execute.guard.refuse import check_environment
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
    """Upgrade the database to a revision, each revision in its own transaction with short locks.

    revision  None for the plan's target, or head
    plan      file of a plan that must still be valid
    """
    target = revision or (str(read(plan)["target"]) if plan else "head")
    script = _script(config, target)
    with _deployer(limits) as deployer:
        if deployer is None:
            command.upgrade(config, target, tag=tag)
            return Outcome("done")
        check_applied_files(config, deployer, say)
        with calm() as filtered:
            filtered.round = Round.SILENT
            planned = _agreed(config, script, deployer, limits, target, plan)
            filtered.round = Round.FIRST
            if planned is None:
                return Outcome()
            return Changes(
                config,
                script,
                deployer,
                limits,
                filtered,
                direction="upgrade",
                steps_of=lambda heads: upgrade_steps(script, target, heads),
                known_locks=planned,
            ).run(target, tag)


def _agreed(
    config: Config,
    script: ScriptDirectory,
    deployer: Deployer,
    limits: Limits,
    target: str,
    plan: str | None,
) -> dict[str, Locks] | None:
    """Return the locks from a valid plan; None if nothing is pending.

    Without a plan, ask for consent to slow statements, and return an empty dict.
    """
    if plan is None:

        def revisions() -> Iterator[str]:
            for step in pending(config, script, lambda heads: upgrade_steps(script, target, heads)):
                yield step.revision.revision

        ask(deployer.session(deployer.engine), script, revisions, limits, say=say)
        return {}
    holds = approved_plan(config, plan, target, incomplete=deployer.incomplete_revision())
    if holds is None:
        return None
    quoting = deployer.engine.dialect.identifier_preparer
    return planned_locks(holds, quoting, within=limits.lock_timeout)


def downgrade(config: Config, revision: str, tag: str | None, limits: Limits) -> Outcome:
    """Downgrade the database to a revision, with the same care."""
    script = _script(config, revision)
    with _deployer(limits) as deployer:
        if deployer is None:
            command.downgrade(config, revision, tag=tag)
            return Outcome("done")
        return _downgrade_steps(
            config,
            script,
            deployer,
            limits,
            lambda heads: downgrade_steps(script, revision, heads),
            tag,
        )


def rollback(config: Config, tag: str | None, limits: Limits) -> Outcome:
    """Downgrade what the last upgrade command applied."""
    script = ScriptDirectory.from_config(config)
    with _deployer(limits) as deployer:
        if deployer is None:
            raise NoUpgradeRecorded("the database is not PostgreSQL")
        outcome = _downgrade_steps(
            config, script, deployer, limits, last_upgrade(script, deployer), tag
        )
        if outcome.result == "nothing to do":
            say("The last upgrade is no longer applied: there was nothing to downgrade.")
        return outcome


def _downgrade_steps(
    config: Config,
    script: ScriptDirectory,
    deployer: Deployer,
    limits: Limits,
    steps_of: StepsOf,
    tag: str | None,
) -> Outcome:
    with calm() as filtered:
        filtered.round = Round.SILENT
        lost = announce(config, script, deployer, limits, steps_of)
        filtered.round = Round.FIRST
        changes = Changes(
            config, script, deployer, limits, filtered, direction="downgrade", steps_of=steps_of
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
    with _deployer(limits) as deployer:
        if deployer is None:
            raise NoUpgradeRecorded("the database is not PostgreSQL")
        steps_of = last_upgrade(script, deployer)
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
    """Record that the database is at a revision, and who stamped it in the journal."""
    ScriptDirectory.from_config(config)  # report a missing folder before a missing database
    with _deployer(limits) as deployer:
        command.stamp(config, revision, tag=tag, purge=purge)
        if deployer is not None:
            journal = deployer.journal(deployer.engine)
            if journal is not None:
                journal.stamped(revision, deployer.circumstances)


def _script(config: Config, revision: str) -> ScriptDirectory:
    script = ScriptDirectory.from_config(config)
    if ":" in revision:
        raise CommandError("Range revision not allowed")
    return script


@contextmanager
def _deployer(limits: Limits) -> Iterator[Deployer | None]:
    """Hold the deployer lock; yield None if the database is not PostgreSQL."""
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
        ) as lock_holder:
            _guard(lock_holder, Path(extension.directory), limits)
            yield lock_holder


def _guard(deployer: Deployer, folder: Path, limits: Limits) -> None:
    """Refuse a run that is not meant for this database; record overrides in the journal."""
    present, session = deployer.circumstances, deployer.session(deployer.engine)
    overridden = check_environment(session, present, folder, limits.overrides, say)
    if overridden:
        environment = present.environment or "no environment"
        environment += f" (overridden: {', '.join(overridden)})"
        deployer.circumstances = replace(present, environment=environment)
    stamp = read_stamp(session)
    deployer.before_first = partial(
        ensure_backup,
        limits.backup,
        limits.snapshot,
        limits.restore_point,
        protected=stamp is not None and stamp.is_protected,
        say=say,
    )
